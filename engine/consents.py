"""Consents in time: which hold on a day, which a newer text outdates, and what the duty of mentoring must say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from engine.lifecycle.facts import ConsentKind
from engine.words import Words

DESTROY_WITHIN = timedelta(days=30)
"""152-FZ, art. 21 part 5: calendar days from the withdrawal, whatever was consented to."""

ENDS_SOON = timedelta(days=30)
"""How long before its last day a consent is shown as ending, and the curator is asked for a new one."""

State = Literal["signed", "ending", "outdated", "expired", "withdrawn", "missing"]

STATES: Mapping[State, Words] = MappingProxyType(
    {
        "signed": Words("подписано", "signed"),
        "ending": Words("скоро кончится", "ends soon"),
        "outdated": Words("нужно новое", "a new one is needed"),
        "expired": Words("срок истёк", "expired"),
        "withdrawn": Words("отозвано", "withdrawn"),
        "missing": Words("нет", "none"),
    }
)

WithdrawalClock = Literal["erase", "unpublish", "release"]

ASKED_BY_WITHDRAWAL: Mapping[ConsentKind, WithdrawalClock] = MappingProxyType(
    {"personal-data": "erase", "photo": "unpublish", "mentoring-duty": "release"}
)
"""What a withdrawal asks of the curator."""

ASKED_IN_WORDS: Mapping[ConsentKind, Words] = MappingProxyType(
    {
        "personal-data": Words("уничтожить данные", "destroy the data"),
        "photo": Words("снять фото и видео", "take down photos and videos"),
        "mentoring-duty": Words("освободить от наставничества", "release from mentoring"),
    }
)

TERMS: Mapping[str, Words] = MappingProxyType(
    {
        "content": Words("содержание работы", "content"),
        "from": Words("начало срока", "first day"),
        "to": Words("конец срока", "last day"),
        "form": Words("форма", "form"),
        "payment": Words("оплата", "payment"),
    }
)
"""What Labour Code 351.8 wants agreed in writing."""

_UNPAID = re.compile(
    r"без\s*(?:воз|о)|не\s*оплач|не\s*предусм|бесплат|не\s*полага|^\W*(?:нет|0|0[.,]00?)\W*(?:р\w*)?\.?$"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A recorded consent of one person. `text_id` is the version of text that was signed, None = not told."""

    id: int
    kind: ConsentKind
    signed_on: date
    withdrawn_on: date | None = None
    valid_to: date | None = None
    text_id: int | None = None
    terms: Mapping[str, str] = field(default_factory=dict[str, str])

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day: its last day is included, the day of the withdrawal is not."""
        return (
            self.signed_on <= day
            and (self.withdrawn_on is None or day < self.withdrawn_on)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Renewal:
    """A published text that says «требуется новое согласие»: who signed another one before that day signs again."""

    text_id: int
    kind: ConsentKind
    since: date
    minors: bool | None = None  # None = whoever signs


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands with one kind of consent; `of` is the signature that says so."""

    state: State
    of: Signature | None = None

    @property
    def covered(self) -> bool:
        return self.state in ("signed", "ending")


def standing(
    kind: ConsentKind, signed: Iterable[Signature], day: date, *, minor: bool, renewals: Iterable[Renewal] = ()
) -> Standing:
    """The best a person has of a kind on a day.

    A newer text voids nothing by itself; only one that asks for a new consent makes the earlier signatures outdated:
    they still hold in law, but do not count towards the 100 %.

    >>> paper = Signature(1, "photo", date(2025, 9, 1), valid_to=date(2026, 8, 31))
    >>> standing("photo", [paper], date(2026, 8, 20), minor=False).state
    'ending'
    """
    known = sorted((one for one in signed if one.kind == kind), key=lambda one: (one.signed_on, one.id), reverse=True)
    newer = [one for one in renewals if one.kind == kind and one.minors in (None, minor)]
    holding = [one for one in known if one.holds(day)]
    if holding:
        fresh = next((one for one in holding if not outdated(one, newer)), None)
        if fresh is None:
            return Standing("outdated", holding[0])
        ending = fresh.valid_to is not None and fresh.valid_to - day <= ENDS_SOON
        return Standing("ending" if ending else "signed", fresh)
    if not known:
        return Standing("missing")
    return Standing("expired" if known[0].withdrawn_on is None else "withdrawn", known[0])


def outdated(one: Signature, renewals: Iterable[Renewal]) -> bool:
    """Whether a text that asks for a new consent came after this signature."""
    return any(
        new.kind == one.kind
        and new.text_id != one.text_id
        and (one.signed_on < new.since or (one.signed_on == new.since and (one.text_id or 0) < new.text_id))
        for new in renewals
    )


def wanted_kinds(roles: Iterable[str], kind_of_person: str) -> tuple[ConsentKind, ...]:
    """What a participant must sign: everybody personal data, a mentor who is staff the duty, too. A photo is a wish.

    >>> wanted_kinds(["mentor"], "staff")
    ('personal-data', 'mentoring-duty')
    """
    duty = kind_of_person == "staff" and "mentor" in roles
    return ("personal-data", "mentoring-duty") if duty else ("personal-data",)


def doubts_about_terms(terms: Mapping[str, str]) -> tuple[Words, ...]:
    """What a lawyer would mark in the terms of a duty of mentoring: silence, and work without pay.

    >>> [one.en for one in doubts_about_terms({"payment": "без оплаты"})][-1][:37]
    'Labour Code 351.8 wants mentoring pai'
    """
    silent = [title for key, title in TERMS.items() if not terms.get(key, "").strip()]
    found: list[Words] = []
    if silent:
        ru, en = ", ".join(one.ru for one in silent), ", ".join(one.en for one in silent)
        found.append(
            Words(
                f"Статья 351.8 ТК РФ велит согласовать условия письменно, не указано: {ru}",
                f"Labour Code 351.8 wants the terms agreed in writing, not told: {en}",
            )
        )
    if _UNPAID.search(terms.get("payment", "").strip().casefold()):
        found.append(
            Words(
                "Статья 351.8 ТК РФ: наставничество оплачивается с учётом содержания и объёма работы; «без оплаты» "
                "покажите юристу",
                "Labour Code 351.8 wants mentoring paid with regard to content and volume; show “unpaid” to a lawyer",
            )
        )
    return tuple(found)
