"""The five built-in roadmaps against the answer key of the deadline language."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from engine.deadlines.reading import read
from engine.lifecycle.definition import RoadmapDue
from engine.refusals import BadInput
from engine.roadmaps import RoadmapTemplate, shifted
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.definitions.roadmap_files import template, templates

KEY = Path(__file__).parents[2] / "fixtures" / "deadlines" / "seeds.tsv"
SEEDS = {
    "S0": "s0-school-2020",
    "S1": "s1-teachers-2025",
    "S2": "s2-multifunctional-2021",
    "S3": "s3-lyceum-2020",
    "S4": "s4-district-2022",
}
TARGETS = {
    "K1": ((2020, 10), (2021, 30), (2022, 40), (2023, 55), (2024, 70)),
    "K2": ((2020, 2), (2021, 4), (2022, 6), (2023, 8), (2024, 10)),
    "K3": ((2020, 10), (2021, 30), (2022, 40), (2023, 55), (2024, 70)),
    "K4": ((2020, 2), (2021, 10), (2022, 20), (2023, 25), (2024, 30)),
}

Row = tuple[str, str, str, str]  # number, kind, value, letters of the words


@pytest.fixture(scope="module")
def answer_key() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {seed: [] for seed in SEEDS}
    with KEY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            seed, _, number = row["id"].partition("-")
            if not number.endswith("-section"):
                rows[seed].append((number, row["kind"], row["value"], letters(row["phrase"])))
    return rows


def letters(words: str) -> str:
    """The words without the line breaks and the hyphens at line ends that the source's cells have."""
    return re.sub(r"\s", "", words.replace("-\\n", "-").replace("\\n", "")).replace("-", "")


def test_there_are_five_templates() -> None:
    assert templates() == tuple(sorted(SEEDS.values()))
    assert [template(key).key for key in templates()] == list(templates())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_has_its_number_deadline_and_words(seed: str, answer_key: dict[str, list[Row]]) -> None:
    items = template(SEEDS[seed]).items
    ours = [(i.number, i.deadline.kind, i.deadline.value, letters(i.deadline_text)) for i in items]
    assert ours == answer_key[seed]


@pytest.mark.parametrize("key", SEEDS.values())
def test_the_words_of_every_row_read_as_stated(key: str) -> None:
    roadmap = template(key)
    heard = {item.number: read(item.deadline_text, roadmap.period).deadline for item in roadmap.items}
    assert heard == {item.number: item.deadline for item in roadmap.items}


@pytest.mark.parametrize("start", [date(2026, 9, 1), date(2027, 1, 1), date(2024, 2, 1)], ids=str)
@pytest.mark.parametrize("key", SEEDS.values())
def test_re_dated_rows_read_as_stated_too(key: str, start: date) -> None:
    roadmap = shifted(template(key), start)
    assert roadmap.period.start == start
    heard = {item.number: read(item.deadline_text, roadmap.period).deadline for item in roadmap.items}
    assert heard == {item.number: item.deadline for item in roadmap.items}


def test_all_eighty_four_rows_are_there() -> None:
    assert [len(template(key).items) for key in SEEDS.values()] == [10, 26, 27, 7, 14]


def test_kinds_of_deadline_are_as_counted_by_hand() -> None:
    kinds = Counter(item.deadline.kind for key in SEEDS.values() for item in template(key).items)
    assert kinds == {
        "point": 15,
        "month": 21,
        "range": 8,  # six spans of months, one of years, and the days of August
        "multi": 4,
        "recurring": 5,
        "continuous": 23,
        "external": 5,
        "event": 1,
        "empty": 2,
    }


@pytest.mark.parametrize("seed", ["S0", "S3"])
def test_four_indicators_have_five_yearly_targets(seed: str) -> None:
    series = template(SEEDS[seed]).indicators
    assert {one.key: one.targets for one in series} == TARGETS
    assert all(one.numerator and one.denominator for one in series)


def test_sixteen_rows_of_the_school_plan_wait_for_somebody() -> None:
    waiting = [item.number for item in template("s1-teachers-2025").items if item.responsible is None]
    assert waiting == [str(n) for n in (3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22)]


def test_measurable_rows_of_the_school_plan_have_their_thresholds() -> None:
    found = {item.number: [str(t) for t in item.thresholds] for item in template("s1-teachers-2025").items}
    assert {number: thresholds for number, thresholds in found.items() if thresholds} == {
        "1": ["staff_covered >= 10 %"],
        "3": ["experts >= 5", "lessons_per_group >= 3"],
        "6": ["consents = 100 %"],
        "10": ["plans_done >= 90 %", "participants = 100 %"],
        "11": ["attendance >= 90 %"],
        "17": ["diagnostics_passed = 100 %"],
        "20": ["rubrics >= 2"],
        "21": ["publications >= 3"],
        "22": ["council_attendance >= 90 %"],
        "23": ["rows_done = 100 %"],
        "24": ["rows_on_time = 100 %"],
        "26": ["representatives >= 3"],
    }


@pytest.mark.parametrize(
    ("seed", "key", "number", "stage"),
    [
        ("S1", "pairs-formed", "5", "formed"),
        ("S1", "consents", "6", "formed"),
        ("S1", "first-meeting", "8", "acquaintance"),
        ("S1", "plans-approved", "9", "planning"),
        ("S1", "closing-game", "11", "work"),
        ("S1", "diagnostics", "17", None),
        ("S2", "pairs-formed", "4.5", "formed"),
        ("S2", "plans-approved", "1.7", "planning"),
        ("S2", "closing-game", "4.7", "work"),
        ("S2", "mentoring-report", "1.8", "final_meeting"),
    ],
)
def test_lifecycles_find_the_rows_that_drive_stages(seed: str, key: str, number: str, stage: str | None) -> None:
    item = template(SEEDS[seed]).item(key)
    assert item is not None
    assert (item.number, item.drives) == (number, stage)


@pytest.mark.parametrize("key", lifecycles())
def test_every_date_a_lifecycle_asks_for_stands_in_the_school_plan(key: str) -> None:
    plan = template("s1-teachers-2025")
    asked = {
        rule.item: stage.key for stage in lifecycle(key).stages for rule in stage.due if isinstance(rule, RoadmapDue)
    }
    assert asked
    assert {item: row.drives for item in asked if (row := plan.item(item))} == asked


@pytest.mark.parametrize(
    ("seed", "number", "responsible", "coexecutors", "document"),
    [
        ("S0", "1.2", "head", ("administrator",), "order"),
        ("S0", "2.2", "external", (), "certificate"),
        ("S1", "9", "head", (), "order"),
        ("S1", "25", "head", ("curator",), "roadmap"),
        ("S2", "1.8", "mentor", (), "report"),
        ("S2", "4.6", "curator", ("mentor",), None),
        ("S3", "1.2", None, (), "guidelines"),
        ("S3", "1.3", "head", (), "regulation"),
        ("S4", "1.3", "administrator", ("head",), "agreement"),
        ("S4", "2.1", "head", (), None),
        ("S4", "3.6", "administrator", ("head", "external"), "reference"),
    ],
)
def test_rows_keep_who_answers_and_what_proves(
    seed: str, number: str, responsible: str | None, coexecutors: tuple[str, ...], document: str | None
) -> None:
    item = template(SEEDS[seed]).item(number)
    assert item is not None
    assert (item.responsible, item.coexecutors, item.document_kind) == (responsible, coexecutors, document)


def test_the_lyceum_keeps_its_order_goal_and_seven_tasks() -> None:
    lyceum = template("s3-lyceum-2020")
    assert lyceum.approved is not None
    assert (lyceum.approved.number, lyceum.approved.on.isoformat()) == ("256/2020-О", "2020-12-07")
    assert lyceum.goal
    assert len(lyceum.tasks) == 7


@pytest.mark.parametrize("key", SEEDS.values())
def test_titles_name_no_year_that_re_dating_would_leave_behind(key: str) -> None:
    roadmap = template(key)
    said = [roadmap.title.ru, roadmap.title.en, *(item.title + item.result for item in roadmap.items)]
    assert [words for words in said if re.search(r"\b20\d\d\b", words)] == []


@pytest.mark.parametrize("key", SEEDS.values())
def test_every_row_says_what_its_result_is(key: str) -> None:
    roadmap: RoadmapTemplate = template(key)
    assert [item.number for item in roadmap.items if not item.title or not item.result] == []


def test_an_unknown_template_is_bad_input_with_the_list() -> None:
    with pytest.raises(BadInput) as caught:
        template("s9")
    assert caught.value.field == "template"
    assert "s1-teachers-2025" in caught.value.words.ru


def test_a_mistyped_template_gets_the_nearest_name() -> None:
    with pytest.raises(BadInput) as caught:
        template("s1-teacher-2025")
    assert "`s1-teachers-2025`" in caught.value.words.en
