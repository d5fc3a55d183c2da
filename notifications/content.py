"""What a letter says, as values: a flow fills one of these from data, `render` turns it into words.

Every kind of letter has a class here and a folder of the same name in `letters/`. Texts given to these classes
(titles, stages, needs, outcomes) are already in the reader's language. Above the school nothing can name a
participant: `Count`, the only thing said there, has no field for one.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from engine.actors import Role
from engine.refusals import BadInput
from engine.words import Language

Kind = Literal[
    "pair_formed",
    "stage_opened",
    "reminder",
    "due_today",
    "overdue",
    "escalation_curator",
    "escalation_head",
    "escalation_municipality",
    "digest",
    "date_moved",
    "move_refused",
    "pair_closed",
    "correction",
    "curator_called",
    "roadmap_offered",
    "survey_opened",
    "consent_wanted",
    "appointment",
    "appointment_off",
    "invitation",
    "sign_in_link",
    "test",
]

ReaderRole = Role | Literal["responsible", "operator", "user", "asked", "invited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who reads the letter and as whom: the role is the reason why it came.

    `name` is how the letter greets («Анна Сергеевна»); "" greets without a name. `ward` is the minor a representative
    reads for, `deputises` the person a deputy stands in for; both "" otherwise.
    """

    name: str
    role: ReaderRole
    language: Language = "ru"
    ward: str = ""
    deputises: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair as its own people and their school see it."""

    number: int
    mentor: str
    mentees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing due once: a roadmap item, a pair's stage, a plan item.

    `number` is the item's number in its roadmap, "" when there is none. `days_late` counts working days and may be 0
    although the day is past. `first_due_on` is the first promise, given only when the date was moved. `holder` says in
    whose hands it is, for readers who are not the holder. `needs` are what a stage still lacks, a sentence each:
    somebody without consent learns here which one is missing. `review`: the quarterly look at something that goes on
    all the time, never late.
    """

    title: str
    due_on: date
    number: str = ""
    days_late: int = 0
    first_due_on: date | None = None
    pair: Pair | None = None
    holder: str = ""
    needs: tuple[str, ...] = ()
    review: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a level above the school may know: how often one item is overdue in one organisation, for which pairs."""

    title: str
    organisation: str
    count: int
    due_on: date
    days_late: int
    number: str = ""
    pair_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Who hears next, and on which day, if nothing changes."""

    role: Literal["curator", "head", "municipality"]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An unmet need of a move: why it holds, and what mends it."""

    reason: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every letter has. `link` is its only link (http or https); `today` the organisation's local day."""

    kind: ClassVar[Kind]
    to: Addressee
    organisation: str
    link: str
    today: date

    def __post_init__(self) -> None:
        if not self.link.startswith(("https://", "http://")):
            raise BadInput(
                "link",
                "ссылка в письме должна начинаться с https:// (проверьте NASTAVNIK_BASE_URL)",
                "a letter's link must begin with https:// (check NASTAVNIK_BASE_URL)",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFormed(Letter):
    """At once, to everybody in the pair and the curator. `first_step` is what comes first, when it has a date."""

    kind: ClassVar[Kind] = "pair_formed"
    pair: Pair
    programme: str
    starts_on: date
    first_step: Task | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOpened(Letter):
    """At once, after a move. `needs` are the things to do before the next one; `leave_by` None = no date."""

    kind: ClassVar[Kind] = "stage_opened"
    pair: Pair
    stage: str
    leave_by: date | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Letter):
    """A rung before the due day."""

    kind: ClassVar[Kind] = "reminder"
    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class DueToday(Letter):
    """Rung 0. `escalation` is shown so that nobody is surprised later."""

    kind: ClassVar[Kind] = "due_today"
    task: Task
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue(Letter):
    """A rung after the due day, to the one who holds the task."""

    kind: ClassVar[Kind] = "overdue"
    task: Task
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationCurator(Letter):
    """A rung after the due day, to the curator."""

    kind: ClassVar[Kind] = "escalation_curator"
    task: Task
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationHead(Letter):
    """A rung after the due day, to the head of the school."""

    kind: ClassVar[Kind] = "escalation_head"
    task: Task
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationMunicipality(Letter):
    """A rung after the due day, to the administrators above the school. `organisation` is theirs."""

    kind: ClassVar[Kind] = "escalation_municipality"
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Letter):
    """Everything of one person and day: `tasks` inside the school, `counts` above it. One of the two is not empty."""

    kind: ClassVar[Kind] = "digest"
    tasks: tuple[Task, ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMoved(Letter):
    """At once, after a postponement. `task.due_on` is the new day; `why` are the words of whoever moved it."""

    kind: ClassVar[Kind] = "date_moved"
    task: Task
    old_due_on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRefused(Letter):
    """Once per visit of a stage, to the curator: overdue by five working days or more, and something is missing."""

    kind: ClassVar[Kind] = "move_refused"
    pair: Pair
    stage: str
    due_on: date
    days_late: int
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairClosed(Letter):
    """At once, when a pair has ended. `outcome` is its title."""

    kind: ClassVar[Kind] = "pair_closed"
    pair: Pair
    outcome: str
    closed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Letter):
    """At once, when a move whose letters had gone out was undone: the pair is back in `stage`."""

    kind: ClassVar[Kind] = "correction"
    pair: Pair
    stage: str
    leave_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratorCalled(Letter):
    """At once, to the curator: `who` of the pair wants to talk, `text` are their own words or ""."""

    kind: ClassVar[Kind] = "curator_called"
    pair: Pair
    who: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapOffered(Letter):
    """At once, to the office of an organisation: `offered_by` hands it a roadmap of so many `rows`."""

    kind: ClassVar[Kind] = "roadmap_offered"
    roadmap: str
    offered_by: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOpened(Letter):
    """At once, to each of the asked. `title` already says that it is a questionnaire and, asked about one pair, which;
    `many`: about how many pairs the reader is asked.
    """

    kind: ClassVar[Kind] = "survey_opened"
    title: str
    due_on: date
    many: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWanted(Letter):
    """By hand, to whoever still has to sign: `kinds` are the consents in the reader's language («на обработку …»)."""

    kind: ClassVar[Kind] = "consent_wanted"
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A meeting of a pair or a common event: what, when, where. `at_time` "" = the whole day; `pair` None: an event."""

    title: str
    day: date
    at_time: str = ""
    minutes: int = 60
    place: str = ""
    topic: str = ""
    pair: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Letter):
    """At once, with a calendar entry: a meeting or an event is agreed or has moved. `moved_from` is the day before;
    `days`: all of a series, the first of them is the occasion's.
    """

    kind: ClassVar[Kind] = "appointment"
    occasion: Occasion
    moved_from: date | None = None
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentOff(Letter):
    """At once, to those who had the invitation: it will not be. `why` are the words of whoever called it off."""

    kind: ClassVar[Kind] = "appointment_off"
    occasion: Occasion
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Letter):
    """At once, at any hour: the link by which a password is chosen, good for `days`.

    `again`: a new one instead of a forgotten one. `address` is what is typed to sign in.
    """

    kind: ClassVar[Kind] = "invitation"
    address: str
    days: int
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLink(Letter):
    """At once, at any hour: a link that signs in the browser that asked, once, for so many `minutes`."""

    kind: ClassVar[Kind] = "sign_in_link"
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTest(Letter):
    """To whoever checks the mail settings."""

    kind: ClassVar[Kind] = "test"
    server: str


LetterContent = (
    PairFormed
    | StageOpened
    | Reminder
    | DueToday
    | Overdue
    | EscalationCurator
    | EscalationHead
    | EscalationMunicipality
    | Digest
    | DateMoved
    | MoveRefused
    | PairClosed
    | Correction
    | CuratorCalled
    | RoadmapOffered
    | SurveyOpened
    | ConsentWanted
    | Appointment
    | AppointmentOff
    | Invitation
    | SignInLink
    | MailTest
)
