"""The journal: appending under the organisation's lock, reading, verifying, erasing a person."""

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Insert,
    Integer,
    LargeBinary,
    Row,
    Text,
    bindparam,
    case,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningUpdate

from engine.actors import By
from engine.indicators.moving import moves_figures
from engine.journal import START, ChainFault, Entry, Erasable, Head, body, canonical, faults
from storage.hot import Hot
from storage.tables.journal import journal_entries, journal_heads
from storage.tables.programmes import memberships
from storage.types import Instant, as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PairStep:
    """Which step of which pair an entry records; `pair_seq` None = recorded about the pair, but no step of it."""

    pair_id: int
    pair_seq: int | None = None
    move: str | None = None
    from_stage: str | None = None
    to_stage: str | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """The entry's place in its organisation's chain and its seal."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry as people read it. `by` is person, operator or clock; `people` and `words` are empty once erased."""

    organisation_id: int
    seq: int
    pair_id: int | None
    pair_seq: int | None
    at: datetime
    verb: str
    subject: str
    move: str | None
    from_stage: str | None
    to_stage: str | None
    actor_id: int | None
    by: str
    facts: Mapping[str, Any]
    people: Mapping[str, Any]
    words: Mapping[str, Any]
    hash: str


def append(
    tx: Connection,
    *,
    organisation_id: int,
    by: By,
    verb: str,
    subject: str,
    facts: Mapping[str, object],
    people: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
    pair: PairStep | None = None,
) -> Appended:
    """Seal one decision onto the organisation's chain; whoever else appends to it waits until this commits.

    Person ids belong in `people`, names and free text in `words` (both erasable), everything else in `facts`. Who acted
    is added by itself: facts get `by`, people get `actor`.
    """
    references = {**(people or {}), "actor": by.person_id} if by.person_id is not None else people or {}
    entry = Entry(
        organisation_id=organisation_id,
        seq=0,
        at=as_text(by.at),
        verb=verb,
        subject=subject,
        facts=canonical({**facts, "by": _kind(by)}),
        actor_id=by.person_id,
        people=Erasable.of(references, salt=secrets.token_hex(16)),
        words=Erasable.of(words or {}, salt=secrets.token_hex(16)),
        pair_id=pair.pair_id if pair else None,
        pair_seq=pair.pair_seq if pair else None,
        move=pair.move if pair else None,
        from_stage=pair.from_stage if pair else None,
        to_stage=pair.to_stage if pair else None,
    )
    values = _values(entry, at=by.at) | {
        "organisation": organisation_id,
        "body": body(entry),
        "moves": moves_figures(verb),
    }
    place = _seal(tx, values)
    if place is None:  # the organisation's first entry; two at once: the second waits here and finds the head
        tx.execute(_begin_chain(tx.dialect.name), {"organisation_id": organisation_id, "seq": 0, "hash": ""})
        place = _seal(tx, values)
    assert place is not None  # noqa: S101  # the head is there now
    return place


def history(tx: Connection, pair_id: int) -> tuple[Line, ...]:
    """What happened to a pair, oldest first."""
    rows = tx.execute(_HISTORY, {"pair": pair_id})
    return tuple(_line(row) for row in rows)


def about_pair(tx: Connection, pair_id: int, *, limit: int) -> tuple[Line, ...]:
    """Everything recorded about a pair, its steps and the rest, the newest first."""
    about = select(journal_entries).where(journal_entries.c.pair_id == pair_id)
    return tuple(_line(row) for row in tx.execute(about.order_by(journal_entries.c.seq.desc()).limit(limit)))


def entries(
    tx: Connection,
    organisation_id: int,
    *,
    subject: str | None = None,
    before: int | None = None,
    limit: int = 100,
    verbs: Collection[str] = (),
    actor_id: int | None = None,
    between: tuple[datetime, datetime] | None = None,
) -> tuple[Line, ...]:
    """The organisation's newest entries first; `before` is the seq to continue below, `subject` e.g. `item:3`.

    `verbs`, `actor_id`, `between` (the end excluded): only these.
    """
    wanted = select(journal_entries).where(journal_entries.c.organisation_id == organisation_id)
    if subject is not None:
        wanted = wanted.where(journal_entries.c.subject == subject)
    if before is not None:
        wanted = wanted.where(journal_entries.c.seq < before)
    if verbs:
        wanted = wanted.where(journal_entries.c.verb.in_(verbs))
    if actor_id is not None:
        wanted = wanted.where(journal_entries.c.actor_id == actor_id)
    if between is not None:
        wanted = wanted.where(journal_entries.c.at >= between[0], journal_entries.c.at < between[1])
    rows = tx.execute(wanted.order_by(journal_entries.c.seq.desc()).limit(limit))
    return tuple(_line(row) for row in rows)


def verify_chain(tx: Connection, organisation_id: int) -> tuple[ChainFault, ...]:
    """Every fault of an organisation's chain; empty = not a byte was changed since it was sealed."""
    row = tx.execute(_HEAD, {"organisation": organisation_id}).one_or_none()
    head = Head(seq=row.seq, hash=row.hash) if row else START
    return tuple(faults(_stored_entries(tx, organisation_id), head, organisation_id=organisation_id))


def erase_person(tx: Connection, person_id: int) -> int:
    """Empty the references to a person and every free text that may speak of them; returns the number of entries.

    Free texts of the pairs the person belonged to go too, since nobody can tell whom they name. The chain stays valid.
    """
    theirs = set(tx.scalars(select(memberships.c.pair_id).where(memberships.c.person_id == person_id)))
    subject = f"person:{person_id}"
    line = journal_entries.c
    perhaps = or_(
        line.actor_id == person_id,
        line.subject == subject,
        line.pair_id.in_(theirs),
        line.people.contains(str(person_id), autoescape=True),
    )
    wanted = select(line.organisation_id, line.seq, line.pair_id, line.subject, line.people, line.words)
    emptied = 0
    for row in tx.execute(wanted.where(perhaps)).all():
        named = _mentions(json.loads(row.people or "{}"), person_id)
        if named or (row.words is not None and (row.subject == subject or row.pair_id in theirs)):
            tx.execute(_EMPTY_BOTH if named else _EMPTY_WORDS, {"organisation": row.organisation_id, "line": row.seq})
            emptied += 1
    return emptied


def _kind(by: By) -> str:
    if by.clock:
        return "clock"
    return "operator" if by.person_id is None else "person"


def _seal(tx: Connection, values: dict[str, object]) -> Appended | None:
    """Move the organisation's head on, sealing the entry where the head is locked: who comes second waits, then sees
    the new end. PostgreSQL does all in one round trip. None = the organisation has no head yet."""
    if tx.dialect.name == "postgresql":
        moved = _SEAL_AND_INSERT.first(tx, values)
        return Appended(*moved) if moved else None
    moved = _SEAL.first(tx, values)
    if moved is None:
        return None
    place = Appended(*moved)
    _INSERT.run(tx, values | {"seq": place.seq, "hash": place.hash})
    return place


def _begin_chain(dialect: str) -> Insert:
    fresh = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return fresh(journal_heads).on_conflict_do_nothing()


def _values(entry: Entry, *, at: datetime) -> dict[str, object]:
    return {
        "organisation_id": entry.organisation_id,
        "pair_id": entry.pair_id,
        "pair_seq": entry.pair_seq,
        "at": at,
        "verb": entry.verb,
        "subject": entry.subject,
        "move": entry.move,
        "from_stage": entry.from_stage,
        "to_stage": entry.to_stage,
        "facts": entry.facts,
        "actor_id": entry.actor_id,
        "people": entry.people.text,
        "people_salt": entry.people.salt,
        "people_digest": entry.people.digest,
        "words": entry.words.text,
        "words_salt": entry.words.salt,
        "words_digest": entry.words.digest,
    }


def _line(row: Row[Any]) -> Line:
    facts = json.loads(row.facts)
    return Line(
        organisation_id=row.organisation_id,
        seq=row.seq,
        pair_id=row.pair_id,
        pair_seq=row.pair_seq,
        at=row.at,
        verb=row.verb,
        subject=row.subject,
        move=row.move,
        from_stage=row.from_stage,
        to_stage=row.to_stage,
        actor_id=row.actor_id,
        by=facts.pop("by"),
        facts=facts,
        people=json.loads(row.people or "{}"),
        words=json.loads(row.words or "{}"),
        hash=row.hash,
    )


def _stored_entries(tx: Connection, organisation_id: int) -> Iterator[Entry]:
    """The entries as they lie in the database, byte for byte: a damaged one is reported, not stumbled over."""
    line = journal_entries.c
    columns = [_raw(column) if tx.dialect.name == "sqlite" else column for column in line]
    wanted = select(*columns).where(line.organisation_id == organisation_id).order_by(line.seq)
    for row in tx.execute(wanted, execution_options={"yield_per": 500}):
        stored = {column.name: _text(value) for column, value in zip(line, row, strict=True)}
        yield _entry(stored)


def _raw(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A text of SQLite as its bytes: a flipped one may be no UTF-8, a date no date."""
    return column if isinstance(column.type, Integer) else cast(column, LargeBinary)


def _text(value: Any) -> Any:
    match value:
        case bytes():
            return value.decode("utf-8", errors="replace")
        case datetime():
            return as_text(value)
        case _:
            return value


def _entry(stored: Mapping[str, Any]) -> Entry:
    return Entry(
        organisation_id=stored["organisation_id"],
        seq=stored["seq"],
        at=stored["at"],
        verb=stored["verb"],
        subject=stored["subject"],
        facts=stored["facts"],
        actor_id=stored["actor_id"],
        people=_erasable(stored, "people"),
        words=_erasable(stored, "words"),
        pair_id=stored["pair_id"],
        pair_seq=stored["pair_seq"],
        move=stored["move"],
        from_stage=stored["from_stage"],
        to_stage=stored["to_stage"],
        hash=stored["hash"],
    )


def _erasable(stored: Mapping[str, Any], name: str) -> Erasable:
    return Erasable(text=stored[name], salt=stored[f"{name}_salt"], digest=stored[f"{name}_digest"])


def _mentions(people: Any, person_id: int) -> bool:
    match people:
        case dict():
            return any(_mentions(value, person_id) for value in people.values())
        case list():
            return any(_mentions(value, person_id) for value in people)
        case _:
            return bool(people == person_id)


_ORGANISATION = bindparam("organisation", type_=Integer)
_HEAD = select(journal_heads.c.seq, journal_heads.c.hash).where(journal_heads.c.organisation_id == _ORGANISATION)
_SEALED = journal_heads.c.hash + "\n" + cast(journal_heads.c.seq + 1, Text) + "\n" + bindparam("body", type_=Text)


def _moved(seal: ColumnElement[str]) -> ReturningUpdate[int, str]:
    """`engine.journal.link`, computed by the database."""
    head = journal_heads.c
    look = case((bindparam("moves", type_=Boolean), bindparam("at", type_=Instant)), else_=head.figures_at)
    moved = update(journal_heads).where(head.organisation_id == _ORGANISATION)
    return moved.values(seq=head.seq + 1, hash=seal, figures_at=look).returning(head.seq, head.hash)


def _seal_and_insert() -> Hot:
    moved = _moved(func.encode(func.sha256(func.convert_to(_SEALED, "UTF8")), "hex")).cte("moved")
    place = {"seq": moved.c.seq, "hash": moved.c.hash}
    row = {line.name: place.get(line.name, bindparam(line.name, type_=line.type)) for line in journal_entries.c}
    line = journal_entries.c
    return Hot(insert(journal_entries).from_select(list(row), select(*row.values())).returning(line.seq, line.hash))


_SEAL_AND_INSERT = _seal_and_insert()
_SEAL = Hot(_moved(func.sha256_hex(_SEALED)))
_INSERT = Hot(insert(journal_entries).values({line.name: bindparam(line.name) for line in journal_entries.c}))
_HISTORY = (
    select(journal_entries)
    .where(journal_entries.c.pair_id == bindparam("pair"), journal_entries.c.pair_seq.is_not(None))
    .order_by(journal_entries.c.pair_seq)
)
_THIS = update(journal_entries).where(
    journal_entries.c.organisation_id == _ORGANISATION, journal_entries.c.seq == bindparam("line", type_=Integer)
)
_EMPTY_WORDS = _THIS.values(words=None, words_salt=None)
_EMPTY_BOTH = _THIS.values(words=None, words_salt=None, people=None, people_salt=None, actor_id=None)
