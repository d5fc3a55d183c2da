"""The facts that needs look at: meetings, feedback, plans, papers, surveys."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.lifecycle.needs import NEEDS
from engine.refusals import BadInput
from storage import facts, journal, plans
from storage.database import Database
from storage.tables.journal import journal_entries
from storage.tables.obligations import obligations
from storage.tables.papers import papers
from storage.tables.programmes import feedbacks, meetings, survey_answers
from tests.support.cast import consent
from tests.support.pair_life import Story, needs, story
from workflows.advance_pair import advance_pair
from workflows.answer_survey import answer_survey
from workflows.approve_plan import approve_plan
from workflows.close_survey import close_survey
from workflows.mark_plan import mark_plan
from workflows.open_survey import open_survey
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.register_paper import register_paper
from workflows.set_plan import set_plan

TUESDAY = date(2025, 9, 2)


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    return made.on(TUESDAY)


def count(told: Story, table: Any) -> int:
    return told.read(lambda tx: int(tx.execute(select(func.count()).select_from(table)).scalar_one()))


def test_every_need_says_which_facts_it_looks_at() -> None:
    assert set(facts.ASKS) == set(NEEDS)


class TestMeetings:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"held_on": date(2025, 9, 3)}, "--held"),
            ({"held_on": date(2025, 8, 31)}, "--held"),
            ({"kind": "party"}, "--kind"),
            ({"mentor_verdict": "maybe"}, "--mentor-verdict"),
            ({"mentee_verdict": ""}, "--mentee-verdict"),
            ({"absent": [999]}, "--absent"),
            ({"pair_id": 999}, "pair"),
        ],
    )
    def test_what_does_not_fit_is_bad_input_and_not_stored(
        self, told: Story, wrong: dict[str, Any], field: str
    ) -> None:
        given = {"pair_id": told.pair_id, "kind": "acquaintance", "held_on": TUESDAY} | wrong
        with pytest.raises(BadInput) as error:
            told.run(record_meeting, **given)
        assert error.value.field == field
        assert count(told, meetings) == 0

    def test_a_meeting_without_the_mentor_does_not_count(self, told: Story) -> None:
        told.meet_needs("acquaint")
        told.move("acquaint")
        told.done(
            record_meeting,
            pair_id=told.pair_id,
            kind="acquaintance",
            held_on=TUESDAY,
            absent=[told.cast.mentor.id],
        )
        assert needs(told.run(advance_pair, pair_id=told.pair_id, move="try")) == ["meeting"]

    def test_who_was_absent_stands_among_the_erasable_references(self, told: Story) -> None:
        told.done(record_meeting, pair_id=told.pair_id, kind="work", held_on=TUESDAY, absent=[told.cast.mentee.id])
        [line, *_] = told.read(lambda tx: journal.entries(tx, told.cast.school.id))
        assert line.verb == "meeting.record"
        assert line.people == {"absent": [told.cast.mentee.id]}
        assert (line.pair_id, line.pair_seq) == (told.pair_id, None)

    def test_its_own_mentor_records_one(self, told: Story) -> None:
        told.who = told.cast.mentor
        told.meet("work")
        assert count(told, meetings) == 1


class TestFeedback:
    def test_the_words_stay_out_of_the_journal(self, told: Story) -> None:
        told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentee.id, text="Очень\nпомогло")
        stored = told.read(lambda tx: tx.execute(select(feedbacks.c.text)).scalar_one())
        assert stored == "Очень помогло"
        rows = told.read(lambda tx: tx.execute(select(journal_entries.c.facts, journal_entries.c.words)).all())
        assert not any("помогло" in f"{row.facts}{row.words}" for row in rows)

    def test_without_consent_it_is_refused(self, database: Database) -> None:
        told = story(database, consents=False)
        told.form()
        given = {"pair_id": told.pair_id, "person_id": told.cast.mentee.id, "text": "Спасибо"}
        assert needs(told.run(record_feedback, **given)) == ["consents"]
        assert count(told, feedbacks) == 0
        with database.write() as tx:
            consent(tx, told.cast.mentee, "personal-data")
        assert told.done(record_feedback, **given).given_on == told.day

    @pytest.mark.parametrize(("text", "person"), [("  ", "mentee"), ("a" * 4001, "mentee"), ("Да", "outsider")])
    def test_what_does_not_fit_is_bad_input(self, told: Story, text: str, person: str) -> None:
        with pytest.raises(BadInput):
            told.run(record_feedback, pair_id=told.pair_id, person_id=getattr(told.cast, person).id, text=text)

    def test_a_representative_speaks_for_a_minor(self, database: Database) -> None:
        told = story(database, lifecycle="employer-pupil")
        told.form(mentee_ids=[told.cast.pupil.id])
        assert told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.parent.id, text="Сыну нравится").id


class TestPlans:
    LINES = (("Открытый урок", date(2025, 10, 1)), ("Отчёт", date(2025, 12, 20)))

    def owed(self, told: Story) -> list[tuple[int, str, date | None]]:
        wanted = (
            select(obligations.c.subject_id, obligations.c.status, obligations.c.due_on)
            .where(obligations.c.subject_kind == "plan-item", obligations.c.pair_id == told.pair_id)
            .order_by(obligations.c.id)
        )
        return [(row[0], row[1], row[2]) for row in told.read(lambda tx: tx.execute(wanted).all())]

    def test_each_line_is_owed_and_done_when_marked(self, told: Story) -> None:
        told.done(set_plan, pair_id=told.pair_id, lines=self.LINES)
        first, second = told.read(lambda tx: plans.items(tx, told.pair_id))
        assert self.owed(told) == [(first.id, "open", first.due_on), (second.id, "open", second.due_on)]
        marked = told.done(mark_plan, pair_id=told.pair_id, position=2, done_on=TUESDAY)
        assert (marked.done, marked.items) == (1, 2)
        assert [status for _, status, _ in self.owed(told)] == ["open", "done"]

    def test_written_anew_it_keeps_lines_marks_and_identities_and_loses_its_approval(self, told: Story) -> None:
        told.done(set_plan, pair_id=told.pair_id, lines=self.LINES)
        told.done(mark_plan, pair_id=told.pair_id, position=2, done_on=TUESDAY)
        paper = told.paper("order", "plan-approval")
        assert told.done(approve_plan, pair_id=told.pair_id, paper_id=paper).approved_on == TUESDAY
        before = {one.title: one.id for one in told.read(lambda tx: plans.items(tx, told.pair_id))}
        anew = [("Отчёт", date(2026, 1, 15)), ("Взаимные уроки", date(2025, 11, 1))]
        answer = told.done(set_plan, pair_id=told.pair_id, lines=anew)
        assert answer.approval_cleared
        kept, fresh = told.read(lambda tx: plans.items(tx, told.pair_id))
        assert (kept.id, kept.position, kept.done_on, kept.due_on) == (before["Отчёт"], 1, TUESDAY, date(2026, 1, 15))
        assert fresh.done_on is None
        plan = told.read(lambda tx: plans.get(tx, told.pair_id))
        assert plan is not None
        assert plan.approved_on is None
        [line, *_] = told.read(lambda tx: journal.entries(tx, told.cast.school.id))
        assert line.facts["approval_cleared"] is True
        assert line.words["before"] == ["Открытый урок", "Отчёт"]
        assert ("cancelled" in {status for _, status, _ in self.owed(told)}) is True

    @pytest.mark.parametrize("lines", [[], [("", TUESDAY)], [("Урок", date(2025, 8, 1))], [("Урок", TUESDAY)] * 101])
    def test_what_does_not_fit_is_bad_input(self, told: Story, lines: list[tuple[str, date]]) -> None:
        with pytest.raises(BadInput) as error:
            told.run(set_plan, pair_id=told.pair_id, lines=lines)
        assert error.value.field == "--item"
        assert told.read(lambda tx: plans.get(tx, told.pair_id)) is None

    def test_it_is_approved_only_when_there_is_one_and_by_a_paper_about_it(self, told: Story) -> None:
        good = told.paper("order", "plan-approval")
        assert needs(told.run(approve_plan, pair_id=told.pair_id, paper_id=good)) == ["plan_items"]
        told.done(set_plan, pair_id=told.pair_id, lines=self.LINES)
        wrong = told.paper("order", "pairing", number="13")
        for paper in (wrong, 999):
            with pytest.raises(BadInput):
                told.run(approve_plan, pair_id=told.pair_id, paper_id=paper)

    def test_a_mark_needs_its_line_and_a_day_that_has_come(self, told: Story) -> None:
        told.done(set_plan, pair_id=told.pair_id, lines=self.LINES)
        for position, day in ((3, TUESDAY), (0, TUESDAY), (1, date(2025, 9, 3)), (1, date(2025, 8, 1))):
            with pytest.raises(BadInput):
                told.run(mark_plan, pair_id=told.pair_id, position=position, done_on=day)


class TestPapers:
    def given(self, told: Story, **more: Any) -> dict[str, Any]:
        return {
            "organisation": told.cast.school,
            "kind": "order",
            "purpose": "pairing",
            "number": "12-О",
            "dated": TUESDAY,
            "pair_ids": [told.pair_id],
        } | more

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"kind": "letter"}, "--kind"),
            ({"purpose": "fun"}, "--purpose"),
            ({"number": " "}, "--number"),
            ({"dated": date(2025, 9, 3)}, "--date"),
            ({"pair_ids": [999]}, "--pair"),
            ({"item_id": 999}, "item"),
        ],
    )
    def test_what_does_not_fit_is_bad_input(self, told: Story, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(BadInput) as error:
            told.run(register_paper, **self.given(told, **wrong))
        assert error.value.field == field

    def test_one_order_may_name_further_pairs_later(self, told: Story) -> None:
        first = told.done(register_paper, **self.given(told))
        told.form()
        second = told.done(register_paper, **self.given(told, pair_ids=[told.pair_id]))
        assert first.id == second.id
        assert count(told, papers) == 1
        assert told.move("acquaint").stage == "acquaintance"

    def test_an_order_that_names_no_pair_assigns_none(self, told: Story) -> None:
        told.done(register_paper, **self.given(told, pair_ids=[]))
        assert needs(told.run(advance_pair, pair_id=told.pair_id, move="acquaint")) == ["order"]

    def test_the_pair_of_another_school_is_not_found(self, told: Story) -> None:
        with pytest.raises(BadInput) as error:
            told.run(register_paper, **self.given(told, organisation=told.cast.other_school))
        assert error.value.field == "--pair"


class TestSurveys:
    def open(self, told: Story, period: str = "2025-Q3", kind: str = "diagnostics") -> int:
        return int(told.done(open_survey, programme_id=told.programme_id, kind=kind, period=period).id)

    @pytest.mark.parametrize(("period", "kind"), [("осень", "diagnostics"), ("2025-Q5", "diagnostics"), ("2025", "x")])
    def test_what_does_not_fit_is_bad_input(self, told: Story, period: str, kind: str) -> None:
        with pytest.raises(BadInput):
            self.open(told, period, kind)

    def test_a_period_is_opened_once(self, told: Story) -> None:
        self.open(told)
        with pytest.raises(BadInput):
            self.open(told)
        assert self.open(told, kind="needs") == 2

    def test_answers_are_taken_once_from_those_who_are_asked_while_it_is_open(self, told: Story) -> None:
        survey = self.open(told)
        given = {"survey_id": survey, "person_id": told.cast.mentee.id, "answers": {"Чему научились?": "Всему"}}
        told.who = told.cast.mentee
        assert told.done(answer_survey, **given).answered == 1
        with pytest.raises(BadInput):
            told.run(answer_survey, **given)
        told.who = None
        with pytest.raises(BadInput):
            told.run(answer_survey, **given | {"person_id": told.cast.director.id})
        assert told.done(close_survey, survey_id=survey).answered == 1
        for again in (lambda: told.run(close_survey, survey_id=survey), lambda: told.run(answer_survey, **given)):
            with pytest.raises(BadInput):
                again()
        assert count(told, survey_answers) == 1

    def test_the_need_names_those_who_have_not_passed_the_latest_period(self, told: Story) -> None:
        told.walk_to("work")
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=told.day)
        told.done(mark_plan, pair_id=told.pair_id, position=2, done_on=told.day)
        assert needs(told.run(advance_pair, pair_id=told.pair_id, move="finish")) == ["diagnostics"]
        told.diagnose("2025-Q3")
        survey = self.open(told, "2025-Q4")
        assert needs(told.run(advance_pair, pair_id=told.pair_id, move="finish")) == ["diagnostics"]
        for person in (told.cast.mentor, told.cast.mentee):
            told.done(answer_survey, survey_id=survey, person_id=person.id, answers={})
        assert told.move("finish").stage == "final_meeting"
