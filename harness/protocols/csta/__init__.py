"""CSTA phase III over SIP: values of ECMA-269, XML of ECMA-323, one application's session.

``names`` lists the words, ``types`` the parts, ``services``, ``events`` and ``faults`` the
messages, each a frozen class declared once (``elements`` says how). ``xml`` turns any of them into
octets and back; ``session`` keeps what one application may say next inside one SIP dialog.

A message is added by declaring its class; nothing else changes here. Absent on purpose: SIP
(``protocols.sip``), what a switch does (``standin.calls``), and validation: ``xml`` reads leniently
and ``harness.oracle.schema`` is the judge, which never saw these tables.
"""
