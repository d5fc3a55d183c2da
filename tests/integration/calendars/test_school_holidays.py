"""School holidays: whose word holds, versions, and what plans of meetings and events make of them."""

from datetime import date

import pytest

from engine.refusals import BadInput, Refused
from engine.school_holidays import Holiday, SchoolYear
from engine.words import Words
from storage.database import Database
from tests.integration.pairs.test_commands import FACTS, School
from tests.support.pair_life import Story, story
from tests.support.site import served
from workflows.definitions.built_in import keys
from workflows.definitions.holiday_files import built_in_year, holidays_from_json, holidays_to_json
from workflows.plan_event import EventPlan, plan_event
from workflows.plan_meeting import Details, plan_meeting
from workflows.plan_series import plan_series
from workflows.publish_holidays import holidays_in, publish_holidays, restore_holidays
from workflows.school_holidays import year_in_force

AUTUMN = Holiday(Words("осенние каникулы", "autumn holidays"), date(2025, 10, 20), date(2025, 10, 26))
OWN = SchoolYear("2025-2026", 1, (AUTUMN,), source="приказ № 7")
SPAN = '  - {title: {ru: "осенние каникулы"}, first: "2026-10-26", last: "2026-11-01"}'
FILE = """holidays: "2026-2027"
version: {version}
spans:
  - {{title: {{ru: "осенние каникулы"}}, first: "2026-10-26", last: "2026-11-01"}}
"""


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    made.walk_to("acquaintance")
    return made


def series(told: Story, **more: object) -> list[tuple[str, str]]:
    """The days a series of Tuesdays leaves out, with the reasons."""
    made = told.done(
        plan_series, pair_id=told.pair_id, series="по вторникам до 18.11.2025", details=Details(at_time="15:00"), **more
    )
    return [(f"{one.day:%d.%m}", one.why.ru) for one in made.left_out]


def test_a_series_leaves_the_recommended_holidays_out_and_says_why(told: Story) -> None:
    assert series(told) == [("28.10", "осенние каникулы"), ("04.11", "выходной день")]
    assert series(told, through_holidays=True) == [("04.11", "выходной день")]


def test_the_nearest_word_holds_and_can_be_taken_back(told: Story) -> None:
    school, above = told.cast.school, told.cast.municipality
    told.done(publish_holidays, organisation=above, year=SchoolYear("2025-2026", 1, ()))
    assert series(told) == [("04.11", "выходной день")]
    made = told.done(publish_holidays, organisation=school, year=OWN)
    assert (made.version, made.fresh, made.before) == (1, True, None)
    assert series(told) == [("21.10", "осенние каникулы"), ("04.11", "выходной день")]
    assert told.done(publish_holidays, organisation=school, year=OWN).fresh is False
    told.done(restore_holidays, organisation=school, key="2025-2026", version=None)
    assert told.read(lambda tx: year_in_force(tx, school.path, "2025-2026")).path == above.path
    told.done(restore_holidays, organisation=school, key="2025-2026", version=1)
    assert told.read(lambda tx: year_in_force(tx, school.path, "2025-2026")).own == SchoolYear(
        "2025-2026", 3, (AUTUMN,), source="приказ № 7"
    )


def test_what_is_published_never_changes_and_heads_say_it(told: Story) -> None:
    school = told.cast.school
    told.done(publish_holidays, organisation=school, year=OWN)
    assert isinstance(told.run(publish_holidays, organisation=school, year=SchoolYear("2025-2026", 1, ())), Refused)
    told.who = told.cast.curator
    assert isinstance(told.run(publish_holidays, organisation=school, year=OWN), Refused)


def test_a_day_in_the_holidays_is_agreed_with_a_warning(told: Story) -> None:
    warned = told.done(plan_meeting, pair_id=told.pair_id, kind="work", on=date(2025, 10, 28))
    assert warned.holiday == Words("осенние каникулы", "autumn holidays")
    assert told.done(plan_meeting, pair_id=told.pair_id, kind="work", on=date(2025, 11, 5)).holiday is None
    plan = EventPlan("other", "Ёлка", date(2026, 1, 5))
    assert told.done(plan_event, organisation_id=told.cast.school.id, plan=plan).holiday.ru == "зимние каникулы"


def test_the_built_in_years_read_as_they_are_stored() -> None:
    for key in keys("holidays"):
        year = built_in_year(key)
        assert year is not None
        assert year.key == key
        assert holidays_from_json(holidays_to_json(year)) == year


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2026-2027", "2026-2028", "учебный год"),
        ("2026-11-01", "2026-10-01", "первый день не позже последнего"),
        ("2026-11-01", "2026-11-31", "такого дня нет"),
        ("spans:\n", f"spans:\n{SPAN}\n", "по порядку"),
        ("spans:\n", "inherits: true\nspans:\n", "своих дней нет"),
        ("spans", "span", "span"),
    ],
)
def test_a_faulty_file_is_told_with_its_line(before: str, after: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        holidays_in(FILE.format(version=1).replace(before, after), "our.yaml")
    assert told in str(caught.value)
    assert "our.yaml:" in str(caught.value)


def test_by_command(tmp_path_factory: pytest.TempPathFactory, url: str) -> None:
    folder = tmp_path_factory.mktemp("holidays")
    school = School(folder, url)
    file = folder / "our.yaml"
    file.write_text(FILE.format(version=1), encoding="utf-8")
    made = school.json("org", "holidays", *FACTS, "--file", file)
    assert (made["year"], made["version"], made["fresh"]) == ("2026-2027", 1, True)
    shown = school.json("org", "school-year", *FACTS, "--year", "2026-2027")
    assert [(one["first"], one["title"]["ru"]) for one in shown["holidays"]] == [("2026-10-26", "осенние каникулы")]
    assert school.json("org", "school-year", *FACTS, "--year", "2025-2026")["path"] == ""


def test_a_head_says_them_on_the_page_and_takes_them_back(database: Database) -> None:
    told = story(database)
    with served(database, at=told.at) as site:
        head = site.browser(told.cast.director.id)
        address = "/settings/holidays"
        assert "рекомендованные" in head.get(address).text
        sent = {"year": "2025-2026", "title-0": "осенние каникулы", "first-0": "20.10.2025", "last-0": "26 октября"}
        page = head.post(address, sent | {"source": "приказ № 7"})
        assert "так решили вы" in page.text
        assert "приказ" in page.text
        wrong = head.post(address, sent | {"last-0": "10.10.2025"})
        assert wrong.status_code == 422
        assert 'value="10.10.2025"' in wrong.text
        assert "рекомендованные" in head.post(f"{address}/restore", {"year": "2025-2026", "version": ""}).text
        assert "не указаны" in head.get(f"{address}?year=2031-2032").text.replace("\u00a0", " ")
        curator = site.browser(told.cast.curator.id)
        assert curator.post(address, sent).status_code == 404
