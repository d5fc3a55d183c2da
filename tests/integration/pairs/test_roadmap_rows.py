"""Pairs of a programme with a roadmap: its dates lead the stages, papers close its rows."""

from datetime import date
from typing import Any

from sqlalchemy import select

from engine.refusals import Refused
from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.roadmaps import items
from tests.support.pair_life import Story, story
from workflows.advance_pair import suspend_pair
from workflows.apply_roadmap import apply_roadmap
from workflows.end_pair import end_pair
from workflows.register_paper import register_paper


def with_roadmap(database: Database, template: str) -> Story:
    """The pair is formed under a programme that follows the built-in roadmap."""
    told = story(database)
    applied = told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key=template)
    assert not isinstance(applied, Refused)
    told.start(roadmap_id=applied.roadmap_id)
    told.form()
    return told


def item_id(told: Story, key: str) -> int:
    return told.read(lambda tx: int(tx.execute(select(items.c.id).where(items.c.key == key)).scalar_one()))


def of_item(told: Story, key: str) -> list[tuple[Any, ...]]:
    wanted = (
        select(obligations.c.pair_id, obligations.c.status, obligations.c.held)
        .where(obligations.c.item_id == item_id(told, key), obligations.c.subject_kind == "item")
        .order_by(obligations.c.id)
    )
    return [tuple(row) for row in told.read(lambda tx: tx.execute(wanted).all())]


def test_a_stage_is_due_by_the_roadmap(database: Database) -> None:
    told = with_roadmap(database, "s1-teachers-2025")
    told.walk_to("acquaintance")
    assert told.obligations[-1]["due_on"] == date(2025, 9, 25)


def test_a_paper_closes_the_row_that_waits_for_it(database: Database) -> None:
    told = with_roadmap(database, "s1-teachers-2025")
    assert of_item(told, "plans-approved") == [(None, "open", False)]
    told.done(
        register_paper,
        organisation=told.cast.school,
        kind="order",
        purpose="plan-approval",
        number="7",
        dated=told.day,
        pair_ids=[told.pair_id],
        item_id=item_id(told, "plans-approved"),
    )
    assert of_item(told, "plans-approved") == [(None, "done", False)]


def test_a_row_owed_by_pairs_follows_the_life_of_the_pair(database: Database) -> None:
    told = with_roadmap(database, "s2-multifunctional-2021")
    [key] = told.read(
        lambda tx: tx.execute(
            select(items.c.key).where(items.c.responsible_role == "mentor", items.c.deadline_kind == "month")
        ).scalars()
    )
    assert of_item(told, key) == [(told.pair_id, "open", False)]
    told.done(suspend_pair, pair_id=told.pair_id)
    assert of_item(told, key) == [(told.pair_id, "open", True)]
    told.done(end_pair, pair_id=told.pair_id, outcome="never_started")
    assert [status for _, status, _ in of_item(told, key)] == ["cancelled"]


def test_a_paper_closes_the_row_for_the_pair_it_names(database: Database) -> None:
    told = with_roadmap(database, "s2-multifunctional-2021")
    first = told.pair_id
    told.form()
    [key] = told.read(
        lambda tx: tx.execute(
            select(items.c.key).where(items.c.responsible_role == "mentor", items.c.deadline_kind == "month")
        ).scalars()
    )
    told.done(
        register_paper,
        organisation=told.cast.school,
        kind="plan",
        purpose="other",
        number="1",
        dated=told.day,
        pair_ids=[first],
        item_id=item_id(told, key),
    )
    assert of_item(told, key) == [(first, "done", False), (told.pair_id, "open", False)]
