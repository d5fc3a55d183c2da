"""Whether the link of a letter still opens anything: ours, not too old, and its reader still concerned."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.words import Language
from storage import events, letter_desk, memberships, obligations, pairs
from workflows.answer_invitation import speaks_for
from workflows.letter_link import Link, opened
from workflows.local_life import LocalLife, local_life
from workflows.remind import responsible_for


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that holds, with its reader. `row`: the obligation it is about, when it is about one."""

    token: str
    link: Link
    name: str
    language: Language
    life: LocalLife
    at: datetime
    row: Row[Any] | None = None

    @property
    def by(self) -> By:
        return By(at=self.at, person_id=self.link.person_id)

    @property
    def today(self) -> date:
        """The local day of the reader's organisation."""
        return self.life.today(self.at)


def open_letter_link(tx: Connection, *, secret: str, token: str, at: datetime) -> OpenLink | None:
    """None for a link that is not ours, is over, or whose reader left the pair or does not answer for this any more."""
    link = opened(secret, token)
    if link is None:
        return None
    person = letter_desk.people_of(tx, [link.person_id]).get(link.person_id)
    if person is None or person.disabled:
        return None
    life = local_life(tx, person.organisation_id)
    if life.today(at) > link.until:
        return None
    row = _obligation(tx, link)
    if not _concerned(tx, link, row, at):
        return None
    language: Language = "en" if person.language == "en" else "ru"
    return OpenLink(token, link, person.name, language, life, at, row)


def _obligation(tx: Connection, link: Link) -> Row[Any] | None:
    rows = obligations.listed(tx, [link.subject_id]) if link.kind == "obligation" else []
    return rows[0] if rows else None


def _concerned(tx: Connection, link: Link, row: Row[Any] | None, at: datetime) -> bool:
    match link.kind:
        case "pair":
            return in_pair(tx, pair_id=link.subject_id, person_id=link.person_id, at=at)
        case "obligation":
            if row is None:
                return False
            life = local_life(tx, row.organisation_id)
            return link.person_id in responsible_for(tx, row, life, at=at)
        case "event":
            event = events.get(tx, link.subject_id)
            return event is not None and bool(speaks_for(tx, event, link.person_id, at=at))
        case "person" | "mute":
            return True


def in_pair(tx: Connection, *, pair_id: int, person_id: int, at: datetime) -> bool:
    """Whether the person belongs to the pair, or represents somebody who does; of a closed pair: on its last day."""
    around = pairs.around(tx, pair_id)
    if around is None:
        return False
    today = local_life(tx, around.pair.organisation_id).today(at)
    day = min(today, around.pair.closed_on or today)
    return bool(memberships.roles_of(tx, pair_id=pair_id, person_id=person_id, day=day))
