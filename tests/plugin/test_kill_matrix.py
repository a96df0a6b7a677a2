from harness.ledger.bites import Bite, Biting, Verdict
from harness.plugin.kill_matrix import lines

CAUGHT = Bite(
    "lost", "test_hold[hand]", "HC-01", ("T94.hold-call", "T94"), Verdict.CAUGHT, "Held never came"
)
BROKEN = Bite("torn", "test_hold", "HC-01", (), Verdict.BROKEN, "")


def told(*bites):
    return list(lines(Biting("standin", "2011-01-01", 1.0, bites)))


def test_a_defect_stands_below_each_clause_that_its_plan_proves():
    assert told(CAUGHT) == [
        "\n[bold]T94[/]",
        r"  [green]✓[/] lost  [dim]HC-01 test_hold\[hand][/]",
        "      Held never came",
        "\n[bold]T94.hold-call[/]",
        r"  [green]✓[/] lost  [dim]HC-01 test_hold\[hand][/]",
        "      Held never came",
    ]


def test_survivors_are_named_at_the_end_with_what_went_wrong():
    assert told(CAUGHT, BROKEN)[-2:] == [
        "\n[bold red]survivors[/]",
        "  [red]✗[/] torn, HC-01 test_hold: the bench gave way",
    ]


def test_every_verdict_has_a_sign_and_a_meaning():
    for verdict in Verdict:
        if verdict is not Verdict.CAUGHT:
            (*_, last) = told(Bite("torn", "test_hold", "HC-01", (), verdict, ""))
            assert last.startswith("  [red]✗[/] torn, HC-01 test_hold: ")
