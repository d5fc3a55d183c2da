"""The journal of one organisation, line by line in the words of people. Names only for its own people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.journal_verbs import title_of, verbs_of
from engine.permissions import ROLE_TITLES
from engine.reminders.ladder import at_local
from engine.words import Words
from storage import journal, journal_names
from storage.journal import Line
from storage.journal_names import NamedPerson
from storage.organisations import OrganisationRow

_CLOCK, _OPERATOR = Words("Система", "The system"), Words("Оператор", "The operator")
_STAFF, _ERASED = Words("Сотрудник", "A member of staff"), Words("Удалённый участник", "An erased person")
_ROLES = {str(role): title for role, title in ROLE_TITLES.items()}
_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class JournalWish:
    """Which lines: a group of `engine/journal_verbs.py`, who acted, on which days (both included); empty = all."""

    group: str = ""
    actor_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """`about`: what the line speaks of, `url`: its page, "" where there is none. `more`: dates and the like; `reason`:
    somebody's own words, only for the organisation's own people. `hash` begins the seal of the line."""

    seq: int
    at: datetime
    what: Words
    who: Words
    actor_id: int | None
    about: Words
    url: str
    more: Words
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """`following`: the number below which the next page begins, None = this is the last."""

    lines: tuple[JournalLine, ...]
    following: int | None


def read_journal(
    tx: Connection,
    place: OrganisationRow,
    *,
    wish: JournalWish,
    most: int,
    named: Callable[[str], bool],
    before: int | None = None,
) -> JournalPage:
    """The newest first. `named` says at which path people have names."""
    found = journal.entries(
        tx,
        place.id,
        before=before,
        limit=most + 1,
        verbs=verbs_of(wish.group),
        actor_id=wish.actor_id if named(place.path) else None,
        between=_between(wish, ZoneInfo(place.timezone)),
    )
    lines = found[:most]
    people = journal_names.people_of(tx, _people_in(lines))
    told = _Telling(
        pairs=journal_names.pair_numbers(tx, {line.pair_id for line in lines if line.pair_id is not None}),
        items=journal_names.items_of(tx, _ids(lines, "item")),
        people={key: one for key, one in people.items() if named(one.path)},
        inside=named(place.path),
    )
    return JournalPage(tuple(told.line(line) for line in lines), lines[-1].seq if len(found) > most else None)


@dataclass(frozen=True, slots=True)
class _Telling:
    pairs: Mapping[int, int]
    items: Mapping[int, tuple[str, str]]
    people: Mapping[int, NamedPerson]
    inside: bool

    def line(self, line: Line) -> JournalLine:
        about, url = self.about(line)
        return JournalLine(
            seq=line.seq,
            at=line.at,
            what=title_of(line.verb),
            who=self.who(line),
            actor_id=line.actor_id if line.actor_id in self.people else None,
            about=about,
            url=url,
            more=self.more(line),
            reason=self.reason(line),
            hash=line.hash[:12],
        )

    def who(self, line: Line) -> Words:
        if line.by == "clock":
            return _CLOCK
        if line.by == "operator":
            return _OPERATOR
        if line.actor_id is None:
            return _ERASED
        return self.name(line.actor_id) or _STAFF

    def name(self, person_id: object) -> Words | None:
        found = self.people.get(person_id) if isinstance(person_id, int) else None
        return None if found is None else Words(found.name, found.name)

    def about(self, line: Line) -> tuple[Words, str]:
        kind, _, key = line.subject.partition(":")
        number = int(key) if key.isascii() and key.isdigit() else 0
        if line.pair_id is not None:
            shown = self.pairs.get(line.pair_id, line.pair_id)
            return Words(f"Пара №{_NBSP}{shown}", f"Pair No{_NBSP}{shown}"), f"/pairs/{line.pair_id}"
        if kind == "item" and number in self.items:
            numbered, title = self.items[number]
            return Words(f"{numbered}. {title}", f"{numbered}. {title}"), f"/roadmap/items/{number}"
        if kind in ("person", "user", "role"):
            person = line.people.get("person", number if kind != "role" else None)
            name = self.name(person)
            if isinstance(person, int) and name is not None:
                return name, f"/people/{person}"
            return Words("участник", "a person"), ""
        subject = _SUBJECTS.get(kind)
        return (Words("", ""), "") if subject is None else subject(number)

    def more(self, line: Line) -> Words:
        facts = line.facts
        told: list[Words] = []
        if isinstance(facts.get("from"), str) and isinstance(facts.get("to"), str) and line.verb != "role.grant":
            told.append(_ROLES.get(str(facts.get("role")), _same(str(facts.get("role", "")))))
        if line.verb == "paper.register":
            told.append(_same(f"№{_NBSP}{facts.get('number', '')}, {_day(facts.get('dated'))}"))
        if isinstance(facts.get("on"), str):
            told.append(_same(_day(facts["on"])))
        if isinstance(facts.get("letters"), int):
            told.append(Words(f"писем: {facts['letters']}", f"letters: {facts['letters']}"))
        if isinstance(facts.get("letters"), list):
            told.append(Words(f"писем: {len(facts['letters'])}", f"letters: {len(facts['letters'])}"))
        return Words(", ".join(one.ru for one in told), ", ".join(one.en for one in told))

    def reason(self, line: Line) -> str:
        if not self.inside:
            return ""
        words = (line.words.get(name) for name in ("reason", "title", "name"))
        return next((one for one in words if isinstance(one, str) and one), "")


def _link(ru: str, en: str, address: str) -> Callable[[int], tuple[Words, str]]:
    def of(number: int) -> tuple[Words, str]:
        return Words(f"{ru} {number}", f"{en} {number}"), address.format(number)

    return of


_SUBJECTS: Mapping[str, Callable[[int], tuple[Words, str]]] = {
    "letter": _link("письмо", "letter", "/letters/{}"),
    "roadmap": _link("дорожная карта", "roadmap", "/roadmap/{}"),
    "organisation": _link("организация", "organisation", "/organisations/{}"),
    "paper": _link("документ", "paper", ""),
    "survey": _link("анкета", "survey", "/surveys/{}"),
    "programme": _link("программа", "programme", "/programmes"),
    "webhook": _link("веб-хук", "webhook", ""),
    "definition": _link("определение", "definition", ""),
}


def _between(wish: JournalWish, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if wish.since is None and wish.until is None:
        return None
    return (
        at_local(wish.since or date(1900, 1, 1), time(), zone),
        at_local((wish.until or date(2200, 1, 1)) + timedelta(days=1), time(), zone),
    )


def _people_in(lines: Sequence[Line]) -> set[int]:
    mentioned: set[int] = {line.actor_id for line in lines if line.actor_id is not None}
    for line in lines:
        mentioned |= set(_numbers(line.people.values()))
    return mentioned | _ids(lines, "person") | _ids(lines, "user")


def _numbers(values: Iterable[Any]) -> Iterable[int]:
    for value in values:
        if isinstance(value, int):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, int))


def _ids(lines: Sequence[Line], kind: str) -> set[int]:
    keys = (line.subject.partition(":") for line in lines)
    return {int(key) for found, _, key in keys if found == kind and key.isascii() and key.isdigit()}


def _same(text: str) -> Words:
    return Words(text, text)


def _day(text: object) -> str:
    """«25.09.2026» of an ISO day; anything else as it is."""
    try:
        return f"{date.fromisoformat(str(text)):%d.%m.%Y}"
    except ValueError:
        return str(text or "—")
