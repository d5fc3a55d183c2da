"""The rules of signing in: how many attempts are heard, how long things last, which passwords are refused."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.words import Words

SESSION_RESTS = timedelta(days=30)
"""A session nobody uses ends after so long."""

ADMINISTRATOR_RESTS = timedelta(hours=12)
HALF_WAY_RESTS = timedelta(minutes=15)
"""Between the password and the code of the second step."""

LINK_LASTS = timedelta(minutes=10)
INVITATION_LASTS = timedelta(days=7)
TOKEN_LASTS_AT_MOST = timedelta(days=366)

LINK_LETTER_STALE = timedelta(hours=1)
"""A letter with a sign-in link that could not go for so long is not waited for any more."""

ACCOUNT_LETTERS = ("invitation", "sign_in_link")
"""Kinds of letters that open an account: nobody but the reader may ever see what they say."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts within a time; the next one is heard when the oldest of them is that old."""

    most: int
    within: timedelta


WRONG_OF_ACCOUNT = Limit(10, timedelta(minutes=15))
WRONG_FROM_ADDRESS = Limit(50, timedelta(minutes=15))
LINKS_OF_ACCOUNT = Limit(5, timedelta(hours=1))
LINKS_FROM_ADDRESS = Limit(30, timedelta(hours=1))


def opens_at(attempts: Iterable[datetime], limit: Limit, *, at: datetime) -> datetime | None:
    """When the next attempt will be heard; None = now. Attempts from after `at` (a clock turned back) do not count.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 9, 1, 12, tzinfo=UTC)
    >>> tried = [noon - timedelta(minutes=ago) for ago in (9, 5, 1)]
    >>> opens_at(tried, Limit(3, timedelta(minutes=10)), at=noon) - noon
    datetime.timedelta(seconds=60)
    >>> opens_at(tried, Limit(4, timedelta(minutes=10)), at=noon) is None
    True
    """
    counted = sorted(one for one in attempts if at - limit.within < one <= at)
    return None if len(counted) < limit.most else counted[-limit.most] + limit.within


def wait_in_words(opens: datetime, *, at: datetime) -> Words:
    """How long to wait, in whole minutes rounded up.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 9, 1, 12, tzinfo=UTC)
    >>> wait_in_words(noon + timedelta(seconds=61), at=noon).en
    'Too many attempts. Try again in 2 min.'
    """
    minutes = max(1, -int((at - opens).total_seconds() // 60))
    return Words(
        f"Слишком много попыток. Попробуйте снова через {minutes} мин.",
        f"Too many attempts. Try again in {minutes} min.",
    )


def session_rests(*, administrator: bool) -> timedelta:
    """How long a signed-in browser may stay away."""
    return ADMINISTRATOR_RESTS if administrator else SESSION_RESTS


def second_step_due(*, administrator: bool, totp_since: datetime | None, given: bool) -> bool:
    """Whether the session must show a code first: asked of administrators and of whoever has switched it on."""
    return (administrator or totp_since is not None) and not given


def as_typed(password: str) -> str:
    """One spelling of the same letters, whichever keyboard composed them (й as one sign or as two)."""
    return unicodedata.normalize("NFC", password)


def password_fault(password: str, *, known: Iterable[str] = ()) -> Words | None:
    """Why this password is refused; None = it may be used. `known`: the person's own names and address.

    Length is what counts; signs of several kinds are not asked for, because they are forgotten and written on paper.

    >>> password_fault("девять бо").ru
    'Пароль короче 10 знаков: возьмите несколько слов подряд'
    >>> password_fault("лошадь скрепка батарея") is None
    True
    """
    typed = as_typed(password)
    if len(typed) < SHORTEST_PASSWORD:
        return Words(
            f"Пароль короче {SHORTEST_PASSWORD} знаков: возьмите несколько слов подряд",
            f"The password is shorter than {SHORTEST_PASSWORD} characters: take several words",
        )
    if len(typed) > LONGEST_PASSWORD:
        return Words(
            f"Пароль длиннее {LONGEST_PASSWORD} знаков", f"The password is longer than {LONGEST_PASSWORD} characters"
        )
    if _is_guessed(typed, known):
        return Words(
            "Такой пароль подбирают первым: возьмите несколько слов, не связанных с вами",
            "Such a password is tried first: take several words that have nothing to do with you",
        )
    return None


_COMMON = (
    "1234567890", "qwertyuiop", "йцукенгшщз", "q1w2e3r4t5", "1q2w3e4r5t", "qazwsxedc", "password", "пароль",
    "администратор", "administrator", "наставник", "nastavnik", "учитель", "mentor",
)  # fmt: skip


def _is_guessed(typed: str, known: Iterable[str]) -> bool:
    """Few different signs, or a common word or an own name with hardly anything around it."""
    plain = typed.casefold()
    if len(set(plain)) < 4 or plain in "01234567890123456789" or plain in "98765432109876543210":
        return True
    words = [*_COMMON, *(word.casefold() for one in known for word in (one, *one.replace("@", " ").split()))]
    return any(len(word) > 3 and word in plain and len(plain) - len(word) < 6 for word in words)
