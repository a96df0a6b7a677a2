"""The router as everyone may reach it: over its command line, hardware and stand-in alike.

* ``router``: `Router`, the one door: connect, provision, configure for a while, restore, show.
* ``strategy``: the rungs a bench climbs, and what happens when one breaks.
* ``cli``: netmiko over SSH, Telnet or a serial console; nobody else imports it.
* ``console``: a serial console brought to a prompt, by pyserial, before anybody logs in.
* ``lease``: who holds the router, written in the router, so that two runs never meet on it.
* ``backup``: the copy in the router's flash that everything is put back from.
* ``deadman``: the router puts itself back when a run falls silent; ``leftovers``: what a run that
  was killed left all the same; ``drift``: running against startup configuration, before and after.
* ``precautions``: what is looked at before the first line is pushed.
* ``examination``: what ``harness doctor`` sees of a router without changing it.
* Pure: ``provisioning`` (topology → IOS lines), ``running`` (running configuration as data, its
  differences, their undoing), ``shows`` (outputs → values), ``ways`` (where the topology's ways
  lead), ``standing`` (ROM monitor, first questions, a boot under way), ``dialogue`` (prompts,
  questions and refusals in what a router prints), ``causes`` (why there is no way in), ``secrets``
  (what never leaves this package readable), ``modes`` (what a prompt's mode is called),
  ``releases`` (which Unified CME an IOS carries).

Promises to whoever shares the router: one run at a time holds it, for all to see; nothing is
pushed before a backup is in flash, nor while somebody's unconfirmed change or reload is pending;
a run that dies is taken back by the router itself; nothing is ever written to the startup
configuration, so a reload undoes everything too; and no number, phone or profile of others is
overwritten.

What it costs them all the same, for as long as a run lasts: settings that there is one of are the
bench's (``cti``, ``max-conferences``, ``transfer-system``, ``no auto-reg-ephone``, the HTTP
server); their own archive keeps one file more, and drops its oldest when it is full. The lease
binds runs, not people: what somebody configures meanwhile goes when the router is put back, which
is told and kept (``router-changed.cfg``); who saves meanwhile saves the bench's configuration,
which is told, too (``drift``). Deliberately absent: waiting for phones or sessions (``lab`` does),
and every knowledge of the stand-in.
"""

from harness.router.router import Router
from harness.router.shows import CtiCall, CtiSession, EphoneLine, EphoneShown, VersionShown
from harness.router.strategy import Rung, Strategy

__all__ = [
    "CtiCall",
    "CtiSession",
    "EphoneLine",
    "EphoneShown",
    "Router",
    "Rung",
    "Strategy",
    "VersionShown",
]
