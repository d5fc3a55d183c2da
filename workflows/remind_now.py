"""A person reminds the responsible of one obligation, now."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, obligations
from workflows.access import forbidden, unknown
from workflows.remind import TODAY, HandLetter, LeftOut, send, sort_out

_MEND = Words("Напишите или позвоните сами, если нужно срочно", "Write or call yourself if it is urgent")


@dataclass(frozen=True, slots=True)
class Reminded:
    """The letters queued, each with the moment it goes, and whom nothing went to, with the reason."""

    obligation_id: int
    title: str
    letters: tuple[HandLetter, ...]
    left_out: tuple[LeftOut, ...]


def remind_now(tx: Connection, *, by: By, obligation_id: int) -> Reminded | Refused:
    """Queue a letter to the responsible, for the first moment letters may go.

    Refused when nobody can be written to now: done, no date, suspended, no consent or address, or reminded today.
    Raises BadInput when there is no such obligation the actor may know of.
    """
    rows = obligations.listed(tx, [obligation_id])
    if not rows:
        raise unknown("obligation", obligation_id)
    [row] = rows
    if (no := forbidden(tx, by, "reminder.send", row.organisation_id)) is not None:
        return no
    found = sort_out(tx, rows, at=by.at)
    letters = send(tx, found, by=by) if found.going else []
    if not letters:
        why = [one.why for one in found.left_out] or [TODAY]
        return Refused(tuple(_reason(one) for one in dict.fromkeys(why)))
    journal.append(
        tx,
        organisation_id=row.organisation_id,
        by=by,
        verb="reminder.send",
        subject=f"{row.subject_kind}:{row.subject_id}",
        facts={"obligation": obligation_id, "letters": len(letters)},
        people={"to": sorted(one.person_id for one in letters)},
    )
    return Reminded(obligation_id, row.title, tuple(letters), found.left_out)


def _reason(why: Words) -> Reason:
    return Reason("reminder", Words(_capital(why.ru), _capital(why.en)), _MEND)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
