"""Whom matching may look at: people with a mentor's or mentee's role or profile, their ties, pairs and answers."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from engine.next_cycle import ASKED_IN, wish_of_answer
from storage.given import among
from storage.scope import below
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.participants import profiles
from storage.tables.programmes import (
    definitions,
    feedbacks,
    meetings,
    memberships,
    pairs,
    programmes,
    survey_answers,
    surveys,
)


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody who may come into question. `consented`: personal data; `duty`: the consent to the duty of mentoring."""

    id: int
    name: str
    kind: str
    position: str
    born: date | None
    organisation_id: int
    organisation: str
    path: str
    consented: bool
    duty: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """A live membership: whose, as what, in a pair of which lifecycle."""

    person_id: int
    role: str
    lifecycle: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a survey of the programme; `definition_id` None: a bare one without questions."""

    survey_id: int
    kind: str
    definition_id: int | None
    person_id: int
    answers: dict[str, Any]


def reachable(tx: Connection, path: str, *, day: date) -> list[PersonSeen]:
    """People of the organisation at `path`, of those below it and of the region's partners, whom something makes a
    mentor or a mentee: a role on that day, or what their profile says. By id.
    """
    region = path.split("/", maxsplit=1)[0]
    within = or_(below([path]), and_(organisations.c.kind == "partner", below([region])))
    wanted = _seen(day).where(people.c.disabled.is_(False), within, or_(_with_role(day), _with_profile()))
    return [PersonSeen(*row) for row in tx.execute(wanted)]


def by_ids(tx: Connection, person_ids: Collection[int], *, day: date) -> list[PersonSeen]:
    """These people, whatever they are today: those an older proposal names."""
    wanted = _seen(day).where(among(people.c.id, "people"))
    return [PersonSeen(*row) for row in tx.execute(wanted, {"people": set(person_ids)})]


def sides(tx: Connection, person_ids: Collection[int], *, day: date) -> dict[int, set[str]]:
    """Mentor, mentee or both: the roles people hold on the day."""
    wanted = select(role_grants.c.person_id, role_grants.c.role).where(
        among(role_grants.c.person_id, "people"), role_grants.c.role.in_(("mentor", "mentee")), _holds(day)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, role in tx.execute(wanted, {"people": set(person_ids)}):
        found[person_id].add(role)
    return found


def relatives(tx: Connection, person_ids: Collection[int], *, day: date) -> set[tuple[int, int]]:
    """(representative, represented) where one of them is among these people."""
    wanted = select(role_grants.c.person_id, role_grants.c.for_person_id).where(
        role_grants.c.role == "representative", among(role_grants.c.for_person_id, "people"), _holds(day)
    )
    return {(row[0], row[1]) for row in tx.execute(wanted, {"people": set(person_ids)})}


def heads(tx: Connection, person_ids: Collection[int], *, day: date) -> set[tuple[int, str]]:
    """(person, path of the organisation he heads on the day), deputies for a while left out."""
    wanted = (
        select(role_grants.c.person_id, organisations.c.path)
        .join(organisations, organisations.c.id == role_grants.c.organisation_id)
        .where(
            among(role_grants.c.person_id, "people"),
            role_grants.c.role == "head",
            role_grants.c.deputy_of_id.is_(None),
            _holds(day),
        )
    )
    return {(row[0], row[1]) for row in tx.execute(wanted, {"people": set(person_ids)})}


def stays(tx: Connection, person_ids: Collection[int]) -> list[Stay]:
    """Their memberships in live pairs, as mentors and mentees."""
    wanted = (
        select(memberships.c.person_id, memberships.c.role, definitions.c.key)
        .join(pairs, pairs.c.id == memberships.c.pair_id)
        .join(definitions, definitions.c.id == pairs.c.definition_id)
        .where(
            among(memberships.c.person_id, "people"),
            memberships.c.role.in_(("mentor", "mentee")),
            memberships.c.to_day.is_(None),
            pairs.c.closed_on.is_(None),
        )
        .order_by(memberships.c.id)
    )
    return [Stay(*row) for row in tx.execute(wanted, {"people": set(person_ids)})]


def past(tx: Connection, person_ids: Collection[int]) -> list[tuple[int, int, str, bool]]:
    """(mentor, mentee, outcome, whether a trial meeting was answered with “stop”) of their closed pairs, the oldest
    first; whoever had left a pair before it closed is not counted.
    """
    mentor, mentee = memberships.alias("mentor"), memberships.alias("mentee")

    def to_the_end(member: Any) -> ColumnElement[bool]:
        return or_(member.c.to_day.is_(None), member.c.to_day >= pairs.c.closed_on)

    stopped = exists().where(
        meetings.c.pair_id == pairs.c.id,
        meetings.c.withdrawn_at.is_(None),
        or_(meetings.c.mentor_verdict == "stop", meetings.c.mentee_verdict == "stop"),
    )
    wanted = (
        select(mentor.c.person_id, mentee.c.person_id, pairs.c.outcome, stopped)
        .join(mentor, and_(mentor.c.pair_id == pairs.c.id, mentor.c.role == "mentor"))
        .join(mentee, and_(mentee.c.pair_id == pairs.c.id, mentee.c.role == "mentee"))
        .where(
            pairs.c.closed_on.is_not(None),
            among(mentor.c.person_id, "people"),
            among(mentee.c.person_id, "others"),
            to_the_end(mentor),
            to_the_end(mentee),
        )
        .order_by(pairs.c.closed_on, pairs.c.id)
    )
    wanted_of = {"people": set(person_ids), "others": set(person_ids)}
    return [(row[0], row[1], row[2] or "", bool(row[3])) for row in tx.execute(wanted, wanted_of)]


def wishes(tx: Connection, path: str, *, since: date) -> dict[int, str]:
    """What people of pairs at `path` or below last wished of a next cycle, from that day on: said with feedback or a
    report, or answered in the questionnaire after a cycle. A representative's word is the mentee's he speaks for.
    """
    told = [*_answered_again(tx, path, since=since), *_wished(tx, path, since=since)]
    return {person_id: wish for person_id, _, wish in sorted(told, key=lambda one: one[1])}


def _answered_again(tx: Connection, path: str, *, since: date) -> list[tuple[int, date, str]]:
    wanted = (
        select(survey_answers.c.person_id, survey_answers.c.answered_on, surveys.c.asked, survey_answers.c.answers)
        .join(surveys, surveys.c.id == survey_answers.c.survey_id)
        .join(programmes, programmes.c.id == surveys.c.programme_id)
        .join(organisations, organisations.c.id == programmes.c.organisation_id)
        .join(people, people.c.id == survey_answers.c.person_id)
        .where(
            below([path]),
            surveys.c.kind == "after",
            people.c.disabled.is_(False),
            survey_answers.c.answered_on >= since,
        )
        .order_by(survey_answers.c.id)
    )
    said = [(row[0], row[1], wish_of_answer(row[2], row[3].get(ASKED_IN))) for row in tx.execute(wanted)]
    return [(person_id, day, wish) for person_id, day, wish in said if wish is not None]


def _wished(tx: Connection, path: str, *, since: date) -> list[tuple[int, date, str]]:
    ward = memberships.alias("ward")
    wisher = func.coalesce(ward.c.person_id, feedbacks.c.person_id)
    spoken_for = and_(
        role_grants.c.person_id == feedbacks.c.person_id,
        role_grants.c.role == "representative",
        ward.c.pair_id == feedbacks.c.pair_id,
    )
    wards = role_grants.join(ward, and_(ward.c.person_id == role_grants.c.for_person_id, ward.c.role == "mentee"))
    wanted = (
        select(wisher, feedbacks.c.given_on, feedbacks.c.wish)
        .select_from(
            feedbacks.join(pairs, pairs.c.id == feedbacks.c.pair_id)
            .join(organisations, organisations.c.id == pairs.c.organisation_id)
            .outerjoin(wards, spoken_for)
            .join(people, people.c.id == wisher)
        )
        .where(
            below([path]),
            people.c.disabled.is_(False),
            feedbacks.c.wish != "",
            feedbacks.c.withdrawn_at.is_(None),
            feedbacks.c.given_on >= since,
        )
        .order_by(feedbacks.c.id)
    )
    return [(row[0], row[1], row[2]) for row in tx.execute(wanted)]


def answers(tx: Connection, programme_id: int, *, kinds: Collection[str]) -> list[Answer]:
    """Answers given by people as such to the programme's surveys of these kinds, the newest survey first."""
    wanted = (
        select(
            surveys.c.id, surveys.c.kind, surveys.c.definition_id, survey_answers.c.person_id, survey_answers.c.answers
        )
        .join(survey_answers, survey_answers.c.survey_id == surveys.c.id)
        .where(
            surveys.c.programme_id == programme_id,
            surveys.c.kind.in_(sorted(kinds)),
            survey_answers.c.pair_id.is_(None),
        )
        .order_by(surveys.c.id.desc(), survey_answers.c.id)
    )
    return [Answer(*row) for row in tx.execute(wanted)]


def surveys_of(tx: Connection, programme_id: int, *, kind: str) -> list[tuple[int, str, bool]]:
    """(id, whom it asks, whether it is still open) of the programme's surveys of a kind, the newest first."""
    wanted = (
        select(surveys.c.id, surveys.c.asked, surveys.c.closed_on.is_(None))
        .where(surveys.c.programme_id == programme_id, surveys.c.kind == kind)
        .order_by(surveys.c.id.desc())
    )
    return [(row[0], row[1], bool(row[2])) for row in tx.execute(wanted)]


def _seen(day: date) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        people.c.id,
        people.c.name,
        people.c.kind,
        people.c.position,
        people.c.born,
        organisations.c.id.label("organisation_id"),
        organisations.c.name.label("organisation"),
        organisations.c.path,
        _signed("personal-data", day),
        _signed("mentoring-duty", day),
    ]
    wanted: Select[Any] = select(*columns)
    return wanted.join(organisations, organisations.c.id == people.c.organisation_id).order_by(people.c.id)


def _holds(day: date) -> ColumnElement[bool]:
    return and_(
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= day),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= day),
    )


def _with_role(day: date) -> ColumnElement[bool]:
    return exists().where(
        role_grants.c.person_id == people.c.id, role_grants.c.role.in_(("mentor", "mentee")), _holds(day)
    )


def _with_profile() -> ColumnElement[bool]:
    return exists().where(profiles.c.person_id == people.c.id)


def _signed(kind: str, day: date) -> ColumnElement[bool]:
    return exists().where(
        consents.c.person_id == people.c.id,
        consents.c.kind == kind,
        or_(consents.c.withdrawn_on.is_(None), consents.c.withdrawn_on > day),
        or_(consents.c.valid_to.is_(None), consents.c.valid_to >= day),
    )
