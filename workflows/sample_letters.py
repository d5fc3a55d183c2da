"""A letter of any kind as it would read today, over a real pair and a real task of an organisation."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.lifecycle import OUTCOMES
from engine.names import short_name, spoken_name
from engine.words import Language, Words
from notifications.content import (
    Addressee,
    Correction,
    Count,
    DateMoved,
    Digest,
    DueToday,
    EscalationCurator,
    EscalationHead,
    EscalationMunicipality,
    LetterContent,
    MoveRefused,
    Need,
    Overdue,
    Pair,
    PairClosed,
    PairFormed,
    ReaderRole,
    Reminder,
    StageOpened,
    Task,
)
from storage import letter_samples, memberships
from workflows.local_life import LocalLife
from workflows.pinned_lifecycle import pinned_definition

_LATE = ("overdue", "escalation_curator", "escalation_head", "escalation_municipality", "digest")
_WEEK = timedelta(days=7)
_READERS: dict[str, ReaderRole] = {
    "pair_formed": "mentor",
    "stage_opened": "mentor",
    "pair_closed": "mentor",
    "escalation_curator": "curator",
    "move_refused": "curator",
    "escalation_head": "head",
    "escalation_municipality": "administrator",
    "digest": "curator",
}
_INVENTED_PAIR = Pair(number=17, mentor="Поморцева Е. В.", mentees=("Ильин П. С.",))
_NEED = Words("Нет отзыва наставляемого", "The mentee's feedback is missing")
_MEND = Words("Внесите отзыв или напомните о нём", "Enter the feedback or remind of it")
_WHY = Words("каникулы", "school holidays")


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """`pair`, `task`: what it was made of; None = the organisation has none, so that part is invented."""

    content: LetterContent
    pair: int | None
    task: str | None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What letters speak of: one pair with its stage, one task, one day."""

    pair: Pair
    programme: str
    stage: str
    task: Task
    today: date


def sample_letter(
    tx: Connection,
    life: LocalLife,
    *,
    kind: str,
    language: Language,
    reader: str,
    today: date,
    base_url: str,
    named: bool = True,
) -> SampleLetter:
    """The letter as `reader` (a full name) would get it. For a letter before or after its date the day is moved to it.

    Only what belongs to the organisation itself is shown: nobody below it is named, and nobody of it unless `named`.
    """
    pair_row = letter_samples.pair(tx, life.organisation_id) if named else None
    task_row = letter_samples.obligation(tx, life.organisation_id)
    about = _subject(tx, life, pair_row, task_row, kind=kind, language=language, today=today)
    common: dict[str, Any] = {
        "to": Addressee(name=spoken_name(reader), role=_READERS.get(kind, "responsible"), language=language),
        "organisation": life.name,
        "link": base_url.rstrip("/") + "/",
        "today": about.today,
    }
    content = _of_pair(kind, about, common, language) or _of_task(kind, about, common, life, language)
    return SampleLetter(
        content,
        pair=None if pair_row is None else pair_row.number,
        task=None if task_row is None else task_row.title,
    )


def _of_pair(kind: str, about: _Subject, common: dict[str, Any], language: Language) -> LetterContent | None:
    pair, stage, later = about.pair, about.stage, about.today + _WEEK
    match kind:
        case "pair_formed":
            step = replace(about.task, pair=None)
            return PairFormed(**common, pair=pair, programme=about.programme, starts_on=about.today, first_step=step)
        case "stage_opened":
            return StageOpened(**common, pair=pair, stage=stage, leave_by=later, needs=(_MEND.in_(language),))
        case "correction":
            return Correction(**common, pair=pair, stage=stage, leave_by=later)
        case "pair_closed":
            outcome = OUTCOMES["completed"].in_(language)
            return PairClosed(**common, pair=pair, outcome=outcome, closed_on=about.today)
        case "move_refused":
            need = Need(reason=_NEED.in_(language), mend=_MEND.in_(language))
            return MoveRefused(**common, pair=pair, stage=stage, due_on=about.today - _WEEK, days_late=5, needs=(need,))
        case _:
            return None


def _of_task(kind: str, about: _Subject, common: dict[str, Any], life: LocalLife, language: Language) -> LetterContent:
    task = about.task
    count = Count(
        title=task.title,
        organisation=life.name,
        count=1,
        due_on=task.due_on,
        days_late=task.days_late,
        number=task.number,
    )
    match kind:
        case "due_today":
            return DueToday(**common, task=task)
        case "overdue":
            return Overdue(**common, task=task)
        case "escalation_curator":
            return EscalationCurator(**common, task=task)
        case "escalation_head":
            return EscalationHead(**common, task=task)
        case "escalation_municipality":
            return EscalationMunicipality(**common, count=count)
        case "digest":
            return Digest(**common, tasks=(task, replace(task, due_on=about.today, days_late=0)))
        case "date_moved":
            return DateMoved(**common, task=task, old_due_on=task.due_on - _WEEK, why=_WHY.in_(language))
        case _:
            return Reminder(**common, task=task)


def _subject(
    tx: Connection,
    life: LocalLife,
    pair_row: Row[Any] | None,
    task_row: Row[Any] | None,
    *,
    kind: str,
    language: Language,
    today: date,
) -> _Subject:
    pair, programme = _INVENTED_PAIR, Words("Учитель — учителю", "Teacher to teacher").in_(language)
    stage = Words("Знакомство", "Acquaintance").in_(language)
    if pair_row is not None:
        pair, programme = _pair(tx, pair_row), pair_row.programme
        stage = pinned_definition(tx, pair_row.definition_id).stage(pair_row.stage).title.in_(language)
    due_on = today + _WEEK if task_row is None else task_row.due_on
    day = _day_of(kind, due_on, today, life)
    late = kind in _LATE
    title = Words("Утвердить планы работы пар", "Approve the plans of the pairs").in_(language)
    task = Task(
        title=title if task_row is None else task_row.title,
        due_on=due_on,
        number="3.2" if task_row is None else task_row.item_number or "",
        days_late=life.calendar.between(due_on, day) if late else 0,
        pair=pair if task_row is None or task_row.pair_id is not None else None,
        holder=pair.mentor if late else "",
    )
    return _Subject(pair, programme, stage, task, day)


def _day_of(kind: str, due_on: date, today: date, life: LocalLife) -> date:
    """The day on which such a letter about this date goes."""
    if kind in _LATE:
        return today if today > due_on else life.calendar.add(due_on, 3)
    if kind == "due_today":
        return due_on
    if kind == "reminder":
        return today if today < due_on else due_on - _WEEK
    return today


def _pair(tx: Connection, row: Row[Any]) -> Pair:
    held = [one for one in memberships.of_pair(tx, row.id) if one.to_day is None or row.closed_on is not None]
    names = {role: [short_name(one.name) for one in held if one.role == role] for role in ("mentor", "mentee")}
    return Pair(number=row.number, mentor=", ".join(names["mentor"]), mentees=tuple(names["mentee"]))
