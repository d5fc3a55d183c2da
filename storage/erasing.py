"""A person's data are struck out of every table, by the inventory of `personal_data`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.search_keys import search_key
from engine.striking import Strike
from storage.given import among
from storage.personal_data import TRACES, WORDS_THAT_MAY_NAME, Trace
from storage.schema import MODELS
from storage.tables.journal import idempotent_answers, journal_entries
from storage.tables.letters import letters
from storage.tables.organisations import consents, people
from storage.tables.papers import paper_files, paper_pairs
from storage.tables.participants import erasures
from storage.tables.programmes import memberships
from storage.tables.roadmaps import evidences

_KEY_OF = ("title", "summary", "tags")  # of a practice, as workflows/keep_practice.py makes it
_OF_PERSON, _OF_PAIR = ("person", "person_id"), ("pair", "pair_id")  # how answers name what they are about
# Remembered answers: the row goes, a repeat is then a new call. Typed cases: two struck names would be the same.
_SWEPT_WHOLE = frozenset({"idempotent_answer", "word_forms"})


@dataclass(frozen=True, slots=True)
class Struck:
    """How many rows of a table were touched, and how: `gone`, `struck` or `swept` (found by the name alone)."""

    table: str
    how: str
    rows: int


def strike_rows(tx: Connection, person_id: int) -> tuple[Struck, ...]:
    """Empty or delete every row of `TRACES` about the person; the tables touched, in that order."""
    # What belongs to a person's pairs is found through rows that a later trace may change: sizes first would lie.
    return tuple(done for trace in TRACES if (done := _struck(tx, trace, person_id)).rows)


def _struck(tx: Connection, trace: Trace, person_id: int) -> Struck:
    found = trace.found(person_id)
    if trace.strike is None:
        return Struck(trace.table.name, "gone", tx.execute(delete(trace.table).where(found)).rowcount)
    if not trace.strike:
        return Struck(trace.table.name, "struck", 0)
    changed = tx.execute(update(trace.table).where(found).values(dict(trace.strike)))
    return Struck(trace.table.name, "struck", changed.rowcount)


def sweep(tx: Connection, strike: Strike) -> tuple[Struck, ...]:
    """Strike the name out of every word that people typed or files brought, in whatever row it stands."""
    swept = [
        Struck(name, "swept", rows)
        for name, columns in WORDS_THAT_MAY_NAME.items()
        if (rows := _sweep_table(tx, MODELS.tables[name], columns, strike))
    ]
    if rows := _sweep_journal(tx, strike):
        swept.append(Struck("journal_entry", "swept", rows))
    if rows := _sweep_letters(tx, strike):
        swept.append(Struck("letter", "swept", rows))
    return tuple(swept)


def _sweep_table(tx: Connection, table: Table, columns: tuple[str, ...], strike: Strike) -> int:
    keys = list(table.primary_key.columns)
    wanted = [table.c[name] for name in columns]
    perhaps = or_(*(_may_hold(column, strike) for column in wanted))
    touched = 0
    for row in tx.execute(select(*keys, *wanted).where(perhaps)).all():
        fresh = {
            column.name: struck
            for column in wanted
            if (struck := struck_value(getattr(row, column.name), strike)) != getattr(row, column.name)
        }
        if not fresh:
            continue
        if "search_key" in columns:  # small letters name nobody for sure: the key is made anew of what is left
            told = {name: getattr(row, name) for name in columns} | fresh
            fresh["search_key"] = search_key(" ".join(told[name] for name in _KEY_OF))
        touched += 1
        this = [key == getattr(row, key.name) for key in keys]
        if table.name in _SWEPT_WHOLE:
            tx.execute(delete(table).where(*this))
        else:
            tx.execute(update(table).where(*this).values(fresh))
    return touched


def _may_hold(column: Column[Any], strike: Strike) -> Any:
    """A needle as the database keeps it: in a JSON column Cyrillic letters stand as their codes."""
    text = cast(column, Text)
    needles = set(strike.needles)
    if isinstance(column.type, JSON):
        needles |= {json.dumps(needle)[1:-1] for needle in strike.needles}
    return or_(*(text.contains(needle, autoescape=True) for needle in sorted(needles)))


def struck_value(value: Any, strike: Strike) -> Any:
    """The same value with the name struck out of each text in it."""
    match value:
        case str():
            return strike.struck(value)
        case dict():
            return {key: struck_value(each, strike) for key, each in value.items()}
        case list():
            return [struck_value(each, strike) for each in value]
        case _:
            return value


def forget_answers(tx: Connection, person_id: int) -> int:
    """Remembered answers to calls about the person or his pairs hold what was told of him, mostly without his name."""
    pairs = frozenset(tx.scalars(select(memberships.c.pair_id).where(memberships.c.person_id == person_id)))
    wanted = {name: frozenset({person_id}) for name in _OF_PERSON} | dict.fromkeys(_OF_PAIR, pairs)
    answer = idempotent_answers.c
    perhaps = or_(
        *(cast(answer.answer, Text).contains(f'"{name}": {one}') for name, ids in wanted.items() for one in sorted(ids))
    )
    found = tx.execute(select(answer.key, answer.answer).where(perhaps)).all()
    gone = [row.key for row in found if _tells_of(row.answer, wanted)]
    for key in gone:
        tx.execute(delete(idempotent_answers).where(answer.key == key))
    return len(gone)


def _tells_of(value: Any, wanted: Mapping[str, frozenset[int]]) -> bool:
    match value:
        case dict():
            return any(
                (isinstance(each, int) and each in wanted.get(key, ())) or _tells_of(each, wanted)
                for key, each in value.items()
            )
        case list():
            return any(_tells_of(each, wanted) for each in value)
        case _:
            return False


def _sweep_journal(tx: Connection, strike: Strike) -> int:
    """Sealed words cannot be changed, only emptied with their salt: the chain stays valid (engine/journal.py)."""
    line = journal_entries.c
    wanted = select(line.organisation_id, line.seq, line.words).where(_may_hold(line.words, strike))
    found = [row for row in tx.execute(wanted).all() if strike.finds(row.words)]
    for row in found:
        this = (line.organisation_id == row.organisation_id, line.seq == row.seq)
        tx.execute(update(journal_entries).where(*this).values(words=None, words_salt=None))
    return len(found)


def _sweep_letters(tx: Connection, strike: Strike) -> int:
    """Letters are kept as the bytes that went, in an encoding no database can search: they are read one by one."""
    kept = select(letters.c.id, letters.c.message).where(letters.c.message.is_not(None))
    found = [row.id for row in tx.execute(kept.execution_options(yield_per=200)) if strike.finds(letter_text(row[1]))]
    for letter_id in found:
        tx.execute(update(letters).where(letters.c.id == letter_id).values(message=None, subject=""))
    return len(found)


def letter_text(message: bytes) -> str:
    """What a letter says: its addresses, its subject, each of its texts."""
    letter = message_from_bytes(message, policy=policy.default)
    head = [str(letter.get(name, "")) for name in ("To", "Subject")]
    parts = [part for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*head, *(str(part.get_content()) for part in parts)])


def same_surname(tx: Connection, name: str) -> bool:
    """Whether anybody else's name begins with this surname: then a bare surname may be another person's."""
    surname = search_key(name).split(" ")[0]
    beginning = func.substr(people.c.search_key, 1, max(len(surname) - 1, 1)) == surname[: max(len(surname) - 1, 1)]
    return (tx.scalar(select(func.count()).select_from(people).where(beginning)) or 0) > 1


def scans_of(tx: Connection, person_id: int) -> tuple[str, ...]:
    """Stored names of the scans and files about this person alone, asked before the rows are struck.

    The scan of an order that fixes many pairs is not among them: it is kept by the law on archives, not by the consent.
    """
    proofs = next(trace for trace in TRACES if trace.table is evidences)
    shared = (
        select(paper_pairs.c.paper_id).group_by(paper_pairs.c.paper_id).having(func.count(paper_pairs.c.pair_id) > 1)
    )
    alone = (papers_about(person_id), paper_files.c.paper_id.not_in(shared))
    names = [
        *tx.scalars(select(consents.c.scan).where(consents.c.person_id == person_id)),
        *tx.scalars(select(evidences.c.reference).where(proofs.found(person_id))),
        *tx.scalars(select(paper_files.c.scan).where(*alone)),
    ]
    return tuple(sorted({name for name in names if name}))


def papers_about(person_id: int) -> ColumnElement[bool]:
    """Kept documents that name the person or are about his pairs."""
    return next(trace for trace in TRACES if trace.table is paper_files).found(person_id)


def kept_documents(tx: Connection, person_id: int) -> Iterator[tuple[int, bytes]]:
    """Id and DOCX of the registered papers that may name the person."""
    for paper_id in tx.scalars(select(paper_files.c.paper_id).where(papers_about(person_id))).all():
        document = tx.scalar(select(paper_files.c.docx).where(paper_files.c.paper_id == paper_id))
        yield paper_id, bytes(document or b"")


def keep_document(tx: Connection, paper_id: int, docx: bytes, *, sha256: str) -> None:
    """The document with somebody struck out takes the place of the one before."""
    tx.execute(update(paper_files).where(paper_files.c.paper_id == paper_id).values(docx=docx, sha256=sha256, pdf=None))


def still_used(tx: Connection, name: str) -> bool:
    """Whether a row refers to a stored file; one file may serve several."""
    return bool(referred_to(tx, [name]))


def referred_to(tx: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of many stored files that a row refers to."""
    columns = (evidences.c.reference, consents.c.scan, paper_files.c.scan)
    wanted = {"names": list(names)}
    return frozenset(
        name for column in columns for name in tx.scalars(select(column).where(among(column, "names")), wanted)
    )


def add_act(tx: Connection, values: Mapping[str, Any]) -> int:
    """Keep the act of an erasure and return its id."""
    return int(tx.execute(insert(erasures).values(dict(values)).returning(erasures.c.id)).scalar_one())
