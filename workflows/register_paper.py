"""Registers a paper of the school: number and date as in its own register."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.facts import PAPER_PURPOSES, PaperKind
from engine.refusals import BadInput, Refused
from storage import journal, obligations, pairs, papers
from storage.organisations import OrganisationRow
from workflows.access import forbidden, unknown
from workflows.close_by_paper import Closed, close_certain
from workflows.complete_item import Proof, complete_item
from workflows.derive_obligations import derive_pair
from workflows.local_life import local_life
from workflows.plain_text import one_of, plain_text

PAPER_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)
PURPOSES = PAPER_PURPOSES
_LONGEST_NUMBER = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register keeps of a paper beside its number: its title, the form that made it, whom it names.

    `close_rows`: it closes the row that certainly expects it, without being told which.
    """

    title: str = ""
    form: str = ""
    people: tuple[int, ...] = ()
    close_rows: bool = False


@dataclass(frozen=True, slots=True)
class PaperRegistered:
    """`pairs` are the ids the paper names; none: it is about the organisation. `closed` are the rows it closed by
    itself; `same_number` are other papers in force of this kind and year that carry the number.
    """

    id: int
    org: str
    kind: str
    purpose: str
    number: str
    dated: date
    pairs: tuple[int, ...]
    closed: tuple[Closed, ...] = field(default=())
    same_number: tuple[int, ...] = field(default=())


_BARE = Entry()


def register_paper(
    tx: Connection,
    *,
    by: By,
    organisation: OrganisationRow,
    kind: str,
    purpose: str,
    number: str,
    dated: date,
    pair_ids: Sequence[int] = (),
    item_id: int | None = None,
    entry: Entry = _BARE,
) -> PaperRegistered | Refused:
    """Stores it; `item_id` names the roadmap row that the paper closes, for each of its pairs where pairs owe the row.

    The same paper told again with further pairs is the same entry of the register, with more pairs.

    Raises BadInput for an unknown kind or purpose, an empty number, a day that has not come, or a pair of another
    organisation.
    """
    if (no := forbidden(tx, by, "paper.register", organisation.id)) is not None:
        return no
    one_of(kind, PAPER_KINDS, "--kind")
    one_of(purpose, PURPOSES, "--purpose")
    named = plain_text(number, "--number", longest=_LONGEST_NUMBER)
    _check_day(dated, today=local_life(tx, organisation.id).today(by.at))
    about = _checked_pairs(tx, organisation.id, pair_ids)
    told: dict[str, Any] = {"kind": kind, "purpose": purpose, "number": named, "dated": dated}
    there = organisation.id
    taken = papers.numbered(tx, organisation_id=there, kind=kind, year=dated.year)
    paper_id = papers.registered(tx, organisation_id=there, **told) if about and not entry.form else None
    if paper_id is None:
        paper_id = papers.add(tx, organisation_id=there, **told, at=by.at, title=entry.title, form=entry.form)
    papers.name_pairs(tx, paper_id, about)
    papers.name_people(tx, paper_id, entry.people)
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="paper.register",
        subject=f"paper:{paper_id}",
        facts=told | {"pairs": about},
    )
    for pair_id in about:
        derive_pair(tx, pair_id, at=by.at)
    if (
        item_id is not None
        and (no := _complete(tx, by=by, item_id=item_id, paper_id=paper_id, about=about, dated=dated)) is not None
    ):
        return no
    closed = close_certain(tx, by=by, paper_id=paper_id) if entry.close_rows and item_id is None else ()
    if isinstance(closed, Refused):
        return closed
    same = tuple(key for key, one in taken if one == named and key != paper_id)
    return PaperRegistered(paper_id, organisation.path, kind, purpose, named, dated, tuple(about), closed, same)


def _complete(tx: Connection, *, by: By, item_id: int, paper_id: int, about: list[int], dated: date) -> Refused | None:
    """The row is done for each pair that owes it; of several days still open the nearest to the paper's is meant."""
    proof = Proof("paper", str(paper_id), paper_id=paper_id)
    owed = obligations.open_of_item(tx, item_id)
    owing = {one.pair_id for one in owed}
    owners: list[int | None] = [pair_id for pair_id in about if pair_id in owing]
    for pair_id in owners or [None]:
        days = [one for one in owed if one.pair_id == pair_id and one.due_on is not None]
        nearest = min(days, key=lambda one: (abs((one.due_on - dated).days), one.due_on)) if len(days) > 1 else None
        done = complete_item(
            tx,
            by=by,
            item_id=item_id,
            proof=proof,
            pair_id=pair_id,
            occurrence=None if nearest is None else nearest.occurrence,
        )
        if isinstance(done, Refused):
            return done
    return None


def _check_day(dated: date, *, today: date) -> None:
    if dated > today:
        raise BadInput(
            "--date",
            f"--date: {dated} ещё не наступило, сегодня {today}",
            f"--date: {dated} has not come yet, today is {today}",
        )


def _checked_pairs(tx: Connection, organisation_id: int, pair_ids: Sequence[int]) -> list[int]:
    about = list(dict.fromkeys(pair_ids))
    for pair_id in about:
        pair = pairs.get(tx, pair_id)
        if pair is None or pair.organisation_id != organisation_id:
            raise unknown("--pair", pair_id)
    return about
