from datetime import date

from engine.deadlines import Continuous, Point
from engine.periods import Period
from engine.roadmaps import Approval, IndicatorSeries, RoadmapTemplate, Section, TemplateItem, Threshold, shifted
from engine.words import Words

CONSENTS = TemplateItem(
    number="6",
    key="consents",
    section="A",
    title="Собрать согласия",
    deadline_text="до 20.09.2025",
    deadline=Point(date(2025, 9, 20)),
    source_deadline_text="до 20.09.2025",
)
MENTORS = TemplateItem(
    number="2",
    key="mentor-base",
    section="A",
    title="Собрать базу",
    deadline_text="весь период",
    deadline=Continuous(),
    source_deadline_text="весь период",
)
SHARE = IndicatorSeries("K1", "Доля", "А : Б", "А", "Б", ((2025, 10), (2026, 30)))
PLAN = RoadmapTemplate(
    key="plan",
    title=Words("План", "Plan"),
    organisation_kind="school",
    period=Period(date(2025, 9, 1), date(2026, 8, 31)),
    sections=(Section("A", "Начало"),),
    items=(CONSENTS, MENTORS),
    indicators=(SHARE,),
    approved=Approval("директор", "12-О", date(2025, 8, 29)),
)


def test_re_dating_by_a_year_moves_period_items_and_targets() -> None:
    moved = shifted(PLAN, date(2026, 9, 1))
    assert moved.period == Period(date(2026, 9, 1), date(2027, 8, 31))
    assert [item.deadline for item in moved.items] == [Point(date(2026, 9, 20)), Continuous()]
    assert moved.indicators[0].targets == ((2026, 10), (2027, 30))


def test_re_dating_writes_new_words_and_keeps_the_source() -> None:
    consents, mentors = shifted(PLAN, date(2026, 9, 1)).items
    assert consents.deadline_text == "до 20 сентября 2026 г."
    assert consents.source_deadline_text == "до 20.09.2025"
    assert mentors == MENTORS


def test_the_day_of_the_month_plays_no_part() -> None:
    assert shifted(PLAN, date(2026, 9, 14)) == shifted(PLAN, date(2026, 9, 1))


def test_nobody_approved_the_new_dates() -> None:
    assert shifted(PLAN, date(2026, 1, 1)).approved is None


def test_the_same_month_changes_nothing() -> None:
    assert shifted(PLAN, date(2025, 9, 30)) is PLAN


def test_a_yearly_target_moves_with_the_end_of_its_year() -> None:
    assert shifted(PLAN, date(2026, 1, 1)).indicators[0].targets == ((2026, 10), (2027, 30))
    assert shifted(PLAN, date(2025, 5, 1)).indicators[0].targets == ((2025, 10), (2026, 30))


def test_a_row_is_found_by_key_or_number() -> None:
    assert PLAN.item("consents") is CONSENTS
    assert PLAN.item("2") is MENTORS
    assert PLAN.item("closing-game") is None


def test_a_year_without_a_target_has_none() -> None:
    assert (SHARE.target(2026), SHARE.target(2030)) == (30, None)


def test_a_threshold_says_what_it_counts() -> None:
    assert str(Threshold("publications", ">=", 3, "count")) == "publications >= 3"
