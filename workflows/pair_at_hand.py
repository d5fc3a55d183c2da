"""A pair taken up by somebody: what every flow about one pair reads first, and how a step of it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.actors import CLOCK, OPERATOR, Actor, By, Role
from engine.calendar import WorkCalendar
from engine.lifecycle import Definition
from engine.permissions import Verb, permitted
from engine.refusals import BadInput, Refused
from storage import journal, memberships, pairs, turns
from storage.journal import PairStep
from storage.pairs import PairRow
from workflows.access import acting, unknown
from workflows.announce_event import announce_stage
from workflows.local_life import local_life
from workflows.pinned_lifecycle import pinned_lifecycle

_OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator", "observer"})


@dataclass(frozen=True, slots=True)
class PairAtHand:
    """A pair with the definition it pins, who acts on it, and the organisation's local day and calendar.

    `actor.roles` are those the person holds for this very pair: offices of the organisation and of those above it,
    and mentor, mentee or representative only as a member.
    """

    pair: PairRow
    path: str
    definition: Definition
    programme_start: date
    actor: Actor
    today: date
    calendar: WorkCalendar

    def may(self, verb: Verb) -> Refused | None:
        """None when the actor may do this with the pair."""
        reason = permitted(self.actor, verb)
        return None if reason is None else Refused((reason,))

    def past_day(self, day: date, *, field: str, since: date) -> date:
        """The day itself when it lies in the pair's life so far; BadInput of `field` otherwise."""
        if day > self.today:
            raise BadInput(
                field,
                f"{field}: {day} ещё не наступило, сегодня {self.today}",
                f"{field}: {day} has not come yet, today is {self.today}",
            )
        if day < since:
            raise BadInput(
                field,
                f"{field}: {day} раньше, чем началась пара ({since})",
                f"{field}: {day} is before the pair began ({since})",
            )
        ended = self.pair.closed_on
        if ended is not None and day > ended:
            raise BadInput(
                field,
                f"{field}: {day} позже, чем пара завершена ({ended})",
                f"{field}: {day} is after the pair was closed ({ended})",
            )
        return day


def take_pair(tx: Connection, *, by: By, pair_id: int) -> PairAtHand:
    """The pair as `by` finds it today. BadInput when there is none, or none that this person may see.

    Whoever may write waits here until nobody else decides in the pair's organisation.
    """
    turns.take_of(tx, "pair", pair_id)
    around = pairs.around(tx, pair_id)
    if around is None:
        raise unknown("pair", pair_id)
    pair = around.pair
    life = local_life(tx, pair.organisation_id)
    today = life.today(by.at)
    actor = _actor(tx, by, pair, today)
    if not actor.may_everything and not actor.roles:
        raise unknown("pair", pair_id)
    definition = pinned_lifecycle(tx, pair.definition_id, around.definition_hash)
    return PairAtHand(
        pair=pair,
        path=around.path,
        definition=definition,
        programme_start=around.programme_start,
        actor=actor,
        today=today,
        calendar=life.calendar,
    )


def began_on(tx: Connection, hand: PairAtHand) -> date:
    """The first day something about the pair may be dated.

    That is the day it was formed; for one entered back-dated also its programme's first day, because the evidence of
    the stages it had passed is older than the day it entered ours.
    """
    first = min(member.from_day for member in memberships.of_pair(tx, hand.pair.id))
    return min(first, hand.programme_start) if hand.pair.entered == "back-dated" else first


def write_step(
    tx: Connection,
    *,
    by: By,
    before: PairRow,
    after: PairRow,
    move: str,
    verb: str,
    facts: Mapping[str, object] | None = None,
    people: Mapping[str, object] | None = None,
    reason: str = "",
) -> int:
    """Saves the changed pair and its next journal line; returns the line's number within the pair.

    The line keeps the columns as they were (`before`), which is what an undo restores.
    """
    seq = before.pair_seq + 1
    pairs.save(tx, replace(after, pair_seq=seq))
    journal.append(
        tx,
        organisation_id=before.organisation_id,
        by=by,
        verb=verb,
        subject=before.subject,
        facts={"visit": after.visit, "before": pairs.as_stored(before), **(facts or {})},
        people=people,
        words={"reason": reason} if reason else None,
        pair=PairStep(pair_id=before.id, pair_seq=seq, move=move, from_stage=before.stage, to_stage=after.stage),
    )
    if after.stage != before.stage:
        announce_stage(tx, pair=after, move=move, seq=seq, from_stage=before.stage, at=by.at)
    return seq


def write_record(
    tx: Connection,
    *,
    by: By,
    pair: PairRow,
    verb: str,
    facts: Mapping[str, object],
    people: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
) -> None:
    """A journal line about the pair that is not a step of it: a meeting, a feedback, a plan."""
    journal.append(
        tx,
        organisation_id=pair.organisation_id,
        by=by,
        verb=verb,
        subject=pair.subject,
        facts=facts,
        people=people,
        words=words,
        pair=PairStep(pair_id=pair.id),
    )


def _actor(tx: Connection, by: By, pair: PairRow, today: date) -> Actor:
    if by.person_id is None:
        return CLOCK if by.clock else OPERATOR
    offices = acting(tx, by, pair.organisation_id).roles & _OFFICE
    own = memberships.roles_of(tx, pair_id=pair.id, person_id=by.person_id, day=today)
    return Actor(person_id=by.person_id, roles=offices | own)
