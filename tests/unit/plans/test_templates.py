"""Templates of plans: days relative to a term, fitted into it and onto working days."""

from datetime import date

import pytest

from engine.calendar import WorkCalendar
from engine.periods import Period
from engine.plans.templates import PlanTemplate, RelativeDay, TemplateLine, filled
from engine.words import Words

YEAR = Period(date(2025, 9, 1), date(2026, 5, 29))
START, END, PREVIOUS = "start", "end", "previous"


def days(*due: RelativeDay, term: Period = YEAR, calendar: WorkCalendar | None = None) -> list[date]:
    lines = tuple(TemplateLine(f"Пункт {at}", one) for at, one in enumerate(due))
    template = PlanTemplate("t", 1, Words("Т", "T"), (), "Цель", (), "", lines)
    return [line.due_on for line in filled(template, term, calendar or WorkCalendar())]


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (RelativeDay(START), date(2025, 9, 1)),
        (RelativeDay(END), date(2026, 5, 29)),
        (RelativeDay(START, 10, "days"), date(2025, 9, 11)),
        (RelativeDay(START, 3, "weeks"), date(2025, 9, 22)),
        (RelativeDay(START, 1, "months"), date(2025, 10, 1)),
        (RelativeDay(END, -2, "weeks"), date(2026, 5, 15)),
        (RelativeDay(END, -1, "months"), date(2026, 4, 29)),
        (RelativeDay(START, 24, "months"), date(2026, 5, 29)),  # beyond the term: its end
        (RelativeDay(END, -36, "months"), date(2025, 9, 1)),
        (RelativeDay(START, 5, "days"), date(2025, 9, 5)),  # a Saturday: the Friday before
    ],
)
def test_a_day_is_counted_from_its_anchor(due: RelativeDay, day: date) -> None:
    assert days(due) == [day]


def test_the_line_above_is_an_anchor_before_it_was_shifted() -> None:
    found = days(RelativeDay(START, 5, "days"), RelativeDay(PREVIOUS, 1, "weeks"), RelativeDay(PREVIOUS, 3, "days"))
    assert found == [date(2025, 9, 5), date(2025, 9, 12), date(2025, 9, 16)]


def test_no_day_leaves_the_term_for_a_working_one() -> None:
    weekend = Period(date(2025, 9, 6), date(2025, 9, 7))
    assert days(RelativeDay(START), RelativeDay(END), term=weekend) == [date(2025, 9, 6), date(2025, 9, 7)]
    from_saturday = Period(date(2025, 9, 6), date(2025, 12, 25))
    assert days(RelativeDay(START), term=from_saturday) == [date(2025, 9, 8)]


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (RelativeDay(END), "в день окончания"),
        (RelativeDay(PREVIOUS, 2, "months"), "через 2 мес. после предыдущего пункта"),
        (RelativeDay(END, -10, "days"), "за 10 дн. до окончания"),
    ],
)
def test_a_day_is_told_in_words(due: RelativeDay, words: str) -> None:
    assert due.told().ru == words


def test_a_template_without_forms_fits_any() -> None:
    assert PlanTemplate("t", 1, Words("Т", "T"), (), "", (), "", ()).fits("group")
    assert not PlanTemplate("t", 1, Words("Т", "T"), ("pupil-pair",), "", (), "", ()).fits("group")
