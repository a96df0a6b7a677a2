from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from harness.standin.cli.configurator import load
from harness.standin.configuration import Ephone, Profile, RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.mobility import Mobility, Moved, Refusal

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def configuration(ios_example: Callable[[str], str]) -> RouterConfiguration:
    configuration = load(ios_example("moc-client")).configuration
    configuration.telephony.em_logout.clear()
    configuration.ephones[8] = Ephone(8, logout_profile=1)
    configuration.user_profiles[2] = Profile(2, user="anna", password="secret")
    return configuration


@pytest.fixture
def mobility(configuration: RouterConfiguration) -> Mobility:
    return Mobility(configuration, wall=lambda: NOON)


def test_a_user_with_the_right_password_comes_to_a_phone(mobility: Mobility) -> None:
    assert mobility.log_in("user204", 3, 0.0, password="psswr") == Moved((3,))
    assert mobility.user_at(3) == "user204"


@pytest.mark.parametrize(
    ("user", "password", "tag", "refusal"),
    [
        ("user204", "wrong", 3, Refusal.WRONG_PASSWORD),
        ("user204", "", 3, Refusal.WRONG_PASSWORD),
        ("nobody", "psswr", 3, Refusal.WRONG_PASSWORD),
        ("nobody", None, 3, Refusal.UNKNOWN_USER),
        ("user204", None, 1, Refusal.NOT_MOBILE),
        ("user204", None, 77, Refusal.NOT_MOBILE),
    ],
)
def test_others_are_refused_and_nothing_changes(
    mobility: Mobility, user: str, password: str | None, tag: int, refusal: Refusal
) -> None:
    assert mobility.log_in(user, tag, 0.0, password=password) == Moved(refusal=refusal)
    assert mobility.user_at(tag) == ""


def test_the_administrator_needs_no_password(mobility: Mobility) -> None:
    assert mobility.log_in("user204", 3, 0.0).refusal is None


def test_a_login_elsewhere_ends_the_first(mobility: Mobility) -> None:
    mobility.log_in("user204", 3, 0.0)
    assert mobility.log_in("user204", 8, 0.0) == Moved((3, 8))
    assert [mobility.user_at(tag) for tag in (3, 8)] == ["", "user204"]


def test_who_is_logged_in_there_already_is_let_in_and_nothing_starts_again(
    mobility: Mobility,
) -> None:
    mobility.log_in("user204", 3, 0.0, password="psswr")
    assert mobility.log_in("user204", 3, 1.0) == Moved()
    assert mobility.user_at(3) == "user204"


def test_another_user_takes_the_place_at_a_phone(mobility: Mobility) -> None:
    mobility.log_in("user204", 3, 0.0)
    assert mobility.log_in("anna", 3, 0.0) == Moved((3,))
    assert mobility.log_out("user204") == Moved(refusal=Refusal.NOT_LOGGED_IN)


def test_a_logout_names_the_phone_and_a_second_one_is_refused(mobility: Mobility) -> None:
    mobility.log_in("user204", 8, 0.0)
    assert mobility.log_out("user204") == Moved((8,))
    assert mobility.log_out("user204") == Moved(refusal=Refusal.NOT_LOGGED_IN)


@pytest.mark.parametrize(
    ("times", "hours"),
    [(["13:00"], 1), (["12:00"], 24), (["1:0"], 13), (["24:00"], 12), (["1:0", "14:30"], 2.5)],
)
def test_everybody_leaves_at_the_next_of_the_times(
    configuration: RouterConfiguration, times: list[str], hours: float
) -> None:
    configuration.telephony.em_logout = times
    mobility = Mobility(configuration, wall=lambda: NOON)
    assert mobility.get_timer() is None
    mobility.log_in("user204", 3, 100.0)
    assert mobility.get_timer() == 100.0 + hours * 3600
    assert mobility.handle_timer(100.0 + hours * 3600 - 1) == ()
    assert mobility.handle_timer(100.0 + hours * 3600) == (3,)
    assert mobility.user_at(3) == ""


def test_the_time_comes_again_the_next_day(configuration: RouterConfiguration) -> None:
    configuration.telephony.em_logout = ["13:00"]
    wall = [NOON]
    mobility = Mobility(configuration, wall=lambda: wall[0])
    mobility.log_in("user204", 3, 0.0)
    wall[0] += timedelta(hours=1)
    assert mobility.handle_timer(3600.0) == (3,)
    mobility.log_in("user204", 3, 3600.0)
    assert mobility.get_timer() == 25 * 3600.0


def test_an_idle_user_leaves_and_one_who_picks_up_stays(
    configuration: RouterConfiguration,
) -> None:
    configuration.user_profiles[1].max_idle_time = 10
    mobility = Mobility(configuration, wall=lambda: NOON)
    mobility.log_in("user204", 3, 0.0)
    mobility.picked_up(3, 300.0)
    assert mobility.handle_timer(600.0) == ()
    assert mobility.get_timer() == 900.0
    assert mobility.handle_timer(900.0) == (3,)


@pytest.mark.parametrize("what", ["profile", "phone", "logout profile"])
def test_a_login_ends_with_what_it_rests_on(
    configuration: RouterConfiguration, mobility: Mobility, what: str
) -> None:
    mobility.log_in("user204", 8, 0.0)
    assert mobility.configured(1.0) == ()
    if what == "profile":
        configuration.user_profiles.pop(1)
    elif what == "phone":
        configuration.ephones.pop(8)
    else:
        configuration.ephones[8].logout_profile = None
    assert mobility.configured(2.0) == (8,)
    assert mobility.user_at(8) == ""


def test_nobody_is_logged_in_after_a_reload(mobility: Mobility) -> None:
    mobility.log_in("user204", 3, 0.0)
    mobility.forget_all()
    assert mobility.user_at(3) == ""


def test_defects_log_in_and_out_whom_nobody_named(configuration: RouterConfiguration) -> None:
    defects = frozenset({Defect.EMADMIN_ANY_USER, Defect.EMADMIN_LOGOUT_ALL})
    broken = Mobility(configuration, wall=lambda: NOON, defects=defects)
    assert broken.log_in("nobody", 3, 0.0) == Moved((3,))
    assert broken.user_at(3) == "user204"
    assert broken.log_out("nobody") == Moved((3,))


@pytest.mark.parametrize(
    ("defects", "told"),
    [((), Moved((3,))), ((Defect.EM_EXTERNAL_SHUTS_LOGIN,), Moved(refusal=Refusal.NOT_MOBILE))],
)
def test_em_external_shuts_the_administrator_out_by_a_defect_only(
    configuration: RouterConfiguration, defects: tuple[Defect, ...], told: Moved
) -> None:
    configuration.telephony.em_external = True
    mobility = Mobility(configuration, wall=lambda: NOON, defects=frozenset(defects))
    assert mobility.log_in("user204", 3, 0.0) == told
