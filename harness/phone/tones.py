"""The voice of an emulated phone: two tones that no other phone has, found again in what is heard.

A mixer sends one voice for many, so who is heard cannot be told by where packets come from. Every
phone therefore sings its own pair of tones, as a dial pad's key does, and an ear looks for pairs.
The tones are multiples of 50 Hz: in 20 ms of G.711 (160 samples) each makes whole turns, so all
of them are told apart exactly, and every packet of one voice has the same octets. Pure.
"""

from __future__ import annotations

import math
from functools import lru_cache

from harness.protocols import g711

WINDOW = 160
"""Samples in which tones are told apart: 20 ms."""
LOUDNESS = 4_000.0
"""The amplitude of one tone, of 32124: four voices fit without being cut."""
_LOW = range(6, 32)
_HIGH = range(33, 65)
_STRIDE = 5
_FAINT = LOUDNESS / 4
"""A mixer may turn a voice down to half (``max-conferences … gain -6``)."""

Voice = tuple[int, int]
"""Two tones, each as turns in a window."""


def voice_of(seed: int, utterance: int = 0) -> Voice:
    """The pair of tones of the phone with that seed; 832 pairs, so that few share one.

    Each utterance has another high tone: what is heard now is not taken for what was heard before.
    """
    high = seed // len(_LOW) + _STRIDE * utterance
    return _LOW[seed % len(_LOW)], _HIGH[high % len(_HIGH)]


@lru_cache(maxsize=256)
def song(voice: Voice, samples: int) -> bytes:
    """So many samples of a voice, as G.711 µ-law."""
    turns = [2 * math.pi * tone / WINDOW for tone in voice]
    return g711.encode(
        LOUDNESS * sum(math.sin(turn * place) for turn in turns) for place in range(samples)
    )


@lru_cache(maxsize=256)
def tones_in(octets: bytes) -> frozenset[int]:
    """Every tone in the first 20 ms of G.711 µ-law; none in less."""
    if len(octets) < WINDOW:
        return frozenset()
    samples = g711.decode(octets[:WINDOW])
    return frozenset(tone for tone in (*_LOW, *_HIGH) if _amplitude(samples, tone) > _FAINT)


def _amplitude(samples: list[int], tone: int) -> float:
    """How loud one tone is (the discrete Fourier transform's bin)."""
    turn = 2 * math.pi * tone / WINDOW
    across = sum(sample * math.cos(turn * place) for place, sample in enumerate(samples))
    along = sum(sample * math.sin(turn * place) for place, sample in enumerate(samples))
    return 2 * math.hypot(across, along) / WINDOW
