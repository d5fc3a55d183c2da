"""A row handed down the tree: the words agreed to, what has changed above since, how it stands over many places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, get_args

from engine.deadlines import Point, Standing, write
from engine.words import Words

Why = Literal["not-ours", "already", "nobody", "no-means", "other"]
"""Why a roadmap or a row is not taken. Only the kind travels upwards, the words beside it stay at home."""

WHYS: Mapping[Why, Words] = MappingProxyType(
    {
        "not-ours": Words("не относится к нашей организации", "does not concern our organisation"),
        "already": Words("уже делаем по своей дорожной карте", "we do it by our own roadmap already"),
        "nobody": Words("некому выполнить", "there is nobody to do it"),
        "no-means": Words("нет средств или помещений", "there are no means or rooms"),
        "other": Words("другая причина", "another reason"),
    }
)
KINDS_OF_WHY: tuple[Why, ...] = get_args(Why)

Field = Literal["title", "section", "deadline", "result", "document"]
FIELD_TITLES: Mapping[Field, Words] = MappingProxyType(
    {
        "title": Words("Мероприятие", "Activity"),
        "section": Words("Раздел", "Section"),
        "deadline": Words("Срок", "Deadline"),
        "result": Words("Результат", "Result"),
        "document": Words("Вид документа", "Kind of document"),
    }
)
KEPT = (
    "number",
    "section",
    "title",
    "deadline_text",
    "deadline_kind",
    "deadline_value",
    "responsible_text",
    "result",
    "document_kind",
)
"""What of an upper row is agreed to."""
_COMPARED: Mapping[Field, str] = MappingProxyType(
    {
        "title": "title",
        "section": "section",
        "deadline": "deadline_value",
        "result": "result",
        "document": "document_kind",
    }
)

LEAST = 5
"""Counts of people below this are not shown above the organisation they were counted in."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a field said when it was agreed to, and what it says above now; "" = nothing."""

    field: Field
    old: str
    new: str


def agreed_words(row: Mapping[str, Any], moved_to: date | None) -> dict[str, Any]:
    """What of an upper row is agreed to: its words and its deadline, moved by a postponement of its only day.

    >>> row = dict.fromkeys(KEPT, "") | {"deadline_kind": "point", "deadline_value": "2025-09-20"}
    >>> agreed_words(row, date(2025, 9, 30))["deadline_text"]
    'до 30 сентября 2025 г.'
    """
    words = {name: row[name] for name in KEPT}
    if moved_to is None:
        return words
    point = Point(moved_to)
    return words | {"deadline_kind": point.kind, "deadline_value": point.value, "deadline_text": write(point)}


def changes(agreed: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between the words agreed to and those that stand above now.

    >>> was = dict.fromkeys(KEPT, "")
    >>> changes(was, was | {"title": "Мониторинг"})
    (Change(field='title', old='', new='Мониторинг'),)
    """
    found: list[Change] = []
    for field, name in _COMPARED.items():
        kinds = field == "deadline" and agreed.get("deadline_kind") != now["deadline_kind"]
        if (agreed.get(name) or "") != (now[name] or "") or kinds:
            shown = "deadline_text" if field == "deadline" else name
            found.append(Change(field, agreed.get(shown) or "", now[shown] or ""))
    return tuple(found)


Answer = Literal["waiting", "taken", "left", "declined", "returned", "withdrawn"]
"""Not answered yet; a row of its own; not taken; the whole roadmap declined; given back with a reason; taken back from
above before it was answered."""


def counted(answers: Sequence[tuple[Answer, Standing | None]]) -> tuple[int, int]:
    """«Выполнено в 12 из 15»: whoever has taken the row or has still to answer counts.

    >>> counted([("taken", Standing.DONE), ("taken", Standing.OVERDUE), ("declined", None), ("waiting", None)])
    (1, 3)
    """
    asked = [standing for answer, standing in answers if answer in ("waiting", "taken")]
    return sum(standing is Standing.DONE for standing in asked), len(asked)


def shielded(counts: Sequence[int], *, least: int = LEAST) -> tuple[int | None, ...]:
    """Counts of people as they may be published beside their sum: None = hidden.

    Nothing below `least` but zero is shown; a single hidden cell could be told from the sum, so the smallest of the
    others is hidden with it.

    >>> shielded([12, 3, 0, 7]), shielded([12, 30]), shielded([2, 4])
    ((12, None, 0, None), (12, 30), (None, None))
    """
    hidden = {place for place, number in enumerate(counts) if 0 < number < least}
    others = sorted((number, place) for place, number in enumerate(counts) if number >= least)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    return tuple(None if place in hidden else number for place, number in enumerate(counts))


def free_key(key: str, taken: set[str]) -> str:
    """A name for a row that no other row of the roadmap has; it is added to those taken.

    >>> free_key("consents", {"consents", "consents-2"})
    'consents-3'
    """
    found, number = key, 1
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    taken.add(found)
    return found
