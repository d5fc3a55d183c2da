"""A mentor leaves: all pairs get another mentor or end in one step, with orders drafted; all of it can be undone."""

from datetime import date, timedelta

import pytest

from engine.refusals import BadInput, Refused
from storage import memberships, pairs, paper_drafts
from storage.database import Database
from storage.paper_drafts import DraftRow
from tests.support.cast import Player, consent, player
from tests.support.pair_life import Story, needs, story
from workflows.change_profile import change_profile
from workflows.hand_over_pairs import ENDS, PairsHandedOver, hand_over_pairs, take_back_handover
from workflows.show_handover import Handover, show_handover


def pupil_of(told: Story, name: str) -> Player:
    with told.database.write() as tx:
        made = player(tx, told.cast.school, name, f"h{len(told.extra)}", role="mentee", at=told.at)
        consent(tx, made, "personal-data", at=told.at)
    told.extra[name] = made
    return made


def leaving(database: Database) -> tuple[Story, int, int, Player]:
    """Two pairs of one mentor, and a colleague who can take one of them."""
    told = story(database)
    first = told.form().id
    second = told.form(mentee_ids=[pupil_of(told, "Котов Илья Андреевич").id]).id
    colleague = told.newcomer()
    told.done(change_profile, person_id=colleague.id, changes={"competences": "методика урока", "capacity": 1})
    told.done(change_profile, person_id=told.cast.mentee.id, changes={"needs": "методика урока"})
    return told, first, second, colleague


def mentor_of(told: Story, pair_id: int) -> list[int]:
    return [one.person_id for one in told.read(lambda tx: memberships.live(tx, pair_id)) if one.role == "mentor"]


def shown(told: Story, pair_id: int) -> Handover:
    found = told.read(lambda tx: show_handover(tx, by=told.by, pair_id=pair_id))
    assert isinstance(found, Handover)
    return found


def draft(told: Story, draft_id: int) -> DraftRow:
    found = told.read(lambda tx: paper_drafts.get(tx, draft_id))
    assert found is not None
    return found


def test_every_pair_is_shown_with_who_fits_it_best(database: Database) -> None:
    told, first, second, colleague = leaving(database)
    found = shown(told, second)
    assert found.mentor.person_id == told.cast.mentor.id
    assert [(one.pair.id, one.mentees[0].person_id) for one in found.pairs] == [
        (first, told.cast.mentee.id),
        (second, told.extra["Котов Илья Андреевич"].id),
    ]
    # One place is free: it is proposed to the mentee whose need the colleague meets.
    assert [one.proposed for one in found.pairs] == [colleague.id, None]
    best = found.pairs[0].successors[0]
    assert (best.id, best.full, best.strength) == (colleague.id, False, "strong")
    assert "методика урока" in best.whys[0].ru
    assert told.cast.mentor.id not in {one.id for pair in found.pairs for one in pair.successors}
    assert told.cast.mentee.id not in {one.id for one in found.pairs[0].successors}


def test_one_is_replaced_another_ends_and_both_orders_are_drafted(database: Database) -> None:
    told, first, second, colleague = leaving(database)
    told.on(date(2025, 9, 8))
    made: PairsHandedOver = told.done(
        hand_over_pairs, mentor_id=told.cast.mentor.id, fates={first: colleague.id, second: ENDS}, reason="Переезд"
    )
    assert mentor_of(told, first) == [colleague.id]
    ending = told.read(lambda tx: pairs.get(tx, second))
    assert ending is not None
    assert (ending.ending_outcome, ending.ending_on) == ("mentor_left", date(2025, 9, 11))
    assert made.left == 0
    assert [(draft(told, one).form, draft(told, one).pairs) for one in made.drafts] == [
        ("order-pairing", [first]),
        ("order-early-end", [second]),
    ]


def test_all_of_it_happens_or_nothing(database: Database) -> None:
    told, first, second, colleague = leaving(database)
    refused = told.run(
        hand_over_pairs, mentor_id=told.cast.mentor.id, fates={first: colleague.id, second: colleague.id}
    )
    assert needs(refused) == ["mentor_capacity"]
    assert isinstance(refused, Refused)
    assert refused.reasons[0].reason.ru.startswith("Пара № 2: ")
    assert mentor_of(told, first) == mentor_of(told, second) == [told.cast.mentor.id]


def test_it_is_taken_back_as_a_whole(database: Database) -> None:
    told, first, second, colleague = leaving(database)
    fates = {first: colleague.id, second: ENDS}
    made: PairsHandedOver = told.done(hand_over_pairs, mentor_id=told.cast.mentor.id, fates=fates)
    steps = [(one.pair_id, one.seq) for one in made.steps]
    undone = told.done(take_back_handover, steps=steps, draft_ids=made.drafts)
    assert mentor_of(told, first) == mentor_of(told, second) == [told.cast.mentor.id]
    ending = told.read(lambda tx: pairs.get(tx, second))
    assert ending is not None
    assert ending.ending_on is None
    assert undone.drafts == made.drafts
    assert all(draft(told, one).dropped_on == told.day for one in made.drafts)
    again = told.run(take_back_handover, steps=steps, draft_ids=made.drafts)
    assert needs(again) == ["undo", "undo"]


def test_what_went_on_since_is_not_taken_back(database: Database) -> None:
    told, first, second, colleague = leaving(database)
    fates = {first: colleague.id, second: ENDS}
    made: PairsHandedOver = told.done(hand_over_pairs, mentor_id=told.cast.mentor.id, fates=fates)
    told.day += timedelta(days=2)
    steps = [(one.pair_id, one.seq) for one in made.steps]
    assert needs(told.run(take_back_handover, steps=steps, draft_ids=made.drafts)) == ["undo", "undo"]
    assert mentor_of(told, first) == [colleague.id]


def test_what_does_not_fit_is_bad_input(database: Database) -> None:
    told, first, _, colleague = leaving(database)
    for given, field in (
        ({"mentor_id": colleague.id, "fates": {first: told.cast.mentor.id}}, "--mentor"),
        ({"mentor_id": told.cast.mentor.id, "fates": {}}, "--pair"),
        ({"mentor_id": told.cast.mentor.id, "fates": {first + 7: colleague.id}}, "--pair"),
        ({"mentor_id": told.cast.mentor.id, "fates": {first: told.cast.outsider.id}}, f"pair_{first}"),
    ):
        with pytest.raises(BadInput) as error:
            told.run(hand_over_pairs, **given)
        assert error.value.field == field


def test_a_mentor_hands_over_nothing(database: Database) -> None:
    told, first, _, colleague = leaving(database)
    told.who = told.cast.mentor
    outcome = told.run(hand_over_pairs, mentor_id=told.cast.mentor.id, fates={first: colleague.id})
    assert needs(outcome) == ["permission"]
    looked = told.read(lambda tx: show_handover(tx, by=told.by, pair_id=first))
    assert needs(looked) == ["permission"]
