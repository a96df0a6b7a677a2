"""How fast the hot paths are, each beside a named peer in the same process.

Every module offers ``measure()``: rows of what was measured, our rate and the peer's.
"""
