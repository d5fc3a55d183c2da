"""Papers from the draft to the register: values, what is missing, what is closed, annulled, numbered."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, TypeVar
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection, select

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import paper_drafts, paper_files, papers, plans
from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.roadmaps import items
from tests.support.cast import District, district
from workflows.annul_paper import annul_paper, restore_paper
from workflows.apply_roadmap import apply_roadmap
from workflows.definitions.paper_files import paper_keys
from workflows.draft_paper import draft_paper
from workflows.drop_paper_draft import drop_paper_draft, take_up_paper_draft
from workflows.form_pair import form_pair
from workflows.issue_paper import issue_paper, write_draft
from workflows.propose_number import change_numbering, propose_number
from workflows.register_paper import register_paper
from workflows.set_plan import set_plan
from workflows.start_programme import start_programme
from workflows.type_paper import Typing, type_paper

T = TypeVar("T")
AT = datetime(2025, 9, 10, 8, tzinfo=UTC)
DAY = date(2025, 9, 10)
TYPED = {
    "school.full": "Муниципальное казённое учреждение «Школа № 5»",
    "school.place": "г. Слободской",
    "school.address": "г. Слободской, ул. Школьная, 1",
}


def done(made: T | Refused) -> T:
    assert not isinstance(made, Refused), made
    return made


class School:
    """The school of the cast with S2's roadmap, a programme and a pair that has a plan."""

    def __init__(self, tx: Connection) -> None:
        self.cast: District = district(tx, at=AT)
        self.by = By(at=AT, person_id=self.cast.curator.id)
        place = self.cast.school
        applied = done(
            apply_roadmap(tx, by=By(at=AT), organisation_id=place.id, template_key="s2-multifunctional-2021")
        )
        self.roadmap_id = applied.roadmap_id
        programme = done(
            start_programme(
                tx,
                by=self.by,
                organisation=place,
                title="Педагог — педагогу",
                lifecycle="teacher-pair",
                roadmap_id=applied.roadmap_id,
                starts=date(2025, 9, 1),
                ends=date(2026, 5, 31),
            )
        )
        self.programme_id = programme.id
        pair = done(
            form_pair(
                tx,
                by=self.by,
                programme_id=programme.id,
                mentor_id=self.cast.mentor.id,
                mentee_ids=[self.cast.mentee.id],
            )
        )
        self.pair_id = pair.id
        set_plan(tx, by=self.by, pair_id=pair.id, lines=[("Посетить урок", date(2025, 10, 1))])

    def draft(self, tx: Connection, form: str, **more: Any) -> int:
        more.setdefault("typed", {"fields": TYPED})
        return done(draft_paper(tx, by=self.by, organisation_id=self.cast.school.id, form=form, **more)).id

    def open_rows(self, tx: Connection) -> set[str]:
        """Keys of rows that still ask for something."""
        found = tx.execute(
            select(items.c.key)
            .join_from(obligations, items, items.c.id == obligations.c.item_id)
            .where(obligations.c.status.in_(("open", "needs_date")))
        )
        return set(found.scalars())


def words_in(docx: bytes) -> str:
    with ZipFile(BytesIO(docx)) as file:
        return file.read("word/document.xml").decode("utf-8")


def test_every_form_can_be_drafted_and_printed_without_anything(database: Database) -> None:
    """A school that has typed nothing gets each paper with places to write on, and no placeholder in it."""
    with database.write() as tx:
        school = School(tx)
        for form in paper_keys():
            pairs = [school.pair_id]
            draft = school.draft(tx, form, pairs=pairs, people=[school.cast.mentor.id], typed={})
            written = write_draft(tx, by=school.by, draft_id=draft)
            told = words_in(written.docx)
            assert "{{" not in told, form


def test_a_pairing_order_takes_its_values_from_the_data(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        draft = school.draft(tx, "order-pairing", pairs=[school.pair_id])
        written = write_draft(tx, by=school.by, draft_id=draft)
        rows = written.values.values["rows"]
        assert not isinstance(rows, str)
        [row] = rows
        assert (row["mentor.name"], row["mentee.name"]) == ("Иванова Мария Петровна", "Смирнов Егор Олегович")
        assert written.values.values["curator.name.dat.short"] == "Беловой\u00a0А.\u00a0С."
        assert "Белова" in words_in(written.docx)


def test_what_is_missing_is_told_and_keeps_the_paper_out_of_the_register(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        draft = school.draft(tx, "order-introduction", typed={})
        lacks = {one.field.name for one in write_draft(tx, by=school.by, draft_id=draft).values.lacks}
        assert "school.place" in lacks
        made = issue_paper(tx, by=school.by, draft_id=draft, number="1", dated=DAY)
        assert isinstance(made, Refused)
        assert {one.need for one in made.reasons} == lacks - {"paper.number", "paper.date"}
        assert papers.numbered(tx, organisation_id=school.cast.school.id, kind="order", year=2025) == []


def test_registering_closes_the_row_that_expects_the_paper_and_annulling_opens_it(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        fields = TYPED | {"curator.position": "заместитель директора"}
        draft = school.draft(tx, "order-introduction", typed={"fields": fields})
        assert "introduction" in school.open_rows(tx)
        made = done(issue_paper(tx, by=school.by, draft_id=draft, number="auto", dated=DAY))
        assert (made.number, [one.number for one in made.closed]) == ("1", ["1.1"])
        assert "introduction" not in school.open_rows(tx)
        file = paper_files.get(tx, made.id)
        assert file is not None
        assert "Муниципальное казённое" in words_in(file.docx)
        stored = paper_drafts.get(tx, draft)
        assert stored is not None
        assert stored.paper_id == made.id

        gone = done(annul_paper(tx, by=school.by, paper_id=made.id, reason="ошибка в номере"))
        assert (gone.freed, gone.annulled_on) == (1, DAY)
        assert "introduction" in school.open_rows(tx)
        assert isinstance(annul_paper(tx, by=school.by, paper_id=made.id), Refused)

        done(restore_paper(tx, by=school.by, paper_id=made.id))
        assert "introduction" not in school.open_rows(tx)


def test_a_paper_that_fits_several_rows_closes_none_by_itself(database: Database) -> None:
    """Three rows of S2 wait for an analytical reference: a person chooses."""
    with database.write() as tx:
        school = School(tx)
        before = school.open_rows(tx)
        draft = school.draft(tx, "reference", typed={"fields": TYPED | {"curator.position": "методист"}})
        made = issue_paper(tx, by=school.by, draft_id=draft, number="1", dated=DAY)
        assert done(made).closed == ()
        assert school.open_rows(tx) == before


def test_an_approving_order_approves_the_plans_and_its_annulment_takes_that_back(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        fields = TYPED | {"curator.position": "методист"}
        draft = school.draft(tx, "order-plans", pairs=[school.pair_id], typed={"fields": fields})
        made = done(issue_paper(tx, by=school.by, draft_id=draft, number="7", dated=DAY))
        assert made.approved == (school.pair_id,)
        plan = plans.get(tx, school.pair_id)
        assert plan is not None
        assert plan.approved_on == DAY
        assert done(annul_paper(tx, by=school.by, paper_id=made.id)).plans == (school.pair_id,)
        plan = plans.get(tx, school.pair_id)
        assert plan is not None
        assert plan.approved_on is None


def test_typed_words_stand_over_the_data_and_over_the_cases(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        draft = school.draft(tx, "order-curator", typed={"fields": TYPED})
        typing = Typing({"school.place": "п. Вахруши"}, {}, {"curator.name.acc": "Белову-Иванову А. С."})
        done(type_paper(tx, by=school.by, draft_id=draft, typing=typing, version=1))
        values = write_draft(tx, by=school.by, draft_id=draft).values.values
        assert (values["school.place"], values["curator.name.acc"]) == ("п. Вахруши", "Белову-Иванову А. С.")
        back = Typing({}, {}, {"curator.name.acc": None})
        done(type_paper(tx, by=school.by, draft_id=draft, typing=back))
        assert (
            write_draft(tx, by=school.by, draft_id=draft).values.values["curator.name.acc"] == "Белову Анну Сергеевну"
        )
        with pytest.raises(ChangedMeanwhile):
            type_paper(tx, by=school.by, draft_id=draft, typing=back, version=1)
        with pytest.raises(BadInput):
            type_paper(tx, by=school.by, draft_id=draft, typing=Typing({"no.field": "x"}, {}, {}))


def test_what_a_school_typed_once_is_remembered(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        school.draft(tx, "order-curator")
        second = school.draft(tx, "order-mentors", people=[school.cast.mentor.id], typed={})
        assert write_draft(tx, by=school.by, draft_id=second).values.values["school.place"] == "г. Слободской"


def test_numbers_follow_the_pattern_and_a_repeated_one_is_told(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school
        done(change_numbering(tx, by=school.by, organisation_id=place.id, kind="order", pattern="{n}-н"))
        told: dict[str, Any] = {"by": school.by, "organisation": place, "dated": DAY}
        told |= {"kind": "order", "purpose": "other"}
        done(register_paper(tx, number="11-н", **told))
        assert propose_number(tx, organisation_id=place.id, kind="order", year=2025) == "12-н"
        assert propose_number(tx, organisation_id=place.id, kind="order", year=2026) == "1-н"
        again = done(register_paper(tx, number="11-н", **told))
        assert len(again.same_number) == 1
        with pytest.raises(BadInput):
            change_numbering(tx, by=school.by, organisation_id=place.id, kind="order", pattern="н")
        with pytest.raises(ChangedMeanwhile):
            change_numbering(tx, by=school.by, organisation_id=place.id, kind="order", pattern="{n}", version=0)


def test_a_dropped_draft_is_taken_up_again_and_a_registered_one_is_not_changed(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        draft = school.draft(tx, "order-curator", typed={"fields": TYPED | {"curator.position": "методист"}})
        done(drop_paper_draft(tx, by=school.by, draft_id=draft))
        assert isinstance(issue_paper(tx, by=school.by, draft_id=draft, number="1", dated=DAY), Refused)
        done(take_up_paper_draft(tx, by=school.by, draft_id=draft))
        done(issue_paper(tx, by=school.by, draft_id=draft, number="1", dated=DAY))
        assert isinstance(drop_paper_draft(tx, by=school.by, draft_id=draft), Refused)
        assert isinstance(issue_paper(tx, by=school.by, draft_id=draft, number="2", dated=DAY), Refused)


def test_others_neither_draft_nor_see(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        draft = school.draft(tx, "order-curator")
        place = school.cast.school.id
        mentor, outsider = school.cast.mentor.acts(AT), school.cast.outsider.acts(AT)
        assert isinstance(draft_paper(tx, by=mentor, organisation_id=place, form="order-curator"), Refused)
        with pytest.raises(BadInput):
            draft_paper(tx, by=outsider, organisation_id=place, form="order-curator")
        with pytest.raises(BadInput):
            write_draft(tx, by=outsider, draft_id=draft)
        with pytest.raises(BadInput):
            school.draft(tx, "order-mentors", people=[school.cast.outsider.id])
        with pytest.raises(BadInput):
            school.draft(tx, "plan")
