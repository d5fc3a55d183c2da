"""What happened to a pair, line by line, in the words of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from engine.journal_verbs import title_of
from engine.lifecycle import OUTCOMES, Definition
from engine.lifecycle.needs.meetings import MEETING_TITLES
from engine.names import short_name
from engine.permissions import ROLE_TITLES
from engine.plans.model import MARK_WORDS
from engine.words import Words
from storage import pair_sheet
from storage.journal import Line
from storage.pair_sheet import MemberSheet
from workflows.describe_pair import REPINNING
from workflows.pinned_lifecycle import pinned_definition

_CLOCK, _OPERATOR = Words("Система", "The system"), Words("Оператор", "The operator")
_SOMEBODY = Words("Сотрудник", "Somebody of the staff")
_ERASED = Words("Удалённый участник", "An erased person")


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line: when, who, what. `reason` are somebody's own words, "" where there are none or they may not be read."""

    at: datetime
    who: Words
    what: Words
    reason: str


def pair_story(
    tx: Connection, lines: Sequence[Line], definition: Definition, members: Sequence[MemberSheet], *, named: bool
) -> tuple[StoryLine, ...]:
    """The lines, newest first as given. `named`: whether the reader may know people."""
    names = pair_sheet.names(tx, _mentioned(lines)) if named else {}
    roles = {one.person_id: one.role for one in members}
    told: list[StoryLine] = []
    for line in lines:
        what = _what(line, definition, lambda person_id: _who(person_id, names, roles, named))
        told.append(StoryLine(line.at, _actor(line, names, roles, named), what, _reason(line, named)))
        if line.move in REPINNING:  # what lies before it is told in the words of the version that held then
            definition = pinned_definition(tx, int(line.facts["from_definition"]))
    return tuple(told)


_Name = Callable[[object], Words]


def _what(line: Line, definition: Definition, name: _Name) -> Words:
    stages = {stage.key: stage.title for stage in definition.stages}
    unknown = Words(line.to_stage or "", line.to_stage or "")
    to, of = stages.get(line.to_stage or "", unknown), stages.get(line.from_stage or "", unknown)
    match line.verb:
        case "pair.form":
            return Words(f"Пара сформирована: «{to.ru}»", f"The pair was formed: “{to.en}”")
        case "pair.advance":
            return Words(f"Переведена: «{of.ru}» → «{to.ru}»", f"Moved: “{of.en}” → “{to.en}”")
        case "pair.suspend":
            return Words(f"Приостановлена на этапе «{of.ru}»", f"Suspended in the stage “{of.en}”")
        case "pair.resume":
            return Words(f"Возобновлена: «{to.ru}»", f"Resumed: “{to.en}”")
        case "pair.replace":
            mentor = name(line.people.get("mentor"))
            return Words(f"Новый наставник: {mentor.ru}", f"A new mentor: {mentor.en}")
        case "pair.close":
            return _closed(line, to)
        case "pair.undo":
            return Words(f"Последний переход отменён, снова «{to.ru}»", f"The last move was undone, again “{to.en}”")
        case "pair.end":
            day = _day(line.facts.get("ending_on"))
            return Words(f"Объявлено прекращение с {day}", f"An ending was announced for {day}")
        case "pair.keep":
            return Words("Прекращение отозвано", "The ending was withdrawn")
        case "pair.migrate":
            return Words("Переведена на новую версию этапов", "Moved to a new version of its lifecycle")
        case "pair.reschedule":
            before, after = _day(line.facts.get("from")), _day(line.facts.get("to"))
            return Words(f"Срок этапа перенесён: {before} → {after}", f"The day of the stage moved: {before} → {after}")
        case _:
            return _record(line, name)


def _record(line: Line, name: _Name) -> Words:
    """What is recorded about the pair without being a step of it."""
    facts = line.facts
    match line.verb:
        case "meeting.record":
            title, day = MEETING_TITLES.get(facts.get("kind", ""), Words("встреча", "meeting")), _day(facts.get("held"))
            return Words(f"Записана {title.ru} {day}", f"Recorded: {title.en} of {day}")
        case "feedback.record":
            giver = name(line.people.get("person"))
            return Words(f"Оставлен отзыв: {giver.ru}", f"Feedback was given: {giver.en}")
        case "feedback.report":
            giver, again = name(line.people.get("person")), facts.get("replaced") is not None
            act = (
                Words("Исправлен отчёт", "A report was corrected")
                if again
                else Words("Сдан отчёт", "A report was given")
            )
            return Words(f"{act.ru}: {giver.ru}", f"{act.en}: {giver.en}")
        case "plan.set":
            count = len(facts.get("due", ()))
            return Words(f"Составлен план, пунктов: {count}", f"The plan was written, items: {count}")
        case "plan.approve":
            day = _day(facts.get("approved_on"))
            return Words(f"План утверждён {day}", f"The plan was approved on {day}")
        case "plan.mark":
            return _marked(facts)
        case "plan.change":
            at = facts.get("edition")
            return Words(f"План изменён, редакция {at}", f"The plan was changed, edition {at}")
        case "plan.move":
            at, before, after = facts.get("position"), _day(facts.get("from")), _day(facts.get("to"))
            return Words(f"Пункт плана {at} перенесён: {before} → {after}", f"Item {at} moved: {before} → {after}")
        case "plan.ask-move":
            at, day = facts.get("position"), _day(facts.get("to"))
            return Words(f"Просьба перенести пункт плана {at} на {day}", f"A wish to move item {at} to {day}")
        case _:
            return _OTHER.get(line.verb) or title_of(line.verb)


def _marked(facts: Mapping[str, Any]) -> Words:
    at, mark = facts.get("position"), facts.get("mark", "done")
    if mark == "done":
        day = _day(facts.get("done"))
        return Words(f"Выполнен пункт плана {at} ({day})", f"Item {at} of the plan is done ({day})")
    words = MARK_WORDS[mark]
    return Words(f"Пункт плана {at}: {words.ru}", f"Item {at} of the plan: {words.en}")


_OTHER: Mapping[str, Words] = {
    "meeting.plan": Words("Назначена встреча", "A meeting was agreed"),
    "meeting.plan-undo": Words("Договорённость о встрече отменена", "The agreement about a meeting was taken back"),
    "meeting.call-off": Words("Встреча не состоится", "A meeting was called off"),
    "meeting.verdict": Words("Записано решение после встречи", "A verdict after the meeting was recorded"),
    "meeting.withdraw": Words("Запись о встрече отменена", "The record of a meeting was taken back"),
    "feedback.withdraw": Words("Отзыв взят обратно", "Feedback was taken back"),
    "plan.unmark": Words("Отметка пункта плана снята", "The mark of a plan's item was taken off"),
    "plan.unchange": Words("Изменение плана отменено", "The change of the plan was undone"),
    "plan.unmove": Words("Перенос пункта плана отменён", "Moving an item of the plan was undone"),
    "plan.decline-move": Words("Перенос пункта плана отклонён", "Moving an item of the plan was declined"),
    "call.make": Words("Просьба о разговоре с куратором", "A wish to talk to the curator"),
    "call.answer": Words("Куратор связался с участником", "The curator got in touch"),
    "call.reopen": Words("Просьба о разговоре снова открыта", "The wish to talk is open again"),
    "call.take-back": Words("Просьба о разговоре взята обратно", "The wish to talk was taken back"),
    "reminder.send": Words("Отправлено напоминание", "A reminder was sent"),
    "reminder.snooze": Words("Напоминания отложены", "Reminders were put off"),
}


def _closed(line: Line, to: Words) -> Words:
    outcome = next((title for key, title in OUTCOMES.items() if key == line.facts.get("outcome")), None)
    if outcome is None:
        return Words(f"Закрыта: «{to.ru}»", f"Closed: “{to.en}”")
    return Words(f"Закрыта: {outcome.ru}", f"Closed: {outcome.en}")


def _mentioned(lines: Sequence[Line]) -> set[int]:
    found = {line.actor_id for line in lines if line.actor_id is not None}
    for line in lines:
        found |= {one for key in ("mentor", "person") if isinstance(one := line.people.get(key), int)}
    return found


def _actor(line: Line, names: Mapping[int, str], roles: Mapping[int, str], named: bool) -> Words:
    if line.by in ("clock", "operator"):
        return _CLOCK if line.by == "clock" else _OPERATOR
    return _who(line.actor_id, names, roles, named)


def _who(person_id: object, names: Mapping[int, str], roles: Mapping[int, str], named: bool) -> Words:
    if not isinstance(person_id, int):
        return _ERASED
    if named:
        name = names.get(person_id)
        return Words(short_name(name), short_name(name)) if name else _ERASED
    return next((title for key, title in ROLE_TITLES.items() if key == roles.get(person_id)), _SOMEBODY)


def _reason(line: Line, named: bool) -> str:
    """Free words may name people, so they stay inside the organisation."""
    said = line.words.get("reason")
    return said if named and isinstance(said, str) else ""


def _day(value: object) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}" if isinstance(value, str) and value not in ("", "None") else "—"
