"""What may be said on the wire, and what may follow what. Pure.

Octets or text to values and back, and the state machines of both ends: `sccp` between a phone and
its call agent, `sip` and `csta` between an application and the switch, TFTP for the phones' files.
`errors` says whose fault a broken protocol is, `fields` declares binary records.

Anything above may import these packages; they import the standard library, lxml and
`harness.errors`. Sockets, threads, clocks and chance are deliberately absent: octets, the time and
every random token come in as arguments.
"""
