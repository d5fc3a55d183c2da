"""The letters a flow would bring about, before it is done: carried out, read, taken back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.refusals import Refused
from notifications.render import render
from storage import letter_desk, letters
from storage.outbox import Claimed
from workflows.letter_contents import Writer
from workflows.letter_desk import lay_out
from workflows.letter_truth import Untrue, weigh

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Draft:
    """How a letter would read now, by the code that will send it. Links are hidden: they are its reader's.

    `untrue`: why it would be cancelled instead; subject and text are "" then.
    """

    reader: str
    subject: str
    text: str
    untrue: str = ""


def draft_letters(tx: Connection, act: Callable[[], object], *, at: datetime) -> tuple[Draft, ...] | Refused:
    """What `act` would send, in the order it would queue it; nothing of what it did stays. Needs a transaction that
    may write. The refusal is the act's own.
    """
    known = letters.newest(tx)
    step = tx.begin_nested()
    try:
        made = act()
        if isinstance(made, Refused):
            return made
        rows = letters.after(tx, known)
        readers = letter_desk.people_of(tx, {row.recipient_id for row in rows})
        return tuple(written(tx, row, at=at, reader=readers[row.recipient_id].name) for row in rows)
    finally:
        step.rollback()


def written(tx: Connection, stored: Any, *, at: datetime, reader: str = "") -> Draft:
    """A stored letter as it would read at this moment; nothing is stored and no link in it opens anything."""
    letter = Claimed(
        id=stored.id,
        key=stored.key,
        kind=stored.kind,
        organisation_id=stored.organisation_id,
        recipient_id=stored.recipient_id,
        pair_id=stored.pair_id,
        facts=stored.facts,
        subject=stored.subject,
        message=None,
        message_id="",
        attempts=stored.attempts,
        ambiguous=False,
        created_at=stored.created_at,
        first_attempt_at=None,
    )
    desk = lay_out(tx, [letter], at=at)
    judged = weigh(letter, desk)
    if isinstance(judged, Untrue):
        return Draft(reader, "", "", judged.reason)
    content = Writer(tx, desk, base_url="https://localhost", server="", secret="preview").content(letter, judged)  # noqa: S106  # signs nothing that could be used
    said = render(content, desk.words(letter, content.kind, content.to.language))
    return Draft(reader, said.subject, hidden_links(said.text))


def hidden_links(text: str) -> str:
    """The text of a letter without what only its reader may open."""
    return _LINK.sub("[…]", text)
