"""What is said of school holidays when a day is agreed: a warning, and the days a series leaves out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.words import Words
from workflows.plan_series import LeftOut

_SHOWN = 6


def warned(told: Words, holiday: Words | None) -> Words:
    """The sentence with its warning, when the day falls into school holidays."""
    if holiday is None:
        return told
    return Words(f"{told.ru}. Внимание: это {holiday.ru}", f"{told.en}. Mind that these are the {holiday.en}")


def with_left_out(told: Words, left_out: Iterable[LeftOut]) -> Words:
    """The sentence with the days that the series leaves out, the reason of each run of days said once.

    >>> autumn = Words("осенние каникулы", "autumn holidays")
    >>> with_left_out(Words("Встреч: 3", "Meetings: 3"), [LeftOut(date(2025, 10, 28), autumn)]).ru
    'Встреч: 3. Пропущено: 28.10 — осенние каникулы'
    """
    by_reason: dict[Words, list[date]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one.day)
    if not by_reason:
        return told
    parts = [(_days(days), why) for why, days in by_reason.items()]
    ru = "; ".join(f"{days} — {why.ru}" for days, why in parts)
    en = "; ".join(f"{days}, {why.en}" for days, why in parts)
    return Words(f"{told.ru}. Пропущено: {ru}", f"{told.en}. Left out: {en}")


def words_of(plain: Mapping[str, Any] | None) -> Words | None:
    """Words as a remembered answer keeps them."""
    return None if plain is None else Words(plain["ru"], plain["en"])


def left_out_of(plain: Iterable[Mapping[str, Any]]) -> list[LeftOut]:
    """The same for the days that were left out."""
    return [LeftOut(date.fromisoformat(one["day"]), Words(one["why"]["ru"], one["why"]["en"])) for one in plain]


def _days(days: list[date]) -> str:
    told = ", ".join(f"{day:%d.%m}" for day in days[:_SHOWN])
    return told if len(days) <= _SHOWN else f"{told} … ({len(days)})"
