"""`/roadmap`: the roadmap of a school by sections with its timeline; of many schools together; as a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.actors import Role
from engine.deadlines import Standing
from engine.words import Words
from storage import roadmaps
from storage.scope import visible
from storage.tables.roadmaps import roadmaps as table
from web.counts import COUNTERS
from web.download import download
from web.entering import Entered
from web.gantt import drawing
from web.visit import Visit
from workflows.lint_roadmap import lint_roadmap
from workflows.show_offers import list_offers, notices
from workflows.show_progress import RoadmapProgress, RowLine, Section, TimelineLine, show_progress
from workflows.show_timeline import show_timeline
from workflows.show_today import count_late_rows

router = APIRouter()

STANDING_KEYS = {
    Standing.UPCOMING: "ahead",
    Standing.UNDERWAY: "doing",
    Standing.DONE: "done",
    Standing.OVERDUE: "overdue",
    Standing.NEEDS_DATE: "needs-date",
}
"""The words of addresses and of the tag macro."""

OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator"})
"""Who may change what the roadmap asks for; observers only look."""

_HEADINGS = (
    Words("№", "No"),
    Words("Раздел", "Section"),
    Words("Мероприятие", "Activity"),
    Words("Срок в источнике", "Deadline in the source"),
    Words("Так понято", "Understood as"),
    Words("Ближайший срок", "Next due"),
    Words("Состояние", "Status"),
    Words("Просрочка, раб. дней", "Working days late"),
    Words("Выполнено", "Done"),
    Words("Всего", "Total"),
    Words("Ответственный", "Responsible"),
    Words("Результат", "Result"),
    Words("Переносы", "Moved dates"),
    Words("Подтверждения", "Evidence"),
)


@router.get("/roadmap")
def overview(visit: Entered) -> Response:
    """The school's own roadmap when there is one to show; otherwise all in sight."""
    place = visit.place
    if place is not None and place.kind == "school" and not visit.asked("all"):
        with visit.read() as tx:
            own = roadmaps.listing(tx, visible=visible(visit.scope, table.c.organisation_id))
        if own:
            return _one(visit, _current(own, visit).id)
    after, past = visit.asked("after"), bool(visit.asked("past"))
    with visit.read() as tx:
        found = show_timeline(
            tx, visit.scope, at=visit.now, after=int(after[:9]) if after.isascii() and after.isdigit() else 0, past=past
        )
        offers = list_offers(tx, visit.scope) if place is not None and place.kind == "school" else ()
    return visit.page(
        "roadmap/overview.html",
        offers=offers,
        found=found,
        past=past,
        acts=not OFFICE.isdisjoint(visit.roles),
        drawings=[(one, drawing(one.timeline)) for one in found.templates],
    )


def _late_rows(tx: Connection, visit: Visit) -> int:
    """Of a school: above schools «Просрочено» counts, and counting its million rows here would hold up every page."""
    if visit.place is None or visit.place.kind in ("region", "municipality"):
        return 0
    return count_late_rows(tx, visit.scope, at=visit.now)


COUNTERS["/roadmap"] = (_late_rows, True)


@router.get("/roadmap/{roadmap_id}")
def one(visit: Entered, roadmap_id: int) -> Response:
    return _one(visit, roadmap_id)


@router.get("/roadmap/{roadmap_id}/xlsx")
def as_file(visit: Entered, roadmap_id: int) -> Response:
    with visit.read() as tx:
        found = show_progress(tx, by=visit.by, roadmap_id=roadmap_id, named=visit.names_shown)
    sheet = Sheet(found.row.title, [visit.say(title) for title in _HEADINGS], _rows(found, visit))
    return download(spreadsheet(sheet), "roadmap.xlsx")


def _one(visit: Visit, roadmap_id: int) -> Response:
    with visit.read() as tx:
        found = show_progress(tx, by=visit.by, roadmap_id=roadmap_id, named=visit.names_shown)
        told = notices(tx, by=visit.by, roadmap=found.row)
        findings = lint_roadmap(tx, by=visit.by, roadmap_id=roadmap_id)
        others = roadmaps.listing(tx, visible=(table.c.organisation_id == found.row.organisation_id))
    by_rows = visit.asked("view") == "timeline"
    wanted = visit.asked("status")
    lines = _lines_of_rows(found) if by_rows else None
    return visit.page(
        "roadmap/roadmap.html",
        found=found,
        told=told,
        findings=findings,
        named=visit.names_shown(found.path),
        others=[other for other in others if other.id != roadmap_id],
        drawn=drawing(found.timeline, lines),
        by_rows=by_rows,
        acts=not OFFICE.isdisjoint(visit.roles_on(found.path)),
        wanted=wanted,
        sections=list(_wanted(found.sections, wanted)),
        counts={STANDING_KEYS[key]: number for key, number in found.counts.items()},
        keys=STANDING_KEYS,
    )


def _current(own: Iterable[Any], visit: Visit) -> Any:
    """The one whose period holds today, the newest of several; else the newest."""
    rows = list(own)
    running = [row for row in rows if row.period_start <= visit.today <= row.period_end]
    return max(running or rows, key=lambda row: (row.period_start, row.id))


def _wanted(sections: Iterable[Section], wanted: str) -> Iterator[Section]:
    for section in sections:
        rows = tuple(row for row in section.rows if not wanted or _key(row) == wanted)
        if rows:
            yield Section(section.title, rows)


def _key(row: RowLine) -> str:
    return STANDING_KEYS[row.standing] if row.standing else ""


def _lines_of_rows(found: RoadmapProgress) -> list[TimelineLine]:
    return [
        TimelineLine(f"{row.number}. {row.title}", row.bars, 0) for section in found.sections for row in section.rows
    ]


def _rows(found: RoadmapProgress, visit: Visit) -> Iterator[list[Cell]]:
    for section in found.sections:
        for row in section.rows:
            yield [
                row.number,
                section.title,
                row.title,
                row.deadline_text,
                row.understood,
                row.progress.next_due,
                visit.say(row.standing.words) if row.standing else row.why,
                row.late_days or None,
                row.progress.done,
                row.progress.total,
                _responsible(row, visit, said=visit.names_shown(found.path)),
                row.result,
                "\n".join(_moved(row, said=visit.names_shown(found.path))),
                sum(row.proofs.values()) or None,
            ]


def _responsible(row: RowLine, visit: Visit, *, said: bool) -> str:
    """`said`: the words of the source, too, which may name people."""
    if row.responsible:
        return visit.say(row.responsible)
    return row.responsible_text if said else ""


def _moved(row: RowLine, *, said: bool) -> Iterator[str]:
    """`said`: why, too; above the own organisation nobody's words are shown."""
    for move in row.moves:
        before = f"{move.from_day:%d.%m.%Y}" if move.from_day else "—"
        yield f"{before} → {move.to_day:%d.%m.%Y}" + (f": {move.reason}" if said else "")
