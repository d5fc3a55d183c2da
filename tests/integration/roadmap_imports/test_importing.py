"""A read file becomes a draft, is mended, comes into force, and is taken back within a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.periods import Period
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.roadmap_reading.model import Question, Unused
from engine.source import Spot
from engine.words import Words
from storage import roadmap_imports, roadmaps
from storage.database import Database
from storage.tables.imports import roadmap_imports as table
from storage.tables.journal import journal_entries
from storage.tables.obligations import obligations
from storage.tables.roadmaps import roadmaps as live_table
from tests.support.importing import PROOF, file_of, imported, open_tasks, owed, rows_of, started, stored
from tests.support.pair_life import MONDAY, needs, story
from tests.support.readings import YEAR, row, school_year
from workflows.accept_import import accept_import
from workflows.complete_item import complete_item
from workflows.drop_import import drop_import, take_up_import
from workflows.import_roadmap import import_roadmap
from workflows.mend_import import HeadMending, LineMending, RowMending, mark_of, mend_import
from workflows.roadmap_import_at_hand import take_import
from workflows.start_import import start_import
from workflows.undo_import import undo_import


class TestImporting:
    def test_a_file_becomes_a_live_roadmap_with_its_questions(self, database: Database) -> None:
        told = story(database)
        made = imported(told, school_year())
        assert (made.items, made.indicators, made.questions) == (3, 1, 2)
        live = stored(told, made.roadmap_id)
        assert live["1"].section == "I. Подготовка"
        assert (live["1"].deadline_kind, live["1"].deadline_value) == ("point", "2025-09-20")
        assert (live["1"].responsible_role, live["1"].document_kind) == ("head", "order")
        assert live["1"].source["deadline"] == {"text": "до 20 сентября", "at": [{"table": 1, "row": 2}]}
        assert live["2"].thresholds == [{"measure": "attendance", "comparison": ">=", "value": 90, "unit": "percent"}]
        assert sorted(open_tasks(told)) == [("assign", live["3"].id), ("set-date", live["3"].id)]
        assert owed(told, live["1"].id) == [("2025-09-20", "open", 1)]
        head = told.read(lambda tx: roadmaps.get(tx, made.roadmap_id))
        assert head is not None
        assert head.approved == {"by": "директор", "number": "12", "on": "2025-08-29"}
        assert (head.goal, head.aims, head.headings[0]) == (
            "Помочь молодым учителям",
            ["Найти наставников"],
            ["number", "№"],
        )

    def test_other_doubts_become_one_task_of_the_row(self, database: Database) -> None:
        told = story(database)
        doubt = Question("document", Words("Какой документ?", "Which paper?"), ("order", "plan"))
        made = imported(told, school_year(row("1", "Издать", "20 мая", questions=[doubt])))
        [live] = stored(told, made.roadmap_id).values()
        assert open_tasks(told) == [("clarify", live.id)]
        assert live.questions[0]["candidates"] == ["order", "plan"]

    def test_numbers_and_keys_that_repeat_get_a_suffix(self, database: Database) -> None:
        told = story(database)
        made = imported(
            told,
            school_year(
                row("1", "Отчёт", "20 мая", key="plans-approved"),
                row("1", "Отчёт", "25 мая", key="plans-approved"),
                row("", "Итоги", "30 мая"),
            ),
        )
        live = stored(told, made.roadmap_id)
        assert [*live] == ["1", "1-2", "3"]
        assert [one.key for one in live.values()] == ["plans-approved", "plans-approved-2", "itogi"]

    def test_the_period_has_to_be_known(self, database: Database) -> None:
        told = story(database)
        read = school_year(row("1", "Отчёт", "25 мая", period=None), period=None)
        with pytest.raises(BadInput) as raised:
            imported(told, read)
        assert raised.value.field == "from"
        made = imported(told, read, period=YEAR)
        [live] = stored(told, made.roadmap_id).values()
        assert (live.deadline_kind, live.deadline_value) == ("point", "2026-05-25")
        assert live.questions == []

    def test_the_same_file_is_not_brought_in_twice(self, database: Database) -> None:
        told = story(database)
        imported(told, school_year())
        refused = told.run(import_roadmap, organisation_id=told.cast.school.id, found=file_of(school_year()))
        assert isinstance(refused, Refused)
        assert needs(refused) == ["roadmap"]

    def test_past_days_follow_the_answer(self, database: Database) -> None:
        told = story(database).on(date(2025, 11, 3))
        draft = started(told, school_year(row("1", "А приказ", "до 20 сентября"), row("2", "Б план", "до 25 сентября")))
        done = told.done(accept_import, import_id=draft, past="done", past_of={"r1": "open"})
        live = stored(told, done.roadmap_id)
        assert owed(told, live["1"].id)[0][1] == "done"
        assert owed(told, live["2"].id)[0][1] == "open"

    def test_mentors_may_not(self, database: Database) -> None:
        told = story(database)
        told.who = told.cast.mentor
        refused = told.run(start_import, organisation_id=told.cast.school.id, found=file_of(school_year()))
        assert isinstance(refused, Refused)
        told.who = told.cast.outsider
        with pytest.raises(BadInput):
            told.run(start_import, organisation_id=told.cast.school.id, found=file_of(school_year()))

    def test_a_file_without_rows_is_said_to_be_none(self, database: Database) -> None:
        told = story(database)
        with pytest.raises(BadInput, match="ни одного мероприятия"):
            started(told, replace(school_year(), items=()))

    def test_the_journal_keeps_each_step_and_its_chain(self, database: Database) -> None:
        told = story(database)
        made = imported(told, school_year())
        told.done(undo_import, import_id=made.import_id)
        wanted = (
            select(journal_entries.c.verb)
            .where(journal_entries.c.verb.like("roadmap.%"))
            .order_by(journal_entries.c.seq)
        )
        verbs = told.read(lambda tx: tx.execute(wanted).scalars().all())
        assert verbs == ["roadmap.read", "roadmap.import", "roadmap.import-undo"]


class TestMending:
    def test_a_value_is_mended_and_its_question_answered(self, database: Database) -> None:
        told = story(database)
        draft = started(told, school_year())
        told.done(
            mend_import, import_id=draft, mending=RowMending("r2", {"deadline": "до 20 мая", "responsible": "head"})
        )
        mended = rows_of(told, draft)[2]
        assert (mended.item.meaning.value, mended.item.who.roles, mended.open) == ("2026-05-20", ("head",), ())
        assert mended.read is not None
        assert mended.read.deadline.text == ""

    def test_an_unreadable_deadline_keeps_asking_and_loses_nothing(self, database: Database) -> None:
        told = story(database)
        draft = started(told, school_year())
        told.done(mend_import, import_id=draft, mending=RowMending("r0", {"deadline": "когда рак свистнет"}))
        mended = rows_of(told, draft)[0]
        assert [question.field for question in mended.open] == ["deadline"]
        assert mended.item.deadline.text == "когда рак свистнет"
        told.done(mend_import, import_id=draft, mending=RowMending("r0", {"deadline": None}))
        assert rows_of(told, draft)[0].item.meaning.value == "2025-09-20"

    def test_of_two_who_mend_a_row_the_second_is_told(self, database: Database) -> None:
        told = story(database)
        draft = started(told, school_year())
        seen = mark_of(rows_of(told, draft)[0])
        told.done(mend_import, import_id=draft, mending=RowMending("r0", {"activity": "Иначе"}, seen))
        told.done(mend_import, import_id=draft, mending=RowMending("r1", {"activity": "Другой пункт"}))
        with pytest.raises(ChangedMeanwhile):
            told.run(mend_import, import_id=draft, mending=RowMending("r0", {"activity": "Опять"}, seen))

    def test_a_person_of_another_school_is_not_there(self, database: Database) -> None:
        told = story(database)
        draft = started(told, school_year())
        with pytest.raises(BadInput):
            told.run(mend_import, import_id=draft, mending=RowMending("r0", {"person": told.cast.outsider.id}))
        told.done(mend_import, import_id=draft, mending=RowMending("r2", {"person": told.cast.curator.id}))
        made = told.done(accept_import, import_id=draft)
        assert stored(told, made.roadmap_id)["3"].responsible_id == told.cast.curator.id
        assert [kind for kind, _ in open_tasks(told)] == ["set-date"]

    def test_a_left_line_becomes_a_row_or_a_section(self, database: Database) -> None:
        told = story(database)
        left = [
            Unused("Провести субботник", Spot(table=1, row=4), Words("не пункт", "no row")),
            Unused("III. Итоги", Spot(table=1, row=4), Words("не пункт", "no row")),
        ]
        draft = started(told, school_year(unused=left))
        told.done(mend_import, import_id=draft, mending=LineMending("0", "item"))
        told.done(mend_import, import_id=draft, mending=LineMending("1", "section"))
        found = rows_of(told, draft)
        assert [one.name for one in found] == ["r0", "r1", "u0", "r2"]
        assert {question.field for question in found[2].open} == {"deadline", "responsible"}
        review = told.read(lambda tx: take_import(tx, by=told.by, import_id=draft, verb="roadmap.mend").review)
        assert review.sections[-1].title == "III. Итоги"
        told.done(mend_import, import_id=draft, mending=LineMending("0", ""))
        assert len(rows_of(told, draft)) == 3

    def test_a_row_left_out_does_not_come_into_force(self, database: Database) -> None:
        told = story(database)
        draft = started(told, school_year())
        told.done(mend_import, import_id=draft, mending=RowMending("r2", {"drop": True}))
        made = told.done(accept_import, import_id=draft)
        assert made.items == 2

    def test_the_head_is_mended(self, database: Database) -> None:
        told = story(database)
        draft = started(told, school_year())
        head = HeadMending("Другое название", Period(date(2026, 9, 1), date(2027, 8, 31)))
        told.done(mend_import, import_id=draft, mending=head)
        made = told.done(accept_import, import_id=draft)
        live = told.read(lambda tx: roadmaps.get(tx, made.roadmap_id))
        assert live is not None
        assert (live.title, live.period_start) == ("Другое название", date(2026, 9, 1))
        assert stored(told, made.roadmap_id)["1"].deadline_value == "2026-09-20"

    @pytest.mark.parametrize(
        "values",
        [{"responsible": "boss"}, {"section": "XX"}, {"document_kind": "novel"}, {"hidden": "1"}, {"number": "1" * 30}],
    )
    def test_values_that_cannot_be_are_refused(self, database: Database, values: dict[str, str]) -> None:
        told = story(database)
        draft = started(told, school_year())
        with pytest.raises(BadInput):
            told.run(mend_import, import_id=draft, mending=RowMending("r0", values))

    def test_an_accepted_draft_is_not_mended_any_more(self, database: Database) -> None:
        told = story(database)
        made = imported(told, school_year())
        refused = told.run(mend_import, import_id=made.import_id, mending=RowMending("r0", {"number": "7"}))
        assert isinstance(refused, Refused)

    def test_the_same_file_again_leads_to_the_same_draft(self, database: Database) -> None:
        told = story(database)
        first = started(told, school_year())
        assert started(told, school_year()) == first
        told.done(drop_import, import_id=first)
        assert started(told, school_year()) != first
        told.done(take_up_import, import_id=first)
        assert told.read(lambda tx: tx.execute(select(table.c.state).order_by(table.c.id)).scalars().all()) == [
            "draft",
            "draft",
        ]


class TestTakingBack:
    def test_a_new_roadmap_goes_with_what_it_asked_for(self, database: Database) -> None:
        told = story(database)
        made = imported(told, school_year())
        ids = [one.id for one in stored(told, made.roadmap_id).values()]
        told.done(undo_import, import_id=made.import_id)
        assert stored(told, made.roadmap_id) == {}
        assert open_tasks(told) == []
        states = select(obligations.c.status).where(obligations.c.item_id.in_(ids)).distinct()
        assert told.read(lambda tx: tx.execute(states).scalars().all()) == ["cancelled"]
        dropped = select(live_table.c.dropped_on).where(live_table.c.id == made.roadmap_id)
        assert told.read(lambda tx: tx.execute(dropped).scalar()) == MONDAY
        assert imported(told, school_year()).roadmap_id != made.roadmap_id

    def test_evidence_and_programmes_keep_it(self, database: Database) -> None:
        told = story(database)
        made = imported(told, school_year())
        told.start(roadmap_id=made.roadmap_id)
        told.done(complete_item, item_id=stored(told, made.roadmap_id)["1"].id, proof=PROOF)
        refused = told.run(undo_import, import_id=made.import_id)
        assert isinstance(refused, Refused)
        assert sorted(needs(refused)) == ["evidence", "programme"]

    def test_after_a_day_it_stays(self, database: Database) -> None:
        told = story(database)
        made = imported(told, school_year())
        refused = told.on(MONDAY + timedelta(days=2)).run(undo_import, import_id=made.import_id)
        assert isinstance(refused, Refused)
        assert needs(refused) == ["time"]
        assert told.read(lambda tx: roadmap_imports.last_accepted(tx, made.roadmap_id)) == made.import_id
