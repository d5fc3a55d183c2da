from datetime import date

from engine.calendar import WorkCalendar

SPRING = WorkCalendar(week=5, days_off=frozenset({date(2026, 5, 1), date(2026, 5, 11)}))


def test_days_off_and_weekends_are_not_worked() -> None:
    worked = [day for day in range(1, 13) if SPRING.is_working(date(2026, 5, day))]
    assert worked == [4, 5, 6, 7, 8, 12]


def test_saturday_is_worked_in_a_six_day_week() -> None:
    assert WorkCalendar(week=6).is_working(date(2026, 5, 16))
    assert not WorkCalendar(week=6).is_working(date(2026, 5, 17))


def test_a_worked_weekend_day_wins_over_the_week() -> None:
    moved = WorkCalendar(week=5, worked=frozenset({date(2025, 11, 1)}))
    assert moved.is_working(date(2025, 11, 1))
    assert moved.add(date(2025, 10, 31), 1) == date(2025, 11, 1)


def test_shifting_leaves_a_working_day_alone() -> None:
    assert SPRING.on_or_after(date(2026, 5, 8)) == date(2026, 5, 8)
    assert SPRING.on_or_before(date(2026, 5, 8)) == date(2026, 5, 8)


def test_shifting_crosses_holidays_and_weekends() -> None:
    assert SPRING.on_or_after(date(2026, 5, 9)) == date(2026, 5, 12)
    assert SPRING.on_or_before(date(2026, 5, 11)) == date(2026, 5, 8)


def test_notice_on_monday_ends_on_thursday() -> None:
    assert WorkCalendar().add(date(2026, 3, 16), 3) == date(2026, 3, 19)


def test_counting_back_skips_days_off() -> None:
    assert SPRING.add(date(2026, 5, 12), -2) == date(2026, 5, 7)


def test_no_days_keep_the_day_even_when_it_is_off() -> None:
    assert SPRING.add(date(2026, 5, 9), 0) == date(2026, 5, 9)


def test_days_late_count_working_days_after_the_due_day() -> None:
    assert SPRING.between(date(2026, 5, 8), date(2026, 5, 11)) == 0
    assert SPRING.between(date(2026, 5, 8), date(2026, 5, 12)) == 1
    assert SPRING.between(date(2026, 5, 12), date(2026, 5, 8)) == 0
