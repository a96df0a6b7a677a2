PLANS = '''
@pytest.mark.plan("OD-01", ref="none")
def test_passes(alice):
    """It [passes]."""


@pytest.mark.plan("OD-02", ref="none")
def test_fails(alice):
    """It fails."""
    assert not alice.phone.is_idle


@pytest.mark.plan("OD-03", ref="none")
def test_skips(carol):
    """It is skipped."""
'''


def test_progress_reads_like_a_test_plan(run_plans):
    ended = run_plans(PLANS, "--progress", "-q", "-p", "no:hypothesispytest")
    lines = [line.rstrip() for line in ended.said.splitlines()]

    place = lines.index("Chapter 1. Plans that are not like others.")
    assert "… registering the phones" in lines
    assert lines.index("… starting the stand-in") < place
    told = [line.rpartition(" ")[0].rpartition(" ")[0] for line in lines[place + 1 : place + 4]]
    assert told == ["  ✓ OD-01  It [passes].", "  ✗ OD-02  It fails.", "  ○ OD-03  It is skipped."]
