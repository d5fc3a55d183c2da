"""The roadmap as a paper: its rows with their states, in the order and under the names of its own columns."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row

from engine.deadlines import Standing
from engine.papers.model import Block, Column, PaperForm, Table
from engine.papers.spelling import date_in_figures
from storage import paper_rows, roadmaps
from workflows.papers.ground import Found, Ground
from workflows.show_progress import RowLine, show_progress

_STATUS = "status"
_PERCENT = "\N{NO-BREAK SPACE}%"
_SAID = {
    "number": "number",
    "activity": "activity",
    "deadline": "deadline",
    "responsible": "responsible",
    "result": "result",
    "document": "document",
    "result_document": "result",
    "indicator": "indicator",
}
_WIDTHS = {"number": 14, "deadline": 34, "responsible": 36, "document": 34, "indicator": 36}
_STANDING = {
    Standing.UPCOMING: "впереди",
    Standing.UNDERWAY: "идёт",
    Standing.OVERDUE: "просрочено",
    Standing.NEEDS_DATE: "нужна дата",
}
_LEAST_OWN = 3  # columns of its own; fewer are no table of a roadmap


def roadmap(ground: Ground) -> Found:
    stored = paper_rows.live_roadmap(ground.tx, ground.organisation.id, ground.number("roadmap"))
    if stored is None:
        return {}
    shown = show_progress(ground.tx, by=ground.by, roadmap_id=stored.id, named=lambda _: True)
    rows = {one.row.id: one.row for one in roadmaps.live_items(ground.tx, stored.id)}
    done = _done_days(ground)
    return {
        "roadmap.title": stored.title,
        "roadmap.from": stored.period_start,
        "roadmap.to": stored.period_end,
        "roadmap.goal": stored.goal,
        "roadmap.aims": "\n".join(stored.aims),
        "roadmap.on": ground.today,
        "items": [_line(line, rows[line.id], done.get(line.id)) for section in shown.sections for line in section.rows],
    }


def roadmap_rows(ground: Ground) -> Found:
    """The rows of the roadmap in force as a plan of activities."""
    stored = paper_rows.live_roadmap(ground.tx, ground.organisation.id, ground.number("roadmap"))
    rows = [] if stored is None else [one.row for one in roadmaps.live_items(ground.tx, stored.id)]
    return {
        "events": [{"title": one.title, "due": one.deadline_text, "responsible": one.responsible_text} for one in rows]
    }


def goal(ground: Ground) -> Found:
    """The goal and the tasks of the roadmap in force, where it names them."""
    stored = paper_rows.live_roadmap(ground.tx, ground.organisation.id, ground.number("roadmap"))
    return {} if stored is None else {"goal.text": stored.goal, "aims.text": "\n".join(stored.aims)}


def shaped(ground: Ground) -> PaperForm:
    """The form with the columns the roadmap itself had, its state at the end; unchanged where it had none."""
    stored = paper_rows.live_roadmap(ground.tx, ground.organisation.id, ground.number("roadmap"))
    known: dict[str, str] = {}
    for meaning, words in stored.headings if stored is not None else ():
        if meaning in _SAID:
            known.setdefault(_SAID[meaning], words)
    if len(known) < _LEAST_OWN:
        return ground.form
    columns = [
        Column(words, f"{{{{ row.{name} }}}}", _WIDTHS.get(name, 0), "center" if name == "number" else "left")
        for name, words in known.items()
    ]
    columns.append(Column("Отметка о выполнении", "{{ row.status }}", 40))
    return replace(ground.form, layout=tuple(_with(block, tuple(columns)) for block in ground.form.layout))


def _with(block: Block, columns: tuple[Column, ...]) -> Block:
    return replace(block, columns=columns) if isinstance(block, Table) and block.over == "items" else block


def _line(line: RowLine, row: Row[Any], done: date | None) -> dict[str, Any]:
    return {
        "number": row.number,
        "activity": row.title,
        "deadline": row.deadline_text,
        "responsible": row.responsible_text or (line.responsible.ru if line.responsible else ""),
        "result": row.result,
        "document": "",
        "indicator": "; ".join(_threshold(one) for one in row.thresholds),
        _STATUS: _state(line, done),
    }


def _state(line: RowLine, done: date | None) -> str:
    if line.standing is Standing.DONE:
        return f"выполнено {date_in_figures(done)}" if done else "выполнено"
    if line.standing is None:
        return "ведётся" if line.continuous else line.why or "снято"
    said = _STANDING.get(line.standing)
    return f"{said}, {line.late_days} раб. дн." if line.standing is Standing.OVERDUE else said or ""


def _threshold(one: dict[str, Any]) -> str:
    sign = {">=": "≥", "=": "=", "<=": "≤"}[one["comparison"]]
    return f"{sign} {one['value']}{_PERCENT if one['unit'] == 'percent' else ''}"


def _done_days(ground: Ground) -> dict[int, date]:
    """The last day each row was done on."""
    return {
        one.item_id: ground.organisation.today(one.done_at)
        for one in paper_rows.owed_rows(ground.tx, ground.organisation.id)
        if one.status == "done" and one.done_at is not None
    }
