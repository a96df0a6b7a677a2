from __future__ import annotations

import pytest
from lxml import etree

from harness.protocols.csta.events import HeldEvent
from harness.protocols.csta.names import Unidentified
from harness.protocols.csta.reading import Misfit, read
from harness.protocols.csta.services import GetCSTAFeaturesResponse, TransferCallResponse
from harness.protocols.csta.types import ConnectionID, ConnectionListItem, FeatureGroup

HELD = "<h><heldConnection><callID>1</callID></heldConnection><holdingDevice>{}</holdingDevice></h>"


@pytest.mark.parametrize(
    ("inside", "device"),
    [
        ("<deviceIdentifier>201</deviceIdentifier>", "201"),
        ("<numberDialed>201</numberDialed>", "201"),
        ("<deviceID>201</deviceID><x><y/></x><z/>", "201"),
        ("201", "201"),
        ("", ""),
        ("<notKnown/>", Unidentified.NOT_KNOWN),
        ("<o:restricted xmlns:o='urn:o'><p/></o:restricted><q/>", Unidentified.RESTRICTED),
        ("<deviceIdentifier>notKnown<x/></deviceIdentifier>", "notKnown"),
    ],
)
def test_a_device_is_read_in_every_style_without_losing_the_place(inside: str, device: str) -> None:
    event = read(HeldEvent, etree.fromstring(HELD.format(inside)))
    assert event.holding_device == device
    assert type(event.holding_device) is type(device)
    after = HELD.format(inside).replace("</h>", "<cause>busy</cause></h>")
    assert read(HeldEvent, etree.fromstring(after)).cause == "busy"


def test_strangers_in_a_list_and_below_a_text_are_skipped() -> None:
    answer = read(
        TransferCallResponse,
        etree.fromstring(
            "<r><connections><x><connectionListItem/></x><connectionListItem><newConnection>"
            "<callID>2<b>3</b></callID></newConnection></connectionListItem></connections>"
            "<transferredCall><deviceID>201</deviceID></transferredCall></r>"
        ),
    )
    assert answer.connections == (ConnectionListItem(ConnectionID("2")),)
    assert answer.transferred_call == ConnectionID("", "201")


def test_features_without_groups_are_read_too() -> None:
    answer = read(
        GetCSTAFeaturesResponse,
        etree.fromstring(
            "<r><supportedServices><makeCall/><g><a><b/></a><c>0</c></g><holdCall>true</holdCall>"
            "</supportedServices></r>"
        ),
    )
    assert answer.supported_services == (
        FeatureGroup("g", ("b",)),
        FeatureGroup("", ("makeCall", "holdCall")),
    )


def test_the_first_missing_child_in_wire_order_is_named() -> None:
    with pytest.raises(Misfit, match="heldConnection is missing in h") as misfit:
        read(HeldEvent, etree.fromstring("<h/>"))
    assert misfit.value.missing
