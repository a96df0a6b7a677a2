"""A second opinion on the wire: packets built and read by hand, with scapy.

`layers` describes SIP, CSTA and SCCP to scapy from their standards alone; `driver` holds one
complete CSTA session over UDP with them, packet by packet on a plain socket. Nothing here imports
``protocols``: what our codecs and machines get wrong, this package gets wrong in other ways or not
at all. It is also where hostile packets come from: `intruder` sends anything over UDP and tells
what came back, `streams` does so over TCP, and three tables name what there is to send
(`requests_rows`, `bodies_rows`, `frames_rows`).

Importing scapy takes 0.2 s; `layers` does, so it is imported when a probe is made, not before.
"""
