"""The switching function: pure, events in and commands out.

`engine.CallEngine` is told what stations, applications and the configuration do and answers with
what to send to whom; it opens no socket, asks no clock and draws no numbers by chance. `model`
holds the calls as ECMA-269 sees them, `progress` moves them, `reports` says which monitor is told
what, `screens` says what a phone shows of it, `services` guards each CSTA service, `hands` reads
the keys of the phones, `dialplan` reads digits and device identifiers.

Only the rest of ``harness.standin`` may import it. It knows values of ``protocols.sccp`` and
``protocols.csta`` but no framing, no XML and no SIP.
"""
