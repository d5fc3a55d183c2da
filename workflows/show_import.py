"""A draft of a roadmap as its review page shows it: the source's words beside what was understood, doubts on top."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.named_people import people_named
from engine.periods import school_year_of
from engine.refusals import Refused
from engine.roadmap_making import Made, made_of
from engine.roadmap_mending import LeftLine, Mended, MendedRow
from engine.roadmaps import TemplateItem
from storage import item_sheet
from storage.roadmap_imports import ImportRow
from workflows.introduce_roadmap import RowAhead, row_ahead
from workflows.lint_roadmap import Linted, lint_review
from workflows.local_life import LocalLife
from workflows.mend_import import mark_of
from workflows.roadmap_changes import RoadmapDifference, roadmap_changes
from workflows.roadmap_import_at_hand import ImportAtHand, take_import

ROWS_ON_A_PAGE = 50
_MOST_STAFF = 500
_MOST_ASKED = 100  # rows that have passed and are asked about one by one


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of the review. `ahead` None: it is thrown out. `named` are people of the organisation it may mean.

    `mark` tells whether somebody mended it meanwhile; `change` what it is to the live roadmap: added, changed,
    same, or "" where there is none.
    """

    row: MendedRow
    ahead: RowAhead | None
    mark: str
    named: tuple[tuple[int, str], ...]
    person: str
    change: str


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """`rows` are those of the page; `doubtful` all that have open questions. `staff`: (id, name)."""

    row: ImportRow
    life: LocalLife
    review: Mended
    refused: Refused | None
    rows: tuple[ReviewRow, ...]
    doubtful: tuple[ReviewRow, ...]
    past: tuple[tuple[str, RowAhead], ...]
    page: int
    pages: int
    only: str
    staff: tuple[tuple[int, str], ...]
    findings: tuple[Linted, ...]
    difference: RoadmapDifference | None

    @property
    def undecided(self) -> tuple[LeftLine, ...]:
        return tuple(line for line in self.review.left if not line.said)


def show_import(
    tx: Connection,
    *,
    by: By,
    import_id: int,
    named: Callable[[str], bool],
    page: int = 1,
    only: str = "",
    row: str | None = None,
    most: int | None = ROWS_ON_A_PAGE,
) -> ImportSheet:
    """`named` says at which organisation's path people have names for the reader. `only`: `doubts`, `changed`, or "" =
    every row; `row`: that one alone; `most` on a page, None = all on one. The number of statements does not grow with
    the rows. Raises BadInput when there is no such import the reader may see.
    """
    at_hand = take_import(tx, by=by, import_id=import_id, verb="roadmap.mend")
    own = named(at_hand.life.path)
    people = item_sheet.staff_of(tx, at_hand.row.organisation_id, most=_MOST_STAFF) if own else ()
    staff = tuple((one.id, one.name) for one in people)
    correcting = at_hand.row.roadmap_id is not None and at_hand.row.state == "draft"
    difference = roadmap_changes(tx, at_hand) if correcting and at_hand.review.period is not None else None
    view = _View(at_hand, staff, difference, at_hand.life.today(by.at))
    chosen = [one for one in at_hand.review.rows if view.wanted(one, only) and row in (None, one.name)]
    most = most or max(len(chosen), 1)
    pages = max(1, -(-len(chosen) // most))
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * most : page * most]
    return ImportSheet(
        row=at_hand.row,
        life=at_hand.life,
        review=at_hand.review,
        refused=at_hand.refused,
        rows=tuple(view.shown(one) for one in shown),
        doubtful=tuple(view.shown(one) for one in at_hand.review.live if one.open) if row is None else (),
        past=view.past() if row is None and difference is None else (),
        page=page,
        pages=pages,
        only=only,
        staff=staff,
        findings=lint_review(at_hand.review, organisation=at_hand.school) if row is None else (),
        difference=difference,
    )


class _View:
    """What every row is shown against, found once."""

    def __init__(
        self,
        at_hand: ImportAtHand,
        staff: Sequence[tuple[int, str]],
        difference: RoadmapDifference | None,
        today: date,
    ) -> None:
        self._at_hand = at_hand
        self._staff = staff
        self._today = today
        self._period = at_hand.review.period or school_year_of(today)
        self._items = self._made()
        self._titles = {one.number: one.title for one in at_hand.review.sections}
        self._names = dict(staff)
        self._changes = _changes_of(difference)

    def wanted(self, row: MendedRow, only: str) -> bool:
        if only == "doubts":
            return bool(row.open) and not row.dropped
        return only != "changed" or self._changes.get(row.name, "") in ("added", "changed")

    def shown(self, row: MendedRow) -> ReviewRow:
        item = self._items.get(row.name)
        named = [each for said in row.item.who.named for each in people_named(said, self._staff)]
        return ReviewRow(
            row=row,
            ahead=None if item is None else self._ahead(item),
            mark=mark_of(row),
            named=tuple((person, self._names[person]) for person in dict.fromkeys(named)),
            person=self._names.get(row.person_id or 0, ""),
            change=self._changes.get(row.name, ""),
        )

    def past(self) -> tuple[tuple[str, RowAhead], ...]:
        """Rows whose days have passed, by their name in the review; too many are answered for all at once."""
        found = [(name, self._ahead(item)) for name, item in self._items.items()]
        gone = tuple((name, ahead) for name, ahead in found if ahead.past)
        return gone if len(gone) <= _MOST_ASKED else ()

    def _ahead(self, item: TemplateItem) -> RowAhead:
        return row_ahead(item, self._titles, self._period, self._at_hand.life, self._today)

    def _made(self) -> dict[str, TemplateItem]:
        made: Made = made_of(self._at_hand.review, key="", period=self._period, kind="school")
        return {row.name: item for row, item in zip(made.rows, made.template.items, strict=True)}


def _changes_of(found: RoadmapDifference | None) -> Mapping[str, str]:
    if found is None:
        return {}
    return (
        {row.name: "added" for row, _ in found.added}
        | {one.row.name: "changed" for one in found.changed}
        | {one.row.name: "same" for one in found.same}
    )
