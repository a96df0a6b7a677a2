import pytest

from harness.protocols.csta.names import SystemStatus
from harness.standin.calls.events import DirectoryNumber
from harness.standin.cti_lines import refusal_of_line
from harness.standin.defects import Defect
from harness.topology.dialect import STANDARD, Dialect

WATCHED = DirectoryNumber("201", watched=True)
UNWATCHED = DirectoryNumber("202")


@pytest.mark.parametrize(
    ("known", "choices", "told"),
    [
        (WATCHED, {}, SystemStatus.NORMAL),
        (None, {}, 404),
        (None, {"unknown-line": "403"}, 403),
        (None, {"unknown-line": "disabled"}, SystemStatus.DISABLED),
        (UNWATCHED, {}, 403),
        (UNWATCHED, {"unwatched-line": "404"}, 404),
        (UNWATCHED, {"unwatched-line": "disabled"}, SystemStatus.DISABLED),
    ],
)
def test_a_line_opens_or_is_refused_as_the_dialect_says(known, choices, told):
    dialect = Dialect(choices)

    assert refusal_of_line(known, shut=False, dialect=dialect, defects=frozenset()) == told


def test_while_cti_is_shut_no_line_opens():
    assert refusal_of_line(WATCHED, shut=True, dialect=STANDARD, defects=frozenset()) == 503
    careless = frozenset({Defect.SHUTDOWN_IGNORED})
    opened = refusal_of_line(WATCHED, shut=True, dialect=STANDARD, defects=careless)
    assert opened is SystemStatus.NORMAL
