"""Asks a router how it speaks: the twenty questions of the bench list, by small probes.

``findings`` holds what was found and the octets that show it, ``hearing`` reads it from everything
the router says meanwhile, ``study`` is the bench as a probe sees it, ``call_probes`` and
``session_probes`` ask, ``learner`` runs them in turn, ``writing`` puts it beside the topology. Only
public means are used: sessions, calls between emulated phones, the router's command line as plans
use it. Nothing is assumed about the dialect that is asked for; plans and their strands are left
out.
"""
