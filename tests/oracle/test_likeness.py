import pytest
from lxml import etree

from harness.oracle import likeness
from harness.oracle.likeness import FREE, Likenesses
from harness.oracle.schema import SchemaJudge

HELD = (
    '<HeldEvent xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    "<monitorCrossRefID>1</monitorCrossRefID>"
    "<heldConnection><callID>78</callID><deviceID>201</deviceID></heldConnection>"
    "<holdingDevice><deviceIdentifier>201</deviceIdentifier></holdingDevice>"
    "<localConnectionInfo>hold</localConnectionInfo><cause>normal</cause></HeldEvent>"
)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("<cause>normal</cause>", "<cause>abnormal</cause>"),
        ("<localConnectionInfo>hold<", "<localConnectionInfo>holding<"),
        ("<callID>78</callID>", "<callID></callID>"),
        ("<callID>78</callID>", "<callID/>"),
        ("<callID>78</callID>", "<callID>7<b/>8</callID>"),
        (
            "<callID>78</callID><deviceID>201</deviceID>",
            "<deviceID>201</deviceID><callID>78</callID>",
        ),
        ("</heldConnection>", "</heldConnection>stray"),
        ("<cause>normal</cause>", "<cause>normal</cause><cause>normal</cause>"),
        ("ed3", "ed9"),
        ("</HeldEvent>", "</HeldEvent>x"),
        ("<callID>78</callID>", "<callID>78>/callID<"),
    ],
)
def test_a_likeness_found_right_excuses_nothing_else(was, becomes):
    judge = SchemaJudge()
    assert judge.objections(HELD.encode()) == []
    assert was in HELD

    assert judge.objections(HELD.replace(was, becomes).encode()) != []


def test_other_identifiers_are_alike_and_other_words_are_not():
    known = Likenesses()
    first = known.of(HELD.encode())

    assert first is not None
    assert known.of(HELD.replace("78", "4711").encode()) == first
    assert known.of(HELD.replace("normal", "busy").encode()) != first
    assert known.of(HELD.replace("78", "ü").encode()) is None


def test_lines_that_end_as_sips_do_are_alike():
    lines = HELD.replace("><", ">\n<").encode()
    alike = Likenesses().of(lines)

    assert alike is not None
    assert Likenesses().of(lines.replace(b"\n", b"\r\n")) == alike
    assert Likenesses().of(lines.replace(b"\n", b"\r")) is None


def test_an_objection_is_made_each_time():
    judge = SchemaJudge()
    wrong = HELD.replace("normal", "abnormal").encode()

    assert judge.objections(wrong) == judge.objections(wrong) != []


@pytest.mark.parametrize("name", sorted(FREE))
def test_the_schema_leaves_each_free_element_open_but_not_empty(name):
    """Where a row of the table were wrong, a verdict could be borrowed that does not fit."""
    from importlib.resources import files

    folder = files("harness.oracle") / "schemas"
    found = set()
    for part in ("types.xsd", "services.xsd", "events.xsd", "faults.xsd"):
        schema = etree.fromstring((folder / part).read_bytes())
        found |= {
            each.get("type") for each in schema.iter("{*}element") if each.get("name") == name
        }

    assert found <= {"Identifier", "NamedDeviceID"}
    assert found


def test_too_many_likenesses_are_forgotten(monkeypatch):
    monkeypatch.setattr(likeness, "_MOST", 2)
    known = Likenesses()
    for each in "abc":
        known.keep(each)

    assert known.right == {"c"}
