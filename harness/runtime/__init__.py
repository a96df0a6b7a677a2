"""Sockets, threads and the clock: the only place that has them.

Everything above is told the time and handed octets; everything below is a value or a machine
that does no I/O. ``loop`` owns the one background thread, ``tcp`` and ``udp`` carry one machine
on one socket, ``wire`` hands each octet to whoever keeps a capture, ``journal`` is the one
ordered memory of a bench.
"""
