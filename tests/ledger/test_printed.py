from pathlib import Path

import pytest

from harness.errors import LedgerError
from harness.ledger.printed import Misprint, PrintedLine, lines_of, load, unlisted

GOOD = """
Enabling, summary steps:
  clause: enable.example
  as: user
  prepared: [telephony-service]
  in: [configure terminal]
  lines: |
    voice service voip
      keepalive seconds
    !
    allow-connections sip-to-sip
  typed: {keepalive seconds: keepalive 60}
  refused:
    allow-connections sip-to-sip:
      {at: "-to-sip", why: three words, instead: allow-connections sip to sip}
  becomes: {voice service voip: "voice service voip "}
  clauses: {keepalive seconds: manager.keepalive}
"""

DOCUMENT = """
# Enabling
**Last Updated: today**
Use the **show cti session** command.

**SUMMARY STEPS**

1. **enable**
2. **emadmin login** *name ephone-tag*

Step 1\t<b>enable</b>\tEnables privileged EXEC mode.
\t<b>Example:</b> Router> enable
Step 2\t<b>keepalive</b> <i>seconds</i>  <b>Example:</b> Router(config-fs)# keepalive 60\tOf it.

```
!
ephone-dn 1
  number 201
.
```
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "commands.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_passage_is_read_line_by_line(tmp_path):
    (passage,) = load(written(tmp_path, GOOD))

    assert passage.place == "Enabling, summary steps"
    assert (passage.as_user, passage.prepared) == (True, ("telephony-service",))
    assert passage.way == ("configure terminal",)
    assert passage.lines == (
        PrintedLine(
            "voice service voip",
            "voice service voip",
            "enable.example",
            None,
            "voice service voip ",
        ),
        PrintedLine("keepalive seconds", "keepalive 60", "manager.keepalive"),
        PrintedLine(
            "allow-connections sip-to-sip",
            "allow-connections sip-to-sip",
            "enable.example",
            Misprint("-to-sip", "three words", "allow-connections sip to sip"),
        ),
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("clause:", "paragraph:"), "'paragraph' is not known here"),
        (GOOD.replace("  clause: enable.example\n", ""), "clause is missing"),
        (GOOD.replace("as: user", "as: root"), "as has to be user"),
        (
            GOOD.replace("why: three words, ", ""),
            "what is refused of 'allow-connections sip-to-sip' needs why",
        ),
        (GOOD.replace("[telephony-service]", "yes"), "prepared has to be a list"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_place(tmp_path, wrong, told):
    with pytest.raises(LedgerError) as caught:
        load(written(tmp_path, wrong))

    place = "commands.yaml:2: passage Enabling, summary steps: "
    assert f"{place}{told}" in str(caught.value)


def test_every_command_line_of_a_document_is_found():
    assert set(lines_of(DOCUMENT)) == {
        "enable",
        "emadmin login name ephone-tag",
        "keepalive seconds",
        "keepalive 60",
        "ephone-dn 1",
        "number 201",
        "show cti session",
    }


def test_what_the_table_lacks_is_named(tmp_path):
    passages = load(written(tmp_path, GOOD))

    assert "keepalive 60" in unlisted(DOCUMENT, passages)
    assert "keepalive seconds" not in unlisted(DOCUMENT, passages)
