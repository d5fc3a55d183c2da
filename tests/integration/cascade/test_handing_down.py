"""A roadmap goes down the tree: offered, taken, adapted, delegated, declined, undone; nothing happens by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.refusals import BadInput, Refused
from storage import journal, obligations, publications, roadmaps
from storage.database import Database
from storage.tables.letters import letters
from storage.tables.obligations import obligations as owed
from tests.support.cascade import Cascade, cascade
from tests.support.cast import FIRST_OF_SEPTEMBER
from workflows.adopt_roadmap import Adopted, RowChoice, adopt_roadmap
from workflows.apply_roadmap import apply_roadmap
from workflows.complete_item import Proof, complete_item
from workflows.decline_roadmap import decline_roadmap
from workflows.delegate_item import Delegated, delegate_item
from workflows.publish_roadmap import Published, publish_roadmap
from workflows.reschedule_item import reschedule_item
from workflows.show_changes import ChangesShown, show_changes
from workflows.take_back_item import take_back_item
from workflows.take_changes import take_changes
from workflows.undo_answer import undo_answer
from workflows.undo_changes import undo_changes
from workflows.verify_data import Verified, verify_data
from workflows.withdraw_publication import Withdrawn, withdraw_offers, withdraw_publication


@pytest.fixture
def told(database: Database) -> Cascade:
    return cascade(database)


def sound(found: Verified) -> bool:
    return not (found.journal or found.references or found.obligations)


def published(told: Cascade) -> Published:
    made: Published = told.does(told.cast.administrator, publish_roadmap, roadmap_id=told.upper)
    return made


def adopted(told: Cascade, **how: Any) -> Adopted:
    offer = told.offer_to(told.cast.school)
    made: Adopted = told.does(told.cast.curator, adopt_roadmap, publication_id=offer, **how)
    return made


def open_rows(told: Cascade, item_id: int) -> list[Any]:
    with told.database.read() as tx:
        return list(obligations.open_of_item(tx, item_id))


def letters_of(told: Cascade) -> list[tuple[str, int]]:
    with told.database.read() as tx:
        return [(row.kind, row.recipient_id) for row in tx.execute(select(letters).order_by(letters.c.id))]


def test_every_school_below_is_offered_it_once(told: Cascade) -> None:
    made = published(told)
    assert (len(made.fresh), made.standing) == (3, 0)
    assert {person for kind, person in letters_of(told) if kind == "roadmap_offered"} == {
        told.cast.curator.id,
        told.cast.outsider.id,
        told.third_curator.id,
    }
    with told.database.read() as tx:
        asked = tx.execute(select(owed).where(owed.c.subject_kind == "task", owed.c.status == "open")).all()
        assert {row.organisation_id for row in asked} >= {one.id for one in told.schools}
        assert any("Ответить на предложенную" in row.title for row in asked)
    again = published(told)
    assert (again.fresh, again.standing) == ((), 3)
    assert len([one for one in letters_of(told) if one[0] == "roadmap_offered"]) == 3


def test_nothing_appears_below_before_it_is_taken(told: Cascade) -> None:
    published(told)
    with told.database.read() as tx:
        for school in told.schools:
            assert roadmaps.same(tx, school.id, "s4-district-2022", starts=date(2022, 4, 1)) is None


def test_only_below_and_only_ones_own_rows(told: Cascade) -> None:
    administrator = told.cast.administrator
    with pytest.raises(BadInput):
        told.tries(administrator, publish_roadmap, roadmap_id=told.upper, to=[told.foreign.id])
    with pytest.raises(BadInput):
        told.tries(administrator, publish_roadmap, roadmap_id=told.upper, rows=[10_000])
    with pytest.raises(BadInput):
        told.tries(told.stranger, publish_roadmap, roadmap_id=told.upper)
    with pytest.raises(BadInput):
        told.tries(told.cast.curator, publish_roadmap, roadmap_id=told.upper)


def test_taken_as_it_is_it_lives_like_any_roadmap(told: Cascade) -> None:
    published(told)
    made = adopted(told)
    assert (made.taken, made.left) == (14, 0)
    with told.database.read() as tx:
        rows = roadmaps.live_items(tx, made.roadmap_id)
        head = roadmaps.get(tx, made.roadmap_id)
        assert head is not None
        assert head.upper_roadmap_id == told.upper
        above = {one.row.id: one.row for one in roadmaps.live_items(tx, told.upper)}
    assert len(rows) == 14
    for one in rows:
        upper = above[one.row.upper_item_id]
        assert (one.row.title, one.row.deadline_text) == (upper.title, upper.deadline_text)
        assert one.row.agreed["title"] == upper.title
        assert one.row.adoption == "accepted"
    assert open_rows(told, told.item(made.roadmap_id, "1.1"))[0].due_on == date(2022, 4, 30)
    with told.database.read() as tx:
        assert sound(verify_data(tx, at=told.at))


def test_adapted_rows_keep_the_words_from_above(told: Cascade) -> None:
    published(told)
    consents, report = told.upper_item("1.1"), told.upper_item("3.6")
    made = adopted(
        told, choices={consents: RowChoice("до 15 апреля 2022"), report: RowChoice(person_id=told.cast.director.id)}
    )
    assert (made.taken, made.left) == (2, 12)
    with told.database.read() as tx:
        first, second = (one.row for one in roadmaps.live_items(tx, made.roadmap_id))
    assert (first.adoption, first.deadline_value, first.agreed["deadline_text"]) == (
        "adapted",
        "2022-04-15",
        "Апрель 2022",
    )
    assert open_rows(told, first.id)[0].due_on == date(2022, 4, 15)
    assert second.responsible_id == told.cast.director.id
    with pytest.raises(BadInput) as error:
        adopted(told, choices={told.upper_item("1.2"): RowChoice("когда-нибудь потом")})
    assert error.value.field == f"deadline_{told.upper_item('1.2')}"
    more = adopted(told, choices={told.upper_item("1.2"): RowChoice()})
    assert (more.roadmap_id, more.taken, more.left) == (made.roadmap_id, 1, 11)


def test_taken_into_an_existing_roadmap(told: Cascade) -> None:
    own = told.does(
        told.cast.curator,
        _apply,
        organisation_id=told.cast.school.id,
    )
    published(told)
    made = adopted(told, into=own.roadmap_id, choices={told.upper_item("1.1"): RowChoice()})
    assert made.roadmap_id == own.roadmap_id
    with told.database.read() as tx:
        keys = [one.row.key for one in roadmaps.live_items(tx, own.roadmap_id)]
    assert len(keys) == len(set(keys))
    with pytest.raises(BadInput):
        told.tries(told.third_curator, adopt_roadmap, publication_id=told.offer_to(told.third), into=own.roadmap_id)


def test_an_offer_is_nobody_elses(told: Cascade) -> None:
    published(told)
    offer = told.offer_to(told.cast.school)
    for stranger in (told.third_curator, told.stranger, told.cast.outsider):
        with pytest.raises(BadInput):
            told.tries(stranger, adopt_roadmap, publication_id=offer)
        with pytest.raises(BadInput):
            told.tries(stranger, decline_roadmap, publication_id=offer, why="other")
    assert isinstance(told.tries(told.cast.mentor, adopt_roadmap, publication_id=offer), Refused)


def test_declined_with_a_reason_whose_words_stay_at_home(told: Cascade) -> None:
    published(told)
    offer = told.offer_to(told.cast.school)
    secret = "Кузнецова больна"
    told.does(told.cast.curator, decline_roadmap, publication_id=offer, why="nobody", words=secret)
    with told.database.read() as tx:
        row = publications.get(tx, offer)
        assert row is not None
        assert (row.state, row.reason) == ("declined", "nobody")
        above = [str(line) for line in journal.entries(tx, told.cast.municipality.id)]
        here = [str(line.words) for line in journal.entries(tx, told.cast.school.id)]
    assert not any(secret in line for line in above)
    assert any(secret in line for line in here)
    assert isinstance(told.tries(told.cast.curator, adopt_roadmap, publication_id=offer), Refused)
    assert published(told).fresh == (offer,)  # offered anew, it may be answered anew
    assert adopted(told).taken == 14


def test_an_answer_is_undone_within_a_day(told: Cascade) -> None:
    published(told)
    made = adopted(told)
    first = told.item(made.roadmap_id, "1.1")
    undone = told.does(told.cast.curator, undo_answer, publication_id=made.publication_id)
    assert undone.dropped == 14
    assert not open_rows(told, first)
    with told.database.read() as tx:
        head = roadmaps.get(tx, made.roadmap_id)
        assert head is not None
        assert head.dropped_on == date(2022, 4, 4)
        assert sound(verify_data(tx, at=told.at))
    again = adopted(told)
    assert again.roadmap_id == made.roadmap_id
    assert told.item(again.roadmap_id, "1.1") == first  # the same row again, with its history
    assert open_rows(told, first)
    told.at += timedelta(hours=25)
    assert isinstance(told.tries(told.cast.curator, undo_answer, publication_id=made.publication_id), Refused)


def test_a_proved_row_keeps_the_answer(told: Cascade) -> None:
    published(told)
    made = adopted(told)
    told.does(
        told.cast.curator,
        complete_item,
        item_id=told.item(made.roadmap_id, "1.1"),
        proof=Proof("link", "https://school.test/1"),
    )
    assert isinstance(told.tries(told.cast.curator, undo_answer, publication_id=made.publication_id), Refused)


def test_what_nobody_answered_is_taken_back(told: Cascade) -> None:
    published(told)
    adopted(told)
    back: Withdrawn = told.does(told.cast.administrator, withdraw_offers, roadmap_id=told.upper, offered_at=told.at)
    assert (back.withdrawn, back.kept) == (2, 1)
    assert isinstance(told.tries(told.third_curator, adopt_roadmap, publication_id=told.offer_to(told.third)), Refused)
    assert isinstance(
        told.tries(told.cast.administrator, withdraw_publication, publication_id=told.offer_to(told.cast.school)),
        Refused,
    )


class TestDelegating:
    def test_to_an_organisation_beside(self, told: Cascade) -> None:
        published(told)
        made = adopted(told)
        item = told.item(made.roadmap_id, "1.1")
        given: Delegated = told.does(told.cast.curator, delegate_item, item_id=item, to=told.spektr.id)
        assert given.publication_id is not None
        assert not open_rows(told, item)
        taken: Adopted = told.does(told.methodist, adopt_roadmap, publication_id=given.publication_id)
        assert taken.taken == 1
        theirs = told.item(taken.roadmap_id, "1.1")
        assert open_rows(told, theirs)[0].due_on == date(2022, 4, 30)
        assert isinstance(told.tries(told.cast.curator, take_back_item, item_id=item), Refused)
        with told.database.read() as tx:
            assert sound(verify_data(tx, at=told.at))

    def test_declined_it_comes_back(self, told: Cascade) -> None:
        published(told)
        item = told.item(adopted(told).roadmap_id, "1.1")
        given = told.does(told.cast.curator, delegate_item, item_id=item, to=told.spektr.id)
        told.does(told.methodist, decline_roadmap, publication_id=given.publication_id, why="not-ours")
        assert open_rows(told, item)

    def test_taken_back_before_it_is_taken(self, told: Cascade) -> None:
        published(told)
        item = told.item(adopted(told).roadmap_id, "1.1")
        given = told.does(told.cast.curator, delegate_item, item_id=item, to=told.spektr.id)
        told.does(told.cast.curator, take_back_item, item_id=item)
        assert open_rows(told, item)
        assert isinstance(told.tries(told.methodist, adopt_roadmap, publication_id=given.publication_id), Refused)

    def test_back_up_with_a_kind_of_reason(self, told: Cascade) -> None:
        published(told)
        item = told.item(adopted(told).roadmap_id, "1.1")
        above = told.cast.municipality.id
        with pytest.raises(BadInput):
            told.tries(told.cast.curator, delegate_item, item_id=item, to=above)
        told.does(told.cast.curator, delegate_item, item_id=item, to=above, why="no-means")
        assert not open_rows(told, item)
        told.does(told.cast.curator, take_back_item, item_id=item)
        assert open_rows(told, item)

    def test_not_to_strangers(self, told: Cascade) -> None:
        published(told)
        item = told.item(adopted(told).roadmap_id, "1.1")
        for place in (told.foreign.id, told.cast.school.id, 10_000):
            with pytest.raises(BadInput):
                told.tries(told.cast.curator, delegate_item, item_id=item, to=place)

    def test_while_it_is_taken(self, told: Cascade) -> None:
        published(told)
        made = adopted(told, choices={told.upper_item("1.1"): RowChoice(delegate_to=told.third.id)})
        assert not open_rows(told, told.item(made.roadmap_id, "1.1"))


class TestChangesAbove:
    def test_offered_and_taken(self, told: Cascade) -> None:
        published(told)
        made = adopted(told)
        mine = told.item(made.roadmap_id, "3.6")
        assert not self.shown(told, made).any
        told.does(
            told.cast.administrator,
            reschedule_item,
            item_id=told.upper_item("3.6"),
            to_day=date(2022, 12, 9),
            reason="по просьбе школ",
        )
        [changed] = self.shown(told, made).rows
        assert [(one.field, one.old, one.new) for one in changed.changes] == [
            ("deadline", "Октябрь- Ноябрь 2022", "до 9 декабря 2022 г.")
        ]
        assert open_rows(told, mine)[0].due_on == date(2022, 11, 30)  # nothing by itself
        told.does(told.cast.curator, take_changes, roadmap_id=made.roadmap_id, choices={mine: "all"})
        assert open_rows(told, mine)[0].due_on == date(2022, 12, 9)
        assert not self.shown(told, made).any
        told.does(told.cast.curator, undo_changes, roadmap_id=made.roadmap_id)
        assert open_rows(told, mine)[0].due_on == date(2022, 11, 30)
        assert self.shown(told, made).any
        assert isinstance(told.tries(told.cast.curator, undo_changes, roadmap_id=made.roadmap_id), Refused)

    def test_only_the_date_or_ones_own(self, told: Cascade) -> None:
        published(told)
        made = adopted(told)
        title, kept = told.item(made.roadmap_id, "3.6"), told.item(made.roadmap_id, "1.1")
        self.retitle(told, "3.6", "Новое название", deadline_text="Декабрь 2022", deadline_value="2022-12")
        self.retitle(told, "1.1", "Другое название")
        told.does(told.cast.curator, take_changes, roadmap_id=made.roadmap_id, choices={title: "date", kept: "keep"})
        with told.database.read() as tx:
            dated, own = roadmaps.item(tx, title), roadmaps.item(tx, kept)
        assert dated is not None
        assert own is not None
        assert (dated.title, dated.deadline_text, dated.adoption) != ("Новое название", "Декабрь 2022", "adapted")
        assert dated.deadline_text == "Декабрь 2022"
        assert own.title != "Другое название"
        assert not self.shown(told, made).any

    def test_dropped_rows_are_offered_for_dropping(self, told: Cascade) -> None:
        published(told)
        made = adopted(told)
        mine = told.item(made.roadmap_id, "3.6")
        with told.database.write() as tx:
            publications.drop(tx, [told.upper_item("3.6")], on=date(2022, 4, 4))
        [changed] = self.shown(told, made).rows
        assert changed.kind == "dropped"
        assert open_rows(told, mine)
        with pytest.raises(BadInput):
            told.tries(told.cast.curator, take_changes, roadmap_id=made.roadmap_id, choices={mine: "all"})
        told.does(told.cast.curator, take_changes, roadmap_id=made.roadmap_id, choices={mine: "drop"})
        assert not open_rows(told, mine)
        told.does(told.cast.curator, undo_changes, roadmap_id=made.roadmap_id)
        assert open_rows(told, mine)

    def test_rows_left_out_on_purpose_are_not_offered_again(self, told: Cascade) -> None:
        published(told)
        made = adopted(told, choices={told.upper_item("1.1"): RowChoice()})
        assert not self.shown(told, made).any

    def test_seen_by_nobody_else(self, told: Cascade) -> None:
        published(told)
        made = adopted(told)
        with pytest.raises(BadInput):
            told.sees(told.third_curator, show_changes, roadmap_id=made.roadmap_id)

    def shown(self, told: Cascade, made: Adopted) -> ChangesShown:
        found: ChangesShown = told.sees(told.cast.curator, show_changes, roadmap_id=made.roadmap_id)
        return found

    def retitle(self, told: Cascade, number: str, title: str, **more: str) -> None:
        with told.database.write() as tx:
            row = roadmaps.item(tx, told.upper_item(number))
            assert row is not None
            values = {"title": title, **more}
            if "deadline_value" in more:
                values["deadline_kind"] = "month"
            roadmaps.change_item(tx, row, **values)


def _apply(tx: Any, *, by: Any, organisation_id: int) -> Any:
    return apply_roadmap(
        tx, by=by, organisation_id=organisation_id, template_key="s1-teachers-2025", start=FIRST_OF_SEPTEMBER.date()
    )
