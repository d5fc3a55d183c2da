"""Proposing, taking, giving back, changing by hand and excluding, in a real database."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import true

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import match_proposals, pairs, programmes
from storage.database import Database
from tests.support.cast import Player, consent, player
from tests.support.pair_life import Story, needs, story
from tests.support.statements import counted
from workflows.answer_survey import answer_survey
from workflows.change_profile import change_profile
from workflows.close_ended_pairs import close_ended_pairs
from workflows.draft_match_order import draft_match_order
from workflows.end_pair import end_pair
from workflows.exclude_match import allow_match, exclude_match
from workflows.grant_role import NewGrant, grant_role
from workflows.match_pool import Gathered, gather
from workflows.move_in_match import move_in_match
from workflows.open_survey import open_survey
from workflows.propose_pairs import PairsProposed, propose_pairs
from workflows.return_pairs import return_pairs
from workflows.show_match import MatchShown, show_exchange, show_match
from workflows.take_pairs import take_pairs


def someone(told: Story, name: str, role: str | None, *, kind: str = "staff") -> Player:
    with told.database.write() as tx:
        made = player(tx, told.cast.school, name, f"q{len(told.extra)}", role=role, kind=kind, at=told.at)
        if kind != "pupil":
            consent(tx, made, "personal-data", at=told.at)
    told.extra[name] = made
    return made


def keep(told: Story, person: Player, **fields: object) -> None:
    told.done(change_profile, person_id=person.id, changes=fields)


def propose(told: Story) -> PairsProposed:
    made: PairsProposed = told.done(propose_pairs, programme_id=told.programme_id)
    return made


def pool(told: Story) -> Gathered:
    programme = told.read(lambda tx: programmes.get(tx, told.programme_id))
    assert programme is not None
    return told.read(lambda tx: gather(tx, programme, at=told.at))


def shown(told: Story, proposal_id: int) -> MatchShown:
    found = told.read(lambda tx: show_match(tx, by=told.by, proposal_id=proposal_id))
    assert isinstance(found, MatchShown)
    return found


def standing(told: Story, pair_ids: tuple[int, ...]) -> set[tuple[str, str | None]]:
    found = told.read(lambda tx: [pairs.get(tx, one) for one in pair_ids])
    return {(one.stage, one.outcome) for one in found if one is not None}


def couples(told: Story, proposal_id: int) -> list[tuple[int, tuple[int, ...]]]:
    return [(one.mentor.id, tuple(each.person.id for each in one.mentees)) for one in shown(told, proposal_id).cards]


def test_needs_and_wishes_of_the_questionnaires_make_the_pairs(database: Database) -> None:
    told = story(database)
    cast = told.cast
    second, newcomer = someone(told, "Орлова Дарья Игоревна", "mentor"), someone(told, "Юдин Яков Ильич", "mentee")
    keep(told, cast.mentor, competences=["методика урока"])
    keep(told, cast.mentee, needs=["Методика современного урока"])
    survey = told.done(
        open_survey, programme_id=told.programme_id, questionnaire="preferences-mentee", period="2025-09"
    )
    assert pool(told).silent == {cast.mentee.id, newcomer.id}
    told.done(
        answer_survey,
        survey_id=survey.id,
        person_id=newcomer.id,
        answers={"preferred": [str(second.id)], "meeting": "5"},
    )
    assert pool(told).silent == {cast.mentee.id}
    made = propose(told)
    assert (made.pairs, made.mentees, made.left, made.solver) == (2, 2, 0, "best")
    told_pairs = {card.mentor.id: card.mentees[0] for card in shown(told, made.id).cards}
    assert told_pairs[cast.mentor.id].person.id == cast.mentee.id
    assert [why.ru for why in told_pairs[cast.mentor.id].whys] == [
        "просит помощь: Методика современного урока — у наставника есть"
    ]
    assert [why.ru for why in told_pairs[second.id].whys] == ["наставляемый указал наставника первым"]
    assert [one.person.id for one in told_pairs[second.id].choices] == [cast.mentor.id]


def test_a_bare_survey_of_preferences_is_read_by_the_numbers_in_it(database: Database) -> None:
    told = story(database)
    mentee = told.cast.mentee
    told.form()
    survey = told.done(open_survey, programme_id=told.programme_id, kind="preferences", period="2025-09")
    answer = {"кого": f"{told.cast.mentor.id}, 17"}
    told.done(answer_survey, survey_id=survey.id, person_id=mentee.id, answers=answer)
    told.done(end_pair, pair_id=told.pair_id, outcome="never_started")
    [found] = [one for one in pool(told).pool.mentees if one.id == mentee.id]
    assert found.prefers == (told.cast.mentor.id, 17)


def test_who_stands_on_which_side(database: Database) -> None:
    told = story(database)
    cast = told.cast
    someone(told, "Пупилов Ян Ильич", "mentee", kind="pupil")
    by_profile = someone(told, "Знаева Инна Львовна", None)
    keep(told, by_profile, competences=["оценивание"], capacity=3)
    asking = someone(told, "Ищеев Олег Ильич", None)
    keep(told, asking, request="Хочу научиться вести класс")
    found = pool(told)
    assert [(one.id, one.free) for one in found.pool.mentors] == [(cast.mentor.id, 1), (by_profile.id, 3)]
    assert [one.id for one in found.pool.mentees] == [cast.mentee.id, asking.id]
    assert found.misfits == {told.extra["Пупилов Ян Ильич"].id}
    told.form(mentor_id=by_profile.id)
    found = pool(told)
    assert [(one.id, one.free, one.leads) for one in found.pool.mentors][1] == (by_profile.id, 2, 1)
    assert found.led == {cast.mentee.id}


def test_relatives_exclusions_and_a_former_no_are_never_proposed(database: Database) -> None:
    told = story(database)
    told.start("group")
    cast = told.cast
    with database.write() as tx:
        for person, role in ((cast.parent, "mentor"), (cast.pupil, "mentee")):
            assert not isinstance(
                grant_role(
                    tx, by=told.by, told=NewGrant(person_id=person.id, role=role, organisation_id=cast.school.id)
                ),
                Refused,
            )
    told.done(
        exclude_match, programme_id=told.programme_id, mentor_id=cast.mentor.id, mentee_id=cast.mentee.id, reason="Муж"
    )
    assert pool(told).pool.barred == {
        (cast.parent.id, cast.pupil.id): "relative",
        (cast.mentor.id, cast.mentee.id): "excluded",
    }
    told.done(allow_match, programme_id=told.programme_id, mentor_id=cast.mentor.id, mentee_id=cast.mentee.id)
    assert pool(told).pool.barred == {(cast.parent.id, cast.pupil.id): "relative"}
    with pytest.raises(BadInput):
        told.run(allow_match, programme_id=told.programme_id, mentor_id=cast.mentor.id, mentee_id=cast.mentee.id)


def test_how_a_former_pair_ended_is_remembered(database: Database) -> None:
    told = story(database)
    cast = told.cast
    told.form()
    told.walk_to("trial_meeting")
    told.meet("trial", verdicts=("go", "stop"))
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement", notice_on=told.day, effective_on=None)
    told.on(told.day + timedelta(days=7))
    assert pool(told).led == {cast.mentee.id}
    with database.write() as tx:
        close_ended_pairs(tx, at=told.at)
    found = pool(told).pool
    couple = (cast.mentor.id, cast.mentee.id)
    assert (found.past, found.barred) == ({couple: ("by_agreement",)}, {couple: "stopped"})


def test_taking_all_forms_the_pairs_and_giving_back_ends_them(database: Database) -> None:
    told = story(database)
    someone(told, "Орлова Дарья Игоревна", "mentor")
    someone(told, "Юдин Яков Ильич", "mentee")
    made = propose(told)
    taken = told.done(take_pairs, proposal_id=made.id)
    assert (len(taken.pairs), taken.left) == (2, 0)
    assert standing(told, taken.pairs) == {("formed", None)}
    after = shown(told, made.id)
    assert (after.hand.row.state, after.stale, after.open) == ("taken", False, 0)
    assert needs(told.run(take_pairs, proposal_id=made.id)) == ["match"]
    back = told.done(return_pairs, proposal_id=made.id)
    assert back.pairs == taken.pairs
    assert standing(told, back.pairs) == {("closed", "never_started")}
    again = shown(told, made.id)
    assert (again.hand.row.state, again.stale, again.open) == ("proposed", False, 2)
    assert len(told.done(take_pairs, proposal_id=made.id, number=1).pairs) == 1
    assert shown(told, made.id).open == 1


def test_a_proposal_goes_out_of_date_when_people_change_and_says_so(database: Database) -> None:
    told = story(database)
    made = propose(told)
    assert not shown(told, made.id).stale
    keep(told, told.cast.mentee, needs=["оценивание"])
    assert shown(told, made.id).stale
    told.form()
    refused = told.run(take_pairs, proposal_id=made.id)
    assert isinstance(refused, Refused)
    assert [reason.reason.ru for reason in refused.reasons] == ["Пара 1: у наставника больше нет свободных мест"]
    assert told.read(lambda tx: len(pairs.listing(tx, visible=true()))) == 1
    newer = propose(told)
    assert (newer.pairs, newer.left) == (0, 0)
    assert shown(told, made.id).hand.row.state == "stale"
    with pytest.raises(BadInput):
        told.run(take_pairs, proposal_id=newer.id)


def test_a_pair_that_went_on_is_not_taken_back(database: Database) -> None:
    told = story(database)
    made = propose(told)
    [told.pair_id] = told.done(take_pairs, proposal_id=made.id).pairs
    told.meet_needs("acquaint")
    told.move("acquaint")
    assert needs(told.run(return_pairs, proposal_id=made.id)) == ["undo"]
    assert told.pair.closed_on is None


def test_changed_by_hand_the_rest_moves_as_little_as_it_must(database: Database) -> None:
    told = story(database)
    cast = told.cast
    second, newcomer = someone(told, "Орлова Дарья Игоревна", "mentor"), someone(told, "Юдин Яков Ильич", "mentee")
    keep(told, cast.mentor, competences=["методика урока"])
    keep(told, cast.mentee, needs=["методика урока"])
    made = propose(told)
    exchange = told.read(lambda tx: show_exchange(tx, by=told.by, proposal_id=made.id, mentee_id=newcomer.id))
    assert not isinstance(exchange, Refused)
    assert exchange.now is not None
    assert exchange.now.id == second.id
    [choice] = exchange.choices
    assert choice.swaps is not None
    assert (choice.person.id, choice.loss, choice.swaps.id, choice.alone) == (cast.mentor.id, 40, cast.mentee.id, False)
    moved = told.done(move_in_match, proposal_id=made.id, mentee_id=newcomer.id, mentor_id=cast.mentor.id, version=1)
    assert (moved.loss, moved.swaps) == (40, cast.mentee.id)
    assert sorted(couples(told, made.id)) == [(cast.mentor.id, (newcomer.id,)), (second.id, (cast.mentee.id,))]
    assert {one.person.id for card in shown(told, made.id).cards for one in card.mentees if one.by_hand} == {
        newcomer.id
    }
    with pytest.raises(ChangedMeanwhile):
        told.run(move_in_match, proposal_id=made.id, mentee_id=newcomer.id, mentor_id=second.id, version=1)
    assert needs(told.run(move_in_match, proposal_id=made.id, mentee_id=newcomer.id, mentor_id=cast.mentor.id)) == [
        "match"
    ]


def test_a_group_is_proposed_and_formed_whole(database: Database) -> None:
    told = story(database)
    told.start("group")
    for name in ("Юдин Яков Ильич", "Яковлев Юрий Ильич"):
        someone(told, name, "mentee", kind="pupil")
    made = propose(told)
    assert (made.pairs, made.mentees) == (1, 3)
    [pair_id] = told.done(take_pairs, proposal_id=made.id).pairs
    told.pair_id = pair_id
    assert sum(1 for one in told.members if one.role == "mentee") == 3


def test_the_order_is_drafted_about_the_pairs_that_were_formed(database: Database) -> None:
    told = story(database)
    someone(told, "Орлова Дарья Игоревна", "mentor")
    someone(told, "Юдин Яков Ильич", "mentee")
    made = propose(told)
    with pytest.raises(BadInput):
        told.run(draft_match_order, proposal_id=made.id)
    first, second = told.done(take_pairs, proposal_id=made.id).pairs
    drafted = told.done(draft_match_order, proposal_id=made.id)
    assert (drafted.form, drafted.pairs) == ("order-pairing", (first, second))
    told.done(return_pairs, proposal_id=made.id, pair_ids=[first])
    assert told.done(draft_match_order, proposal_id=made.id).pairs == (second,)


def test_nobody_outside_may_look_or_act(database: Database) -> None:
    told = story(database)
    made = propose(told)
    for who, error in ((told.cast.outsider, BadInput), (told.cast.mentee, None)):
        told.who = who
        for flow, given in (
            (propose_pairs, {"programme_id": told.programme_id}),
            (take_pairs, {"proposal_id": made.id}),
            (return_pairs, {"proposal_id": made.id}),
            (move_in_match, {"proposal_id": made.id, "mentee_id": told.cast.mentee.id, "mentor_id": 1}),
            (exclude_match, {"programme_id": told.programme_id, "mentor_id": 5, "mentee_id": 6}),
        ):
            if error is not None:
                with pytest.raises(error):
                    told.run(flow, **given)
            else:
                assert needs(told.run(flow, **given)) == ["permission"], flow


def test_what_is_stored_names_people_by_numbers_only(database: Database) -> None:
    told = story(database)
    keep(told, told.cast.mentor, competences=["методика урока"])
    keep(told, told.cast.mentee, needs=["методика урока"])
    made = propose(told)
    stored = told.read(lambda tx: match_proposals.get(tx, made.id))
    assert "методика" not in json.dumps(stored.found if stored else None, ensure_ascii=False)


def test_gathering_asks_as_many_questions_for_many_as_for_few(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    programme = told.read(lambda tx: programmes.get(tx, told.programme_id))
    assert programme is not None
    with sqlite_database.read() as tx, counted(tx) as few:
        gather(tx, programme, at=told.at)
    for number in range(8):
        someone(told, f"Наставник {number}", "mentor")
        someone(told, f"Наставляемый {number}", "mentee")
    with sqlite_database.read() as tx, counted(tx) as many:
        gather(tx, programme, at=told.at)
    assert len(many) == len(few)
