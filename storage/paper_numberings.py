"""How organisations number their papers: a pattern per kind, their own or that of the nearest one above."""

from dataclasses import dataclass, fields

from sqlalchemy import Connection, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.tables.papers import paper_numberings


@dataclass(frozen=True, slots=True)
class NumberingRow:
    """`pattern` holds `{n}` and perhaps `{year}`."""

    organisation_id: int
    kind: str
    pattern: str
    version: int


_COLUMNS = [paper_numberings.c[field.name] for field in fields(NumberingRow)]


def of_organisation(tx: Connection, organisation_id: int) -> dict[str, NumberingRow]:
    """Its own patterns by kind."""
    found = tx.execute(select(*_COLUMNS).where(paper_numberings.c.organisation_id == organisation_id))
    return {row.kind: NumberingRow(*row) for row in found}


def put(tx: Connection, organisation_id: int, kind: str, pattern: str, *, version: int) -> None:
    """Store a pattern over the one of `version`, 0 = there was none. Raises ChangedMeanwhile otherwise."""
    own = paper_numberings.c
    if version == 0:
        if of_organisation(tx, organisation_id).get(kind) is not None:
            raise ChangedMeanwhile(f"numbering:{organisation_id}:{kind}")
        tx.execute(
            insert(paper_numberings).values(organisation_id=organisation_id, kind=kind, pattern=pattern, version=1)
        )
        return
    done = tx.execute(
        update(paper_numberings)
        .where(own.organisation_id == organisation_id, own.kind == kind, own.version == version)
        .values(pattern=pattern, version=version + 1)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhile(f"numbering:{organisation_id}:{kind}")
