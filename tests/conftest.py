"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A machine that is busy with other things makes an example slow, not wrong. The examples are the
# same each time; `--hypothesis-profile explore` draws others.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same each time", settings.get_profile("explore"), derandomize=True)
settings.load_profile("same each time")
