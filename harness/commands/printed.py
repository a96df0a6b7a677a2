"""``harness commands``: every command line of the document, and what a router does with it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from harness.commands.typing import Outcome, typed
from harness.errors import LedgerError
from harness.ledger.printed import FILE_NAME, load, unlisted


def print_commands(
    *, plans: Path, document: Path | None, only_refused: bool, console: Console | None = None
) -> bool:
    """Type every line at the stand-in's command line and print the table; true when all agrees.

    Raises:
        LedgerError: the table or the document's text cannot be read.
    """
    console = console or Console(highlight=False, soft_wrap=True)
    passages = load(plans / FILE_NAME)
    outcomes = [outcome for passage in passages for outcome in typed(passage)]
    for place, lines in groupby(outcomes, key=lambda each: each.place):
        shown = [one for one in lines if one.line.misprint or not only_refused or not one.as_wanted]
        if shown:
            console.print(f"[bold]{escape(place)}[/]")
        for outcome in shown:
            _print(outcome, console)
    missing = unlisted(_read(document), passages) if document is not None else ()
    for line in missing:
        console.print(f"[red]✗[/] {document} prints a line that the table lacks: {escape(line)}")
    refused = sum(each.line.misprint is not None for each in outcomes)
    differ = sum(not each.as_wanted for each in outcomes)
    console.print(
        f"{len(outcomes)} lines in {len(passages)} passages: {len(outcomes) - refused} taken, "
        f"{refused} refused as the router refuses them; {differ} differ from the table"
    )
    return not differ and not missing


def _print(outcome: Outcome, console: Console) -> None:
    line, mark = outcome.line, "[green]✓[/]"
    if line.misprint is not None:
        mark = "[yellow]○[/]"
    if not outcome.as_wanted:
        mark = "[red]✗[/]"
    shown = line.text if line.typed == line.text else f"{line.text}  →  {line.typed}"
    console.print(f"  {mark} [dim]{escape(outcome.mode)}[/] {escape(shown)}  [dim]{line.clause}[/]")
    if not outcome.as_wanted:
        console.print(
            f"      [red]{escape(outcome.verdict)}; expected: {escape(outcome.wanted)}[/]"
        )
    if line.misprint is not None:
        told = f"{outcome.verdict}: {line.misprint.why}; meant is: {line.misprint.instead}"
        console.print(f"      [dim]{escape(told)}[/]")
    elif line.becomes and line.becomes != line.text:
        console.print(f"      [dim]kept as: {escape(line.becomes)}[/]")


def _read(document: Path) -> str:
    try:
        return document.read_text(encoding="utf-8")
    except OSError as error:
        raise LedgerError(f"{document}: {error.strerror or error}") from None
