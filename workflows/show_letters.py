"""The letters of an organisation and of everything below it: what became of each, and what keeps letters from going."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.delivery import needs_banner
from engine.words import Words
from storage import channel, letter_list, organisations, overdue_tree
from storage.channel import ChannelState, Tripped
from storage.letter_list import Counted, Group, LetterRow
from storage.organisations import OrganisationRow
from storage.tables.organisations import organisations as table

_AUDIENCES = {
    "responsible": Words("ответственному", "to the responsible"),
    "curator": Words("куратору", "to the curator"),
    "head": Words("руководителю", "to the head"),
    "municipality": Words("в район", "to the municipality"),
}
_MEMBER = Words("участнику", "to a participant")


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter of the list. `reader`: the name where people have names, else what the reader is in it.

    `carried`: how many reminders travel in it.
    """

    row: LetterRow
    reader: Words
    named: bool
    carried: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """An organisation whose letters wait for a person because far more than usual were about to go."""

    organisation: OrganisationRow
    tripped: Tripped


@dataclass(frozen=True, slots=True)
class Way:
    """What keeps letters from going at all. `closed`: the way to the mail server, once it is worth telling."""

    closed: ChannelState | None
    stopped: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True)
class LettersPage:
    """`following`: the id below which the next page begins, None = this is the last. `counts` None: of one person."""

    lines: tuple[LetterShown, ...]
    following: int | None
    counts: Counted | None
    way: Way


def show_letters(
    tx: Connection,
    place: OrganisationRow,
    *,
    group: Group,
    most: int,
    named: Callable[[str], bool],
    at: datetime,
    before: int | None = None,
    person_id: int | None = None,
) -> LettersPage:
    """The newest first. `named` says at which path people have names. With `person_id` only letters to that person."""
    if person_id is not None:
        found = letter_list.of_person(tx, place.path, person_id, most=most + 1, before=before)
    else:
        wide = bool(overdue_tree.children(tx, place.id))
        found = letter_list.page(tx, place.path, group=group, most=most + 1, before=before, wide=wide)
    rows = found[:most]
    carried = letter_list.carried_by(tx, [row.id for row in rows]) if rows else {}
    return LettersPage(
        tuple(shown(row, carried.get(row.id), named=named(row.path)) for row in rows),
        rows[-1].id if len(found) > most else None,
        None if person_id is not None else letter_list.counts(tx, place.path),
        way(tx, place, at=at),
    )


def shown(row: LetterRow, carried: tuple[str, int] | None, *, named: bool) -> LetterShown:
    """A letter as a reader from inside (`named`) or from above may see it."""
    audience, number = carried or ("", 0)
    if named and row.name:
        return LetterShown(row, Words(row.name, row.name), named, number)
    if row.pair_number is not None:
        nbsp = "\N{NO-BREAK SPACE}"
        reader = Words(f"участнику пары №{nbsp}{row.pair_number}", f"to a member of pair No{nbsp}{row.pair_number}")
    else:
        reader = _AUDIENCES.get(audience, _MEMBER)
    return LetterShown(row, reader, named, number)


def way(tx: Connection, place: OrganisationRow, *, at: datetime) -> Way:
    """The mail server as far as people should be told, and the stopped organisations at this place or below it."""
    state = channel.state(tx)
    told = state.held_since is not None and needs_banner(holding_since=state.held_since, now=at)
    tripped = {one.organisation_id: one for one in channel.tripped(tx)}
    rows = organisations.listing(tx, visible=table.c.id.in_(sorted(tripped))) if tripped else []
    return Way(
        state if told else None,
        tuple(
            Stopped(row, tripped[row.id])
            for row in rows
            if row.path == place.path or row.path.startswith(f"{place.path}/")
        ),
    )
