"""The number a paper would get next: by the organisation's pattern, after what stands in its register of the year."""

from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.facts import PaperKind
from engine.paper_numbers import USUAL, next_number, pattern_fault
from engine.refusals import BadInput, Refused
from storage import journal, paper_numberings, papers
from workflows.access import forbidden
from workflows.plain_text import one_of, plain_text

_KINDS: tuple[str, ...] = get_args(PaperKind)
_LONGEST_PATTERN = 40


@dataclass(frozen=True, slots=True)
class Numbering:
    """`version` 0: the usual pattern, nobody has set another."""

    kind: str
    pattern: str
    following: str
    version: int


@dataclass(frozen=True, slots=True)
class NumberingChanged:
    id: int
    kind: str
    pattern: str
    before: str


def propose_number(tx: Connection, *, organisation_id: int, kind: str, year: int) -> str:
    """Papers in force count; a number typed by hand that does not fit the pattern is left out of account."""
    own = paper_numberings.of_organisation(tx, organisation_id).get(kind)
    taken = [number for _, number in papers.numbered(tx, organisation_id=organisation_id, kind=kind, year=year)]
    return next_number(own.pattern if own else USUAL, taken, year=year)


def numberings(tx: Connection, *, organisation_id: int, year: int) -> tuple[Numbering, ...]:
    """How papers of each kind are numbered here."""
    own = paper_numberings.of_organisation(tx, organisation_id)
    found: list[Numbering] = []
    for kind in _KINDS:
        row = own.get(kind)
        following = propose_number(tx, organisation_id=organisation_id, kind=kind, year=year)
        found.append(Numbering(kind, row.pattern if row else USUAL, following, row.version if row else 0))
    return tuple(found)


def change_numbering(
    tx: Connection, *, by: By, organisation_id: int, kind: str, pattern: str, version: int | None = None
) -> NumberingChanged | Refused:
    """`version` is the one that was read, 0 = the usual pattern, None = whatever stands there.

    Raises BadInput for a pattern without its one `{n}`, ChangedMeanwhile when it is another by now.
    """
    if (no := forbidden(tx, by, "numbering.change", organisation_id)) is not None:
        return no
    one_of(kind, _KINDS, "kind")
    said = plain_text(pattern, "pattern", longest=_LONGEST_PATTERN)
    if pattern_fault(said):
        raise BadInput(
            "pattern",
            "Нужно одно место для номера {n}, можно добавить {year}: например {n}-н или {year}/{n}",
            "One place {n} for the number is needed, {year} may be added: {n}-k or {year}/{n}",
        )
    own = paper_numberings.of_organisation(tx, organisation_id).get(kind)
    standing = own.version if own else 0
    paper_numberings.put(tx, organisation_id, kind, said, version=standing if version is None else version)
    before = own.pattern if own else USUAL
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="numbering.change",
        subject=f"organisation:{organisation_id}",
        facts={"kind": kind, "pattern": said, "before": before},
    )
    return NumberingChanged(organisation_id, kind, said, before)
