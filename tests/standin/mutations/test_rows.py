from harness.standin.catalogue import CATALOGUE
from harness.standin.defects import DEFECTS
from harness.standin.mutations.rows import NONE, ROWS, Mutations


def test_every_name_is_given_once_and_every_row_says_what_it_does():
    assert len(CATALOGUE) == len(DEFECTS) + len(ROWS)
    for name, row in ROWS.items():
        assert CATALOGUE[name].effect == row.effect
        assert row.breaks


def test_the_chosen_rows_are_laid_over_what_they_change():
    chosen = Mutations.chosen(["held-cause-busy", "bye-refused", "dnd-not-listed", "wrong-cause"])

    assert [row.name for row in chosen.commands] == ["held-cause-busy"]
    assert [row.name for row in chosen.sip] == ["bye-refused"]
    assert [row.name for row in chosen.shows] == ["dnd-not-listed"]
    assert chosen.clears == ()
    assert chosen
    assert not NONE
    assert not Mutations.chosen(["wrong-cause"])
