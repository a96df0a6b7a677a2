from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import TopologyError
from harness.topology import Console, Ssh, Telnet, load, loads

TOPOLOGIES = Path(__file__).parents[2] / "topologies"

BENCH = """\
router: {kind: standin}
parties:
  alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}
"""


def refusal(text: str) -> TopologyError:
    with pytest.raises(TopologyError) as caught:
        loads(text, file="bench.yaml")
    return caught.value


def test_the_standin_has_the_phones_of_the_document():
    topology = load(TOPOLOGIES / "standin.yaml")

    assert topology.name == "standin"
    assert topology.router.is_standin
    assert [
        (name, party.number, party.phone.model, party.phone.dotted_mac, party.dn, party.ephone)
        for name, party in topology.parties.items()
    ] == [
        ("alice", "201", "7961", "001E.4A34.A35F", 1, 1),
        ("bob", "202", "7960", "000F.8FC7.B681", 2, 2),
        ("carol", "203", "7961", "0019.E7FF.1E30", 3, 3),
    ]
    mobility = topology.parties["carol"].extension_mobility
    assert (mobility.logout_profile, mobility.user, mobility.number) == (1, "user204", "204")
    assert mobility.password.get_secret_value() == "psswr"


def test_the_lab_is_the_same_bench_on_hardware_with_three_ways_in():
    lab = load(TOPOLOGIES / "lab-2811.yaml")

    assert lab.parties == load(TOPOLOGIES / "standin.yaml").parties
    assert lab.router.kind == "hardware"
    assert lab.router.credentials == "env:CME"
    assert lab.router.access == (Ssh(), Telnet(), Console(device="/dev/ttyUSB0", baud=9600))
    assert (lab.deadlines.response, lab.deadlines.registration, lab.deadlines.push) == (2, 60, 120)


@pytest.mark.parametrize(
    ("written", "seconds"), [("2", 2), ("2 s", 2), ("500 ms", 0.5), ("1.5 min", 90), ("1h", 3600)]
)
def test_durations_have_units(written, seconds):
    topology = loads(f"{BENCH}deadlines: {{response: {written}}}\n", file="b.yaml")

    assert topology.deadlines.response == seconds


def test_a_number_keeps_its_zeros_and_its_digits():
    topology = loads(BENCH.replace('"201"', "0201"), file="b.yaml")

    assert topology.parties["alice"].number == "0201"


@pytest.mark.parametrize(
    ("text", "line", "key", "problem", "remedy"),
    [
        (BENCH.replace("{kind: standin}", "{kind: standin, prots: {}}"),
         1, "router.prots", "is not known here", "Did you mean ports?"),
        (BENCH.replace("model:", "modell: 1, model:"),
         3, "parties.alice.phone.modell", "is not known here", "Did you mean model?"),
        (BENCH.replace("mac: 001E.4A34.A35F", ""),
         3, "parties.alice.phone.mac", "is missing", "Add it."),
        (BENCH.replace("001E.4A34.A35F", "001E.4A34.A35"),
         3, "parties.alice.phone.mac", "is not a MAC address", "twelve hexadecimal digits"),
        (BENCH.replace("standin", "toaster"),
         1, "router.kind", "'standin' or 'hardware', not 'toaster'", "Correct the value."),
        (BENCH + "deadlines:\n  event: 3 parsecs\n",
         5, "deadlines.event", "is not a duration", "s, min or h"),
        (BENCH + "deadlines: {event: 0}\n",
         4, "deadlines.event", "more than 0", "Correct the value."),
        (BENCH.replace("{kind: standin}", "{kind: standin, ports: {sccp: 80}}"),
         1, "router.ports.sccp", "cannot be an SCCP port", "2000 to 9999"),
        (BENCH.replace("{kind: standin}", "{kind: hardware, address: r1}"),
         1, "router.address", "is a name", "Add source_address"),
        (BENCH.replace("{kind: standin}", "{kind: standin, credentials: cisco}"),
         1, "router.credentials", "is not a credentials name", "env:NAME"),
        (BENCH.replace("{kind: standin}", "{kind: standin, access: [carrier pigeon]}"),
         1, "router.access.0", "one of 'ssh', 'telnet', 'console'", "Correct the value."),
        (BENCH + '  bob: {number: "201", phone: {model: 7960, mac: 000F.8FC7.B681}}\n',
         4, "parties.bob.number", "number 201 is used twice", "the first is parties.alice.number"),
        (BENCH + "router: {kind: standin}\n",
         4, "router", "is given twice", "the first stands in line 1"),
        (BENCH + "cti: &anchor {transport: UDP}\n",
         4, "", "anchors, aliases and tags are not read here", "Write the value out."),
        (BENCH + "name: [\n", 5, "", "expected", "Check indentation"),
        ("parties: {}\n", 1, "router", "is missing", "Add it."),
        ("- router\n", 1, "", "mapping of keys to values", "Correct the value."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_key_and_remedy(text, line, key, problem, remedy):
    error = refusal(text)

    assert (error.file, error.line, error.key) == ("bench.yaml", line, key)
    assert problem in error.problem
    assert remedy in error.remedy
    assert str(error).startswith("bench.yaml")


def test_further_mistakes_are_notes_on_the_first():
    error = refusal(BENCH.replace("{kind: standin}", "{kind: toaster}").replace("mac:", "mak:"))

    assert error.line == 1
    assert any("bench.yaml:3: parties.alice.phone.mak" in note for note in error.__notes__)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(
        TopologyError, match=r"nowhere\.yaml: No such file.*topologies/standin\.yaml"
    ):
        load("nowhere.yaml")


@given(st.text(max_size=200))
def test_no_text_is_worse_than_a_topology_error(text):
    with pytest.raises(TopologyError):
        loads(text)


@given(st.recursive(st.none() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_no_value_in_a_known_place_is_worse_than_a_topology_error(value):
    import yaml

    text = yaml.safe_dump({"router": value, "parties": {"alice": value}, "deadlines": value})
    with pytest.raises(TopologyError):
        loads(text)


def test_a_phones_model_is_asked_for_in_words():
    with pytest.raises(TopologyError, match=r"'seven' is not a phone's model\. Write IOS's `type`"):
        loads(BENCH.replace("7961", "seven"))
