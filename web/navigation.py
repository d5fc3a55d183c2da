"""The menu at the side: what a visitor with these roles has use for, in groups, with counts that ask for attention."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.actors import Role
from engine.words import Words
from web.policy import policy

if TYPE_CHECKING:
    from web.visit import Visit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `count`: shown beside it, `urgent` in red; None hides it. `opens`: the first of a group."""

    url: str
    title: Words
    icon: str
    current: bool
    count: int | None = None
    urgent: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """`also`: addresses beside `url` whose pages belong to this line."""

    url: str
    title: Words
    icon: str
    roles: frozenset[Role]
    also: tuple[str, ...] = ()


_OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator", "observer"})
_SETTERS: frozenset[Role] = frozenset({"administrator", "head", "curator"})
_PAIR: frozenset[Role] = frozenset({"mentor", "mentee", "representative"})
# Above a school names are hidden and nobody is chosen: matching would be a dead end there.
_MATCHERS: frozenset[Role] = frozenset({"head", "curator"})
_GROUPS: tuple[tuple[_Line, ...], ...] = (
    (
        _Line("/", Words("Сегодня", "Today"), "list-checks", _OFFICE | _PAIR),
        _Line("/my", Words("Мои пары", "My pairs"), "handshake", _PAIR),
        _Line("/approvals", Words("На утверждение", "To approve"), "circle-check", frozenset({"head"})),
    ),
    (
        _Line("/pairs", Words("Пары", "Pairs"), "square-kanban", _OFFICE, also=("/programmes",)),
        _Line("/matching", Words("Подбор пар", "Matching"), "user-plus", _MATCHERS),
        _Line("/plans", Words("Планы", "Plans"), "list-todo", _OFFICE),
        _Line("/events", Words("События", "Events"), "calendar-days", _OFFICE),
        _Line("/surveys", Words("Анкеты", "Surveys"), "message-circle", _OFFICE, also=("/questionnaires",)),
    ),
    (
        _Line("/roadmap", Words("Дорожная карта", "Roadmap"), "route", _OFFICE),
        _Line("/overdue", Words("Просрочено", "Overdue"), "clock", _OFFICE),
        _Line("/indicators", Words("Показатели", "Indicators"), "chart-column", _OFFICE),
    ),
    (
        _Line("/papers", Words("Документы", "Papers"), "file-text", _OFFICE),
        _Line("/practices", Words("Банк практик", "Practices"), "star", _OFFICE),
    ),
    (
        _Line("/people", Words("Участники", "People"), "users", _OFFICE, also=("/erasures",)),
        _Line("/consents", Words("Согласия", "Consents"), "shield", _OFFICE),
        _Line("/organisations", Words("Организации", "Organisations"), "school", frozenset({"administrator"})),
    ),
    (
        _Line("/letters", Words("Письма", "Letters"), "mail", _OFFICE),
        _Line("/journal", Words("Журнал", "Journal"), "history", _OFFICE),
        _Line("/settings", Words("Настройки", "Settings"), "settings", _SETTERS),
    ),
)


def navigation(visit: "Visit") -> tuple[Entry, ...]:
    """The visitor's menu; empty for nobody signed in. A line whose page does not exist is left out."""
    if visit.visitor is None:
        return ()
    here = visit.request.url.path
    known = policy()
    counts = visit.counts()
    entries: list[Entry] = []
    for group in _GROUPS:
        lines = [line for line in group if line.roles & visit.roles and f"GET {line.url}" in known]
        for line in lines:
            count, urgent = counts.get(line.url, (None, False))
            opens = line is lines[0] and bool(entries)
            entries.append(Entry(line.url, line.title, line.icon, _holds(line, here), count, urgent, opens))
    return tuple(entries)


def _holds(line: _Line, here: str) -> bool:
    return here == line.url or any(
        here == root or here.startswith(f"{root}/") for root in (line.url, *line.also) if root != "/"
    )
