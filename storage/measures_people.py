"""Rules that count people: by kind, age, years of work and role, by consent, by meetings, by answers."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, literal, or_, select, union
from sqlalchemy.sql.selectable import Subquery
from sqlalchemy.sql.sqltypes import Text

from engine.indicators.counting import Counting
from storage.measure_frame import PARTICIPANTS, Frame, began, follows, members, things, within
from storage.tables.organisations import consents, people, role_grants
from storage.tables.programmes import meetings, memberships, pairs, programmes, survey_answers, surveys

_COMPLETED = ("completed", "completed_early")


def of_kind(one: Counting, frame: Frame) -> Select[Any]:
    """`people`: those of the organisation; in a role: who holds it on the day or was in a pair during the days."""
    wanted = things(people.c.organisation_id, "person", people.c.id, people.c.name).where(
        within(people.c.organisation_id, frame), people.c.disabled.is_(False)
    )
    if kind := one.word("kind"):
        wanted = wanted.where(people.c.kind == kind)
    if role := one.word("role"):
        roles = PARTICIPANTS if role == "either" else (role,)
        wanted = wanted.where(or_(_in_pair(frame, roles), _holds(frame, roles)))
    if (youngest := one.number("from_age")) is not None:
        wanted = wanted.where(people.c.born <= frame.on - relativedelta(years=youngest))
    if (oldest := one.number("to_age")) is not None:
        wanted = wanted.where(people.c.born > frame.on - relativedelta(years=oldest + 1))
    if (years := one.number("hired_years")) is not None:
        since: date = frame.on - relativedelta(years=years)
        wanted = wanted.where(people.c.hired >= since, people.c.hired <= frame.on)
    return wanted


def participants(one: Counting, frame: Frame) -> Select[Any]:
    """Mentors and mentees of the day: of pairs that are not closed, and by their role."""
    return _taking_part(frame)


def consenting(one: Counting, frame: Frame) -> Select[Any]:
    signed = exists().where(
        consents.c.person_id == people.c.id,
        consents.c.kind == one.word("consent"),
        consents.c.signed_on <= frame.on,
        or_(consents.c.withdrawn_on.is_(None), consents.c.withdrawn_on > frame.on),
        or_(consents.c.valid_to.is_(None), consents.c.valid_to >= frame.on),
    )
    return _taking_part(frame).where(signed)


def met(one: Counting, frame: Frame) -> Select[Any]:
    """Participants who came to a meeting during the days."""
    came = exists(
        select(meetings.c.id)
        .join(memberships, memberships.c.pair_id == meetings.c.pair_id)
        .where(memberships.c.person_id == people.c.id, _took_place(frame), _expected(), _came(memberships.c.person_id))
    )
    return _taking_part(frame).where(came)


def answered(one: Counting, frame: Frame) -> Select[Any]:
    """Participants who answered the latest survey of a programme that was opened during the days."""
    until = frame.on if frame.opened_by is None else min(frame.on, frame.opened_by)
    later = surveys.alias()
    newest = ~exists().where(
        later.c.programme_id == surveys.c.programme_id,
        later.c.kind == surveys.c.kind,
        later.c.opened_on <= until,
        or_(
            later.c.opened_on > surveys.c.opened_on,
            and_(later.c.opened_on == surveys.c.opened_on, later.c.id > surveys.c.id),
        ),
    )
    said = exists(
        select(survey_answers.c.survey_id)
        .join(surveys, surveys.c.id == survey_answers.c.survey_id)
        .join(programmes, programmes.c.id == surveys.c.programme_id)
        .where(
            or_(survey_answers.c.person_id == people.c.id, _spoken_for()),
            survey_answers.c.answered_on <= frame.on,
            surveys.c.kind == one.word("survey"),
            surveys.c.opened_on >= frame.since,
            surveys.c.opened_on <= until,
            within(programmes.c.organisation_id, frame),
            follows(frame),
            newest,
        )
    )
    return _taking_part(frame).where(said)


def _spoken_for() -> Any:
    """Somebody answered about the whole pair or group the person belongs to."""
    return and_(
        surveys.c.asked == "pair",
        exists().where(
            memberships.c.pair_id == survey_answers.c.pair_id,
            memberships.c.person_id == people.c.id,
            memberships.c.to_day.is_(None),
            memberships.c.role.in_(PARTICIPANTS),
        ),
    )


def expected(one: Counting, frame: Frame) -> Select[Any]:
    kind = _meeting(one, frame)
    return _visits(frame) if kind == "any" else _members_once(frame)


def present(one: Counting, frame: Frame) -> Select[Any]:
    kind = _meeting(one, frame)
    if kind == "any":
        return _visits(frame).where(_came(memberships.c.person_id))
    came = exists().where(
        meetings.c.pair_id == memberships.c.pair_id,
        meetings.c.kind == kind,
        _took_place(frame),
        _came(memberships.c.person_id),
    )
    return _members_once(frame).where(came)


def _meeting(one: Counting, frame: Frame) -> str:
    asked = one.word("meeting") or "any"
    return frame.meeting if asked == "of-row" else asked


def _in_pair(frame: Frame, roles: tuple[str, ...]) -> ColumnElement[bool]:
    return exists(
        select(memberships.c.id)
        .select_from(members())
        .where(
            memberships.c.person_id == people.c.id,
            memberships.c.role.in_(roles),
            memberships.c.from_day <= frame.on,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= frame.since),
            began(),
            follows(frame),
        )
    )


def _holds(frame: Frame, roles: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(role_grants.c.person_id == people.c.id, *_in_force(frame, roles))


def _in_force(frame: Frame, roles: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    return (
        role_grants.c.role.in_(roles),
        role_grants.c.deputy_of_id.is_(None),
        role_grants.c.for_person_id.is_(None),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= frame.on),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= frame.on),
    )


def _taking_part(frame: Frame) -> Select[Any]:
    """Each once in each organisation where he takes part."""
    there = _taking(frame)
    return (
        things(there.c.organisation_id, "person", people.c.id, people.c.name)
        .join_from(there, people, people.c.id == there.c.person_id)
        .where(people.c.disabled.is_(False))
    )


def _taking(frame: Frame) -> Subquery:
    in_pairs = (
        select(pairs.c.organisation_id, memberships.c.person_id)
        .select_from(members())
        .where(
            within(pairs.c.organisation_id, frame),
            memberships.c.role.in_(PARTICIPANTS),
            memberships.c.from_day <= frame.on,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= frame.on),
            or_(pairs.c.closed_on.is_(None), pairs.c.closed_on > frame.on),
            began(),
            follows(frame),
        )
    )
    by_role = select(role_grants.c.organisation_id, role_grants.c.person_id).where(
        within(role_grants.c.organisation_id, frame), *_in_force(frame, PARTICIPANTS)
    )
    return union(in_pairs, by_role).subquery("taking")


def _visits(frame: Frame) -> Select[Any]:
    """Everybody who was expected at a meeting, once for each meeting."""
    told = people.c.name + literal(", ") + cast(meetings.c.held_on, Text)
    return (
        things(pairs.c.organisation_id, "visit", memberships.c.person_id, told, ref=meetings.c.id)
        .select_from(
            members()
            .join(meetings, meetings.c.pair_id == pairs.c.id)
            .join(people, people.c.id == memberships.c.person_id)
        )
        .where(within(pairs.c.organisation_id, frame), follows(frame), _took_place(frame), _expected())
        .distinct()
    )


def _members_once(frame: Frame) -> Select[Any]:
    """The participants of every pair that goes on or was completed, once for each pair."""
    return (
        things(pairs.c.organisation_id, "person", people.c.id, people.c.name, ref=pairs.c.id)
        .select_from(members().join(people, people.c.id == memberships.c.person_id))
        .where(
            within(pairs.c.organisation_id, frame),
            memberships.c.role.in_(PARTICIPANTS),
            memberships.c.from_day <= frame.on,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day == pairs.c.closed_on),
            or_(pairs.c.outcome.is_(None), pairs.c.outcome.in_(_COMPLETED)),
            or_(pairs.c.closed_on.is_(None), pairs.c.closed_on >= frame.since),
            follows(frame),
        )
        .distinct()
    )


def _took_place(frame: Frame) -> ColumnElement[bool]:
    return and_(meetings.c.withdrawn_at.is_(None), meetings.c.held_on >= frame.since, meetings.c.held_on <= frame.on)


def _expected() -> ColumnElement[bool]:
    """Who was mentor or mentee of the pair on the day it met."""
    return and_(
        memberships.c.role.in_(PARTICIPANTS),
        memberships.c.from_day <= meetings.c.held_on,
        or_(memberships.c.to_day.is_(None), memberships.c.to_day >= meetings.c.held_on),
    )


def _came(person: ColumnElement[Any]) -> ColumnElement[bool]:
    """Not among the ids in `absent`. The list is compared as a text: the two databases read JSON by different names."""
    listed: ColumnElement[Any] = cast(meetings.c.absent, Text)
    for sign in "[] ":
        listed = func.replace(listed, sign, "")
    return (literal(",") + listed + ",").not_like(literal("%,") + cast(person, Text) + ",%")
