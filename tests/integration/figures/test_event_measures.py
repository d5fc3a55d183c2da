"""Rows of a roadmap that common events and articles close by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.indicators.counting import counting_in
from engine.indicators.share import Share
from storage import measures
from storage.database import Database
from storage.measure_frame import Frame
from storage.tables.obligations import obligations
from storage.tables.programmes import meetings
from storage.tables.roadmaps import evidences, items
from tests.support.cast import player
from tests.support.pair_life import Story, story
from workflows.apply_roadmap import apply_roadmap
from workflows.enter_count import enter_count
from workflows.figures_at_hand import row_figures
from workflows.give_publication import give_publication
from workflows.invite_to_event import invite_to_event
from workflows.mark_attendance import mark_attendance
from workflows.plan_event import EventPlan, plan_event
from workflows.record_article import record_article, withdraw_article
from workflows.record_event import record_event, unrecord_event
from workflows.refresh_figures import refresh_figures

DAY = date(2025, 9, 10)


@dataclass
class School:
    told: Story
    roadmap: int
    staff: list[int] = field(default_factory=list[int])

    @property
    def id(self) -> int:
        return self.told.cast.school.id

    def row(self, number: str) -> int:
        wanted = select(items.c.id).where(items.c.number == number, items.c.roadmap_id == self.roadmap)
        return int(self.told.read(lambda tx: tx.execute(wanted).scalar_one()))

    def event(self, kind: str, number: str, *, invite: str = "staff", title: str = "", **more: Any) -> int:
        plan = EventPlan(kind=kind, title=title or "Событие", on=DAY, item_id=self.row(number), **more)
        made = self.told.done(plan_event, organisation_id=self.id, plan=plan)
        if invite:
            self.told.done(invite_to_event, event_id=made.id, whom=invite)
        return int(made.id)

    def held(self, event_id: int, **more: Any) -> Any:
        return self.told.done(record_event, event_id=event_id, held_on=DAY, **more)

    def figures(self, number: str) -> dict[str, Share]:
        rows = self.told.read(lambda tx: row_figures(tx, self.row(number), at=self.told.at))
        return {one.threshold.measure: one.share for row in rows for one in row.readings}

    def statuses(self, number: str) -> set[str]:
        wanted = select(obligations.c.status).where(obligations.c.item_id == self.row(number))
        return set(self.told.read(lambda tx: list(tx.scalars(wanted))))

    def look(self) -> None:
        with self.told.database.write() as tx:
            refresh_figures(tx, self.id, at=self.told.at)


@pytest.fixture
def school(database: Database) -> School:
    told = story(database)
    applied = told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key="s1-teachers-2025")
    told.start("teacher-pair", roadmap_id=applied.roadmap_id)
    told.form()
    made = School(told, applied.roadmap_id)
    with database.write() as tx:
        made.staff = [
            player(tx, told.cast.school, f"Учитель{letter} Анна Ильинична", f"t{at}").id
            for at, letter in enumerate("абвгде")
        ]
    told.on(DAY)
    return made


def everybody(school: School) -> list[int]:
    cast = school.told.cast
    return [cast.director.id, cast.curator.id, cast.mentor.id, cast.mentee.id, *school.staff]


def test_a_council_counts_those_who_came(school: School) -> None:
    event = school.event("council", "22")
    staff = everybody(school)
    school.held(event, came=staff[:-1])
    assert school.figures("22") == {"council_attendance": Share(9, 10)}
    school.look()
    assert school.statuses("22") == {"done"}
    school.told.done(mark_attendance, event_id=event, marks=dict.fromkeys(staff[:2], False))
    school.look()
    assert school.statuses("22") == {"open"}


def test_numbers_of_the_minutes_count_instead_of_the_list(school: School) -> None:
    event = school.event("council", "22", invite="")
    school.held(event, numbers=(50, 46))
    assert school.figures("22") == {"council_attendance": Share(46, 50)}


def test_what_is_entered_is_added_to_what_events_tell(school: School) -> None:
    school.told.done(
        enter_count,
        organisation_id=school.id,
        what="event_participants",
        year=2025,
        value=4,
        words="Список",
        item_id=school.row("4"),
    )
    event = school.event("networking", "4")
    school.held(event, came=everybody(school)[:3])
    found = counted(school, ("came()", "entered(what=event_participants)"), "4")
    assert found == [3, 4]


def counted(school: School, rules: Sequence[str], number: str) -> list[int]:
    frame = replace(FRAME, path=school.told.cast.school.path, item_id=school.row(number))
    asked = [(counting_in(one, "test"), frame) for one in rules]
    found = school.told.read(lambda tx: measures.totals(tx, asked))
    return [found[one] for one in asked]


FRAME = Frame(path="", since=date(2025, 9, 1), on=date(2025, 12, 31), year=2025)


def test_a_training_needs_experts_and_lessons_in_every_group(school: School) -> None:
    staff = everybody(school)
    first = school.told.programme_id
    second = school.told.start("group", roadmap_id=school.roadmap)
    for programme, times in ((first, 3), (second, 2)):
        for _ in range(times):
            event = school.event("training", "3", invite="", programme_id=programme)
            school.told.done(invite_to_event, event_id=event, person_ids=staff[:5], role="expert")
            school.told.done(invite_to_event, event_id=event, person_ids=staff[5:7])
            school.held(event, came=staff[:7])
    assert school.figures("3") == {"experts": Share(5, None), "lessons_per_group": Share(2, None)}
    school.held(school.event("seminar", "3", invite="", programme_id=second))
    assert school.figures("3")["lessons_per_group"] == Share(3, None)
    school.look()
    assert school.statuses("3") == {"done"}


def test_a_closing_event_can_be_the_final_meeting_of_pairs(school: School) -> None:
    event = school.event("closing", "11", invite="programme")
    cast = school.told.cast
    made = school.held(event, came=[cast.mentor.id, cast.mentee.id], meetings=True)
    assert school.figures("11") == {"attendance": Share(2, 2)}
    rows = school.told.read(lambda tx: tx.execute(select(meetings)).all())
    assert [(row.id, row.kind, row.event_id, row.absent) for row in rows] == [(made.meetings[0], "final", event, [])]
    school.told.done(unrecord_event, event_id=event)
    [row] = school.told.read(lambda tx: tx.execute(select(meetings)).all())
    assert row.withdrawn_at is not None
    assert school.figures("11") == {"attendance": Share(0, 2)}


def test_an_event_alone_closes_a_row_that_measures_nothing(school: School) -> None:
    event = school.event("networking", "4", invite="mentors")
    made = school.held(event)
    assert len(made.closed) == 1
    assert school.statuses("4") == {"done"}
    school.told.done(unrecord_event, event_id=event)
    assert school.statuses("4") == {"open"}


def test_representatives_are_counted_once(school: School) -> None:
    staff = everybody(school)
    for _ in range(2):
        event = school.event("contest", "26", invite="", level="region")
        school.told.done(invite_to_event, event_id=event, person_ids=staff[:3])
        school.held(event, came=staff[:3])
    assert school.figures("26") == {"representatives": Share(3, None)}
    school.look()
    assert "done" in school.statuses("26")


def test_articles_and_links_of_a_row_are_one_thing(school: School) -> None:
    links = [f"https://school.example/{at}" for at in range(3)]
    made = [
        school.told.done(record_article, organisation_id=school.id, kind="article", link=link, item_id=school.row("21"))
        for link in links[:2]
    ]
    school.told.done(give_publication, item_id=school.row("21"), link=links[2])
    school.told.done(give_publication, item_id=school.row("21"), link=links[0])
    assert school.figures("21") == {"publications": Share(3, None)}
    school.look()
    assert "done" in school.statuses("21")
    school.told.done(withdraw_article, article_id=made[0].id)
    assert school.figures("21") == {"publications": Share(3, None)}  # the same link was given twice
    school.told.done(withdraw_article, article_id=made[1].id)
    assert school.figures("21") == {"publications": Share(2, None)}


def test_two_rubrics_close_their_row(school: School) -> None:
    for link in ("https://vk.example/a", "https://school.example/b"):
        school.told.done(
            record_article,
            organisation_id=school.id,
            kind="rubric",
            title="Рубрика",
            link=link,
            item_id=school.row("20"),
        )
    school.look()
    assert school.statuses("20") == {"done"}


def test_an_article_of_no_row_counts_for_none(school: School) -> None:
    school.told.done(record_article, organisation_id=school.id, kind="post", link="https://vk.example/1")
    assert school.told.read(lambda tx: tx.execute(select(evidences)).all()) == []
