"""What changed between two editions of a plan, in sentences. Lines are told apart by their ids, not by their words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.plans.model import RESPONSIBLE_WORDS
from engine.words import Words

Body = Mapping[str, Any]
"""A plan as it is kept: goal, request, tasks, form, from, to, template, items (id, position, title, due, …); days are
ISO texts."""

_HEAD = (
    ("goal", Words("цель", "goal")),
    ("request", Words("запрос наставляемого", "the mentee's request")),
    ("tasks", Words("задачи", "tasks")),
    ("form", Words("форма работы", "form of work")),
)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change. `kind`: head, added, dropped, moved, renamed, handed; `before` and `after` may be empty."""

    kind: str
    words: Words
    before: str = ""
    after: str = ""


def changes_between(old: Body, new: Body) -> tuple[PlanChange, ...]:
    """The changes from one edition to the next: the head first, then the lines in their order.

    >>> item = {"id": 1, "position": 1, "title": "Урок", "due": "2025-11-01", "responsible": "mentor"}
    >>> [change] = changes_between({"items": [item]}, {"items": [item | {"due": "2025-12-01"}]})
    >>> change.words.ru, change.before, change.after
    ('Перенесён срок: Урок', '01.11.2025', '01.12.2025')
    """
    return (*_of_head(old, new), *_of_lines(_by_id(old), _by_id(new)))


def _of_head(old: Body, new: Body) -> Iterator[PlanChange]:
    for key, words in _HEAD:
        before, after = _told(old.get(key)), _told(new.get(key))
        if before != after:
            yield PlanChange("head", Words(f"Изменено: {words.ru}", f"Changed: {words.en}"), before, after)
    before, after = _term(old), _term(new)
    if before != after:
        yield PlanChange("head", Words("Изменён срок плана", "The term was changed"), before, after)


def _of_lines(old: Mapping[int, Body], new: Mapping[int, Body]) -> Iterator[PlanChange]:
    for key, item in new.items():
        title, was = item["title"], old.get(key)
        if was is None:
            yield PlanChange("added", Words(f"Добавлен пункт: {title}", f"Added: {title}"), after=_day(item["due"]))
            continue
        if was["title"] != title:
            yield PlanChange("renamed", Words("Изменена формулировка", "Worded anew"), was["title"], title)
        if was["due"] != item["due"]:
            words = Words(f"Перенесён срок: {title}", f"Moved: {title}")
            yield PlanChange("moved", words, _day(was["due"]), _day(item["due"]))
        if was.get("responsible") != item.get("responsible"):
            words = Words(f"Изменён ответственный: {title}", f"Somebody else answers for: {title}")
            yield PlanChange("handed", words, _who(was), _who(item))
    for key, item in old.items():
        if key not in new:
            title = item["title"]
            yield PlanChange("dropped", Words(f"Исключён пункт: {title}", f"Taken out: {title}"), _day(item["due"]))


def _by_id(body: Body) -> Mapping[int, Body]:
    items: Sequence[Body] = body.get("items", ())
    return {item["id"]: item for item in items}


def _told(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list | tuple) else str(value or "")


def _term(body: Body) -> str:
    days = [_day(body.get(name)) for name in ("from", "to")]
    return " — ".join(days) if any(days) else ""


def _day(text: Any) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}" if text else ""


def _who(item: Body) -> str:
    words = RESPONSIBLE_WORDS.get(str(item.get("responsible")))
    return words.ru if words is not None else ""
