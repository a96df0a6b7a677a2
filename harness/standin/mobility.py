"""Extension mobility: who is logged in at which phone, and when that ends. Pure.

A phone with a logout profile has that profile's numbers; a user who logs in brings those of the
user profile. Whoever logs in elsewhere is logged out where he was. What changes here is felt by a
phone when it registers anew, so every change names the phones to be restarted (CME administrator
guide, Extension Mobility).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from harness.standin.configuration import Profile, RouterConfiguration
from harness.standin.defects import Defect

_DAY = timedelta(days=1)


class Refusal(StrEnum):
    """Why somebody is not logged in or out. ASSUMED: the words."""

    UNKNOWN_USER = "User profile not found"
    WRONG_PASSWORD = "Invalid user name or password"  # noqa: S105
    NOT_MOBILE = "Phone is not enabled for Extension Mobility"
    NOT_LOGGED_IN = "User is not logged in"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a login or logout came to: the phones to be restarted, or why it was refused."""

    phones: tuple[int, ...] = ()
    refusal: Refusal | None = None


@dataclass(slots=True)
class _Login:
    user: str
    used_at: float
    """When the phone was last picked up, or the user came."""


class Mobility:
    """Every login of one router.

    ``wall`` tells the time of day, by which ``em logout`` goes.
    """

    def __init__(
        self,
        configuration: RouterConfiguration,
        *,
        wall: Callable[[], datetime],
        defects: frozenset[Defect] = frozenset(),
    ) -> None:
        self._configuration = configuration
        self._wall = wall
        self._defects = defects
        self._logins: dict[int, _Login] = {}
        """By the ephone's tag."""
        self._everybody_out_at: float | None = None

    def user_at(self, tag: int) -> str:
        """Who is logged in at that ephone; empty when nobody is."""
        login = self._logins.get(tag)
        return login.user if login is not None else ""

    def log_in(self, user: str, tag: int, now: float, *, password: str | None = None) -> Moved:
        """A user comes to a phone; without a password it is the administrator's word."""
        by_word = password is None
        profile = self._configuration.profile_of(user)
        if profile is None and by_word and Defect.EMADMIN_ANY_USER in self._defects:
            profile = min(self._configuration.user_profiles.values(), key=lambda each: each.tag)
            user = profile.user or user
        shut = by_word and self._configuration.telephony.em_external
        if shut and Defect.EM_EXTERNAL_SHUTS_LOGIN in self._defects:
            return Moved(refusal=Refusal.NOT_MOBILE)
        if profile is None or not self._admits(profile, password):
            wrong = Refusal.UNKNOWN_USER if by_word else Refusal.WRONG_PASSWORD
            return Moved(refusal=wrong)
        ephone = self._configuration.ephones.get(tag)
        mobile = ephone is not None and ephone.logout_profile is not None
        if not mobile and Defect.EMADMIN_ANYWHERE not in self._defects:
            return Moved(refusal=Refusal.NOT_MOBILE)
        if self.user_at(tag) == user:
            return Moved()
        left = [at for at, login in self._logins.items() if login.user == user]
        if Defect.SECOND_LOGIN_KEPT not in self._defects:
            self._forget(left)
        else:
            left = []
        self._logins[tag] = _Login(user, now)
        self._set_alarm(now)
        unfelt = Defect.LOGIN_ELSEWHERE_UNFELT in self._defects
        return Moved((tag,) if unfelt else (*left, tag))

    def _admits(self, profile: Profile, password: str | None) -> bool:
        anybody = password is None or Defect.LOGIN_WITHOUT_PASSWORD in self._defects
        if password and Defect.PASSWORD_BEGINNING in self._defects:
            return (profile.password or "").startswith(password)
        return anybody or password == profile.password

    def log_out(self, user: str) -> Moved:
        """A user leaves, wherever he is."""
        left = [at for at, login in self._logins.items() if login.user == user]
        if Defect.EMADMIN_LOGOUT_ALL in self._defects:
            left = left or list(self._logins)
        if not left:
            return Moved(refusal=Refusal.NOT_LOGGED_IN)
        self._forget(left)
        return Moved(tuple(left))

    def picked_up(self, tag: int, now: float) -> None:
        """A phone went off hook: its user is there."""
        if tag in self._logins and Defect.IDLE_FROM_LOGIN not in self._defects:
            self._logins[tag].used_at = now

    def configured(self, now: float) -> tuple[int, ...]:
        """Obey a changed configuration; returns the phones whose user is gone with it."""
        ephones = self._configuration.ephones
        gone = [
            at
            for at, login in self._logins.items()
            if self._configuration.profile_of(login.user) is None
            or at not in ephones
            or ephones[at].logout_profile is None
        ]
        self._forget(gone)
        self._set_alarm(now)
        return tuple(gone)

    def forget_all(self) -> None:
        """The router boots. ASSUMED: nobody is logged in after it."""
        self._logins.clear()

    def _forget(self, phones: Iterable[int]) -> None:
        for tag in phones:
            del self._logins[tag]

    # What ends by itself -------------------------------------------------------------------------

    def get_timer(self) -> float | None:
        """When somebody is to be logged out."""
        idle = (at for tag in self._logins if (at := self._idle_at(tag)) is not None)
        alarm = self._everybody_out_at if self._logins else None
        return min((*idle, *([alarm] if alarm is not None else [])), default=None)

    def handle_timer(self, now: float) -> tuple[int, ...]:
        """Log out who is due; returns the phones to be restarted."""
        alarm = self._everybody_out_at
        everybody = alarm is not None and alarm <= now
        due = [
            tag
            for tag in self._logins
            if everybody or ((at := self._idle_at(tag)) is not None and at <= now)
        ]
        self._forget(due)
        if everybody:
            self._set_alarm(now)
        return tuple(due)

    def _idle_at(self, tag: int) -> float | None:
        """``max-idle-time``: minutes since the phone was last picked up."""
        login = self._logins[tag]
        profile = self._configuration.profile_of(login.user)
        minutes = profile.max_idle_time if profile is not None else None
        if minutes is None or Defect.IDLE_USER_KEPT in self._defects:
            return None
        return login.used_at + 60 * minutes

    def _set_alarm(self, now: float) -> None:
        """``em logout``: the next of up to three times of day."""
        times = self._configuration.telephony.em_logout
        if not times or Defect.LOGOUT_TIME_IGNORED in self._defects:
            self._everybody_out_at = None
            return
        wall = self._wall()
        self._everybody_out_at = now + min(_seconds_until(time, wall) for time in times)


def _seconds_until(time: str, wall: datetime) -> float:
    """Until the next such time of day; ``24:00`` is midnight."""
    hours, minutes = (int(part) for part in time.split(":"))
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + timedelta(hours=hours, minutes=minutes)
    while at <= wall:
        at += _DAY
    return (at - wall).total_seconds()
