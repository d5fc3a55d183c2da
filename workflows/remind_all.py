"""An office reminds everybody responsible for what is overdue: first who and how many, then one letter a person."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.permissions import PERMISSIONS, lacking
from engine.refusals import Refused
from engine.words import Words
from storage import journal, obligations
from storage.scope import EVERYTHING, Scope, visible
from storage.tables.obligations import obligations as table
from storage.visitors import held_today
from workflows.access import unknown
from workflows.local_life import local_lives
from workflows.remind import HandLetter, Sorted, goes_at, send, sort_out


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the overdue is meant: below `under` (a path), only these ids, only rows of this title; None = all."""

    under: str | None = None
    obligation_ids: Collection[int] | None = None
    title: str | None = None


ALL = Chosen()


@dataclass(frozen=True, slots=True)
class OrganisationShare:
    """How many people of an organisation get a letter, about how many obligations."""

    path: str
    name: str
    people: int
    obligations: int


@dataclass(frozen=True, slots=True)
class RemindAllPreview:
    """One letter a person. `left_out`: reasons with the number of obligations; the first and the last moment of going
    are None when nothing would go.
    """

    people: int
    obligations: int
    organisations: tuple[OrganisationShare, ...]
    left_out: tuple[tuple[Words, int], ...]
    goes_from: datetime | None
    goes_until: datetime | None


@dataclass(frozen=True, slots=True)
class RemindedAll:
    letters: tuple[HandLetter, ...]
    obligations: int
    left_out: tuple[tuple[Words, int], ...]


def preview_remind_all(tx: Connection, *, by: By, chosen: Chosen = ALL) -> RemindAllPreview | Refused:
    """What `remind_all` would do now; nothing is stored. Raises BadInput for a path the actor may not know of."""
    found = _found(tx, by, chosen)
    if isinstance(found, Refused):
        return found
    moments = [goes_at(found.lives[one.row.organisation_id], by.at) for one in found.going]
    return RemindAllPreview(
        people=len({one.person_id for one in found.going}),
        obligations=len({one.row.id for one in found.going}),
        organisations=_shares(found),
        left_out=_why(found),
        goes_from=min(moments, default=None),
        goes_until=max(moments, default=None),
    )


def remind_all(tx: Connection, *, by: By, chosen: Chosen = ALL) -> RemindedAll | Refused:
    """Queue one letter for each responsible person; who was reminded today already is left out.

    Each organisation's journal says who reminded it of what. Nothing to send is no refusal: the counts say so.
    """
    found = _found(tx, by, chosen)
    if isinstance(found, Refused):
        return found
    letters = send(tx, found, by=by) if found.going else []
    reached: dict[int, set[int]] = defaultdict(set)
    people: dict[int, set[int]] = defaultdict(set)
    for one in found.going:
        reached[one.row.organisation_id].add(one.row.id)
        people[one.row.organisation_id].add(one.person_id)
    for organisation_id in sorted(reached):
        journal.append(
            tx,
            organisation_id=organisation_id,
            by=by,
            verb="reminder.send-all",
            subject=f"organisation:{organisation_id}",
            facts={"obligations": sorted(reached[organisation_id])},
            people={"to": sorted(people[organisation_id])},
        )
    return RemindedAll(tuple(letters), sum(map(len, reached.values())), _why(found))


def _found(tx: Connection, by: By, chosen: Chosen) -> Sorted | Refused:
    scope = _reach(tx, by)
    if isinstance(scope, Refused):
        return scope
    if chosen.under is not None:
        if not scope.sees(chosen.under):
            raise unknown("org", chosen.under)
        scope = Scope(paths=(chosen.under,))
    return sort_out(tx, _overdue(tx, scope, chosen, by.at), at=by.at)


def _overdue(tx: Connection, scope: Scope, chosen: Chosen, at: datetime) -> Sequence[Row[Any]]:
    before = (at + timedelta(hours=14)).date()  # the furthest local day on Earth; each row's own is asked below
    wanted = visible(scope, table.c.organisation_id)
    if chosen.title is not None:
        wanted &= table.c.title == chosen.title
    rows = obligations.overdue(tx, visible=wanted, before=before)
    if chosen.obligation_ids is not None:
        ids = set(chosen.obligation_ids)
        rows = [row for row in rows if row.id in ids]
    lives = local_lives(tx, {row.organisation_id for row in rows})
    return [row for row in rows if row.due_on < lives[row.organisation_id].today(at)]


def _reach(tx: Connection, by: By) -> Scope | Refused:
    """Where the actor may remind: below the offices held today whose roles may."""
    if by.person_id is None:
        return EVERYTHING
    may = PERMISSIONS["reminder.send"]
    paths = tuple(one.path for one in held_today(tx, by.person_id, at=by.at) if one.role in may)
    return Scope(paths=paths) if paths else Refused((lacking(may),))


def _shares(found: Sorted) -> tuple[OrganisationShare, ...]:
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    owed: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in found.going:
        place = (one.row.org_path, one.row.org_name)
        people[place].add(one.person_id)
        owed[place].add(one.row.id)
    return tuple(OrganisationShare(*place, len(people[place]), len(owed[place])) for place in sorted(people))


def _why(found: Sorted) -> tuple[tuple[Words, int], ...]:
    return tuple(Counter(one.why for one in found.left_out).most_common())
