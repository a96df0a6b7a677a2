"""SCCP ("Skinny"), the protocol between a Cisco phone and its call agent.

`numbers` and `labels` are the vocabularies, `messages` the table of messages, `codec` turns them
into octets and back by protocol version, `framing` finds them in a stream. `registration` is the
table of a station's start, `station` the phone's end of a connection and `agent` the call
agent's. What a phone or a switch *does* with a message is no affair of this package.
"""
