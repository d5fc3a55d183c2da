"""The menu at the side: what a visitor with these roles has use for, with counts that ask for attention."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.actors import Role
from engine.words import Words
from web.policy import policy

if TYPE_CHECKING:
    from web.visit import Visit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `count` is shown beside it, `urgent` in red; None hides it."""

    url: str
    title: Words
    icon: str
    current: bool
    count: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    url: str
    title: Words
    icon: str
    roles: frozenset[Role]


_OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator", "observer"})
_SETTERS: frozenset[Role] = frozenset({"administrator", "head", "curator"})
_PAIR: frozenset[Role] = frozenset({"mentor", "mentee", "representative"})
_LINES = (
    _Line("/", Words("Сегодня", "Today"), "list-checks", _OFFICE | _PAIR),
    _Line("/my", Words("Мои пары", "My pairs"), "handshake", _PAIR),
    _Line("/pairs", Words("Пары", "Pairs"), "square-kanban", _OFFICE),
    _Line("/matching", Words("Подбор пар", "Matching"), "user-plus", _SETTERS),
    _Line("/plans", Words("Планы", "Plans"), "list-todo", _OFFICE),
    _Line("/roadmap", Words("Дорожная карта", "Roadmap"), "route", _OFFICE),
    _Line("/overdue", Words("Просрочено", "Overdue"), "clock", _OFFICE),
    _Line("/indicators", Words("Показатели", "Indicators"), "chart-column", _OFFICE),
    _Line("/surveys", Words("Анкеты", "Surveys"), "list-todo", _OFFICE),
    _Line("/approvals", Words("На утверждение", "To approve"), "circle-check", frozenset({"head"})),
    _Line("/papers", Words("Документы", "Papers"), "file-text", _OFFICE),
    _Line("/practices", Words("Банк практик", "Practices"), "star", _OFFICE),
    _Line("/events", Words("События", "Events"), "calendar-days", _OFFICE),
    _Line("/people", Words("Участники", "People"), "users", _OFFICE),
    _Line("/consents", Words("Согласия", "Consents"), "shield", _OFFICE),
    _Line("/letters", Words("Письма", "Letters"), "mail", _OFFICE),
    _Line("/organisations", Words("Организации", "Organisations"), "school", frozenset({"administrator"})),
    _Line("/journal", Words("Журнал", "Journal"), "history", _OFFICE),
    _Line("/settings", Words("Настройки", "Settings"), "settings", _SETTERS),
)


def navigation(visit: "Visit") -> tuple[Entry, ...]:
    """The visitor's menu; empty for nobody signed in. A line whose page does not exist is left out."""
    if visit.visitor is None:
        return ()
    here = visit.request.url.path
    known = policy()
    lines = [line for line in _LINES if line.roles & visit.roles and f"GET {line.url}" in known]
    counts = visit.counts()
    return tuple(
        Entry(
            line.url,
            line.title,
            line.icon,
            here == line.url or (line.url != "/" and here.startswith(f"{line.url}/")),
            *counts.get(line.url, (None, False)),
        )
        for line in lines
    )
