"""Two people do the same thing in the same instant: the second begins before the first has committed.

On SQLite the second waits at the door; on PostgreSQL it waits for its turn in the organisation (`storage/turns.py`) and
would otherwise see what was there before the first.
"""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import IntegrityError

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import plans, turns
from storage.database import Collided, Database
from storage.tables.organisations import consents
from storage.tables.papers import papers
from storage.tables.participants import erasures, transfers
from storage.tables.programmes import pairs, plan_moves, survey_answers
from storage.tables.roadmaps import tasks
from tests.support.pair_life import Story, story
from workflows.answer_survey import answer_survey
from workflows.change_profile import change_profile
from workflows.close_survey import close_survey
from workflows.end_pair import end_pair
from workflows.erase_person import erase_person
from workflows.form_pair import form_pair
from workflows.grant_role import NewGrant, grant_role
from workflows.hand_over_pairs import hand_over_pairs
from workflows.open_survey import open_survey
from workflows.postpone_plan_item import postpone_plan_item
from workflows.propose_pairs import propose_pairs
from workflows.record_consent import record_consent
from workflows.record_feedback import record_feedback
from workflows.register_paper import register_paper
from workflows.set_plan import set_plan
from workflows.take_pairs import take_pairs
from workflows.transfer_person import transfer_person
from workflows.verify_data import verify_data
from workflows.withdraw_consent import withdraw_consent

Act = Callable[[Connection], object]
_BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


class _Back(Exception):  # noqa: N818  # how a refused flow leaves its transaction, as in the shell
    def __init__(self, refused: Refused) -> None:
        self.refused = refused


def overlapping(told: Story, first: Act, second: Act | None = None) -> list[object]:
    """What both came to: the second does all it can while the first has not committed. It repeats once when a unique
    key says so, as the shell, the pages and the API do; afterwards the data are sound.
    """
    database, came = told.database, list[object]()
    ready = threading.Event()

    def later() -> None:
        for _ in range(2):
            try:
                with database.write() as tx:
                    outcome = (second or first)(tx)
                    if isinstance(outcome, Refused):
                        raise _Back(outcome)
            except IntegrityError:
                continue
            except _Back as back:
                came.append(back.refused)
            except (BadInput, ChangedMeanwhile) as error:
                came.append(error)
            else:
                came.append(outcome)
            break
        else:
            came.append("twice the same key")
        ready.set()

    thread = threading.Thread(target=later)
    with database.write() as tx:
        came.append(first(tx))
        thread.start()
        if database.dialect == "postgresql":
            while not ready.wait(0.02):
                with database.read() as looking:
                    if looking.execute(_BLOCKED).scalar():
                        break
    thread.join(60)
    assert not isinstance(came[0], Refused), came[0]
    sound(told)
    return came


def sound(told: Story) -> None:
    with told.database.read() as tx:
        found = verify_data(tx, at=told.at)
        assert found.sound, found


def asking(told: Story) -> int:
    """A survey that asks everybody who waits for a mentor."""
    made = told.done(open_survey, programme_id=told.programme_id, questionnaire="preferences-mentee", period="2025-09")
    return int(made.id)


def count(told: Story, column: Any, *where: Any) -> int:
    return told.read(lambda tx: tx.execute(select(func.count(column)).where(*where)).scalar_one())


def refused(outcome: object) -> bool:
    return isinstance(outcome, Refused | BadInput | ChangedMeanwhile)


def test_a_mentor_with_one_place_gets_one_pair(database: Database) -> None:
    told = story(database)
    told.done(change_profile, person_id=told.cast.mentor.id, changes={"capacity": 1})
    mentees = iter([told.cast.mentee.id, told.newcomer().id])

    def form(tx: Connection) -> object:
        given: dict[str, Any] = {
            "programme_id": told.programme_id,
            "mentor_id": told.cast.mentor.id,
            "mentee_ids": [next(mentees)],
        }
        return form_pair(tx, by=told.by, **given)

    [_, second] = overlapping(told, form)
    assert refused(second), second
    assert count(told, pairs.c.id) == 1


def test_a_proposal_is_taken_once(database: Database) -> None:
    told = story(database)
    made = told.done(propose_pairs, programme_id=told.programme_id)
    [_, second] = overlapping(told, lambda tx: take_pairs(tx, by=told.by, proposal_id=made.id))
    assert refused(second), second
    assert count(told, pairs.c.id) == made.pairs


def test_the_same_paper_told_by_two_is_one_entry_of_the_register(database: Database) -> None:
    told = story(database)
    told.form()

    def register(tx: Connection) -> object:
        return register_paper(
            tx,
            by=told.by,
            organisation=told.cast.school,
            kind="order",
            purpose="pairing",
            number="17",
            dated=told.day,
            pair_ids=[told.pair_id],
        )

    overlapping(told, register)
    assert count(told, papers.c.id) == 1


def test_a_withdrawal_starts_one_clock(database: Database) -> None:
    told = story(database)
    given: dict[str, Any] = {"person_id": told.cast.mentee.id, "kind": "personal-data"}
    [_, second] = overlapping(told, lambda tx: withdraw_consent(tx, by=told.by, **given))
    assert refused(second), second
    assert count(told, tasks.c.id, tasks.c.consent_id.is_not(None)) == 1


def test_a_consent_is_signed_once_though_two_tell_of_different_days(database: Database) -> None:
    told = story(database, consents=False)
    days = iter([date(2025, 8, 30), date(2025, 8, 31)])

    def sign(tx: Connection) -> object:
        return record_consent(tx, by=told.by, person_id=told.cast.mentee.id, kind="personal-data", signed_on=next(days))

    [_, second] = overlapping(told, sign)
    assert refused(second), second
    assert count(told, consents.c.id, consents.c.person_id == told.cast.mentee.id) == 1


def test_one_act_of_one_erasing(database: Database) -> None:
    told = story(database)
    [_, second] = overlapping(told, lambda tx: erase_person(tx, by=told.by, person_id=told.cast.mentee.id))
    assert refused(second), second
    assert count(told, erasures.c.id) == 1


def test_nobody_answers_while_being_erased(database: Database) -> None:
    told = story(database)
    survey_id = asking(told)
    mentee = told.cast.mentee.id
    given: dict[str, Any] = {"preferred": [str(told.cast.mentor.id)], "meeting": "5"}
    [_, second] = overlapping(
        told,
        lambda tx: erase_person(tx, by=told.by, person_id=mentee),
        lambda tx: answer_survey(tx, by=told.by, survey_id=survey_id, person_id=mentee, answers=given),
    )
    assert refused(second), second
    assert count(told, survey_answers.c.id) == 0


def test_an_answer_given_while_erasing_begins_is_struck_out(database: Database) -> None:
    told = story(database)
    survey_id = asking(told)
    mentee = told.cast.mentee.id
    given: dict[str, Any] = {"preferred": [str(told.cast.mentor.id)], "meeting": "5"}
    [_, second] = overlapping(
        told,
        lambda tx: answer_survey(tx, by=told.by, survey_id=survey_id, person_id=mentee, answers=given),
        lambda tx: erase_person(tx, by=told.by, person_id=mentee),
    )
    assert not refused(second), second
    kept = told.read(lambda tx: tx.execute(select(survey_answers.c.answers)).scalars().all())
    assert not any(kept), kept


def test_a_survey_is_answered_once(database: Database) -> None:
    told = story(database)
    survey_id = asking(told)
    given: dict[str, Any] = {"preferred": [str(told.cast.mentor.id)], "meeting": "5"}
    [_, second] = overlapping(
        told,
        lambda tx: answer_survey(tx, by=told.by, survey_id=survey_id, person_id=told.cast.mentee.id, answers=given),
    )
    assert refused(second), second
    assert count(told, survey_answers.c.id) == 1


def test_no_answer_comes_into_a_survey_that_is_being_closed(database: Database) -> None:
    told = story(database)
    survey_id = asking(told)
    given: dict[str, Any] = {"preferred": [str(told.cast.mentor.id)], "meeting": "5"}
    [_, second] = overlapping(
        told,
        lambda tx: close_survey(tx, by=told.by, survey_id=survey_id),
        lambda tx: answer_survey(tx, by=told.by, survey_id=survey_id, person_id=told.cast.mentee.id, answers=given),
    )
    assert refused(second), second
    assert count(told, survey_answers.c.id) == 0


def test_a_mentor_is_handed_over_once(database: Database) -> None:
    told = story(database)
    told.form()
    successor = told.newcomer().id
    given: dict[str, Any] = {"mentor_id": told.cast.mentor.id, "fates": {told.pair_id: successor}}
    [_, second] = overlapping(told, lambda tx: hand_over_pairs(tx, by=told.by, **given))
    assert refused(second), second
    assert [one.person_id for one in told.members if one.to_day is None and one.role == "mentor"] == [successor]


def test_a_person_is_transferred_once(database: Database) -> None:
    told = story(database)
    given: dict[str, Any] = {"person_id": told.cast.mentee.id, "to_organisation_id": told.cast.other_school.id}
    [_, second] = overlapping(told, lambda tx: transfer_person(tx, by=told.by, **given))
    assert refused(second), second
    assert count(told, transfers.c.id) == 1


def test_nobody_joins_a_pair_while_leaving_the_school(database: Database) -> None:
    told = story(database)
    mentee = told.cast.mentee.id
    away: dict[str, Any] = {"person_id": mentee, "to_organisation_id": told.cast.other_school.id}
    pair: dict[str, Any] = {"programme_id": told.programme_id, "mentor_id": told.cast.mentor.id, "mentee_ids": [mentee]}
    leaving: list[Act] = [
        lambda tx: transfer_person(tx, by=told.by, **away),
        lambda tx: erase_person(tx, by=told.by, person_id=told.cast.mentor.id),
    ]
    for act in leaving:
        [_, second] = overlapping(told, act, lambda tx: form_pair(tx, by=told.by, **pair))
        assert refused(second), second
    assert count(told, pairs.c.id) == 0


def test_words_of_somebody_being_erased_are_not_kept(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(end_pair, pair_id=told.pair_id, outcome="never_started")
    mentee = told.cast.mentee.id
    [_, second] = overlapping(
        told,
        lambda tx: erase_person(tx, by=told.by, person_id=mentee),
        lambda tx: record_feedback(tx, by=told.by, pair_id=told.pair_id, person_id=mentee, text="Живу на Ленина, 5"),
    )
    assert refused(second), second


def test_a_role_is_granted_once(database: Database) -> None:
    told = story(database)
    grant = NewGrant(person_id=told.cast.director.id, role="mentor", organisation_id=told.cast.school.id)
    [_, second] = overlapping(told, lambda tx: grant_role(tx, by=told.by, told=grant))
    assert refused(second), second


def test_one_wish_about_one_line_of_a_plan(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(set_plan, pair_id=told.pair_id, lines=[("Открытый урок", date(2025, 10, 1))])
    told.who = told.cast.mentor
    wish: dict[str, Any] = {"pair_id": told.pair_id, "position": 1, "to_day": date(2025, 10, 8), "reason": "Каникулы"}
    [_, second] = overlapping(told, lambda tx: postpone_plan_item(tx, by=told.by, **wish))
    assert refused(second), second
    assert count(told, plan_moves.c.id) == 1


def test_two_first_plans_are_one_plan(database: Database) -> None:
    told = story(database)
    told.form()
    lines = iter(["Открытый урок", "Мастер-класс"])

    def write(tx: Connection) -> object:
        return set_plan(tx, by=told.by, pair_id=told.pair_id, lines=[(next(lines), date(2025, 10, 1))])

    overlapping(told, write)
    assert [one.title for one in told.read(lambda tx: plans.items(tx, told.pair_id))] == ["Мастер-класс"]


def test_who_waits_for_one_another_is_told_to_ask_again(postgresql_database: Database) -> None:
    """Two that need the turns of two schools, each the other one first."""
    told = story(postgresql_database)
    schools = (told.cast.school.id, told.cast.other_school.id)
    begun, came = threading.Barrier(2, timeout=30), list[str]()

    def both(first: int, second: int) -> None:
        try:
            with postgresql_database.write() as tx:
                turns.take(tx, first)
                begun.wait()
                turns.take(tx, second)
        except Collided:
            came.append("collided")
        else:
            came.append("went through")

    threads = [threading.Thread(target=both, args=way) for way in (schools, schools[::-1])]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(came) == ["collided", "went through"]
