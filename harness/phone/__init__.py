"""The emulated phones on the desk: a 7960 and a 7961.

``models`` is the one table of what differs between the two; ``booting`` fetches what a phone
reads over TFTP before it registers; ``phone`` is what a hand does and what an eye and an ear
notice; ``screen`` folds the router's messages into what is shown, lit and heard, pure;
``picture`` draws that as an SVG; ``media`` opens, counts and reports the voice ports.

A phone decides nothing about calls: it says which key was pressed and shows what it was told
(SCCP is a stimulus protocol). What may be said when is ``protocols.sccp.station``'s affair.
Expectations (``rings``, ``shows``) live in ``lab``: this package is blind to plans.
"""
