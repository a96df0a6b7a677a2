"""A software router that is reached only through its sockets.

``calls`` is the switching function: pure, events in and commands out. ``sccp`` puts stations on
it, ``cti`` puts CSTA sessions on it, ``cli`` lets an engineer configure it, ``tftp`` serves the
phones' files; ``router`` joins them to the runtime and is the only module here that may.

What it does is taken from Cisco's document, ECMA-269 and ECMA TR/87, never from what a plan would
like to see; ``evidence`` says how far each behaviour is to be trusted, ``defects`` lists the
wrong behaviours that can be switched on to prove that the plans bite. Nothing else in the house
imports this package but ``python -m harness.standin``.
"""
