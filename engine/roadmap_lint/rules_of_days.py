"""Rules about days and years: outside the period, before the approval, against the words of the row itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from engine.deadlines.model import Ambiguous, Unreadable
from engine.roadmap_lint.days_in_words import days_in, stale_years
from engine.roadmap_lint.model import Found, LintRoadmap, LintRow, Rule
from engine.words import Words

_PREPARING: Final = timedelta(days=45)
"""A plan of a school year is prepared in August; days this long before its period surprise nobody."""


def outside_period(roadmap: LintRoadmap) -> Iterator[Found]:
    """A day before the period (but for its preparation) or after it."""
    if roadmap.period is None:
        return
    period, earliest = roadmap.period, roadmap.period.start - _PREPARING
    for row in roadmap.rows:
        span = row.span
        if span.due is None or span.last is None:
            continue
        if span.due < earliest or span.last > period.end:
            day = span.due if span.due < earliest else span.last
            yield Found(
                (row,),
                row.deadline_text,
                Words(
                    f"Срок {_day(day)} вне периода карты: {_day(period.start)} — {_day(period.end)}",
                    f"Due on {day}, outside the roadmap's period {period.start} to {period.end}",
                ),
                Words("Проверьте год срока или период карты", "Check the deadline's year or the roadmap's period"),
            )


def stale_year(roadmap: LintRoadmap) -> Iterator[Found]:
    """A year in the row's words that passed before the period (or before every deadline) begins."""
    first = _first_year(roadmap)
    if first is None:
        return
    for row in roadmap.rows:
        years = dict.fromkeys(years for text in row.texts for years in stale_years(text, before=first))
        if years:
            named = ", ".join(f"«{one}»" for one in years)
            yield Found(
                (row,),
                ", ".join(years),
                Words(
                    f"В тексте назван {named}, а карта начинается в {first} году: след прошлой карты",
                    f"The text names {named}, but the roadmap begins in {first}: left over from an earlier one",
                ),
                Words(
                    f"Исправьте год в тексте пункта {row.number}", f"Correct the year in the text of row {row.number}"
                ),
            )


def before_approval(roadmap: LintRoadmap) -> Iterator[Found]:
    """Due before the roadmap was approved: by the head of the document or by the row that approves it."""
    approved, by = _approval(roadmap)
    if approved is None:
        return
    for row in roadmap.rows:
        if row is by or row.due is None or row.due >= approved:
            continue
        yield Found(
            (row,) if by is None else (row, by),
            row.deadline_text,
            Words(
                f"Срок {_day(row.due)} раньше, чем утверждена карта ({_day(approved)})",
                f"Due on {row.due}, before the roadmap is approved ({approved})",
            ),
            Words(
                f"Перенесите срок пункта {row.number} за день утверждения или отметьте его выполненным",
                f"Date row {row.number} after the approval or mark it as done",
            ),
        )


def starts_before_approval(roadmap: LintRoadmap) -> Iterator[Found]:
    """It begins in a year before the one in which the roadmap was approved, though it is due later."""
    approved, by = _approval(roadmap)
    if approved is None:
        return
    for row in roadmap.rows:
        start, due = row.span.start, row.due
        if row is by or start is None or due is None or due < approved or start.year >= approved.year:
            continue
        yield Found(
            (row,) if by is None else (row, by),
            row.deadline_text,
            Words(
                f"Пункт начинается в {start.year} году, а карта утверждается {_day(approved)}",
                f"The row begins in {start.year}, but the roadmap is approved on {approved}",
            ),
            Words(
                f"Начните срок пункта {row.number} с {approved.year} года",
                f"Let the deadline of row {row.number} begin in {approved.year}",
            ),
        )


def inner_date(roadmap: LintRoadmap) -> Iterator[Found]:
    """The activity names a day of its own, and the cell of the deadline names another."""
    for row in roadmap.rows:
        span = row.span
        if span.due is None or span.last is None:
            continue
        for said in days_in(row.activity):
            if not said.fits(span.start, span.due, span.last):
                yield Found(
                    (row,),
                    said.words,
                    Words(
                        f"В тексте пункта названа дата «{said.words}», а в сроке — «{row.deadline_text}»",
                        f"The row's text names the date “{said.words}”, its deadline says “{row.deadline_text}”",
                    ),
                    Words("Оставьте одну из двух дат", "Keep one of the two dates"),
                )
                break


def unclear_deadline(roadmap: LintRoadmap) -> Iterator[Found]:
    """The deadline can be read in more than one way, or in none."""
    for row in roadmap.rows:
        if isinstance(row.deadline, Ambiguous | Unreadable):
            yield Found(
                (row,),
                row.deadline_text,
                row.deadline.why,
                Words("Напишите день, месяц или «в течение года»", "Write a day, a month or “during the year”"),
            )


def _first_year(roadmap: LintRoadmap) -> int | None:
    if roadmap.period is not None:
        return roadmap.period.start.year
    named = [day.year for row in roadmap.rows if (day := row.span.start or row.due) is not None]
    return min(named, default=None)


def _approval(roadmap: LintRoadmap) -> tuple[date | None, LintRow | None]:
    """The day of the approving order; without one the first day of the row that approves the roadmap."""
    if roadmap.approved_on is not None:
        return roadmap.approved_on, None
    for row in roadmap.rows:
        if "roadmap-approved" in row.doings and row.span.start is not None:
            return row.span.start, row
    return None, None


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


DAYS: tuple[Rule, ...] = (
    Rule(
        "outside-period",
        Words("Срок вне периода карты", "A date outside the period"),
        Words(
            "Срок раньше начала периода больше чем на полтора месяца или позже его конца. Подготовка в августе "
            "к учебному "
            "году ошибкой не считается.",
            "The deadline is over six weeks before the period or after its end. Preparing a school year in "
            "August is fine.",
        ),
        "warning",
        outside_period,
    ),
    Rule(
        "stale-year",
        Words("Прошлый год в тексте", "A stale year in the text"),
        Words(
            "В тексте пункта назван год раньше начала карты. Даты законов и приказов («от 29.12.2012»), "
            "«начиная с …» и "
            "промежутки, которые захватывают период карты, не считаются.",
            "The row's words name a year before the roadmap begins. Dates of laws and orders, “since …” and "
            "spans that reach "
            "into the period do not count.",
        ),
        "warning",
        stale_year,
    ),
    Rule(
        "before-approval",
        Words("Срок раньше утверждения карты", "Due before the approval"),
        Words(
            "Срок пункта кончается раньше дня приказа, которым утверждена карта (или пункта, который её утверждает).",
            "The row is due before the day of the order that approves the roadmap (or of the row that approves it).",
        ),
        "warning",
        before_approval,
    ),
    Rule(
        "starts-before-approval",
        Words("Пункт начинается раньше утверждения карты", "Begins before the approval"),
        Words(
            "Промежуток пункта начинается в году до утверждения карты, хотя кончается после него.",
            "The row's span begins in a year before the roadmap is approved, though it ends after that.",
        ),
        "warning",
        starts_before_approval,
    ),
    Rule(
        "inner-date",
        Words("Дата в тексте спорит со сроком", "A date in the text against the deadline"),
        Words(
            "В содержании пункта названа своя дата, и она не совпадает с графой срока. Даты приказов и законов не "
            "считаются.",
            "The activity names a date of its own which does not agree with the deadline's cell. Dates of "
            "orders and laws "
            "do not count.",
        ),
        "warning",
        inner_date,
    ),
    Rule(
        "unclear-deadline",
        Words("Срок понят не наверняка", "An unclear deadline"),
        Words(
            "Слова срока можно понять по-разному или нельзя понять совсем: программа задаст о нём вопрос.",
            "The words of the deadline can be read in several ways or in none: the program will ask about it.",
        ),
        "hint",
        unclear_deadline,
    ),
)
