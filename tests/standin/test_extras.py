import pytest

from harness.protocols.csta.events import ConnectionClearedEvent, ForwardingEvent, HeldEvent
from harness.protocols.csta.types import ConnectionID
from harness.standin.configuration import VoiceService
from harness.standin.extras import with_extras
from harness.topology.dialect import STANDARD, Dialect

HELD = HeldEvent(
    monitor_cross_ref_id="1", held_connection=ConnectionID("7", "201"), holding_device="201"
)
BOTH = Dialect({"enhanced": "private-data", "call-linkage": "global-call-id"})


def test_the_default_adds_nothing():
    assert with_extras(HELD, dialect=STANDARD, service=VoiceService(gcid=True)) == HELD


def test_basic_mode_leaves_everything_out():
    basic = VoiceService(csta_mode_basic=True, gcid=True)

    assert with_extras(HELD, dialect=BOTH, service=basic) == HELD


@pytest.mark.parametrize("gcid", [True, False])
def test_the_global_identifier_is_there_once_it_is_configured(gcid):
    told = with_extras(HELD, dialect=BOTH, service=VoiceService(gcid=gcid))

    assert told.extensions is not None
    assert (told.call_linkage_data is not None) is gcid
    if gcid:
        number = told.call_linkage_data.global_call_data.global_call_linkage_id
        assert len(number.globally_unique_call_linkage_id) == 32


def test_an_event_without_a_place_for_it_has_private_data_only():
    gone = ConnectionClearedEvent(
        monitor_cross_ref_id="1", dropped_connection=ConnectionID("7", "201"),
        releasing_device="201",
    )  # fmt: skip

    assert with_extras(gone, dialect=BOTH, service=VoiceService(gcid=True)).extensions is not None


def test_events_that_are_about_no_call_stay_as_they_are():
    event = ForwardingEvent(monitor_cross_ref_id="1", device="201", forward_status=True)

    assert with_extras(event, dialect=BOTH, service=VoiceService(gcid=True)) == event
