"""Next year's roadmap as it would be made from this year's: each row re-dated, with a reason why it comes or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.periods import Period
from engine.roadmaps import IndicatorSeries, RoadmapTemplate, TemplateItem, Threshold
from engine.words import Words
from engine.year_turn import YEAR, Proposal, RowFacts, goes_on, months_on, next_period, proposed, retitled
from storage import publications, roadmaps
from workflows.derive_obligations import derive_roadmap
from workflows.local_life import LocalLife
from workflows.make_roadmap_live import make_live


@dataclass(frozen=True, slots=True)
class NextRow:
    """A row of this year and what is proposed of it. `taken`: as chosen; `title` as it would be written."""

    row: Row[Any]
    proposal: Proposal
    taken: bool
    title: str


@dataclass(frozen=True, slots=True)
class NextRoadmap:
    """`goes_on`: the roadmap lasts several years and holds in the next one too; nothing is made or re-dated then."""

    roadmap: Row[Any]
    title: str
    period: Period
    goes_on: bool
    rows: tuple[NextRow, ...]

    @property
    def taken(self) -> tuple[NextRow, ...]:
        return tuple(one for one in self.rows if one.taken)

    @property
    def carried(self) -> tuple[NextRow, ...]:
        return tuple(one for one in self.taken if one.proposal.carried is not None)

    @property
    def stale(self) -> tuple[NextRow, ...]:
        return tuple(one for one in self.taken if one.proposal.stale)


@dataclass(frozen=True, slots=True)
class RowChoices:
    """`rows`: ids of the rows to take, None = as proposed. `titles`: new words of rows by their id."""

    rows: frozenset[int] | None = None
    titles: Mapping[int, str] | None = None


def next_roadmap(tx: Connection, roadmap: Row[Any], *, year: Period, choices: RowChoices) -> NextRoadmap:
    """What would be made of a roadmap for the next `year` of a programme."""
    period = Period(roadmap.period_start, roadmap.period_end)
    if goes_on(period, year):
        return NextRoadmap(roadmap, roadmap.title, period, goes_on=True, rows=())
    months = months_on(period)
    following = next_period(period, months)
    rows = tuple(_rows(tx, roadmap.id, following, months, choices))
    return NextRoadmap(roadmap, retitled(roadmap.title, months // YEAR), following, goes_on=False, rows=rows)


def make_next(tx: Connection, ahead: NextRoadmap, *, by: By, life: LocalLife) -> int:
    """Make it live; what was not done is carried over and no longer owed in the old one. Returns the new id."""
    old = ahead.roadmap
    chosen = RoadmapTemplate(
        key=old.template,
        title=Words(ahead.title, ahead.title),
        organisation_kind="school",
        period=ahead.period,
        sections=(),
        items=tuple(_template_item(one) for one in ahead.taken),
        indicators=tuple(_series(row) for row in roadmaps.indicators(tx, old.id)),
        goal=old.goal,
        tasks=tuple(old.aims),
    )
    beside = {one.row.key: _beside(one) for one in ahead.taken}
    made = make_live(
        tx,
        chosen,
        by=by,
        life=life,
        past="open",
        beside=beside,
        heading={"follows_id": old.id, "headings": old.headings},
    )
    for one in ahead.carried:
        roadmaps.change_item(tx, one.row, adoption="carried")
    derive_roadmap(tx, old.id, at=by.at)
    return made.roadmap_id


def _rows(tx: Connection, roadmap_id: int, following: Period, months: int, choices: RowChoices) -> list[NextRow]:
    live = roadmaps.live_items(tx, roadmap_id)
    owed = publications.shares(tx, [one.row.id for one in live])
    promises = publications.open_promises(tx, [one.row.id for one in live])
    found: list[NextRow] = []
    for one in live:
        row = one.row
        shares = [share for share, _ in owed.get(row.id, ())]
        facts = RowFacts(
            row.deadline_kind,
            row.deadline_value,
            row.document_kind,
            done=sum(share.count for share in shares if share.status == "done"),
            open_promises=tuple(promises.get(row.id, ())),
            asked=any(share.status != "cancelled" for share in shares),
            from_above=row.upper_item_id is not None,
            texts=(row.title, row.result, row.section),
        )
        proposal = proposed(facts, row.deadline_text, following, months)
        taken = proposal.take if choices.rows is None else row.id in choices.rows
        found.append(NextRow(row, proposal, taken, (choices.titles or {}).get(row.id) or row.title))
    return found


def _template_item(one: NextRow) -> TemplateItem:
    row = one.row
    return TemplateItem(
        number=row.number,
        key=row.key,
        section=row.section,
        title=one.title,
        deadline_text=one.proposal.deadline_text,
        deadline=one.proposal.deadline,
        source_deadline_text=row.source_deadline_text,
        responsible=row.responsible_role,
        coexecutors=tuple(row.coexecutors),
        responsible_text=row.responsible_text,
        result=row.result,
        document_kind=row.document_kind,
        thresholds=tuple(Threshold(**threshold) for threshold in row.thresholds),
        drives=row.drives,
        notes=_notes(one),
    )


def _notes(one: NextRow) -> tuple[str, ...]:
    kept = tuple(note for note in one.row.notes if not note.startswith(_CARRIED))
    if one.proposal.carried is None:
        return kept
    return (*kept, f"{_CARRIED} первый срок {one.proposal.carried:%d.%m.%Y}")


_CARRIED = "Перенесено с прошлого года:"


def _beside(one: NextRow) -> dict[str, Any]:
    return {"responsible_id": one.row.responsible_id, "shift": one.row.shift}


def _series(row: Row[Any]) -> IndicatorSeries:
    targets = tuple((int(year), target) for year, target in sorted(row.targets.items()))
    return IndicatorSeries(row.key, row.title, row.formula, row.numerator, row.denominator, targets)
