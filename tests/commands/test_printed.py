from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from harness.commands.printed import print_commands
from harness.commands.typing import typed
from harness.ledger import clauses
from harness.ledger.printed import FILE_NAME, load

PLANS = Path(__file__).parents[2] / "testplans"
PASSAGES = load(PLANS / FILE_NAME)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.place)
def test_the_standin_does_with_every_line_of_the_document_what_the_table_says(passage):
    differ = [
        f"{each.mode} {each.line.typed}: {each.verdict}, expected {each.wanted}"
        for each in typed(passage)
        if not each.as_wanted
    ]
    assert differ == []


def test_every_line_serves_a_clause_of_the_ledger():
    known = clauses.load(PLANS / clauses.FILE_NAME).by_id
    assert {line.clause for each in PASSAGES for line in each.lines} <= set(known)


TABLE = """
Somewhere:
  clause: enable.gcid
  in: [configure terminal, voice service voip]
  lines: |
    gcid
    gcidd
    callmonitor now
  refused:
    callmonitor now: {at: now, why: there is no more to say, instead: callmonitor}
"""


def printed(folder, **how):
    shown = StringIO()
    good = print_commands(plans=folder, console=Console(width=200, file=shown), **how)
    return good, shown.getvalue()


def test_the_table_shows_what_differs_and_what_was_meant(tmp_path):
    (tmp_path / FILE_NAME).write_text(TABLE)
    document = tmp_path / "document.txt"
    document.write_text("Use **callmonitor** and\n```\ngcid\n```\n")

    good, text = printed(tmp_path, document=document, only_refused=False)

    assert not good
    assert "✓ (conf-voi-serv)# gcid  enable.gcid" in text
    assert 'refused at "d"; expected: taken' in text
    assert 'refused at "now": there is no more to say; meant is: callmonitor' in text
    assert "document.txt prints a line that the table lacks: callmonitor" in text
    assert "3 lines in 1 passages: 2 taken, 1 refused as the router refuses them; 1 differ" in text


def test_only_what_no_router_takes_can_be_asked_for(tmp_path):
    (tmp_path / FILE_NAME).write_text(TABLE.replace("    gcidd\n", ""))

    good, text = printed(tmp_path, document=None, only_refused=True)

    assert good
    assert "callmonitor now" in text
    assert "✓" not in text
