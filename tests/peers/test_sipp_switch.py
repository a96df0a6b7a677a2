"""SIPp, a switch that nobody here wrote, answers our application's session."""

import pytest

from harness.errors import ServiceRefused
from harness.protocols.csta.names import SystemStatus
from harness.protocols.csta.types import ConnectionID
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from tests.peers.foreign import PATIENCE, SCENARIO, foreign_switch, seen_in


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_a_foreign_switch_answers_a_whole_session(sipp, tmp_path, transport):
    journal = Journal()
    with (
        foreign_switch(sipp, SCENARIO, transport=transport, folder=tmp_path) as switch,
        switch.session(journal) as session,
    ):
        session.open(Deadline.after(PATIENCE, "the session"))

        assert session.system_status is SystemStatus.NORMAL
        assert session.session_seconds == 1800
        assert session.get_features() == {"makeCall", "answerCall"}

        assert session.monitor_start() == "7f"
        seen = seen_in(journal, "DeliveredEvent")
        assert seen.value.connection == ConnectionID("88", "201")

        with pytest.raises(ServiceRefused, match="stateIncompatibility/noCallToAnswer"):
            session.answer_call(seen.value.connection)
        assert session.is_open

        session.close()

        assert switch.is_content()
