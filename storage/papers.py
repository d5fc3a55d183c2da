"""Registered papers: number and date as in the school's own register, and the pairs they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, insert, select, true, update

from storage.tables.organisations import organisations
from storage.tables.papers import paper_files, paper_pairs, paper_people, papers
from storage.tables.programmes import pairs, programmes
from storage.today import columns


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper about the pairs of `paper_pair`; one without such rows is about the organisation.

    `form` is the key of the form that made it, empty for one made elsewhere; an annulled one counts for nothing.
    """

    id: int
    organisation_id: int
    kind: str
    purpose: str
    number: str
    dated: date
    title: str
    form: str
    annulled_on: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is asked for; empty values ask for everything."""

    text: str = ""
    kind: str = ""
    purpose: str = ""
    organisation_id: int | None = None
    since: date | None = None
    until: date | None = None
    pair_id: int | None = None


IN_FORCE = papers.c.annulled_on.is_(None)
"""The clause for every query that lets papers prove something."""

_COLUMNS = [papers.c[field.name] for field in fields(PaperRow)]
_BY_ID = select(*_COLUMNS).where(papers.c.id == bindparam("id"))
_ABOUT = select(paper_pairs.c.pair_id).where(paper_pairs.c.paper_id == bindparam("id"))
_NAMING = select(paper_people.c.person_id).where(paper_people.c.paper_id == bindparam("id"))
_SAME = (
    select(papers.c.id)
    .where(
        papers.c.organisation_id == bindparam("organisation_id"),
        papers.c.kind == bindparam("kind"),
        papers.c.purpose == bindparam("purpose"),
        papers.c.number == bindparam("number"),
        papers.c.dated == bindparam("dated"),
        IN_FORCE,
        exists().where(paper_pairs.c.paper_id == papers.c.id),
    )
    .order_by(papers.c.id)
    .limit(1)
)


def get(tx: Connection, paper_id: int) -> PaperRow | None:
    row = tx.execute(_BY_ID, {"id": paper_id}).first()
    return None if row is None else PaperRow(*row)


def pairs_of(tx: Connection, paper_id: int) -> list[int]:
    """The pairs it names, by id; none: it is about the organisation."""
    return sorted(tx.execute(_ABOUT, {"id": paper_id}).scalars())


def people_of(tx: Connection, paper_id: int) -> list[int]:
    """Whom it names, by id."""
    return sorted(tx.execute(_NAMING, {"id": paper_id}).scalars())


def is_about(tx: Connection, paper_id: int, pair_id: int) -> bool:
    """Whether the paper names the pair, or names none and so speaks of the whole organisation."""
    about = set(tx.execute(_ABOUT, {"id": paper_id}).scalars())
    return not about or pair_id in about


def registered(
    tx: Connection, *, organisation_id: int, kind: str, purpose: str, number: str, dated: date
) -> int | None:
    """The paper in force of this kind, purpose, number and day that names pairs; None when there is none."""
    same = {
        "organisation_id": organisation_id,
        "kind": kind,
        "purpose": purpose,
        "number": number,
        "dated": dated,
    }
    found: int | None = tx.execute(_SAME, same).scalar()
    return found


def numbered(tx: Connection, *, organisation_id: int, kind: str, year: int) -> list[tuple[int, str]]:
    """(id, number) of the papers of a kind and year that are in force, in the order they were registered."""
    found = tx.execute(
        select(papers.c.id, papers.c.number)
        .where(
            papers.c.organisation_id == organisation_id,
            papers.c.kind == kind,
            papers.c.dated >= date(year, 1, 1),
            papers.c.dated <= date(year, 12, 31),
            IN_FORCE,
        )
        .order_by(papers.c.id)
    )
    return [(row[0], row[1]) for row in found]


def register(
    tx: Connection, *, visible: ColumnElement[bool], wanted: Wanted, most: int | None = None
) -> Sequence[Row[Any]]:
    """Papers that may be seen, the newest day first, with the organisation and what is kept of them."""
    asked = (
        columns(
            *_COLUMNS,
            organisations.c.name.label("organisation"),
            organisations.c.path.label("org_path"),
            paper_files.c.paper_id.is_not(None).label("filed"),
            func.coalesce(paper_files.c.scan, "").label("scan"),
            select(func.count())
            .select_from(paper_pairs)
            .where(paper_pairs.c.paper_id == papers.c.id)
            .scalar_subquery()
            .label("pairs"),
        )
        .join(organisations, organisations.c.id == papers.c.organisation_id)
        .outerjoin(paper_files, paper_files.c.paper_id == papers.c.id)
        .where(visible, *_clauses(wanted))
        .order_by(papers.c.dated.desc(), papers.c.id.desc())
    )
    return tx.execute(asked.limit(most)).all()


def by_id(tx: Connection, *, visible: ColumnElement[bool], wanted: Wanted, after: int, most: int) -> Sequence[Row[Any]]:
    """A page of the register by id, beginning behind `after`: what a program turns over."""
    asked = (
        columns(*_COLUMNS, organisations.c.path.label("org_path"))
        .join(organisations, organisations.c.id == papers.c.organisation_id)
        .where(visible, papers.c.id > after, *_clauses(wanted))
        .order_by(papers.c.id)
    )
    return tx.execute(asked.limit(most)).all()


def add(
    tx: Connection,
    *,
    organisation_id: int,
    kind: str,
    purpose: str,
    number: str,
    dated: date,
    at: datetime,
    title: str = "",
    form: str = "",
) -> int:
    """Registers a paper about the organisation and returns its id."""
    made = tx.execute(
        insert(papers)
        .values(
            organisation_id=organisation_id,
            kind=kind,
            purpose=purpose,
            number=number,
            dated=dated,
            title=title,
            form=form,
            recorded_at=at,
        )
        .returning(papers.c.id)
    )
    return int(made.scalar_one())


def newest(tx: Connection, organisation_id: int, *, kind: str, purpose: str) -> PaperRow | None:
    """The paper in force of a kind and purpose with the latest day."""
    row = tx.execute(
        select(*_COLUMNS)
        .where(
            papers.c.organisation_id == organisation_id,
            papers.c.kind == kind,
            papers.c.purpose == purpose,
            papers.c.annulled_on.is_(None),
        )
        .order_by(papers.c.dated.desc(), papers.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else PaperRow(*row)


def a_pair_lacks(tx: Connection, roadmap_id: int, kind: str, purpose: str) -> bool:
    """Whether a pair at work under the roadmap has no paper of this kind and purpose in force."""
    own = (
        select(paper_pairs.c.pair_id)
        .join_from(paper_pairs, papers, papers.c.id == paper_pairs.c.paper_id)
        .where(
            paper_pairs.c.pair_id == pairs.c.id,
            papers.c.kind == kind,
            papers.c.purpose == purpose,
            papers.c.annulled_on.is_(None),
        )
        .correlate(pairs)
    )
    lacking = (
        select(pairs.c.id)
        .join_from(pairs, programmes, programmes.c.id == pairs.c.programme_id)
        .where(programmes.c.roadmap_id == roadmap_id, pairs.c.closed_on.is_(None), ~own.exists())
    )
    return bool(tx.scalar(select(lacking.exists())))


def name_pairs(tx: Connection, paper_id: int, pair_ids: Iterable[int]) -> None:
    """The paper is about these pairs too; those it names already stay as they are."""
    known = set(tx.execute(_ABOUT, {"id": paper_id}).scalars())
    fresh = [{"paper_id": paper_id, "pair_id": pair_id} for pair_id in pair_ids if pair_id not in known]
    if fresh:
        tx.execute(insert(paper_pairs), fresh)


def name_people(tx: Connection, paper_id: int, person_ids: Iterable[int]) -> None:
    """The paper names these people too: it is found when one of them asks for everything about himself."""
    known = set(tx.execute(_NAMING, {"id": paper_id}).scalars())
    fresh = [{"paper_id": paper_id, "person_id": one} for one in sorted(set(person_ids)) if one not in known]
    if fresh:
        tx.execute(insert(paper_people), fresh)


def annul(tx: Connection, paper_id: int, *, on: date | None) -> None:
    """From `on` it counts for nothing; None takes the annulment back."""
    tx.execute(update(papers).where(papers.c.id == paper_id).values(annulled_on=on))


def _clauses(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    if wanted.kind:
        found.append(papers.c.kind == wanted.kind)
    if wanted.purpose:
        found.append(papers.c.purpose == wanted.purpose)
    if wanted.organisation_id is not None:
        found.append(papers.c.organisation_id == wanted.organisation_id)
    if wanted.since is not None:
        found.append(papers.c.dated >= wanted.since)
    if wanted.until is not None:
        found.append(papers.c.dated <= wanted.until)
    if wanted.pair_id is not None:
        found.append(exists().where(paper_pairs.c.paper_id == papers.c.id, paper_pairs.c.pair_id == wanted.pair_id))
    return found
