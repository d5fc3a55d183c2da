"""How rows handed down stand in each organisation: status, numbers and papers, never people or their words."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.cascade import Answer, counted
from engine.deadlines import Standing
from engine.obligations import Progress, progress
from storage import publications
from storage.publications import LowerRow, PaperSent
from workflows.local_life import LocalLife, local_lives


@dataclass(frozen=True, slots=True)
class BelowLine:
    """One organisation that was offered the row.

    `why` is the kind of reason of a declined or returned row, `given_to` the organisation that does it instead,
    `handed_on` (done, all) where the row went further down. `done` of `total` days, or of pairs with `of_pairs`.
    """

    organisation_id: int
    path: str
    name: str
    kind: str
    publication_id: int
    answer: Answer
    why: str = ""
    item_id: int | None = None
    standing: Standing | None = None
    done: int = 0
    total: int = 0
    of_pairs: bool = False
    due_on: date | None = None
    late_days: int = 0
    paper: PaperSent | None = None
    given_to: str = ""
    handed_on: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Ground:
    """Everything that is known of the rows below, loaded by a fixed number of statements."""

    children: Mapping[int, Sequence[LowerRow]]
    progress: Mapping[int, Progress]
    of_pairs: frozenset[int]
    papers: Mapping[int, PaperSent]
    lives: Mapping[int, LocalLife]
    names: Mapping[int, str]
    returned: Mapping[int, str]
    at: datetime


def lines_of(
    tx: Connection, offers: Sequence[Row[Any]], rows: Collection[int], *, at: datetime
) -> dict[int, tuple[BelowLine, ...]]:
    """The organisations each of these rows was offered to, by name. The statements do not grow with what is there."""
    ground = _ground(tx, rows, at)
    return {row: tuple(_lines(row, offers, ground)) for row in rows}


def tally(lines: Iterable[BelowLine]) -> tuple[int, int]:
    """«Выполнено в 12 из 15»."""
    return counted([(one.answer, one.standing) for one in lines])


def _ground(tx: Connection, rows: Collection[int], at: datetime) -> _Ground:
    found = {one.id: one for one in publications.lower_rows(tx, rows)}
    children: dict[int, list[LowerRow]] = {}
    for one in found.values():
        children.setdefault(one.upper_item_id, []).append(one)
    lives = local_lives(tx, {one.organisation_id for one in found.values()})
    shares = publications.shares(tx, found)
    stored = publications.rows_of(tx, [one.id for one in found.values() if one.adoption == "delegated"])
    takers = {row.delegated_to for row in stored.values()}
    return _Ground(
        children=children,
        progress={
            key: progress((share for share, _ in shares.get(key, ())), today=lives[one.organisation_id].today(at))
            for key, one in found.items()
        },
        of_pairs=frozenset(key for key, owed in shares.items() if any(of_pair for _, of_pair in owed)),
        papers=publications.papers_of(tx, found),
        lives=lives,
        names=publications.names_of(tx, takers),
        returned={key: (row.agreed or {}).get("returned", "") for key, row in stored.items()},
        at=at,
    )


def _lines(row: int, offers: Sequence[Row[Any]], ground: _Ground) -> Iterator[BelowLine]:
    own = {one.organisation_id: one for one in ground.children.get(row, ())}
    for offer in offers:
        if offer.state == "withdrawn" or (offer.rows is not None and row not in offer.rows):
            continue
        taken = own.get(offer.organisation_id)
        base = (offer.organisation_id, offer.org_path, offer.org_name, offer.org_kind, offer.id)
        if taken is None:
            answer = _untaken(row, offer)
            yield BelowLine(*base, answer, why=offer.reason if answer == "declined" else "")
        elif taken.adoption == "delegated" and taken.delegated_to == offer.upper_id:
            yield BelowLine(*base, "returned", why=ground.returned.get(taken.id, ""), item_id=taken.id)
        elif taken.adoption == "delegated":
            yield _standing(base, taken, _doer(taken, ground), ground)
        else:
            yield _standing(base, taken, taken, ground)


def _untaken(row: int, offer: Row[Any]) -> Answer:
    match offer.state:
        case "declined":
            return "declined"
        case "accepted" if row in offer.left:
            return "left"
        case _:
            return "waiting"


def _doer(taken: LowerRow, ground: _Ground) -> LowerRow | None:
    """The row of the organisation it was delegated to, however often it was passed on; None = not taken there yet."""
    seen: set[int] = set()
    one: LowerRow | None = taken
    while one is not None and one.adoption == "delegated" and one.id not in seen:
        seen.add(one.id)
        wanted = one.delegated_to
        one = next((child for child in ground.children.get(one.id, ()) if child.organisation_id == wanted), None)
    return one


def _standing(
    base: tuple[int, str, str, str, int], taken: LowerRow, doer: LowerRow | None, ground: _Ground
) -> BelowLine:
    given = ground.names.get(taken.delegated_to or 0, "") if taken.adoption == "delegated" else ""
    if doer is None:
        return BelowLine(*base, "taken", item_id=taken.id, given_to=given)
    found, life = ground.progress[doer.id], ground.lives[doer.organisation_id]
    late = found.standing is Standing.OVERDUE and found.next_due is not None
    below = [ground.progress[child.id].standing for child in ground.children.get(doer.id, ())]
    return BelowLine(
        *base,
        "taken",
        item_id=taken.id,
        standing=found.standing,
        done=found.done,
        total=found.total,
        of_pairs=doer.id in ground.of_pairs,
        due_on=found.next_due,
        late_days=life.calendar.between(found.next_due, life.today(ground.at)) if late and found.next_due else 0,
        paper=ground.papers.get(doer.id),
        given_to=given,
        handed_on=counted([("taken", standing) for standing in below]),
    )
