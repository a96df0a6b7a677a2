import pytest

from harness.protocols.csta.device_ids import directory_number


@pytest.mark.parametrize(
    ("device", "number"),
    [
        ("201", "201"),
        ("tel:201", "201"),
        ("tel:+1 408 555-0201", "+14085550201"),
        ("tel:+14085550100;ext=201", "201"),
        ("tel:73124;phone-context=dialstring;partition=X", "73124"),
        ("sip:201@10.0.0.1:5060;transport=tcp", "201"),
        ("N<201>Alice", "201"),
        ("*67", "*67"),
        ("", ""),
    ],
)
def test_every_style_gives_the_number_that_is_dialled(device, number):
    assert directory_number(device) == number
