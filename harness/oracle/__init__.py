"""Judges that never saw our codecs.

``schema`` holds CSTA bodies against an XML Schema written apart from ``protocols.csta``; ``tshark``
reads whole captures with Wireshark's dissectors, and ``agreement`` lays our record of each frame
beside its. They may import ``runtime`` and ``capture``; never ``protocols``, ``standin``, ``phone``
or ``application``: a judge that shares a table with the accused repeats its mistakes.

A judge returns objections, sentences for a person, and raises only when it cannot judge at all.
"""
