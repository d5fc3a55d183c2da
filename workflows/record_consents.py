"""A day's papers: the same consent of many people is recorded at once, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import outdated
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import consents, people
from storage.consents import ConsentKind
from workflows.consent_texts import renewals_of, texts_of
from workflows.find import find_person
from workflows.plain_text import one_of
from workflows.record_consent import BY_WORD, CONSENT_KINDS, SignedPaper, local_day, record_consent

MOST = 500


@dataclass(frozen=True, slots=True)
class ConsentsRecorded:
    """`ids` of the records that were made; `known`: whose consent was there already."""

    kind: ConsentKind
    ids: tuple[int, ...]
    known: tuple[int, ...]
    doubts: tuple[Words, ...] = ()


def record_consents(
    tx: Connection,
    *,
    by: By,
    kind: str,
    person_ids: Sequence[int],
    signed_on: date,
    paper: SignedPaper = BY_WORD,
) -> ConsentsRecorded | Refused:
    """«Подписали все из списка». Who has signed already is left alone, so a repeat changes nothing.

    Refused as a whole when one of them is refused, with everybody's reasons: half a list would have to be compared by
    hand. Raises BadInput like `record_consent`, and for an empty list or one of more than MOST people.
    """
    known = cast(ConsentKind, one_of(kind, CONSENT_KINDS, "kind"))
    wanted = list(dict.fromkeys(person_ids))
    if not 0 < len(wanted) <= MOST:
        raise BadInput(
            "person",
            f"person: отметьте тех, кто подписал (не больше {MOST})",
            f"person: tick those who signed (at most {MOST})",
        )
    ids: list[int] = []
    there: list[int] = []
    reasons: list[Reason] = []
    doubts: dict[Words, None] = {}
    for person_id in wanted:
        if _is_there(tx, by, person_id, known, signed_on):
            there.append(person_id)
            continue
        made = record_consent(tx, by=by, person_id=person_id, kind=known, signed_on=signed_on, paper=paper)
        if isinstance(made, Refused):
            reasons += _named(tx, person_id, made)
        else:
            ids.append(made.id)
            doubts |= dict.fromkeys(made.doubts)
    if reasons:
        return Refused(tuple(reasons))
    return ConsentsRecorded(known, tuple(ids), tuple(there), tuple(doubts))


def _is_there(tx: Connection, by: By, person_id: int, kind: ConsentKind, signed_on: date) -> bool:
    """Whether nothing is left to record: this very paper, or one in force that nothing asks to sign anew."""
    person = find_person(tx, person_id, by=by)
    held = consents.in_force(tx, person_id, kind, day=local_day(tx, person, by))
    if any(one.signed_on == signed_on for one in held):
        return True
    renewals = renewals_of(texts_of(tx, person.org_path))
    return any(one.valid_to is None and not outdated(one.signature, renewals) for one in held)


def _named(tx: Connection, person_id: int, refused: Refused) -> list[Reason]:
    """The reasons with whom they are about."""
    person = people.by_id(tx, person_id)
    name = person.name if person else str(person_id)
    return [
        Reason(one.need, Words(f"{name}: {one.reason.ru}", f"{name}: {one.reason.en}"), one.mend)
        for one in refused.reasons
    ]
