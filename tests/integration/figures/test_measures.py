"""Each measure on a small cast, counted by hand: a school of seven members of staff, three mentors, four mentees."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.indicators.counting import RULES, counting_in
from engine.indicators.share import Share
from storage import measures
from storage.database import Database
from storage.measure_frame import Frame
from storage.tables.organisations import people
from storage.tables.roadmaps import items
from tests.support.cast import District, Player, consent, district, organisation, player
from tests.support.pair_life import MONDAY, Story
from workflows.answer_survey import answer_survey
from workflows.apply_roadmap import apply_roadmap
from workflows.approve_plan import approve_plan
from workflows.complete_item import complete_item, reason_proof
from workflows.definitions.indicator_files import measure
from workflows.definitions.indicator_files import measures as measure_keys
from workflows.end_pair import end_pair
from workflows.enter_count import enter_count
from workflows.give_publication import give_publication
from workflows.invite_to_event import invite_to_event
from workflows.mark_plan import mark_plan
from workflows.open_survey import open_survey
from workflows.plan_event import EventPlan, plan_event
from workflows.record_event import record_event
from workflows.record_meeting import record_meeting
from workflows.revoke_role import revoke_role
from workflows.set_plan import set_plan

DECEMBER = date(2025, 12, 1)
FRAME = Frame(path="", since=date(2025, 8, 1), on=DECEMBER, year=2025)


class School(Story):
    """Two pairs. The staff: director, curator, mentor, mentee, and three more; the pupil is a mentee, too."""

    second_id: int = 0

    def frame(self, **more: Any) -> Frame:
        return replace(FRAME, **({"path": self.cast.school.path} | more))

    def count(self, text: str, **more: Any) -> int:
        wanted = counting_in(text, "test"), self.frame(**more)
        return self.read(lambda tx: measures.totals(tx, [wanted]))[wanted]

    def share(self, key: str, **more: Any) -> Share:
        told = measure(key)
        asked = [(one, self.frame(**more)) for one in (*told.numerator, *told.denominator)]
        found = self.read(lambda tx: measures.totals(tx, asked))
        above = sum(found[one, self.frame(**more)] for one in told.numerator)
        return Share(
            above, sum(found[one, self.frame(**more)] for one in told.denominator) if told.denominator else None
        )


@pytest.fixture
def school(database: Database) -> School:
    with database.write() as tx:
        cast: District = district(tx)
        others = [
            player(tx, cast.school, name, f"t{number}")
            for number, name in enumerate(("Орлова Ия Львовна", "Котов Ян Ильич", "Рыбин Лев Олегович"))
        ]
        consent(tx, others[0], "personal-data")
    told = School(database, cast, programme_id=0, extra={one.name: one for one in others})
    told.start("group")
    told.form(mentee_ids=[cast.mentee.id, cast.pupil.id])
    first = told.pair_id
    told.form(mentor_id=others[0].id, mentee_ids=[others[1].id, others[2].id])
    told.second_id, told.pair_id = told.pair_id, first
    return told


def names(school: School, text: str, **more: Any) -> list[str]:
    one = counting_in(text, "test")
    found = school.read(lambda tx: measures.behind(tx, [one], school.frame(**more), most=50))
    return [row.label.split()[0] for row in found]


def test_every_declared_rule_has_its_query_and_every_measure_can_be_counted(school: School) -> None:
    assert frozenset(RULES) == measures.REGISTERED
    for key in measure_keys():
        assert school.share(key).numerator >= 0, key


@pytest.fixture
def filled(school: School) -> School:
    """Something for every rule: meetings with somebody absent, answers, plans, rows, proofs, a partner, numbers."""
    school.done(apply_roadmap, organisation_id=school.cast.school.id, template_key="s1-teachers-2025")
    with school.database.write() as tx:
        works = organisation(tx, "Завод", "partner", parent=school.cast.municipality)
        smith = player(tx, works, "Кузнецов Глеб Ильич", "smith", kind="employer")
        consent(tx, smith, "personal-data")
    school.form(mentor_id=smith.id, mentee_ids=[absent(school), school.extra["Рыбин Лев Олегович"].id])
    school.day = date(2025, 9, 3)
    school.done(
        record_meeting, pair_id=school.second_id, kind="acquaintance", held_on=school.day, absent=[absent(school)]
    )
    survey = school.done(open_survey, programme_id=school.programme_id, kind="diagnostics", period="2025-Q3").id
    school.done(answer_survey, survey_id=survey, person_id=school.cast.mentor.id, answers={})
    school.done(set_plan, pair_id=school.second_id, lines=[("Разговор", MONDAY), ("Отчёт", MONDAY)])
    school.done(mark_plan, pair_id=school.second_id, position=1, done_on=MONDAY)
    row = school.read(lambda tx: tx.execute(select(items.c.id).where(items.c.number == "21")).scalar_one())
    school.done(give_publication, item_id=row, link="https://vk.test/1")
    other = school.read(lambda tx: tx.execute(select(items.c.id).where(items.c.number == "19")).scalar_one())
    school.done(complete_item, item_id=other, proof=reason_proof("Отправлено", field="reason"))
    told = {"what": "council_attendance", "year": 2025, "words": "Протокол 1"}
    school.done(enter_count, organisation_id=school.cast.school.id, value=5, whole=6, **told)
    for kind, numbers in (("training", None), ("council", (6, 5))):
        plan = EventPlan(kind=kind, title="Событие", on=school.day)
        event = school.done(plan_event, organisation_id=school.cast.school.id, plan=plan).id
        chosen = [school.cast.mentor.id, school.cast.mentee.id]
        school.done(invite_to_event, event_id=event, person_ids=chosen, role="expert")
        school.done(record_event, event_id=event, held_on=school.day, came=chosen[:1], numbers=numbers)
    return school


ASKED = (
    "people(kind=staff)",
    "people(kind=staff, role=either)",
    "participants()",
    "consenting(consent=personal-data)",
    "met()",
    "answered(survey=diagnostics)",
    "expected(meeting=any)",
    "expected(meeting=acquaintance)",
    "present(meeting=any)",
    "present(meeting=acquaintance)",
    "plan_items(state=all)",
    "plan_items(state=done)",
    "pairs()",
    "pairs(plan=written)",
    "rows(state=all)",
    "rows(state=done)",
    "rows(state=on_time)",
    "proofs()",
    "enterprises()",
    "enterprises(role=mentor)",
    "entered(what=council_attendance)",
    "whole(what=council_attendance)",
    "came()",
    "came(event=training)",
    "invited(event=council)",
    "invited_or_whole(event=council, what=council_attendance)",
    "guests(kind=staff)",
    "experts()",
    "lessons()",
    "attended(meeting=any)",
    "awaited(meeting=acquaintance)",
)


def test_every_rule_is_asked_for_its_rows() -> None:
    assert {counting_in(text, "test").rule for text in ASKED} == measures.REGISTERED


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("above", [False, True], ids=["school", "district"])
def test_the_rows_behind_a_number_add_up_to_it(filled: School, text: str, above: bool) -> None:
    place = filled.cast.municipality if above else filled.cast.school
    found = filled.read(
        lambda tx: measures.behind(tx, [counting_in(text, "test")], filled.frame(path=place.path), most=200)
    )
    once = {(row.kind, row.ident, row.ref, row.amount) for row in found}
    number = filled.count(text, path=place.path)
    assert sum(amount for *_, amount in once) == number
    assert number > 0 or (text == "enterprises()" and not above)  # the partner lies beside the school


def test_staff_covered(school: School) -> None:
    assert school.share("staff_covered") == Share(5, 7)  # two mentors and three mentees; the pupil is no staff
    assert names(school, "people(kind=staff, role=mentor)") == ["Иванова", "Орлова"]


def test_consents_of_participants(school: School) -> None:
    assert school.share("consents") == Share(4, 6)
    third = next(one for one in school.extra.values() if one.name.startswith("Котов"))
    with school.database.write() as tx:
        consent(tx, third, "personal-data")
    assert school.share("consents") == Share(5, 6)


def test_a_consent_counts_from_its_day_on(school: School) -> None:
    assert school.share("consents", on=date(2025, 8, 30)).numerator == 0


def test_participants_who_met_and_attendance(school: School) -> None:
    school.day = date(2025, 9, 3)
    school.meet("acquaintance")
    school.done(
        record_meeting, pair_id=school.second_id, kind="acquaintance", held_on=school.day, absent=[absent(school)]
    )
    assert school.share("participants") == Share(5, 6)
    assert school.share("attendance") == Share(5, 6)
    school.day = date(2025, 9, 10)
    school.meet("work")
    assert school.share("attendance") == Share(8, 9)
    assert school.share("participants") == Share(5, 6)


def test_attendance_of_the_meeting_a_row_is_about_is_of_everybody(school: School) -> None:
    school.day = date(2025, 9, 3)
    school.meet("acquaintance")
    assert school.share("attendance", meeting="final") == Share(0, 6)
    school.day = date(2025, 11, 20)
    school.meet("final")
    assert school.share("attendance", meeting="final") == Share(3, 6)
    assert names(school, "present(meeting=final)") == ["Иванова", "Смирнов", "Соколов"]


def test_plans_done(school: School) -> None:
    school.done(set_plan, pair_id=school.pair_id, lines=[("Урок", MONDAY), ("Отчёт", MONDAY)])
    school.done(set_plan, pair_id=school.second_id, lines=[("Разговор", MONDAY)])
    assert school.share("plans_done") == Share(0, 3)
    school.done(mark_plan, pair_id=school.pair_id, position=1, done_on=MONDAY)
    assert school.share("plans_done") == Share(1, 3)
    assert names(school, "plan_items(state=done)") == ["Урок"]


def test_lines_taken_out_of_a_plan_count_until_that_day(school: School) -> None:
    school.done(set_plan, pair_id=school.pair_id, lines=[("Урок", MONDAY), ("Отчёт", MONDAY)])
    school.day = date(2025, 9, 2)
    school.done(set_plan, pair_id=school.pair_id, lines=[("Урок", MONDAY)])
    assert school.share("plans_done") == Share(0, 1)
    assert school.share("plans_done", on=MONDAY) == Share(0, 2)


def test_a_plan_in_every_pair(school: School) -> None:
    assert school.share("plans_written") == Share(0, 2)
    school.done(set_plan, pair_id=school.pair_id, lines=[("Урок", MONDAY)])
    assert school.share("plans_written") == Share(1, 2)
    assert names(school, "pairs(plan=written)") == ["№"]
    assert school.share("plans_approved") == Share(0, 2)
    paper = school.paper("order", "plan-approval", number="7")
    school.done(approve_plan, pair_id=school.pair_id, paper_id=paper)
    assert school.share("plans_approved") == Share(1, 2)
    school.done(set_plan, pair_id=school.pair_id, lines=[("Урок", MONDAY), ("Отчёт", MONDAY)])
    assert school.share("plans_approved") == Share(1, 2)  # its first edition was approved


def test_a_pair_that_never_began_has_no_plan(school: School) -> None:
    school.done(set_plan, pair_id=school.second_id, lines=[("Разговор", MONDAY)])
    school.done(end_pair, pair_id=school.second_id, outcome="never_started", notice_on=MONDAY)
    assert school.share("plans_done") == Share(0, 0)
    assert school.share("staff_covered") == Share(2, 7)


def test_diagnostics_passed_counts_the_latest_survey(school: School) -> None:
    survey = school.done(open_survey, programme_id=school.programme_id, kind="diagnostics", period="2025-Q3").id
    school.done(answer_survey, survey_id=survey, person_id=school.cast.mentor.id, answers={})
    assert school.share("diagnostics_passed") == Share(1, 6)
    school.day = date(2025, 10, 6)
    school.done(open_survey, programme_id=school.programme_id, kind="diagnostics", period="2025-Q4")
    assert school.share("diagnostics_passed") == Share(0, 6)
    assert school.share("diagnostics_passed", since=date(2025, 7, 1), opened_by=date(2025, 9, 30)) == Share(1, 6)


def test_children_by_their_age_on_the_day(school: School) -> None:
    born(school, school.cast.pupil, date(2011, 12, 1))  # 14 on the day
    assert school.count("people(kind=pupil, role=mentee, from_age=10, to_age=19)") == 1
    assert school.count("people(kind=pupil, role=mentee, from_age=14, to_age=14)") == 1
    assert school.count("people(kind=pupil, role=mentee, from_age=15, to_age=19)") == 0
    assert school.count("people(kind=pupil, role=mentee, from_age=10, to_age=13)") == 0
    assert school.count("people(kind=pupil, role=mentor, from_age=10, to_age=19)") == 0


def test_young_specialists_by_the_years_of_their_work(school: School) -> None:
    hired(school, school.cast.mentee, date(2022, 12, 1))
    hired(school, school.extra["Рыбин Лев Олегович"], date(2022, 11, 30))
    assert school.count("people(kind=staff, hired_years=3)") == 1
    assert school.count("people(kind=staff, role=mentee, hired_years=3)") == 1
    assert school.count("people(kind=staff, hired_years=4)") == 2


def test_a_role_counts_while_it_is_held_a_pair_for_the_whole_time(school: School) -> None:
    with school.database.write() as tx:
        newcomer = player(tx, school.cast.school, "Титова Ольга Ивановна", "titova", role="mentor")
    assert school.count("people(kind=staff, role=mentor)") == 3
    grant = school.read(lambda tx: tx.exec_driver_sql(f"SELECT id FROM role_grant WHERE person_id = {newcomer.id}"))
    school.day = date(2025, 10, 1)
    school.done(revoke_role, grant_id=int(grant.scalar_one()))
    assert school.count("people(kind=staff, role=mentor)") == 2
    school.done(end_pair, pair_id=school.second_id, outcome="by_agreement", notice_on=school.day)
    assert school.count("people(kind=staff, role=mentor)") == 2


def test_enterprises_whose_people_mentor(school: School) -> None:
    with school.database.write() as tx:
        works = organisation(tx, "Завод", "partner", parent=school.cast.municipality)
        organisation(tx, "Фабрика", "partner", parent=school.cast.municipality)
        smith = player(tx, works, "Кузнецов Глеб Ильич", "smith", kind="employer")
        consent(tx, smith, "personal-data")
    school.form(mentor_id=smith.id, mentee_ids=[absent(school), school.extra["Рыбин Лев Олегович"].id])
    assert school.count("enterprises(role=mentor)") == 1
    assert school.count("enterprises(role=mentor)", path=school.cast.municipality.path) == 1
    assert school.count("enterprises()", path=school.cast.municipality.path) == 2
    assert school.count("enterprises(role=mentor)", path=school.cast.other_school.path) == 0


def test_entered_numbers_the_newest_of_a_year_is_in_force(school: School) -> None:
    def told(year: int, value: int, place: Any = None) -> None:
        organisation_id = (place or school.cast.school).id
        school.done(
            enter_count,
            organisation_id=organisation_id,
            what="children-10-19",
            year=year,
            value=value,
            words="Письмо района",
        )

    told(2025, 1100)
    told(2025, 1200)
    told(2024, 900)
    told(2025, 300, school.cast.other_school)
    rule = "entered(what=children-10-19)"
    assert school.count(rule) == 1200
    assert school.count(rule, year=2024) == 900
    assert school.count(rule, year=2023) == 0
    above = school.cast.municipality
    assert school.count(rule, path=above.path) == 1500
    told(2025, 5000, above)
    assert school.count(rule, path=above.path) == 5000  # it stands for everything below


def test_a_council_is_counted_of_those_invited_or_of_the_staff(school: School) -> None:
    told = {"organisation_id": school.cast.school.id, "what": "council_attendance", "year": 2025, "words": "Протокол 1"}
    school.done(enter_count, value=5, **told)
    assert school.share("council_attendance") == Share(5, 7)
    school.done(enter_count, value=5, whole=6, **told)
    assert school.share("council_attendance") == Share(5, 6)


def test_figures_of_another_school_are_not_counted(school: School) -> None:
    other = school.cast.other_school.path
    assert [school.share(key, path=other).numerator for key in ("staff_covered", "consents", "plans_done")] == [0, 0, 0]


def test_numbers_of_organisations_add_up(school: School) -> None:
    above = school.frame(path=school.cast.municipality.path)
    one = counting_in("participants()", "test")
    found = school.read(lambda tx: measures.by_organisation(tx, [one], above))
    assert found == {school.cast.school.id: 6}
    assert school.read(lambda tx: measures.totals(tx, [(one, above)])) == {(one, above): 6}


def test_who_is_lacking_is_listed(school: School) -> None:
    told = measure("consents")
    found = school.read(
        lambda tx: measures.behind(tx, told.denominator, school.frame(), most=9, without=told.numerator)
    )
    assert [row.label for row in found] == ["Котов Ян Ильич", "Рыбин Лев Олегович"]


def absent(school: School) -> int:
    return school.extra["Котов Ян Ильич"].id


def born(school: School, who: Player, day: date) -> None:
    with school.database.write() as tx:
        tx.execute(update(people).where(people.c.id == who.id).values(born=day))


def hired(school: School, who: Player, day: date) -> None:
    with school.database.write() as tx:
        tx.execute(update(people).where(people.c.id == who.id).values(hired=day))
