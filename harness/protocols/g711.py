"""G.711 µ-law: octets of a voice and the samples they stand for (ITU-T G.711). Pure.

Samples are linear with 16 bits, as the companding law's 14 bits shifted left by two: the loudest
is 32124.
"""

from __future__ import annotations

from collections.abc import Iterable

SAMPLES_A_SECOND = 8_000
_BIAS = 0x84
"""Added before the segment is looked for (G.711 table 2a, in 16 bits)."""
_LOUDEST = 32_635


def _sample(octet: int) -> int:
    inverted = ~octet & 0xFF
    segment, step = inverted >> 4 & 7, inverted & 0x0F
    magnitude = ((step << 3) + _BIAS << segment) - _BIAS
    return -magnitude if inverted & 0x80 else magnitude


_SAMPLES = tuple(map(_sample, range(256)))


def decode(octets: bytes) -> list[int]:
    """The samples of a voice, one for each octet."""
    return [_SAMPLES[octet] for octet in octets]


def encode(samples: Iterable[float]) -> bytes:
    """The octets of a voice; what is too loud is cut at the loudest."""
    return bytes(_octet(round(sample)) for sample in samples)


def _octet(sample: int) -> int:
    magnitude = min(abs(sample), _LOUDEST) + _BIAS
    segment = magnitude.bit_length() - 8
    step = magnitude >> (segment + 3) & 0x0F
    sign = 0x80 if sample < 0 else 0
    return ~(sign | segment << 4 | step) & 0xFF
