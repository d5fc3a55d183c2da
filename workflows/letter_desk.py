"""A batch of claimed letters with everything around them, loaded once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.letter_texts import BUILT_IN, LetterWords
from engine.reminders.ladder import next_open
from engine.reminders.policy import Audience
from engine.reminders.recipients import Directory, Duty, Recipient, readers_of_pair, recipients
from storage import (
    consents,
    curator_calls,
    events,
    letter_desk,
    letter_texts,
    mutes,
    planned_meetings,
    publications,
    reminders,
)
from storage.consents import ConsentRow
from storage.curator_calls import CallRow
from storage.directory import Concerned, directory
from storage.events import EventRow, InviteeRow
from storage.letter_texts import OwnWords
from storage.outbox import Claimed
from storage.planned_meetings import PlannedRow
from workflows.announce import READERS, duty_of_offer
from workflows.announce_appointment import event_readers
from workflows.local_life import LocalLife, local_lives
from workflows.plan_reminders import duty_of

_Question = tuple[int, Audience, bool]  # about an obligation: who of an audience, and is it for its due day


@dataclass(frozen=True, slots=True)
class Desk:
    """`carried`: the reminders of each letter with their obligations as they are; `stages`: open stage obligations;
    `calls`: who wants to talk; `offers`: roadmaps offered to organisations; `muted`: (person, kind) that readers do
    not want; `own_words`: what their organisations say themselves, by path. `planned`: agreed meetings; `events` and
    who reads an invitation to each of them now, `coming` what (event, person) answered. `signed`: all consents of those
    whom a letter asks for one.
    """

    at: datetime
    carried: Mapping[int, Sequence[Row[Any]]]
    people: Mapping[int, Row[Any]]
    pairs: Mapping[int, Row[Any]]
    obligations: Mapping[int, Row[Any]]
    stages: Mapping[int, Row[Any]]
    lives: Mapping[int, LocalLife]
    directory: Directory
    calls: Mapping[int, CallRow] = field(default_factory=dict[int, CallRow])
    offers: Mapping[int, Row[Any]] = field(default_factory=dict[int, Row[Any]])
    muted: frozenset[tuple[int, str]] = frozenset()
    own_words: Mapping[str, Mapping[tuple[str, str], OwnWords]] = field(
        default_factory=dict[str, Mapping[tuple[str, str], OwnWords]]
    )
    planned: Mapping[int, PlannedRow] = field(default_factory=dict[int, PlannedRow])
    events: Mapping[int, EventRow] = field(default_factory=dict[int, EventRow])
    signed: Mapping[int, Sequence[ConsentRow]] = field(default_factory=dict[int, Sequence[ConsentRow]])
    invited: Mapping[int, Mapping[int, Recipient]] = field(default_factory=dict[int, Mapping[int, Recipient]])
    coming: Mapping[tuple[int, int], bool | None] = field(default_factory=dict[tuple[int, int], bool | None])
    _answers: dict[_Question, tuple[Recipient, ...]] = field(default_factory=dict[_Question, tuple[Recipient, ...]])

    def home(self, letter: Claimed) -> LocalLife:
        """The local life of the recipient's organisation."""
        return self.lives[self.people[letter.recipient_id].organisation_id]

    def words(self, letter: Claimed, kind: str, language: str) -> LetterWords:
        """The words that the recipient's organisation or one above it chose for what this letter has become."""
        own = self.own_words.get(self.home(letter).path, {}).get((kind, language))
        return BUILT_IN if own is None else own.words

    def opens_at(self, letter: Claimed, at: datetime) -> datetime:
        """The first instant from `at` on when this letter may be attempted."""
        life = self.home(letter)
        return next_open(at, policy=life.policy, calendar=life.calendar, zone=life.zone)

    def entitled(self, row: Row[Any]) -> tuple[Recipient, ...]:
        """Who should hear of a carried reminder now."""
        return self._recipients(row, row.audience, on_due_day=row.rung == 0)

    def entitled_to(self, one: Row[Any], audience: Audience) -> tuple[Recipient, ...]:
        """Who of an audience should hear of an obligation now, not being its due day."""
        life = self.lives[one.organisation_id]
        return recipients(self.directory, duty_of(one, life), audience, on_due_day=False, day=life.today(self.at))

    def hearers(self, row: Row[Any], audience: Audience) -> tuple[Recipient, ...]:
        """Who of an audience hears of a carried reminder's obligation now, not being its due day."""
        return self._recipients(row, audience, on_due_day=False)

    def offer_readers(self, offer: Row[Any]) -> tuple[Recipient, ...]:
        """Who should hear of a roadmap offered to an organisation now."""
        day = self.lives[offer.organisation_id].today(self.at)
        duty = duty_of_offer(offer.organisation_id)
        return recipients(self.directory, duty, "responsible", on_due_day=False, day=day)

    def pair_readers(self, letter: Claimed, pair: Row[Any]) -> tuple[Recipient, ...]:
        """Who should hear of a pair's move now; of a closed pair those who belonged to it on its last day."""
        life = self.lives[pair.organisation_id]
        day: date = pair.closed_on or life.today(self.at)
        if letter.kind in ("move_refused", "curator_called"):
            return recipients(
                self.directory,
                Duty(pair.organisation_id, "pair", pair_id=pair.id),
                "curator",
                on_due_day=False,
                day=day,
            )
        duty = Duty(pair.organisation_id, "pair", pair_id=pair.id)
        return readers_of_pair(self.directory, duty, READERS[letter.kind], day)

    def still_wanted(self, letter: Claimed) -> tuple[str, ...]:
        """The consents a letter asks for that nobody has recorded since it was written."""
        since = [one for one in self.signed.get(letter.facts["person"], ()) if one.recorded_at > letter.created_at]
        fresh = {one.kind for one in since}
        return tuple(kind for kind in letter.facts["wanted"] if kind not in fresh)

    def _recipients(self, row: Row[Any], audience: Audience, *, on_due_day: bool) -> tuple[Recipient, ...]:
        """Asked several times about each letter, answered once."""
        question = (row.obligation_id, audience, on_due_day)
        found = self._answers.get(question)
        if found is None:
            life = self.lives[row.owner_id]
            duty, day = duty_of(row, life), life.today(self.at)
            found = recipients(self.directory, duty, audience, on_due_day=on_due_day, day=day)
            self._answers[question] = found
        return found


def lay_out(tx: Connection, letters: Sequence[Claimed], *, at: datetime) -> Desk:
    """Load the desk of a batch by a fixed number of queries."""
    carried: dict[int, list[Row[Any]]] = {}
    for row in reminders.of_letters(tx, [letter.id for letter in letters]):
        carried.setdefault(row.letter_id, []).append(row)
    rows = [row for found in carried.values() for row in found]
    moved = letter_desk.obligations_of(tx, [one.facts["obligation"] for one in letters if "obligation" in one.facts])
    about = [*rows, *moved.values()]
    pair_ids = {letter.pair_id for letter in letters} | {row.pair_id for row in about}
    pairs = letter_desk.pairs_of(tx, [one for one in pair_ids if one is not None])
    readers = letter_desk.people_of(tx, [letter.recipient_id for letter in letters])
    offered = [one.facts["publication"] for one in letters if one.kind == "roadmap_offered"]
    offers = publications.by_ids(tx, offered) if offered else {}
    unsigned = [one.facts["person"] for one in letters if one.kind == "consent_wanted"]
    agreed = [one.facts["planned"] for one in letters if "planned" in one.facts]
    common = [one.facts["event"] for one in letters if "event" in one.facts]
    happenings = events.by_ids(tx, common) if common else {}
    guests = events.invitees(tx, happenings) if happenings else []
    owned: Sequence[Any] = (*moved.values(), *pairs.values(), *readers.values(), *offers.values(), *happenings.values())
    lives = local_lives(tx, {row.owner_id for row in rows} | {row.organisation_id for row in owned})
    above = {life.municipality_id for life in lives.values() if life.municipality_id is not None}
    invited = _invited(tx, happenings, guests, lives, at) if happenings else {}
    wards = {found[one].ward_id for found in invited.values() for one in found.keys() & readers.keys()}
    concerned = Concerned(
        organisation_ids=frozenset(lives) | above,
        pair_ids=frozenset(pairs),
        person_ids=frozenset(readers)
        | frozenset(unsigned)
        | frozenset(one for one in wards if one is not None)
        | {row.responsible_id for row in about if row.responsible_id is not None},
    )
    called = [one.facts["call"] for one in letters if one.kind == "curator_called"]
    return Desk(
        at=at,
        carried=carried,
        people=readers,
        pairs=pairs,
        obligations=moved,
        stages=letter_desk.stage_obligations(tx, pairs) if pairs else {},
        lives=lives,
        directory=directory(tx, concerned, day=at),
        calls=curator_calls.of(tx, called) if called else {},
        offers=offers,
        signed=consents.of_people(tx, unsigned) if unsigned else {},
        muted=mutes.of_people(tx, readers),
        planned=planned_meetings.by_ids(tx, agreed) if agreed else {},
        events=happenings,
        invited=invited,
        coming={(one.event_id, one.person_id): one.coming for one in guests},
        own_words=letter_texts.in_force(tx, {lives[row.organisation_id].path for row in readers.values()}),
    )


def _invited(
    tx: Connection,
    happenings: Mapping[int, EventRow],
    guests: Sequence[InviteeRow],
    lives: Mapping[int, LocalLife],
    at: datetime,
) -> dict[int, dict[int, Recipient]]:
    """Who reads an invitation to each event now; a batch of letters is of one event or of few."""
    asked: dict[int, list[InviteeRow]] = {one: [] for one in happenings}
    for row in guests:
        asked[row.event_id].append(row)
    return {
        event_id: event_readers(tx, asked[event_id], lives[event.organisation_id], at=at)
        for event_id, event in happenings.items()
    }
