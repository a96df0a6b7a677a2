"""A hardware-in-the-loop test harness for the CTI CSTA protocol suite of Cisco Unified CME.

The map, from the ground up (imports point down only; ``tests/test_architecture.py`` checks it):

* ``errors``: what can go wrong, one tree.
* ``topology``: what stands on the bench, as data.
* ``protocols``: what may be said: SCCP, SIP, CSTA, TFTP. Pure values and state machines.
* ``runtime``: the only sockets, threads and clocks; the journal that every witness writes to.
* ``capture``, ``oracle``: the wire as others see it, and judges that never saw our codecs.
* ``phone``, ``application``, ``probe``, ``router``, ``standin``, ``expect``: siblings, blind to
  each other: the emulated phones, the CSTA application, scapy's second opinion, the router as
  everyone may reach it, a software router, and the language of expectations.
* ``lab``, ``reporting``: the bench assembled, and what is written about it.
* ``plugin``, ``commands``: pytest's and the shell's doors.
"""
