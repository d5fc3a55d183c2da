"""Announcing the end of a pair ahead of time, and taking the announcement back."""

from datetime import date

from engine.calendar import WorkCalendar
from engine.lifecycle.definition import Definition, move_for_outcome
from engine.lifecycle.facts import Ending
from engine.lifecycle.needs import Notice
from engine.lifecycle.outcomes import OUTCOMES, Outcome
from engine.refusals import Reason, Refused
from engine.words import Words


def announce_ending(
    definition: Definition,
    stage: str,
    *,
    outcome: Outcome,
    notice_on: date,
    effective_on: date | None,
    calendar: WorkCalendar,
) -> Ending | Refused:
    """The ending to note on a pair in this stage. `effective_on` None means the earliest day allowed.

    The move that gives this outcome says how much notice it needs (Labour Code 351.8: 3 working days, Monday
    → Thursday); one without such a need may take effect on the day of the notice. On `effective_on` the move
    itself is decided by `decide`.
    """
    move = move_for_outcome(definition, stage, outcome)
    if move is None:
        title, here = OUTCOMES[outcome], definition.stage(stage).title
        return _refused(
            "outcome",
            Words(
                f"На этапе «{here.ru}» исход «{title.ru}» невозможен",
                f"In the stage “{here.en}” the outcome “{title.en}” is not possible",
            ),
            Words("Выберите другой исход", "Choose another outcome"),
        )
    working_days = max((need.working_days for need in move.needs if isinstance(need, Notice)), default=0)
    earliest = calendar.add(notice_on, working_days)
    ending = Ending(outcome, notice_on, effective_on or earliest)
    if ending.effective_on < earliest:
        reason = Notice(working_days).too_early(earliest)
        return Refused((reason,))
    return ending


def withdraw_ending(ending: Ending | None, today: date) -> Refused | None:
    """None when the announced ending may still be taken back: until the day it takes effect."""
    if ending is None:
        return _refused(
            "ending",
            Words("Прекращение не объявлено", "No ending has been announced"),
            Words("Отзывать нечего", "There is nothing to withdraw"),
        )
    if today >= ending.effective_on:
        return _refused(
            "ending",
            Words("Прекращение уже вступило в силу", "The ending has already taken effect"),
            Words("Сформируйте пару заново", "Form the pair anew"),
        )
    return None


def _refused(need: str, reason: Words, mend: Words) -> Refused:
    return Refused((Reason(need, reason, mend),))
