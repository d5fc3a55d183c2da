"""What the ladders of one pair say next, by role: cheap enough for every look at its page.

Who really gets a letter (deputies, the week's budget, digests) is told by `forecast_letters`, which asks far more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.names import short_name
from engine.permissions import ROLE_TITLES
from engine.reminders.ladder import ahead, next_gathering, steps
from engine.words import Words
from storage.memberships import MemberRole
from storage.pair_sheet import MemberSheet, OwedSheet
from workflows.local_life import LocalLife

_FORECAST = timedelta(days=30)
_STAFF = Words("ответственный сотрудник", "the responsible member of staff")
_AUDIENCES: Mapping[str, tuple[str, ...]] = {
    "curator": ("curator",),
    "head": ("head",),
    "municipality": ("administrator",),
}


@dataclass(frozen=True, slots=True)
class AheadLetter:
    """A letter the ladder will send if nothing changes: when (local), to whom, about what. `person_id` None: an office,
    not somebody of the pair.
    """

    at: datetime
    person_id: int | None
    who: Words
    titles: tuple[str, ...]


def pair_ladder(
    owed: Sequence[OwedSheet], members: Sequence[MemberSheet], life: LocalLife, *, now: datetime, named: bool
) -> list[AheadLetter]:
    """The letters of the next thirty days about these open obligations, the nearest first."""
    found: dict[tuple[datetime, str, int | None], list[str]] = {}
    for one in owed:
        ladder = steps(
            one.due_on, policy=life.policy, calendar=life.calendar, zone=life.zone, review=one.ladder == "review"
        )
        for step in ahead(ladder, after=max(one.watched_from, one.looked_at), until=now + _FORECAST):
            at = next_gathering(max(step.at, now), policy=life.policy, calendar=life.calendar, zone=life.zone)
            for role in _roles(one, step.rung.audience, step.rung.offset):
                for person_id in _people(role, members):
                    found.setdefault((at, role, person_id), []).append(one.title)
    return [
        AheadLetter(at.astimezone(life.zone), person_id, _called(role, person_id, members, named), tuple(titles))
        for (at, role, person_id), titles in sorted(found.items(), key=lambda one: (one[0][0], one[0][1]))
    ]


def _roles(one: OwedSheet, audience: str, offset: int) -> tuple[str, ...]:
    if audience != "responsible":
        return _AUDIENCES[audience]
    if one.responsible_role == "both" and one.responsible_id is None:
        return ("mentor", "mentee")
    role = one.responsible_role or ("mentor" if one.responsible_id is None else "")
    return (role, "curator") if offset == 0 and one.subject_kind == "pair" else (role,)


def _people(role: str, members: Sequence[MemberSheet]) -> Sequence[int | None]:
    """Those of the pair with this role whose address works; an office is nobody in particular."""
    here: tuple[MemberRole, ...] = ("mentor", "mentee", "curator")
    if role not in here:
        return (None,)
    return [one.person_id for one in members if one.role == role and one.email and not one.address_fault]


def _called(role: str, person_id: int | None, members: Sequence[MemberSheet], named: bool) -> Words:
    one = next((one for one in members if one.person_id == person_id), None)
    if named and one is not None:
        return Words(short_name(one.name), short_name(one.name))
    return next((title for key, title in ROLE_TITLES.items() if key == role), _STAFF)
