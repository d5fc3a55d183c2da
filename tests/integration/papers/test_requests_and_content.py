"""The papers of the campaign: requests against resources, the content plan, the plan of the last pair."""

from datetime import date

from sqlalchemy import Connection

from engine.refusals import Refused
from storage import papers
from storage.database import Database
from tests.integration.papers.test_paper_flows import DAY, School, done
from workflows.answer_survey import answer_survey
from workflows.apply_roadmap import apply_roadmap
from workflows.close_by_paper import offers
from workflows.form_pair import form_pair
from workflows.issue_paper import PaperIssued, issue_paper, write_draft
from workflows.open_survey import open_survey
from workflows.papers.collecting import PaperValues
from workflows.record_article import record_article
from workflows.set_plan import set_plan
from workflows.start_programme import start_programme

Said = str | list[str]
COMMON: dict[str, Said] = {"form": "in_person", "time": "month"}


def written(tx: Connection, school: School, form: str, **more: object) -> PaperValues:
    return write_draft(tx, by=school.by, draft_id=school.draft(tx, form, **more)).values


def cells(found: PaperValues, name: str, *columns: str) -> list[tuple[str, ...]]:
    rows = found.values[name]
    assert not isinstance(rows, str)
    return [tuple(row[column] for column in columns) for row in rows]


def answered(tx: Connection, school: School, questionnaire: str, person_id: int, **said: Said) -> None:
    opened = done(
        open_survey(tx, by=school.by, programme_id=school.programme_id, period="2025-09", questionnaire=questionnaire)
    )
    done(answer_survey(tx, by=school.by, survey_id=opened.id, person_id=person_id, answers=COMMON | said))


def test_the_analysis_sets_requests_against_resources(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        asks: dict[str, Said] = {"needs": ["lesson", "class"], "urgency": "4", "partner": "any", "psychologist": "5"}
        answered(tx, school, "requests", school.cast.mentee.id, **asks)
        gives: dict[str, Said] = {"competences": ["lesson", "exam"], "partner": "any", "capacity": "one"}
        answered(tx, school, "resources", school.cast.mentor.id, **gives)
        found = written(tx, school, "requests-analysis")
    assert cells(found, "wishes", "title", "requests", "resources", "balance") == [
        ("класс и дисциплина", "1", "0", "не хватает наставников: 1"),
        ("урок и методика", "1", "1", "обеспечено"),
        ("экзамены и олимпиады", "0", "1", "запросов нет"),
    ]
    assert cells(found, "asked", "title", "asked", "answered") == [
        ("Запросы наставляемых", "1", "1"),
        ("Ресурсы наставников", "1", "1"),
    ]
    assert cells(found, "ways", "title", "mentees", "mentors") == [("очно", "1", "1")]
    assert found.values["interviews.wished"] == "Сначала поговорить с психологом хотели бы: 1 из 1 ответивших."
    assert "класс и дисциплина (1)" in str(found.values["conclusions"])
    assert [lack.field.name for lack in found.lacks if not lack.field.source] == ["interviews.text"]


def test_without_answers_the_analysis_says_where_they_come_from(database: Database) -> None:
    with database.write() as tx:
        found = written(tx, School(tx), "requests-analysis")
    lacks = {lack.field.name: lack.url for lack in found.lacks}
    assert lacks["wishes"] == lacks["asked"] == "/surveys"


def test_the_content_plan_lists_rubrics_and_themes_of_the_roadmap(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school
        done(apply_roadmap(tx, by=school.by, organisation_id=place.id, template_key="s1-teachers-2025"))
        for kind, title in (("rubric", "Наши пары"), ("rubric", "Советы"), ("article", "Первая встреча")):
            link = f"https://school.test/{len(title)}"
            done(
                record_article(
                    tx, by=school.by, organisation_id=place.id, kind=kind, link=link, title=title, published_on=DAY
                )
            )
        found = written(tx, school, "content-plan")
    assert cells(found, "rubrics", "title") == [("Наши пары",), ("Советы",)]
    themes = cells(found, "themes", "on.short", "rubric", "theme", "url")
    assert themes[0] == ("10.09.2025", "", "Первая встреча", "https://school.test/14")
    council = next(row for row in themes if row[2].startswith("Выступить на педагогическом совете"))
    assert council[0] == "01.10.2025"
    ahead = [row[1] for row in themes if not row[3]]
    assert ahead[:4] == ["Наши пары", "Советы"] * 2
    assert themes == sorted(themes, key=lambda row: row[0].split(".")[::-1])


def test_a_row_about_all_pairs_is_closed_by_the_plan_of_the_last_one(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school
        applied = done(apply_roadmap(tx, by=school.by, organisation_id=place.id, template_key="s1-teachers-2025"))
        days = {"starts": date(2025, 9, 1), "ends": date(2026, 5, 31)}
        programme = done(
            start_programme(
                tx,
                by=school.by,
                organisation=place,
                title="Учитель — учитель",
                lifecycle="teacher-pair",
                roadmap_id=applied.roadmap_id,
                **days,
            )
        )
        pairs = []
        for mentor, mentee in ((school.cast.mentor, school.cast.mentee), (school.cast.mentee, school.cast.mentor)):
            formed = form_pair(tx, by=school.by, programme_id=programme.id, mentor_id=mentor.id, mentee_ids=[mentee.id])
            pairs.append(done(formed).id)
        first, last = (plan_paper(tx, school, pair) for pair in pairs)
        assert [one.number for one in first.closed] == []
        assert [one.number for one in last.closed] == ["8"]
        paper = papers.get(tx, first.id)
        assert paper is not None
        assert "8" not in {one.number for one in offers(tx, paper)}  # it is closed by the last one


def plan_paper(tx: Connection, school: School, pair_id: int) -> PaperIssued:
    told = {"plan.goal": "Освоить методику", "plan.form": "очно"}
    posts = {f"{who}.position": "учитель" for who in ("curator", "mentor", "mentee")}
    made = set_plan(tx, by=school.by, pair_id=pair_id, lines=[("Посетить урок", date(2025, 9, 10))])
    assert not isinstance(made, Refused)
    typed = {"fields": told | posts}
    draft = school.draft(tx, "plan", pairs=[pair_id], typed=typed)
    return done(issue_paper(tx, by=school.by, draft_id=draft, number="auto", dated=DAY))
