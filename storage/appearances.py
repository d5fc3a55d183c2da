"""Where somebody was shown, as far as the program knows: events attended, articles written, published practices."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, or_, select

from storage.given import among
from storage.hot import Hot
from storage.tables.events import articles, event_people, events, practices
from storage.tables.programmes import memberships, pairs


@dataclass(frozen=True, slots=True)
class Appearance:
    """`url` is the address on the site or in the network, "" where only our own page is known."""

    kind: Literal["event", "article", "practice"]
    id: int
    title: str
    on: date | None
    url: str = ""


_EVENTS = Hot(
    select(event_people.c.person_id, events.c.id, events.c.title, events.c.held_on)
    .join(events, events.c.id == event_people.c.event_id)
    .where(
        among(event_people.c.person_id, "people"),
        events.c.held_on.is_not(None),
        events.c.called_off_on.is_(None),
        or_(event_people.c.came.is_(None), event_people.c.came.is_(True)),
    )
    .order_by(events.c.held_on.desc(), events.c.id)
)
_ARTICLES = Hot(
    select(articles.c.person_id, articles.c.id, articles.c.title, articles.c.published_on, articles.c.url)
    .where(among(articles.c.person_id, "people"), articles.c.withdrawn_at.is_(None))
    .order_by(articles.c.published_on.desc(), articles.c.id)
)
_SHOWN = practices.c.state != "draft"
_WRITTEN = Hot(
    select(practices.c.author_id, practices.c.id, practices.c.title, practices.c.sent_on, practices.c.url)
    .where(among(practices.c.author_id, "people"), _SHOWN)
    .order_by(practices.c.id)
)
_OF_PAIRS = Hot(
    select(memberships.c.person_id, practices.c.id, practices.c.title, practices.c.sent_on, practices.c.url)
    .join(practices, practices.c.pair_id == memberships.c.pair_id)
    .where(among(memberships.c.person_id, "people"), _SHOWN)
    .order_by(practices.c.id)
)
_LEADS = Hot(
    select(memberships.c.person_id, pairs.c.id, pairs.c.number)
    .join(pairs, pairs.c.id == memberships.c.pair_id)
    .where(
        among(memberships.c.person_id, "people"),
        memberships.c.role == "mentor",
        memberships.c.to_day.is_(None),
        pairs.c.closed_on.is_(None),
    )
    .order_by(pairs.c.number)
)


def of_people(tx: Connection, person_ids: Collection[int]) -> dict[int, list[Appearance]]:
    """By person: events first, then articles, then practices of theirs and of their pairs."""
    if not person_ids:
        return {}
    asked = {"people": list(person_ids)}
    found: dict[int, list[Appearance]] = {}
    for person_id, event_id, title, held_on in _EVENTS.all(tx, asked):
        found.setdefault(person_id, []).append(Appearance("event", event_id, title, held_on))
    for person_id, article_id, title, published_on, url in _ARTICLES.all(tx, asked):
        found.setdefault(person_id, []).append(Appearance("article", article_id, title, published_on, url))
    for person_id, practice_id, title, sent_on, url in (*_WRITTEN.all(tx, asked), *_OF_PAIRS.all(tx, asked)):
        one = Appearance("practice", practice_id, title, sent_on, url)
        if one not in found.setdefault(person_id, []):
            found[person_id].append(one)
    return found


def pairs_led(tx: Connection, person_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """(id, number) of the live pairs each of them leads."""
    found: dict[int, list[tuple[int, int]]] = {}
    for person_id, pair_id, number in _LEADS.all(tx, {"people": list(person_ids)}) if person_ids else ():
        found.setdefault(person_id, []).append((pair_id, number))
    return found
