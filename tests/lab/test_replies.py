from xml.etree import ElementTree as ET

from harness.lab.replies import Reply, reply_of, snapshot_request
from harness.protocols.sip.messages import Headers, Response


def test_a_request_has_the_size_that_was_asked_for_and_is_xml():
    request = snapshot_request("201", 4000)

    assert 3990 <= len(request) <= 4010
    assert ET.fromstring(request).tag.endswith("}SnapshotDevice")
    assert ET.fromstring(snapshot_request("201"))[0].text == "201"


def test_an_answer_is_read_by_status_root_and_what_it_allows():
    headers = Headers([("Allow", "INVITE, INFO"), ("Accept", "application/csta+xml")])
    body = b'<?xml version="1.0"?><CSTAErrorCode xmlns="x"/>'

    assert reply_of(Response(200, "OK", headers, body)) == Reply(
        200,
        "CSTAErrorCode",
        frozenset({"INVITE", "INFO"}),
        frozenset({"application/csta+xml"}),
    )
    assert reply_of(Response(481, "Gone", Headers([]), b"")).body == ""
