"""In whose hands obligations are: names for the organisation's own people, only the role for readers above it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.names import short_name
from engine.permissions import ROLE_TITLES
from engine.plans.model import RESPONSIBLE_WORDS
from engine.reminders.recipients import Directory, recipients
from engine.words import Words
from storage.directory import Concerned, directory
from workflows.local_life import LocalLife
from workflows.plan_reminders import duty_of

_NOBODY = Words("не назначен", "nobody yet")
_SOMEBODY = Words("назначенный сотрудник", "an appointed member of staff")


def holders(
    tx: Connection,
    rows: Sequence[Row[Any]],
    lives: Mapping[int, LocalLife],
    *,
    named: Callable[[str], bool],
    at: datetime,
) -> dict[int, Words]:
    """Who holds each obligation, by its id. `rows` are obligations with `org_path`; `named` says where people have
    names (semantics.md: above the school nobody is named).
    """
    own = [row for row in rows if named(row.org_path)]
    people = _people(tx, own, at)
    return {
        row.id: _names(row, lives[row.organisation_id], people, at) if named(row.org_path) else role_of(row)
        for row in rows
    }


def role_of(row: Row[Any]) -> Words:
    """The role that holds it, or that nobody does yet."""
    if row.responsible_role == "both":  # a line of a plan
        return RESPONSIBLE_WORDS["both"]
    title = ROLE_TITLES.get(row.responsible_role)
    if title is not None:
        return title
    return _SOMEBODY if row.responsible_id is not None else _NOBODY


def _people(tx: Connection, rows: Sequence[Row[Any]], at: datetime) -> Directory:
    concerned = Concerned(
        frozenset(row.organisation_id for row in rows),
        frozenset(row.pair_id for row in rows if row.pair_id is not None),
        frozenset(row.responsible_id for row in rows if row.responsible_id is not None),
    )
    return directory(tx, concerned, day=at)


def _names(row: Row[Any], life: LocalLife, people: Directory, at: datetime) -> Words:
    found = recipients(people, duty_of(row, life), "responsible", on_due_day=False, day=life.today(at))
    names = ", ".join(
        sorted({short_name(people.contacts[one.deputises_id or one.ward_id or one.person_id].name) for one in found})
    )
    return Words(names, names) if names else role_of(row)
