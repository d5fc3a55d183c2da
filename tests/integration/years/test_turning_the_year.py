"""The school year turns: pairs in several stages, roads of one year and of several, once, and undone within a day."""

from datetime import date, timedelta

import pytest

from engine.refusals import BadInput, Refused
from storage import memberships, obligations, pairs, programmes, roadmaps
from storage.database import Database
from storage.roadmaps import LiveItem
from storage.tables.programmes import programmes as programmes_table
from storage.tables.roadmaps import roadmaps as roadmaps_table
from tests.support.cast import Player, consent, player
from tests.support.pair_life import MONDAY, Story, needs, story
from tests.support.statements import counted
from workflows.apply_roadmap import apply_roadmap
from workflows.complete_item import Proof, complete_item
from workflows.next_roadmap import NextRow, RowChoices
from workflows.record_feedback import record_feedback
from workflows.reschedule_item import reschedule_item
from workflows.show_year_turn import YearAhead, YearChoices, show_year_turn
from workflows.turn_year import YearTurned, turn_year
from workflows.undo_year import YearUnturned, undo_year
from workflows.verify_data import verify_data

MAY = date(2026, 5, 25)


def school(database: Database, template: str = "s1-teachers-2025") -> Story:
    """A school year of S1 with one pair in its first stage, one at work and one that may be completed."""
    told = story(database)
    applied = told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key=template)
    told.start(roadmap_id=applied.roadmap_id)
    told.form()
    for number, name in enumerate(("Павлова Нина Юрьевна", "Котов Олег Ильич"), start=1):
        told.extra[f"mentee-{number}"] = newcomer(told, name, f"extra-{number}")
    told.form(mentee_ids=[told.extra["mentee-1"].id], stage="work", since=MONDAY)
    return told.on(MAY)


def newcomer(told: Story, name: str, mailbox: str) -> Player:
    with told.database.write() as tx:
        made = player(tx, told.cast.school, name, mailbox)
        for kind in ("personal-data", "mentoring-duty"):
            consent(tx, made, kind)
    return made


def ahead(told: Story, choices: YearChoices | None = None) -> YearAhead:
    with told.database.read() as tx:
        found = show_year_turn(
            tx, by=told.by, organisation=told.cast.school, choices=choices or YearChoices(), named=True
        )
    assert not isinstance(found, Refused), needs(found)
    return found


def turned(told: Story, choices: YearChoices | None = None) -> YearTurned:
    made: YearTurned = told.done(turn_year, organisation=told.cast.school, choices=choices or YearChoices())
    return made


def row(told: Story, key: str, choices: YearChoices | None = None) -> NextRow:
    [roadmap] = ahead(told, choices).roadmaps
    return next(one for one in roadmap.rows if one.row.key == key)


def live(told: Story, roadmap_id: int) -> dict[str, LiveItem]:
    with told.database.read() as tx:
        return {one.row.key: one for one in roadmaps.live_items(tx, roadmap_id)}


def test_everything_is_shown_before_anything_is_stored(database: Database) -> None:
    told = school(database)
    found = ahead(told)
    [programme] = found.chosen
    assert (programme.period.start, programme.period.end) == (date(2026, 9, 1), date(2027, 5, 31))
    assert {one.decision for one in found.pairs} == {"prolong"}
    [roadmap] = found.roadmaps
    assert (roadmap.period.start, roadmap.period.end) == (date(2026, 9, 1), date(2027, 8, 31))
    assert not roadmap.goes_on
    with told.database.read() as tx:
        assert len(roadmaps.listing(tx, visible=(roadmaps_table.c.organisation_id == told.cast.school.id))) == 1


def test_pairs_go_on_where_they_stand(database: Database) -> None:
    told = school(database)
    made = turned(told)
    assert len(made.prolonged) == 2
    [new] = made.programmes.values()
    with told.database.read() as tx:
        found = [pairs.get(tx, one) for one in made.prolonged]
        assert {one.stage for one in found if one} == {"formed", "work"}
        assert {one.programme_id for one in found if one} == {new}
        programme = programmes.get(tx, new)
        assert programme is not None
        assert programme.roadmap_id in made.roadmaps.values()
        found_wrong = verify_data(tx, at=told.at)
        assert (*found_wrong.obligations, *found_wrong.references, *found_wrong.journal) == ()


def test_what_was_not_done_is_carried_over_with_its_first_promise(database: Database) -> None:
    told = school(database)
    [old] = ahead(told).roadmaps
    consents = next(one.row for one in old.rows if one.row.deadline_value == "2025-09-20")
    told.on(date(2025, 9, 10))
    told.done(reschedule_item, item_id=consents.id, to_day=date(2025, 10, 1), reason="болели")
    told.on(MAY)
    made = turned(told)
    assert consents.id in made.carried
    [new] = made.roadmaps.values()
    again = live(told, new)[consents.key].row
    assert again.deadline_value == "2026-09-20"
    assert any("20.09.2025" in note for note in again.notes)
    with told.database.read() as tx:
        assert not obligations.open_of_item(tx, consents.id)
        assert [one.due_on for one in obligations.open_of_item(tx, again.id)] == [date(2026, 9, 20)]
        head = roadmaps.get(tx, new)
        assert head is not None
        assert head.follows_id == old.roadmap.id


def test_rows_done_come_again_and_chosen_ones_only(database: Database) -> None:
    told = school(database)
    [old] = ahead(told).roadmaps
    done = next(one.row for one in old.rows if one.row.deadline_value == "2025-09-10")
    told.done(complete_item, item_id=done.id, proof=Proof("link", "https://school.test/1"))
    assert row(told, done.key).proposal.because == "again"
    kept = frozenset({done.id})
    made = turned(told, YearChoices(rows=RowChoices(rows=kept, titles={done.id: "Новые слова"})))
    [new] = made.roadmaps.values()
    [only] = live(told, new).values()
    assert (only.row.title, only.row.deadline_value) == ("Новые слова", "2026-09-10")
    assert made.carried == ()


def test_years_out_of_date_are_flagged(database: Database) -> None:
    told = school(database)
    [old] = ahead(told).roadmaps
    one = old.rows[0].row
    with told.database.write() as tx:
        stored = roadmaps.item(tx, one.id)
        assert stored is not None
        roadmaps.change_item(tx, stored, title="Карта на 2023 год")
    assert row(told, one.key).proposal.stale == (2023,)


class TestClosing:
    def test_with_everything_there(self, database: Database) -> None:
        told = school(database)
        ready = told.form(mentee_ids=[told.extra["mentee-2"].id], stage="final_meeting", since=MONDAY)
        told.meet("final")
        told.paper("report", "mentoring-report")
        for person in (told.cast.mentor.id, told.extra["mentee-2"].id):
            told.done(record_feedback, pair_id=ready.id, person_id=person, text="Спасибо")
        found = {one.id: one for one in ahead(told).pairs}
        assert found[ready.id].decision == "close"
        made = turned(told)
        assert made.closed == (ready.id,)
        with told.database.read() as tx:
            pair = pairs.get(tx, ready.id)
            assert pair is not None
            assert pair.outcome == "completed"

    def test_what_is_missing_is_told_and_nothing_stored(self, database: Database) -> None:
        told = school(database)
        unready = told.form(mentee_ids=[told.extra["mentee-2"].id], stage="final_meeting", since=MONDAY)
        shown = {one.id: one for one in ahead(told).pairs}[unready.id]
        assert shown.decision == "prolong"
        assert shown.way is not None
        assert shown.way.lacking
        wrong = told.run(turn_year, organisation=told.cast.school, choices=YearChoices(pairs={unready.id: "close"}))
        assert isinstance(wrong, Refused)
        assert all(f"№ {shown.number}" in reason.reason.ru for reason in wrong.reasons)
        with told.database.read() as tx:
            assert len(programmes.listing(tx, visible=(programmes_table.c.organisation_id == told.cast.school.id))) == 2

    def test_by_agreement_after_notice(self, database: Database) -> None:
        told = school(database)
        made = turned(told, YearChoices(pairs={told.pair_id: "close"}, outcomes={told.pair_id: "by_agreement"}))
        assert made.announced == (told.pair_id,)
        with told.database.read() as tx:
            pair = pairs.get(tx, told.pair_id)
            assert pair is not None
            assert pair.ending_on == date(2026, 5, 28)
            assert memberships.live(tx, told.pair_id)


def test_a_year_is_turned_once(database: Database) -> None:
    told = school(database)
    turned(told)
    found = ahead(told)
    assert all(one.turned for one in found.programmes if one.row.id == told.programme_id)
    again = told.run(
        turn_year,
        organisation=told.cast.school,
        choices=YearChoices(programmes=frozenset({told.programme_id})),
    )
    assert isinstance(again, Refused)


def test_undone_within_a_day(database: Database) -> None:
    told = school(database)
    before = {one.id: one for one in ahead(told).pairs}
    made = turned(told)
    back: YearUnturned = told.done(undo_year, organisation=told.cast.school)
    assert back.pairs == 2
    after = {one.id: one for one in ahead(told).pairs}
    assert {key: (one.stage, one.programme_id) for key, one in after.items()} == {
        key: (one.stage, one.programme_id) for key, one in before.items()
    }
    with told.database.read() as tx:
        for item in made.carried:
            assert obligations.open_of_item(tx, item)
        found_wrong = verify_data(tx, at=told.at)
        assert (*found_wrong.obligations, *found_wrong.references, *found_wrong.journal) == ()
    again = turned(told)
    assert again.programmes == made.programmes  # the empty programme is used again
    told.on(MAY + timedelta(days=2))
    assert isinstance(told.run(undo_year, organisation=told.cast.school), Refused)


def test_a_roadmap_of_several_years_goes_on(database: Database) -> None:
    told = story(database)
    told.on(date(2025, 9, 1))
    applied = told.done(
        apply_roadmap, organisation_id=told.cast.school.id, template_key="s0-school-2020", start=date(2025, 11, 1)
    )
    told.start(roadmap_id=applied.roadmap_id)
    told.form()
    told.on(MAY)
    [roadmap] = ahead(told).roadmaps
    assert roadmap.goes_on
    assert not roadmap.rows
    made = turned(told)
    assert made.roadmaps == {applied.roadmap_id: applied.roadmap_id}
    [new] = made.programmes.values()
    with told.database.read() as tx:
        programme = programmes.get(tx, new)
        assert programme is not None
        assert programme.roadmap_id == applied.roadmap_id
    told.done(undo_year, organisation=told.cast.school)
    with told.database.read() as tx:
        head = roadmaps.get(tx, applied.roadmap_id)
        assert head is not None
        assert head.dropped_on is None


def test_only_those_who_may(database: Database) -> None:
    told = school(database)
    told.who = told.cast.mentor
    assert isinstance(told.run(turn_year, organisation=told.cast.school, choices=YearChoices()), Refused)
    told.who = told.cast.outsider
    with pytest.raises(BadInput):
        told.run(turn_year, organisation=told.cast.school, choices=YearChoices())
    told.who = told.cast.curator
    with pytest.raises(BadInput):
        told.run(turn_year, organisation=told.cast.school, choices=YearChoices(programmes=frozenset({10_000})))


def test_the_statements_do_not_grow_with_the_pairs(sqlite_database: Database) -> None:
    told = school(sqlite_database)
    few = statements(told)
    for number in range(6):
        one = newcomer(told, f"Новиков Илья {number}", f"more-{number}")
        mentor = newcomer(told, f"Старова Анна {number}", f"older-{number}")
        told.form(mentor_id=mentor.id, mentee_ids=[one.id], stage="work", since=MONDAY)
    assert statements(told) == few


def statements(told: Story) -> int:
    with told.database.read() as tx, counted(tx) as seen:
        show_year_turn(tx, by=told.by, organisation=told.cast.school, choices=YearChoices(), named=True)
    return len(seen)
