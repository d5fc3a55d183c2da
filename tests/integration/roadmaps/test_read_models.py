"""What the pages of today and of the roadmap read: the same on both databases, by a number of statements that stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from engine.actors import By
from engine.deadlines import Standing
from engine.refusals import BadInput
from storage.database import Database
from storage.scope import EVERYTHING, Scope
from storage.tables.answers import curator_calls
from storage.tables.letters import letters
from storage.tables.organisations import people
from storage.tables.roadmaps import items
from tests.support.cast import player
from tests.support.pair_life import MONDAY, Story, needs, story
from tests.support.statements import counted
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.approve_plans import approve_plans
from workflows.assign_item import assign_item
from workflows.complete_item import Completed, Proof, complete_item
from workflows.list_approvals import count_approvals, list_approvals
from workflows.open_survey import open_survey
from workflows.ready_pairs import ready_pairs
from workflows.reopen_item import reopen_item
from workflows.reschedule_item import reschedule_item
from workflows.set_plan import set_plan
from workflows.show_item import ItemSheet, show_item
from workflows.show_progress import RoadmapProgress, RowLine, show_progress
from workflows.show_timeline import Overview, show_timeline
from workflows.show_today import OfficeDay, OwnDay, count_waiting, show_district_day, show_office_day, show_own_day

LINK = Proof("link", "https://school.test/proof")
OCTOBER = date(2025, 10, 15)


def everybody(_path: str) -> bool:
    return True


def nobody(_path: str) -> bool:
    return False


def with_roadmap(database: Database, template: str = "s1-teachers-2025") -> Story:
    """A school on the first of September with a roadmap, a programme that follows it, and a pair."""
    told = story(database)
    made: Applied = told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key=template)
    told.start(roadmap_id=made.roadmap_id)
    told.form()
    return told


def item_id(told: Story, number: str) -> int:
    wanted = select(items.c.id).where(items.c.number == number).order_by(items.c.id)
    return told.read(lambda tx: int(tx.execute(wanted).scalars().first() or 0))


def progress(told: Story, *, named: bool = True) -> RoadmapProgress:
    seen = everybody if named else nobody
    return told.read(lambda tx: show_progress(tx, by=told.by, roadmap_id=1, named=seen))


def line(told: Story, number: str, **how: bool) -> RowLine:
    [found] = [row for section in progress(told, **how).sections for row in section.rows if row.number == number]
    return found


def sheet(told: Story, number: str, *, by: By | None = None, named: bool = True) -> ItemSheet:
    seen = everybody if named else nobody
    return told.read(lambda tx: show_item(tx, by=by or told.by, item_id=item_id(told, number), named=seen))


def office(told: Story, *, named: bool = True) -> OfficeDay:
    school = Scope(paths=(told.cast.school.path,))
    return told.read(lambda tx: show_office_day(tx, school, named=everybody if named else nobody, at=told.at))


class TestRoadmap:
    def test_rows_stand_in_their_sections_with_the_worst_word_first(self, database: Database) -> None:
        told = with_roadmap(database).on(OCTOBER)
        found = progress(told)
        assert [section.title[:2] for section in found.sections] == ["A.", "B.", "C.", "D.", "E."]
        assert found.total == 26
        late = line(told, "8")
        assert (late.standing, late.progress.next_due) == (Standing.OVERDUE, date(2025, 9, 25))
        assert late.late_days == 14
        assert line(told, "14").standing is Standing.UPCOMING
        assert line(told, "21").standing is Standing.UNDERWAY
        assert line(told, "3").standing is Standing.NEEDS_DATE

    def test_the_source_and_what_was_understood_stand_side_by_side(self, database: Database) -> None:
        shown = line(with_roadmap(database), "17")
        assert (shown.deadline_text, shown.understood) == ("1 раз в квартал", "ежеквартально")

    def test_moves_evidence_and_the_responsible_are_seen(self, database: Database) -> None:
        told = with_roadmap(database)
        row = item_id(told, "8")
        told.done(assign_item, item_id=row, person_id=told.cast.curator.id)
        told.done(reschedule_item, item_id=row, to_day=date(2025, 10, 1), reason="Карантин")
        told.done(complete_item, item_id=row, proof=LINK)
        shown = line(told, "8")
        assert [(move.from_day, move.to_day, move.reason) for move in shown.moves] == [
            (date(2025, 9, 25), date(2025, 10, 1), "Карантин")
        ]
        assert (shown.standing, dict(shown.proofs)) == (Standing.DONE, {"link": 1})
        assert shown.responsible is not None
        assert shown.responsible.ru.startswith("Белова")

    def test_from_above_the_responsible_has_no_name(self, database: Database) -> None:
        told = with_roadmap(database)
        told.done(assign_item, item_id=item_id(told, "8"), person_id=told.cast.curator.id)
        shown = line(told, "8", named=False)
        assert shown.responsible is not None
        assert shown.responsible.ru == "назначенный сотрудник"

    def test_a_row_owed_by_pairs_counts_them(self, database: Database) -> None:
        told = with_roadmap(database, "s2-multifunctional-2021")
        told.form(mentor_id=told.newcomer().id)
        shared = [row for section in progress(told).sections for row in section.rows if row.per_pair]
        assert {row.progress.total for row in shared if row.progress.total} == {2}

    def test_it_is_not_there_for_a_stranger(self, database: Database) -> None:
        told = with_roadmap(database)
        told.who = told.cast.outsider
        with pytest.raises(BadInput):
            progress(told)

    def test_the_timeline_begins_with_the_first_day_and_says_who_is_late(self, database: Database) -> None:
        drawn = progress(with_roadmap(database).on(OCTOBER)).timeline
        assert (drawn.period.start, drawn.period.end) == (date(2025, 8, 1), date(2026, 8, 31))
        assert [line.late for line in drawn.lines] == [6, 1, 3, 2, 1]
        assert all(line.bars for line in drawn.lines)


class TestItem:
    def test_everything_about_a_row(self, database: Database) -> None:
        told = with_roadmap(database)
        row = item_id(told, "8")
        told.done(reschedule_item, item_id=row, to_day=date(2025, 10, 1), reason="Карантин")
        shown = sheet(told, "8")
        [owed] = shown.owed
        assert (owed.due_on, owed.first_due_on, owed.revision) == (date(2025, 10, 1), date(2025, 9, 25), 2)
        assert [question.kind for question in shown.questions] == ["assign"]
        assert shown.coming[0].due_on == date(2025, 10, 1)
        assert (shown.may.complete, shown.may.reschedule, shown.may.bind) == (True, True, False)
        assert (shown.before, shown.after) == (item_id(told, "7"), item_id(told, "9"))

    def test_pairs_have_names_only_inside_the_school(self, database: Database) -> None:
        told = with_roadmap(database, "s2-multifunctional-2021")
        [number, *_] = [row.number for section in progress(told).sections for row in section.rows if row.per_pair]
        inside, above = sheet(told, number), sheet(told, number, named=False)
        assert "Иванова" in inside.owed[0].pair
        assert (above.owed[0].pair, above.owed[0].pair_number) == ("", 1)
        assert "Иванова" not in above.owed[0].holder.ru

    def test_what_one_may_do_follows_the_roles(self, database: Database) -> None:
        told = with_roadmap(database)
        looking = told.cast.mentor.acts(told.at)
        assert not sheet(told, "8", by=looking).may.reschedule
        assert sheet(told, "3", by=told.cast.curator.acts(told.at)).may.bind

    def test_the_responsible_by_name_may_complete_it_without_any_role(self, database: Database) -> None:
        told = with_roadmap(database)
        with database.write() as tx:
            teacher = player(tx, told.cast.school, "Попова Ольга Ивановна", "teacher")
        told.done(assign_item, item_id=item_id(told, "8"), person_id=teacher.id)
        may = sheet(told, "8", by=teacher.acts(told.at)).may
        assert (may.complete, may.reschedule) == (True, False)

    def test_a_mistaken_completion_is_open_again_with_its_questions(self, database: Database) -> None:
        told = with_roadmap(database)
        made: Completed = told.done(complete_item, item_id=item_id(told, "8"), proof=LINK)
        assert sheet(told, "8").questions == []
        told.done(reopen_item, evidence_id=made.evidence_id)
        shown = sheet(told, "8")
        assert ([one.open for one in shown.owed], list(shown.proofs)) == ([True], [])
        assert [question.kind for question in shown.questions] == ["assign"]

    def test_after_a_day_it_stays_done(self, database: Database) -> None:
        told = with_roadmap(database)
        made: Completed = told.done(complete_item, item_id=item_id(told, "8"), proof=LINK)
        told.on(MONDAY + timedelta(days=2))
        assert needs(told.run(reopen_item, evidence_id=made.evidence_id)) == ["time"]
        assert line(told, "8").standing is Standing.DONE


class TestPastDays:
    def test_each_row_may_say_what_becomes_of_its_past(self, database: Database) -> None:
        told = story(database).on(OCTOBER)
        told.done(
            apply_roadmap,
            organisation_id=told.cast.school.id,
            template_key="s1-teachers-2025",
            past_of={"first-meeting": "done", "plans-approved": "not-ours"},
        )
        assert line(told, "8").standing is Standing.DONE
        assert (line(told, "9").standing, line(told, "9").why) == (None, "не относится к организации")
        assert line(told, "6").standing is Standing.OVERDUE


class TestToday:
    def test_a_curator_sees_what_is_late_waits_and_is_ready(self, database: Database) -> None:
        told = with_roadmap(database)
        told.walk_to("planning")
        told.done(set_plan, pair_id=told.pair_id, lines=[("Открытый урок", date(2025, 10, 1))])
        told.done(open_survey, programme_id=told.programme_id, kind="diagnostics", period="2025-Q4")
        with database.write() as tx:
            tx.execute(
                insert(curator_calls).values(pair_id=told.pair_id, person_id=told.cast.mentee.id, text="Да", at=told.at)
            )
        told.on(OCTOBER)
        day = office(told)
        assert [one.due_on for one in day.overdue] == sorted(one.due_on for one in day.overdue)
        assert day.overdue_count >= len(day.overdue) == 8
        assert all(not one.title.startswith("Назначить") for one in day.overdue)
        assert {row.kind for row in day.questions} == {"assign", "set-date"}
        assert [row.id for row in day.plans] == [told.pair_id]
        assert [row.pair_id for row in day.calls] == [told.pair_id]
        assert [(row.answered, row.asked) for row in day.surveys] == [(0, 2)]
        assert day.pair_names[told.pair_id].startswith("Иванова")
        school = Scope(paths=(told.cast.school.path,))
        assert told.read(lambda tx: count_waiting(tx, school, day=date(2025, 9, 1))) == 17 + 1 + 1

    def test_a_pair_that_lacks_nothing_is_ready(self, database: Database) -> None:
        told = with_roadmap(database)
        assert told.read(lambda tx: ready_pairs(tx, EVERYTHING, at=told.at, most=5)).count == 0
        told.meet_needs("acquaint")
        found = told.read(lambda tx: ready_pairs(tx, EVERYTHING, at=told.at, most=5))
        assert [(one.id, one.move) for one in found.pairs] == [(told.pair_id, "acquaint")]
        assert found.whole

    def test_undelivered_letters_are_told_once_for_each_person(self, database: Database) -> None:
        told = with_roadmap(database)
        common = {"kind": "reminder", "organisation_id": told.cast.school.id, "created_at": told.at}
        with database.write() as tx:
            tx.execute(people.update().where(people.c.id == told.cast.mentee.id).values(address_fault="550 no mailbox"))
            for number, (person, state) in enumerate(
                [(told.cast.mentee.id, "failed"), (told.cast.mentor.id, "uncertain"), (told.cast.mentor.id, "sent")]
            ):
                tx.execute(insert(letters).values(key=f"k{number}", recipient_id=person, state=state, **common))
        day = office(told)
        assert [row.id for row in day.addresses] == [told.cast.mentee.id]
        assert [(row.recipient_id, row.state) for row in day.letters] == [(told.cast.mentor.id, "uncertain")]

    def test_from_above_there_are_figures_and_no_names(self, database: Database) -> None:
        told = with_roadmap(database).on(OCTOBER)
        day = told.read(lambda tx: show_district_day(tx, Scope(paths=(told.cast.municipality.path,)), at=told.at))
        assert [(line.path, line.late) for line in day.schools] == [(told.cast.school.path, day.overdue)]
        assert day.late_days == 33  # working days since the end of August, when rows were due
        assert (day.late_schools, day.pairs) == (1, 1)
        assert all("Иванова" not in line.title for line in day.titles)

    def test_people_of_pairs_see_their_own(self, database: Database) -> None:
        told = with_roadmap(database)
        own = mine(told, told.cast.mentor.id)
        assert [(pair.id, pair.role, pair.stage.ru) for pair in own.pairs] == [(told.pair_id, "mentor", "Сформирована")]
        assert [duty.pair_id for duty in own.duties] == [told.pair_id]
        assert mine(told, told.cast.outsider.id) == OwnDay((), ())

    def test_a_representative_sees_the_pair_of_the_ward(self, database: Database) -> None:
        told = story(database, lifecycle="pupil-pair")
        told.form(mentor_id=told.cast.pupil.id, mentee_ids=[told.cast.mentee.id])
        [pair] = mine(told, told.cast.parent.id).pairs
        assert (pair.id, pair.whose) == (told.pair_id, told.cast.pupil.name)


def mine(told: Story, person_id: int) -> OwnDay:
    return told.read(lambda tx: show_own_day(tx, person_id=person_id, day=told.day, at=told.at))


class TestApprovals:
    def test_one_order_approves_many_plans(self, database: Database) -> None:
        told = with_roadmap(database)
        first = told.pair_id
        told.done(set_plan, pair_id=first, lines=[("Открытый урок", date(2025, 10, 1))])
        told.form(mentor_id=told.newcomer().id)
        second = told.pair_id
        told.done(set_plan, pair_id=second, lines=[("Отчёт", date(2025, 11, 1))])
        [place] = told.read(lambda tx: list_approvals(tx, EVERYTHING, named=everybody))
        assert [(plan.pair_id, [one.title for one in plan.lines]) for plan in place.plans] == [
            (first, ["Открытый урок"]),
            (second, ["Отчёт"]),
        ]
        assert [pair.pair_id for pair in place.pairs] == [first, second]
        assert told.read(lambda tx: count_approvals(tx, EVERYTHING)) == 4
        seen = {plan.pair_id: plan.version for plan in place.plans}
        made = told.done(approve_plans, organisation=told.cast.school, seen=seen, number="7", dated=told.day)
        assert made.pairs == (first, second)
        [place] = told.read(lambda tx: list_approvals(tx, EVERYTHING, named=nobody))
        assert (place.plans, [pair.names for pair in place.pairs]) == ((), ["", ""])


class TestManySchools:
    def test_sections_count_the_schools_that_are_late(self, database: Database) -> None:
        told = with_roadmap(database)
        told.done(apply_roadmap, organisation_id=told.cast.other_school.id, template_key="s1-teachers-2025")
        told.on(OCTOBER)
        found = overview(told)
        [template] = found.templates
        assert template.organisations == 2
        assert template.timeline.lines[0].late == 2
        assert [line.path for line in found.roadmaps] == [told.cast.school.path, told.cast.other_school.path]
        assert all(line.late + line.done + line.ahead == line.total for line in found.roadmaps)

    def test_a_roadmap_of_the_past_stays_out(self, database: Database) -> None:
        told = with_roadmap(database, "s2-multifunctional-2021")
        assert overview(told).templates == ()
        assert len(overview(told, past=True).templates) == 1


def overview(told: Story, *, past: bool = False) -> Overview:
    everything = Scope(paths=(told.cast.municipality.path,))
    return told.read(lambda tx: show_timeline(tx, everything, at=told.at, past=past))


def test_statements_do_not_grow_with_rows(sqlite_database: Database) -> None:
    told = with_roadmap(sqlite_database)
    told.done(set_plan, pair_id=told.pair_id, lines=[("Урок", date(2025, 10, 1))])
    told.on(OCTOBER)
    few = statements(told)
    told.on(MONDAY)
    for _ in range(5):
        told.form(mentor_id=told.newcomer(f"Новикова Ирина {len(told.extra)}").id)
        told.done(set_plan, pair_id=told.pair_id, lines=[("Урок", date(2025, 10, 1)), ("Отчёт", date(2025, 10, 2))])
    told.done(apply_roadmap, organisation_id=told.cast.other_school.id, template_key="s1-teachers-2025")
    told.on(OCTOBER)
    assert statements(told) == few


def statements(told: Story) -> dict[str, int]:
    """How many statements each page's reading takes, once caches are warm."""
    district = Scope(paths=(told.cast.municipality.path,))
    reads = {
        "office": lambda tx: show_office_day(tx, district, named=everybody, at=told.at),
        "district": lambda tx: show_district_day(tx, district, at=told.at),
        "own": lambda tx: show_own_day(tx, person_id=told.cast.mentor.id, day=told.day, at=told.at),
        "roadmap": lambda tx: show_progress(tx, by=told.by, roadmap_id=1, named=everybody),
        "item": lambda tx: show_item(tx, by=told.by, item_id=item_id_in(tx), named=everybody),
        "timeline": lambda tx: show_timeline(tx, district, at=told.at),
        "approvals": lambda tx: list_approvals(tx, district, named=everybody),
    }
    found: dict[str, int] = {}
    for name, read in reads.items():
        with told.database.read() as tx:
            read(tx)
            with counted(tx) as seen:
                read(tx)
            found[name] = len(seen)
    return found


def item_id_in(tx: object) -> int:
    return int(tx.execute(select(items.c.id).where(items.c.number == "8").order_by(items.c.id)).scalars().first())  # type: ignore[attr-defined]  # a connection
