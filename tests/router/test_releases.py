import pytest

from harness.router.releases import cme_of, release, told


@pytest.mark.parametrize(
    ("ios", "cme"),
    [
        ("12.4(24)T2", (7, 1)),
        ("15.0(1)M5", (7, 1)),
        ("15.0(1)XA", (8, 0)),
        ("15.1(1)T", (8, 0)),
        ("15.1(2)T1", (8, 1)),
        ("15.1(4)M7", (8, 6)),
        ("15.2(1)T", (8, 8)),
        ("15.2(3)T", (9, 0)),
        ("15.6(3)M1", (11, 6)),
        ("12.2(1)", None),
        ("16.9.4", None),
        ("unknown", None),
    ],
)
def test_an_ios_carries_the_cme_of_the_latest_row_below_it(ios, cme):
    assert cme_of(ios) == cme


def test_versions_are_compared_as_numbers():
    assert release("8.0") < release("8.8") < release("12.6")
    assert told((8, 6)) == "8.6"
    assert release("10") == (10, 0)
