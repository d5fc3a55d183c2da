"""Where things lie on the drawing of a timeline."""

from datetime import date

import pytest

from engine.obligations import Bar, Paint
from engine.periods import Period
from web.gantt import LABELS, WIDTH, drawing
from workflows.show_progress import Timeline, TimelineLine

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))


def timeline(*bars: Bar, period: Period = YEAR, today: date = date(2026, 1, 15), title: str = "Раздел") -> Timeline:
    return Timeline(period, today, (TimelineLine(title, bars, late=2),))


def test_a_year_fills_the_width_from_the_labels_on() -> None:
    drawn = drawing(timeline(Bar(YEAR.start, YEAR.end, Paint.DONE)))
    [bar] = drawn.lines[0].bars
    assert (bar.x, round(bar.x + bar.width)) == (LABELS, drawn.right)
    assert len(drawn.months) == 12
    assert all(LABELS <= month.x < WIDTH for month in drawn.months)


def test_a_single_day_can_be_seen() -> None:
    long = Period(date(2022, 1, 1), date(2026, 12, 31))
    [bar] = drawing(timeline(Bar(date(2025, 9, 1), date(2025, 9, 1), Paint.OVERDUE), period=long)).lines[0].bars
    assert bar.width == 3


def test_many_years_name_only_some_months() -> None:
    drawn = drawing(timeline(period=Period(date(2022, 1, 1), date(2026, 12, 31))))
    assert len(drawn.months) <= 13


@pytest.mark.parametrize("today", [date(2025, 8, 31), date(2026, 9, 1)])
def test_today_outside_the_period_is_not_drawn(today: date) -> None:
    drawn = drawing(timeline(today=today))
    assert (drawn.today_x, drawn.late_fits) == (None, False)


def test_the_flag_of_today_stays_inside() -> None:
    first, last = drawing(timeline(today=YEAR.start)), drawing(timeline(today=YEAR.end))
    assert first.flag_x - 52 > 0
    assert last.flag_x + 52 <= WIDTH
    assert (first.late_fits, last.late_fits) == (True, False)


def test_a_long_title_is_cut_at_a_word() -> None:
    whole = "Организационная, методическая и информационно-просветительская поддержка участников"
    line = drawing(timeline(title=whole)).lines[0]
    assert (line.title, line.short) == (whole, "Организационная, методическая и…")
