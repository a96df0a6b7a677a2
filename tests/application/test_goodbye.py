import asyncio

import pytest

from harness.application.goodbye import leave
from harness.errors import RouterUnreachable, ServiceRefused


class Asked:
    """Things that are asked and answered in turn, noted as they happen."""

    def __init__(self):
        self.story = []

    def of(self, name, error=None):
        async def ask():
            self.story.append(f"{name} asked")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            self.story.append(f"{name} answered")
            if error is not None:
                raise error

        return ask


def test_who_waits_asks_one_thing_after_the_other():
    asked = Asked()
    asyncio.run(leave([asked.of("stop")], asked.of("bye"), hurries=False))

    assert asked.story == ["stop asked", "stop answered", "bye asked", "bye answered"]


def test_who_hurries_says_bye_behind_the_stop_and_before_its_answer():
    asked = Asked()
    asyncio.run(leave([asked.of("stop")], asked.of("bye"), hurries=True))

    assert asked.story == ["stop asked", "bye asked", "stop answered", "bye answered"]


def test_a_stop_that_is_refused_matters_to_who_waits_only():
    asked = Asked()
    refused = ServiceRefused("MonitorStop", "sip", "487")

    asyncio.run(leave([asked.of("stop", refused)], asked.of("bye"), hurries=True))
    assert "bye answered" in asked.story
    with pytest.raises(ServiceRefused):
        asyncio.run(leave([asked.of("stop", refused)], asked.of("bye"), hurries=False))


@pytest.mark.parametrize("hurries", [True, False])
def test_a_bye_without_an_answer_is_told(hurries):
    asked = Asked()

    with pytest.raises(RouterUnreachable):
        asyncio.run(leave([], asked.of("bye", RouterUnreachable("gone")), hurries=hurries))
