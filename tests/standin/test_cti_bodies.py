import pytest

from harness.protocols.csta.services import RequestSystemStatus
from harness.protocols.sip.messages import Headers, Request
from harness.standin.cti_bodies import line_meant
from harness.standin.defects import Defect

STATUS = RequestSystemStatus()


def line(to: str, *defects: Defect) -> str:
    pairs = [("To", to), ("From", "<sip:apps@10.0.0.50>;tag=1")]
    request = Request("INVITE", "sip:202@10.0.0.1", Headers(pairs), b"")
    return line_meant(request, STATUS, {"202": 202}.get, frozenset(defects))


@pytest.mark.parametrize(
    ("to", "defect", "taken"),
    [
        ("<sip:%32%30%32@10.0.0.1>", Defect.ESCAPED_LINE_UNKNOWN, "%32%30%32"),
        ("<SIP:202@10.0.0.1>", Defect.CAPITAL_SCHEME_UNKNOWN, "SIP:202@10.0.0.1"),
        ('"Bob, 7" <sip:202@10.0.0.1>', Defect.DISPLAY_NAME_FOR_LINE, "Bob, 7"),
    ],
)
def test_a_line_is_known_however_to_is_written_but_for_a_defect(
    to: str, defect: Defect, taken: str
) -> None:
    assert line(to) == "202"
    assert line(to, defect) == taken
    assert line("sip:202@10.0.0.1;user=phone", defect) == "202"
