"""Grammatical cases people typed over the rules; those of the nearest organisation above count."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from engine.names import short_name
from engine.search_keys import search_key
from storage.given import among
from storage.scope import Scope, visible
from storage.surroundings import line_of
from storage.tables.organisations import organisations, people
from storage.tables.papers import word_forms


@dataclass(frozen=True, slots=True)
class WordFormsRow:
    """`forms` holds the oblique cases by their names; a case that is absent follows the rules."""

    organisation_id: int
    kind: str
    nominative: str
    forms: Mapping[str, str]
    person_id: int | None = None


_own = word_forms.c
_COLUMNS = (_own.organisation_id, _own.kind, _own.nominative, _own.forms, _own.person_id)


def in_force(tx: Connection, path: str) -> Mapping[tuple[str, str], WordFormsRow]:
    """By (kind, nominative): what was typed at `path`, or above where `path` says nothing of these words."""
    rows = tx.execute(
        select(organisations.c.path, *_COLUMNS)
        .join_from(word_forms, organisations, organisations.c.id == _own.organisation_id)
        .where(among(organisations.c.path, "paths")),
        {"paths": line_of(path)},
    ).all()
    ordered = sorted(rows, key=lambda row: len(row.path))
    return {(row.kind, row.nominative): WordFormsRow(*row[1:]) for row in ordered}


def whose(tx: Connection, path: str, name: str) -> int | None:
    """The one person at `path` or below it with this name, written in full or with initials; None for nobody and for
    namesakes.
    """
    key = search_key(name)
    surname = key.split(" ")[0]
    wanted = select(people.c.id, people.c.name).where(
        visible(Scope(paths=(path,)), people.c.organisation_id),
        people.c.search_key.startswith(f"{surname} ", autoescape=True),
    )
    called = [row.id for row in tx.execute(wanted) if key in (search_key(row.name), search_key(short_name(row.name)))]
    return called[0] if len(called) == 1 else None


def put(tx: Connection, row: WordFormsRow) -> None:
    """Over what the organisation had for these words."""
    same = (_own.organisation_id == row.organisation_id, _own.kind == row.kind, _own.nominative == row.nominative)
    values = {"forms": dict(row.forms), "person_id": row.person_id}
    if tx.execute(update(word_forms).where(*same).values(**values)).rowcount:
        return
    place = {"organisation_id": row.organisation_id, "kind": row.kind, "nominative": row.nominative}
    tx.execute(insert(word_forms).values(**place, **values))


def drop(tx: Connection, organisation_id: int, kind: str, nominative: str) -> bool:
    """Back to the rules; False when there was nothing."""
    same = (_own.organisation_id == organisation_id, _own.kind == kind, _own.nominative == nominative)
    return bool(tx.execute(delete(word_forms).where(*same)).rowcount)
