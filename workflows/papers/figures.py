"""What the справка says in numbers: the period, people and pairs, indicators, rows done and overdue, conclusions."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from engine.indicators.share import Share
from engine.lifecycle.outcomes import OUTCOMES
from engine.papers.spelling import number_in_figures
from storage import paper_rows, paper_values
from workflows.figures_at_hand import Figures, figures_of
from workflows.papers.ground import Found, Ground
from workflows.papers.pairs import form_title

_WINTER, _SUMMER = (12, 20), (6, 20)
_PERCENT = "\N{NO-BREAK SPACE}%"
_SIGNS = {">=": "не менее", "=": "", "<=": "не более"}


def period(ground: Ground) -> Found:
    """The half-year that ends on 20 December or 20 June, unless the subject names its days."""
    since, until = half_year(ground.day("to") or ground.today)
    return {"period.from": ground.day("from") or since, "period.to": ground.day("to") or until}


def half_year(on: date) -> tuple[date, date]:
    """The days a справка written on `on` is about: up to the nearest 20 December or 20 June that is not far ahead.

    >>> half_year(date(2026, 6, 20))
    (datetime.date(2025, 12, 21), datetime.date(2026, 6, 20))
    """
    if (on.month, on.day) > _WINTER:
        until = date(on.year + 1, *_SUMMER)
    elif (on.month, on.day) > _SUMMER:
        until = date(on.year, *_WINTER)
    else:
        until = date(on.year, *_SUMMER)
    before = date(until.year - 1, *_WINTER) if until.month == _SUMMER[0] else date(until.year, *_SUMMER)
    return before + timedelta(days=1), until


def counts(ground: Ground) -> Found:
    since, until = _days(ground)
    stays = paper_values.counted(ground.tx, ground.organisation.id, since=since, until=until)
    pairs = {one.id: one for one in stays}
    closed = Counter(one.outcome for one in pairs.values() if one.closed_on is not None and one.closed_on <= until)
    people = {role: {one.person_id for one in stays if one.role == role} for role in ("mentor", "mentee")}
    rows: list[dict[str, Any]] = [
        {"title": "Пар и групп за период", "number": len(pairs)},
        {"title": "из них работают", "number": len(pairs) - sum(closed.values())},
        *(
            {"title": f"из них {words.ru}", "number": closed[outcome]}
            for outcome, words in OUTCOMES.items()
            if closed[outcome]
        ),
        {"title": "Наставников", "number": len(people["mentor"])},
        {"title": "Наставляемых", "number": len(people["mentee"])},
        {
            "title": "Проведено встреч",
            "number": paper_values.held_in(ground.tx, ground.organisation.id, since=since, until=until),
        },
    ]
    live = sum(1 for one in pairs.values() if one.closed_on is None)
    return {"counts": rows, "forms": _by_form(stays), "counts.pairs": live}


def figures(ground: Ground) -> Found:
    """Yearly series and thresholds of rows: what the plan asks for and what came of it."""
    found = figures_of(ground.tx, ground.organisation.id, at=ground.by.at)
    series = [
        {
            "title": one.row.title,
            "plan": "" if one.target is None else f"{number_in_figures(one.target)}{_PERCENT} ({one.year} год)",
            "fact": one.share.told,
            "counted": _made_of(one.share),
        }
        for one in found.series
    ]
    rows = [
        {
            "title": f"{one.row.number}. {reading.measure.title.ru}",
            "plan": _asked(reading.threshold.comparison, reading.threshold.value, reading.threshold.unit),
            "fact": reading.share.told,
            "counted": _made_of(reading.share),
        }
        for one in found.rows
        for reading in one.readings
    ]
    return {"figures": _unique([*series, *rows])}


def roadmap_done(ground: Ground) -> Found:
    """Rows closed in the period, and rows overdue on its last day (today, while it goes on)."""
    since, until = _days(ground)
    rows = paper_rows.owed_rows(ground.tx, ground.organisation.id)
    zone = ground.organisation
    done = [
        {"number": one.number, "title": one.title, "on": zone.today(one.done_at)}
        for one in rows
        if one.status == "done" and one.done_at is not None and since <= zone.today(one.done_at) <= until
    ]
    on = min(until, ground.today)
    late = [
        {"number": one.number, "title": one.title, "due": one.due_on}
        for one in rows
        if one.status == "open" and one.ladder != "review" and one.due_on is not None and one.due_on < on
    ]
    return {"done": _unique(done), "late": _unique(late)}


def conclusions(ground: Ground) -> Found:
    """Sentences a person may keep or write anew: they only repeat what the figures say."""
    told, rows = counts(ground), roadmap_done(ground)
    found = figures_of(ground.tx, ground.organisation.id, at=ground.by.at)
    numbers = {str(row["title"]): row["number"] for row in told["counts"]}  # type: ignore[union-attr, index]  # rows of `counts`
    done, late = len(rows["done"]), len(rows["late"])  # type: ignore[arg-type]  # lists of rows
    lines = [
        f"За период работали наставнические пары и группы: {numbers['Пар и групп за период']}; "
        f"участвовали наставники: {numbers['Наставников']}, наставляемые: {numbers['Наставляемых']}.",
        f"По дорожной карте выполнено пунктов: {done}, просрочено: {late}.",
        *_about_thresholds(found),
    ]
    return {"conclusions": "\n".join(lines)}


def results(ground: Ground) -> Found:
    """The first part of the final collection: the same figures as sentences."""
    return {"results": conclusions(ground)["conclusions"]}


def _about_thresholds(found: Figures) -> list[str]:
    """Which thresholds are reached and which are not."""
    known: dict[str, bool] = {}
    for row in found.rows:
        for reading in row.readings:
            known.setdefault(reading.measure.title.ru, reading.compared.reached)
    reached = [title for title, ok in known.items() if ok]
    short = [title for title, ok in known.items() if not ok]
    return [
        *([f"Показатели достигнуты: {'; '.join(reached)}."] if reached else []),
        *([f"Показатели пока не достигнуты: {'; '.join(short)}."] if short else []),
    ]


def _days(ground: Ground) -> tuple[date, date]:
    since, until = half_year(ground.day("to") or ground.today)
    return ground.day("from") or since, ground.day("to") or until


def _by_form(stays: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    rows = []
    for key in sorted({one.lifecycle for one in stays}):
        mine = [one for one in stays if one.lifecycle == key]
        rows.append(
            {
                "form": form_title(key),
                "pairs": len({one.id for one in mine}),
                "mentors": len({one.person_id for one in mine if one.role == "mentor"}),
                "mentees": len({one.person_id for one in mine if one.role == "mentee"}),
            }
        )
    return rows


def _asked(comparison: str, value: int, unit: str) -> str:
    return f"{_SIGNS[comparison]} {value}{_PERCENT if unit == 'percent' else ''}".strip()


def _made_of(share: Share) -> str:
    return "" if share.denominator is None else f"{share.numerator} из {share.denominator}"


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each line once: a row owed by many pairs stands once for a day."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        known.setdefault(tuple(row.values()), row)
    return list(known.values())
