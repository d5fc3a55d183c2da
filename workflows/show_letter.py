"""One letter: what became of it and why, what it carries, how it reads. Links in it are not shown: they are its
reader's."""

from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

from sqlalchemy import Connection, select

from engine.actors import By
from engine.sign_in import ACCOUNT_LETTERS
from storage import channel, letter_list, people
from storage.channel import ChannelState
from storage.letter_list import CarriedRow
from storage.people import PersonRow
from storage.tables.letters import letters
from workflows.access import sees, unknown
from workflows.draft_letters import hidden_links, written
from workflows.show_letters import LetterShown, shown

_TO_GO = ("queued", "held", "failed")


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """`text`: "" when it is not kept or not to be shown. `gone`: these are the words that went, else those it would
    say now; `untrue`: why it would be cancelled instead. `person`: its reader, None where people have no names.
    """

    shown: LetterShown
    carried: tuple[CarriedRow, ...]
    subject: str
    text: str
    gone: bool
    untrue: str
    person: PersonRow | None
    way: ChannelState


def show_letter(tx: Connection, *, by: By, letter_id: int, named: Callable[[str], bool]) -> LetterSheet:
    """Raises BadInput when there is no such letter the reader may see."""
    row = letter_list.one(tx, letter_id)
    stored = tx.execute(select(letters).where(letters.c.id == letter_id)).first()
    if row is None or stored is None or not sees(tx, by, stored.organisation_id):
        raise unknown("id", letter_id)
    inside = named(row.path)
    audience = letter_list.carried_by(tx, [letter_id]).get(letter_id)
    subject, text, gone, untrue = row.subject, "", False, ""
    if inside and row.kind not in ACCOUNT_LETTERS:
        if stored.message is not None:
            text, gone = _read(stored.message), True
        elif row.state in _TO_GO:
            draft = written(tx, stored, at=by.at)
            subject, text, untrue = draft.subject, draft.text, draft.untrue
    return LetterSheet(
        shown(row, audience, named=inside),
        tuple(letter_list.carried(tx, letter_id)),
        subject if inside else "",
        hidden_links(text),
        gone,
        untrue,
        people.by_id(tx, row.recipient_id) if inside else None,
        channel.state(tx),
    )


def _read(message: bytes) -> str:
    part = BytesParser(policy=policy.default).parsebytes(message).get_body(("plain",))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")
