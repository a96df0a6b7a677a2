"""SIP as far as a CSTA session needs it, as pure values and machines (RFC 3261, 3581, 4028, 6026).

``grammar``, ``values``, ``messages`` name what is said; ``parsing``, ``printing``, ``framing`` turn
octets into it and back; ``transactions`` holds the four tables of RFC 3261 §17, ``timers`` their
delays, ``dialogs`` §12, ``session_timer`` RFC 4028, ``digest`` §22. ``agent`` is the only machine:
one `UserAgent` per socket, whose two halves are ``client`` (with ``invitations``) and ``server``
(with ``ways``) over one ``core``.

Nothing here knows CSTA, opens a socket, asks for the time or rolls dice: the time is an argument,
tokens for tags and branches come from a callable that the owner hands in. Absent on purpose: SDP,
forwarding (proxies), DNS, TLS, registrars; a name that is no IP literal is reached through the
address its owner gave.
"""
