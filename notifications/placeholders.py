"""What stands for each `{{ name }}` of an organisation's own words in one letter (the list: engine/letter_texts.py)."""

from engine.words import Language
from notifications.content import (
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
    Overdue,
    Pair,
    PairClosed,
    PairFormed,
    Reminder,
    StageOpened,
    Task,
)
from notifications.wording import counted, day, oneline, short


def values(content: LetterContent) -> dict[str, str]:
    """The values by name, each on one line; "" = the letter has nothing of the kind.

    Nothing above the school has a field for a participant, so no placeholder can name one there.
    """
    language = content.to.language
    common = {
        "name": content.to.name,
        "organisation": content.organisation,
        "today": day(content.today, language),
    }
    return {name: oneline(value) for name, value in (common | _own(content, language)).items()}


def _own(content: LetterContent, language: Language) -> dict[str, str]:
    match content:
        case PairFormed():
            more = {"programme": content.programme, "starts": day(content.starts_on, language)}
            return _pair(content.pair) | more
        case StageOpened() | Correction():
            leave_by = "" if content.leave_by is None else day(content.leave_by, language)
            return _pair(content.pair) | {"stage": content.stage, "leave_by": leave_by}
        case Reminder():
            left = counted("days", max((content.task.due_on - content.today).days, 0), language)
            return _task(content.task, language) | {"days_left": left}
        case DueToday() | Overdue() | EscalationCurator() | EscalationHead():
            return _task(content.task, language)
        case DateMoved():
            return _task(content.task, language) | {"old_due": day(content.old_due_on, language), "why": content.why}
        case EscalationMunicipality():
            return _count(content.count, language)
        case Digest():
            return {"tasks": counted("tasks", len(content.tasks) + len(content.counts), language)}
        case MoveRefused():
            late = counted("working_days", content.days_late, language)
            return _pair(content.pair) | {
                "stage": content.stage,
                "due": day(content.due_on, language),
                "days_late": late,
            }
        case PairClosed():
            return _pair(content.pair) | {"outcome": content.outcome, "closed": day(content.closed_on, language)}
        case _:
            return {}


def _pair(pair: Pair | None) -> dict[str, str]:
    if pair is None:
        return dict.fromkeys(("pair", "pair_number", "mentor", "mentees"), "")
    mentees = ", ".join(pair.mentees)
    return {
        "pair": f"№ {pair.number}, {pair.mentor} — {mentees}",
        "pair_number": str(pair.number),
        "mentor": pair.mentor,
        "mentees": mentees,
    }


def _task(task: Task, language: Language) -> dict[str, str]:
    return _pair(task.pair) | {
        "task": short(task.title, 300),
        "item": task.number,
        "due": day(task.due_on, language),
        "days_late": counted("working_days", task.days_late, language),
        "holder": task.holder,
    }


def _count(count: Count, language: Language) -> dict[str, str]:
    return {
        "task": short(count.title, 300),
        "item": count.number,
        "due": day(count.due_on, language),
        "days_late": counted("working_days", count.days_late, language),
        "school": count.organisation,
        "count": counted("overdue_items", count.count, language),
    }
