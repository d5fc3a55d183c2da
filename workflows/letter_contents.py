"""What a letter says: from the rows on the desk to the content a template renders."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.lifecycle import OUTCOMES, Definition
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.names import short_name, spoken_name
from engine.reminders.by_hand import is_by_hand
from engine.reminders.recipients import Recipient
from engine.sign_in import ACCOUNT_LETTERS
from engine.words import Language, Words
from notifications.content import (
    Addressee,
    Appointment,
    AppointmentOff,
    ConsentWanted,
    Correction,
    Count,
    CuratorCalled,
    DateMoved,
    Digest,
    DueToday,
    Escalation,
    EscalationCurator,
    EscalationHead,
    EscalationMunicipality,
    LetterContent,
    MailTest,
    MoveRefused,
    Need,
    Overdue,
    Pair,
    PairClosed,
    PairFormed,
    Reminder,
    RoadmapOffered,
    StageOpened,
    SurveyOpened,
    Task,
)
from notifications.message import CalendarPart
from storage import letter_desk
from storage.outbox import Claimed
from workflows.account_letters import written
from workflows.announce_appointment import OFF, SET
from workflows.appointment_letters import appointment, calendar_entry
from workflows.letter_desk import Desk
from workflows.letter_link import LASTS, MUTABLE, UNSUBSCRIBING_LASTS, Kind, Link, signed
from workflows.letter_truth import Fit
from workflows.local_life import LocalLife
from workflows.pinned_lifecycle import pinned_definition
from workflows.report_refusals import unmet_needs
from workflows.upper_rows import offered_rows

_ANSWER_FROM_LETTERS = ("mentor", "mentee", "representative", "responsible", "asked")


class Writer:
    """Writes the letters of one desk. `base_url` is where the product answers, `secret` signs links that need no
    sign-in; `server` names the mail server.
    """

    def __init__(self, tx: Connection, desk: Desk, *, base_url: str, server: str, secret: str) -> None:
        self._tx = tx
        self._desk = desk
        self._base_url = base_url.rstrip("/")
        self._server = server
        self._secret = secret

    def content(self, letter: Claimed, fit: Fit) -> LetterContent:
        """What this letter says to this reader today."""
        if letter.kind in ACCOUNT_LETTERS:
            return written(
                self._tx,
                letter,
                self._common(letter, fit, ""),
                base_url=self._base_url,
                address=self._desk.people[letter.recipient_id].email,
                at=self._desk.at,
            )
        if letter.kind == "test":
            return MailTest(**self._common(letter, fit, "/settings"), server=self._server)
        if letter.kind == "date_moved":
            return self._date_moved(letter, fit)
        if letter.kind == "roadmap_offered":
            return self._offered(letter, fit)
        if letter.kind in (SET, OFF):
            return self._appointment(letter, fit)
        if letter.kind == "consent_wanted":
            return self._consents(letter, fit)
        if letter.kind == "survey_opened":
            return self._asked(letter, fit)
        if letter.pair_id is not None:
            return self._about_pair(letter, fit, self._desk.pairs[letter.pair_id])
        return self._reminding(letter, fit)

    def unsubscribe(self, letter: Claimed, content: LetterContent) -> str:
        """The address of one-click unsubscribing from what a letter is; "" for a notice that is owed."""
        match content:
            case Reminder():
                kind = "reminder"
            case StageOpened():
                kind = "stage_opened"
            case Digest() if any(task.due_on > content.today for task in content.tasks):
                kind = "reminder"
            case _:
                return ""
        until = content.today + UNSUBSCRIBING_LASTS
        return self._url(Link("mute", letter.recipient_id, MUTABLE.index(kind), until))

    def _url(self, link: Link) -> str:
        return f"{self._base_url}/m/{signed(self._secret, link)}"

    def _common(
        self, letter: Claimed, fit: Fit, page: str, about: tuple[Kind, int, int] | None = None
    ) -> dict[str, Any]:
        """`page` for readers who sign in, `about` (kind, id, visit) for those who answer from the letter itself."""
        life, reader = self._desk.home(letter), fit.reader
        today = life.today(self._desk.at)
        link = f"{self._base_url}{page}"
        # A deputy has no share in the pair: he signs in.
        if about is not None and reader.role in _ANSWER_FROM_LETTERS and reader.deputises_id is None:
            kind, subject_id, visit = about
            link = self._url(Link(kind, letter.recipient_id, subject_id, today + LASTS, visit))
        return {
            "to": self._addressee(letter, fit.reader),
            "organisation": life.name,
            "link": link,
            "today": today,
        }

    def _addressee(self, letter: Claimed, reader: Recipient) -> Addressee:
        person = self._desk.people[letter.recipient_id]
        return Addressee(
            name=spoken_name(person.name),
            role=reader.role,  # type: ignore[arg-type]  # the roles of `Recipient` are the reader roles
            language=self._language(letter.recipient_id),
            ward=self._name(reader.ward_id),
            deputises=self._name(reader.deputises_id),
        )

    def _name(self, person_id: int | None) -> str:
        return "" if person_id is None else short_name(self._desk.directory.contacts[person_id].name)

    def _reminding(self, letter: Claimed, fit: Fit) -> LetterContent:
        dropped = {key for key, _ in fit.dropped}
        rows = [row for row in self._desk.carried[letter.id] if row.id not in dropped]
        if len(rows) > 1:
            return self._digest(letter, fit, rows)
        [row] = rows
        common = self._common(letter, fit, _page(row), _about(row, row.obligation_id, self._desk))
        if row.audience == "municipality":
            return EscalationMunicipality(**common, count=self._counts(rows)[0])
        life = self._desk.lives[row.owner_id]
        task = self._task(row, life, reader_id=letter.recipient_id)

        def ahead() -> Escalation | None:
            return self._escalation(row, life, reader_id=letter.recipient_id)

        late = life.today(self._desk.at) > row.due_on
        if row.audience == "head":
            return EscalationHead(**common, task=task, escalation=ahead())
        if row.audience == "curator" and row.rung > 0:
            return EscalationCurator(**common, task=task, escalation=ahead())
        if late and row.ladder != "review":
            return Overdue(**common, task=task, escalation=ahead())
        if life.today(self._desk.at) == row.due_on or row.rung == 0:
            return DueToday(**common, task=task, escalation=ahead() if row.ladder != "review" else None)
        return Reminder(**common, task=task)

    def _appointment(self, letter: Claimed, fit: Fit) -> Appointment | AppointmentOff:
        if letter.pair_id is None:
            event = self._desk.events[letter.facts["event"]]
            common = self._common(letter, fit, "/", ("person", 0, 0))
            if letter.kind == SET:
                until = max(common["today"] + LASTS, event.planned_on)
                common["link"] = self._url(Link("event", letter.recipient_id, event.id, until))
            return appointment(letter, self._desk, common, pair=None)
        row = self._desk.pairs[letter.pair_id]
        common = self._common(letter, fit, f"/pairs/{row.id}", ("pair", row.id, row.visit))
        return appointment(letter, self._desk, common, pair=self._pair(row))

    def calendar(self, letter: Claimed, content: LetterContent, *, sender: str) -> CalendarPart | None:
        """The calendar entry that goes with the letter; None for letters that have none."""
        if not isinstance(content, Appointment | AppointmentOff):
            return None
        address = self._desk.people[letter.recipient_id].email
        return calendar_entry(letter, self._desk, content, base_url=self._base_url, organizer=sender, attendee=address)

    def _offered(self, letter: Claimed, fit: Fit) -> RoadmapOffered:
        offer = self._desk.offers[letter.facts["publication"]]
        return RoadmapOffered(
            **self._common(letter, fit, f"/publications/{offer.id}"),
            roadmap=offer.title,
            offered_by=offer.upper_name,
            rows=len(offered_rows(self._tx, offer)),
        )

    def _consents(self, letter: Claimed, fit: Fit) -> ConsentWanted:
        language, today = self._language(letter.recipient_id), self._desk.home(letter).today(self._desk.at)
        kinds = [CONSENT_KINDS[kind] for kind in CONSENT_KINDS if kind in self._desk.still_wanted(letter)]
        common = self._common(letter, fit, "/")
        common["link"] = self._url(Link("person", letter.recipient_id, 0, today + LASTS, 0))
        return ConsentWanted(**common, kinds=tuple(one.in_(language) for one in kinds))

    def _asked(self, letter: Claimed, fit: Fit) -> SurveyOpened:
        """Who is asked about several pairs finds them all on his own page."""
        one, many = self._desk.obligations[letter.facts["obligation"]], letter.facts["many"]
        about: tuple[Kind, int, int] = ("obligation", one.id, 0) if many == 1 else ("person", 0, 0)
        title = one.title if many == 1 else one.title.partition(", пара №")[0]
        return SurveyOpened(**self._common(letter, fit, _page(one), about), title=title, due_on=one.due_on, many=many)

    def _digest(self, letter: Claimed, fit: Fit, rows: Sequence[Row[Any]]) -> Digest:
        above = [row for row in rows if row.audience == "municipality"]
        inside = [row for row in rows if row.audience != "municipality"]
        tasks = [self._task(row, self._desk.lives[row.owner_id], reader_id=letter.recipient_id) for row in inside]
        return Digest(
            **self._common(letter, fit, "/overdue" if above else "/", ("person", 0, 0)),
            tasks=tuple(tasks),
            counts=tuple(self._counts(above)),
        )

    def _task(self, row: Row[Any], life: LocalLife, *, reader_id: int) -> Task:
        today = life.today(self._desk.at)
        return Task(
            title=row.title,
            due_on=row.due_on,
            number=row.item_number or "",
            days_late=life.calendar.between(row.due_on, today),
            first_due_on=row.first_due_on if row.first_due_on != row.due_on else None,
            pair=None if row.pair_id is None else self._pair(self._desk.pairs[row.pair_id]),
            holder=self._holder(row, life, reader_id=reader_id),
            needs=self._lacking(row.subject_id, life, reader_id) if row.subject_kind == "pair" else (),
            review=row.ladder == "review",
        )

    def _lacking(self, pair_id: int, life: LocalLife, reader_id: int) -> tuple[str, ...]:
        """What the pair's next step lacks, in the reader's language."""
        language = self._language(reader_id)
        lacking = unmet_needs(self._tx, pair_id, life=life, at=self._desk.at)
        return tuple(one.reason.in_(language) for one in lacking)

    def _language(self, reader_id: int) -> Language:
        return "en" if self._desk.people[reader_id].language == "en" else "ru"

    def _counts(self, rows: Sequence[Row[Any]]) -> list[Count]:
        """Above the school: item, count and pair numbers, never participants (semantics.md)."""
        groups: dict[tuple[int, str, date], list[Row[Any]]] = defaultdict(list)
        for row in rows:
            groups[row.owner_id, row.title, row.due_on].append(row)
        counts: list[Count] = []
        for (owner_id, title, due_on), found in groups.items():
            life = self._desk.lives[owner_id]
            counts.append(
                Count(
                    title=title,
                    organisation=life.name,
                    count=len(found),
                    due_on=due_on,
                    days_late=life.calendar.between(due_on, life.today(self._desk.at)),
                    number=found[0].item_number or "",
                    pair_numbers=tuple(sorted(row.pair_number for row in found if row.pair_number is not None)),
                )
            )
        return counts

    def _holder(self, row: Row[Any], life: LocalLife, *, reader_id: int) -> str:
        """The names of those in whose hands it is, for a reader who is not one of them."""
        hearers = self._desk.hearers(row, "responsible")
        if reader_id in {one.person_id for one in hearers}:
            return ""
        holders = {one.deputises_id or one.ward_id or one.person_id for one in hearers}
        return ", ".join(short_name(self._desk.directory.contacts[one].name) for one in sorted(holders))

    def _escalation(self, row: Row[Any], life: LocalLife, *, reader_id: int) -> Escalation | None:
        """The next rung that somebody else hears, said beforehand so that nobody is surprised."""
        # One sent by hand stands where the ladder would be today.
        late = life.calendar.between(row.due_on, life.today(self._desk.at)) if is_by_hand(row.rung) else row.rung
        for rung in life.policy.rungs:
            if rung.offset <= max(late, 0) or rung.audience == "responsible":
                continue
            hearers = self._desk.hearers(row, rung.audience)
            if hearers and reader_id not in {one.person_id for one in hearers}:
                return Escalation(role=rung.audience, on=life.calendar.add(row.due_on, rung.offset))
        return None

    def _pair(self, pair: Row[Any]) -> Pair:
        day: date = pair.closed_on or self._desk.lives[pair.organisation_id].today(self._desk.at)
        return Pair(
            number=pair.number,
            mentor=", ".join(self._members(pair.id, "mentor", day)),
            mentees=tuple(self._members(pair.id, "mentee", day)),
        )

    def _members(self, pair_id: int, role: str, day: date) -> list[str]:
        held = self._desk.directory.members.get((pair_id, role), ())
        return [short_name(self._desk.directory.contacts[one.person_id].name) for one in held if one.on(day)]

    def _date_moved(self, letter: Claimed, fit: Fit) -> DateMoved:
        one = self._desk.obligations[letter.facts["obligation"]]
        life = self._desk.lives[one.organisation_id]
        moved = None if one.item_id is None else letter_desk.last_postponement(self._tx, one.item_id, one.occurrence)
        today = life.today(self._desk.at)
        task = Task(
            title=one.title,
            due_on=one.due_on,
            number=one.item_number or "",
            days_late=life.calendar.between(one.due_on, today),
            first_due_on=one.first_due_on if one.first_due_on != one.due_on else None,
            pair=None if one.pair_id is None else self._pair(self._desk.pairs[one.pair_id]),
        )
        return DateMoved(
            **self._common(letter, fit, _page(one), _about(one, one.id, self._desk)),
            task=task,
            old_due_on=date.fromisoformat(letter.facts["from"]),
            why="" if moved is None else moved.reason,
        )

    def _about_pair(self, letter: Claimed, fit: Fit, row: Row[Any]) -> LetterContent:
        language = self._language(letter.recipient_id)
        common = self._common(letter, fit, f"/pairs/{row.id}", ("pair", row.id, row.visit))
        pair, definition = self._pair(row), pinned_definition(self._tx, row.definition_id)
        stage = definition.stage(row.stage).title.in_(language)
        standing = self._desk.stages.get(row.id)
        leave_by = None if standing is None else standing.due_on
        life = self._desk.lives[row.organisation_id]
        match letter.kind:
            case "pair_formed":
                first = Words(f"Пройти этап «{stage}»", f"Pass the stage “{stage}”").in_(language)
                # Somebody without consent may hear only of that: the first step says what it lacks.
                lacking = self._lacking(row.id, life, letter.recipient_id)
                step = None if leave_by is None else Task(title=first, due_on=leave_by, needs=lacking)
                return PairFormed(
                    **common, pair=pair, programme=row.programme, starts_on=row.stage_since, first_step=step
                )
            case "stage_opened":
                needs = tuple(
                    one.mend.in_(language) for one in unmet_needs(self._tx, row.id, life=life, at=self._desk.at)
                )
                return StageOpened(**common, pair=pair, stage=stage, leave_by=leave_by, needs=needs)
            case "pair_closed":
                outcome = OUTCOMES[row.outcome].in_(language)
                return PairClosed(**common, pair=pair, outcome=outcome, closed_on=row.closed_on)
            case "correction":
                return Correction(**common, pair=pair, stage=stage, leave_by=leave_by)
            case "curator_called":
                call = self._desk.calls[letter.facts["call"]]
                return CuratorCalled(**common, pair=pair, who=short_name(call.name), text=call.text)
            case _:
                return self._move_refused(common, row, definition, life, language)

    def _move_refused(
        self, common: dict[str, Any], row: Row[Any], definition: Definition, life: LocalLife, language: Language
    ) -> MoveRefused:
        due_on = self._desk.stages[row.id].due_on
        lacking = unmet_needs(self._tx, row.id, life=life, at=self._desk.at)
        return MoveRefused(
            **common,
            pair=self._pair(row),
            stage=definition.stage(row.stage).title.in_(language),
            due_on=due_on,
            days_late=life.calendar.between(due_on, life.today(self._desk.at)),
            needs=tuple(Need(reason=one.reason.in_(language), mend=one.mend.in_(language)) for one in lacking),
        )


def _page(row: Row[Any]) -> str:
    if row.pair_id is not None:
        return f"/pairs/{row.pair_id}"
    if row.subject_kind == "diagnostic":
        return f"/surveys/{row.subject_id}"
    return "/roadmap" if row.item_id is None else f"/roadmap/items/{row.item_id}"


def _about(row: Row[Any], obligation_id: int, desk: Desk) -> tuple[Kind, int, int]:
    """A stage is answered on its pair's page."""
    if row.subject_kind == "pair":
        return "pair", row.subject_id, desk.pairs[row.subject_id].visit
    return "obligation", obligation_id, 0
