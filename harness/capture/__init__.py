"""Packets as the wire saw them, and our own reading of them.

`Recorder` turns the frames of a `runtime.wire.Wire` into one pcapng file per plan, without
privileges and without loss: it is fed by the sockets themselves. ``packets`` dresses each chunk
in Ethernet, IP, UDP or TCP so that any analyser reassembles the streams, ``pcap`` writes and reads
the file, ``record`` reads the packets with our codecs, for `oracle.agreement` to compare.

Absent on purpose: a sniffer (it would need privileges and could lose packets), and every verdict;
those are the oracle's, which never imports this package, as this one never imports the oracle.
"""

from harness.capture.record import Record, read_packets
from harness.capture.recorder import Recorder

__all__ = ["Record", "Recorder", "read_packets"]
