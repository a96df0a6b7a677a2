"""Seeded defects that need no line in the code they spoil: what leaves it is changed instead.

A row of a table names what leaves the router (an event, an answer, a phone's message, a SIP
message, what ``show`` prints) and what becomes of it. ``engine``, ``agent`` and ``switch`` are the
router's own parts with the chosen rows laid over what they say; without a row they are not in use.
Defects that change what the router does, rather than what it says of it, stand in
``standin.defects``; ``standin.catalogue`` has all of them.
"""
