"""The emulated CSTA application: one session on one line, over SIP.

``session`` opens, keeps and closes a session and answers the router; ``association`` is its half
that lives on the background loop; ``services`` are the CSTA services as verbs; ``clients`` is the
table of what the programs the document names say and do differently. ``calls`` folds a monitor's
events into the line's calls and ``wording`` tells them in sentences, for a person. The application
decides nothing: what may be asked when is ``protocols.csta.session``'s affair, and events land in
the journal, where ``expect`` reads them.
"""
