"""Rules that count common events: who came of those invited, lessons of a group, experts; without events meetings."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, cast, exists, func, literal, or_, select, union_all

from engine.indicators.counting import Counting, counting
from storage import measures_people, measures_work
from storage.measure_frame import Frame, things, within
from storage.tables.events import event_people, events
from storage.tables.organisations import people
from storage.tables.participants import profiles

_LESSONS = ("training", "seminar")
_UNLISTED = events.c.came.is_not(None)


def came(one: Counting, frame: Frame) -> Select[Any]:
    """Everybody of the list who came, once for each event; where only a number is known, the number."""
    return _both(_guests(one, frame).where(event_people.c.came.is_(True)), _numbers(one, frame, events.c.came))


def invited(one: Counting, frame: Frame) -> Select[Any]:
    """Everybody on the list, or the number that was told."""
    return _both(_guests(one, frame), _numbers(one, frame, events.c.invited))


def invited_or_whole(one: Counting, frame: Frame) -> Select[Any]:
    """Who was invited and what was entered as the whole; of an organisation that told neither, its staff."""
    told = _both(
        select(invited(one, frame).subquery("guests")),
        measures_work.told_whole(one, frame),
    ).subquery("told")
    staff = measures_people.of_kind(counting("people", kind="staff"), frame)
    staff = staff.where(people.c.organisation_id.not_in(select(told.c.organisation_id)))
    return _both(select(told), staff)


def guests(one: Counting, frame: Frame) -> Select[Any]:
    """Different people who came, however many events they came to; and the numbers of events without a list."""
    wanted = (
        things(events.c.organisation_id, "person", people.c.id, people.c.name)
        .select_from(_lists())
        .where(_held(one, frame), ~_UNLISTED, event_people.c.came.is_(True))
        .distinct()
    )
    if kind := one.word("kind"):
        wanted = wanted.where(people.c.kind == kind)
    return _both(wanted, _numbers(one, frame, events.c.came))


def experts(one: Counting, frame: Frame) -> Select[Any]:
    """Different people who came to lessons and are experts there, or by what is kept about them."""
    expert = exists().where(profiles.c.person_id == people.c.id, profiles.c.expert_in != "")
    return (
        things(events.c.organisation_id, "person", people.c.id, people.c.name)
        .select_from(_lists())
        .where(
            _held(one, frame),
            events.c.kind.in_(_LESSONS),
            event_people.c.came.is_(True),
            or_(event_people.c.role == "expert", expert),
        )
        .distinct()
    )


def lessons(one: Counting, frame: Frame) -> Select[Any]:
    """The lessons of the group that had the fewest. A group is the programme the lesson was for."""
    group = func.coalesce(events.c.programme_id, 0)
    taught = and_(_held(one, frame), events.c.kind.in_(_LESSONS))
    fewest = select(group).where(taught).group_by(group).order_by(func.count(), group).limit(1).scalar_subquery()
    return things(events.c.organisation_id, "event", events.c.id, _label()).where(taught, group == fewest)


def attended(one: Counting, frame: Frame) -> Select[Any]:
    """Who came to the events of the row; a row without events is about the meetings of pairs."""
    return _instead(came, measures_people.present, one, frame)


def awaited(one: Counting, frame: Frame) -> Select[Any]:
    return _instead(invited, measures_people.expected, one, frame)


def _instead(of_events: Any, of_meetings: Any, one: Counting, frame: Frame) -> Select[Any]:
    meetings: Select[Any] = of_meetings(one, frame)
    if frame.item_id is None:
        return meetings
    any_event = counting("came")
    held = exists(select(events.c.id).where(_held(any_event, frame)))
    pairs_own = meetings.subquery("meetings")
    return _both(of_events(any_event, frame), select(pairs_own).where(~held))


def _guests(one: Counting, frame: Frame) -> Select[Any]:
    label = people.c.name + literal(", ") + cast(events.c.held_on, Text)
    return (
        things(events.c.organisation_id, "guest", people.c.id, label, ref=events.c.id)
        .select_from(_lists())
        .where(_held(one, frame), ~_UNLISTED)
    )


def _numbers(one: Counting, frame: Frame, amount: ColumnElement[Any]) -> Select[Any]:
    return things(events.c.organisation_id, "event", events.c.id, _label(), amount=amount).where(
        _held(one, frame), _UNLISTED, amount.is_not(None)
    )


def _lists() -> Any:
    return events.join(event_people, event_people.c.event_id == events.c.id).join(
        people, people.c.id == event_people.c.person_id
    )


def _held(one: Counting, frame: Frame) -> ColumnElement[bool]:
    """Events held during the days; of the row, when it is a row that measures."""
    kind = one.word("event")
    return and_(
        within(events.c.organisation_id, frame),
        events.c.held_on >= frame.since,
        events.c.held_on <= frame.on,
        events.c.called_off_on.is_(None),
        *([events.c.item_id == frame.item_id] if frame.item_id is not None else []),
        *([events.c.kind == kind] if kind else []),
    )


def _label() -> ColumnElement[Any]:
    return events.c.title + literal(", ") + cast(events.c.held_on, Text)


def _both(first: Select[Any], second: Select[Any]) -> Select[Any]:
    both: Subquery = union_all(first, second).subquery("both")
    return select(both)
