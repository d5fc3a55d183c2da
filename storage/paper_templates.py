"""The schools' own templates of papers: whose counts where, and every version that was ever uploaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update

from storage.given import among
from storage.surroundings import line_of
from storage.tables.organisations import organisations
from storage.tables.papers import paper_templates
from storage.tables.programmes import memberships, pairs


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One uploaded version, without its bytes; `withdrawn_at` None: it counts."""

    id: int
    organisation_id: int
    form: str
    version: int
    sha256: str
    placeholders: list[str]
    uploaded_at: datetime
    withdrawn_at: datetime | None
    actor_id: int | None


_own = paper_templates.c
_COLUMNS = [_own[field.name] for field in fields(TemplateRow)]


def get(tx: Connection, template_id: int) -> TemplateRow | None:
    row = tx.execute(select(*_COLUMNS).where(_own.id == template_id)).first()
    return None if row is None else TemplateRow(*row)


def in_force(tx: Connection, path: str, form: str = "") -> Mapping[str, tuple[str, TemplateRow]]:
    """By form: the organisation's path and its template; of the nearest one at `path` or above that has any."""
    wanted = select(organisations.c.path, *_COLUMNS).join_from(
        paper_templates, organisations, organisations.c.id == _own.organisation_id
    )
    wanted = wanted.where(among(organisations.c.path, "paths"), _own.withdrawn_at.is_(None))
    if form:
        wanted = wanted.where(_own.form == form)
    # Nearest last, so that it is what stays; of one organisation the latest.
    rows = tx.execute(wanted.order_by(_own.version), {"paths": line_of(path)}).all()
    found: dict[str, tuple[str, TemplateRow]] = {}
    for at, *row in sorted(rows, key=lambda row: len(row.path)):
        template = TemplateRow(*row)
        found[template.form] = (at, template)
    return found


def standing(tx: Connection, organisation_id: int, form: str) -> TemplateRow | None:
    """The organisation's own one that counts."""
    own = (_own.organisation_id == organisation_id, _own.form == form, _own.withdrawn_at.is_(None))
    row = tx.execute(select(*_COLUMNS).where(*own).order_by(_own.version.desc()).limit(1)).first()
    return None if row is None else TemplateRow(*row)


def docx_of(tx: Connection, template_id: int) -> bytes:
    """The file itself."""
    made: bytes = tx.execute(select(_own.docx).where(_own.id == template_id)).scalar_one()
    return bytes(made)


def add(
    tx: Connection,
    *,
    organisation_id: int,
    form: str,
    docx: bytes,
    placeholders: tuple[str, ...],
    at: datetime,
    actor_id: int | None,
) -> TemplateRow:
    """The organisation's next version for the form; those before it do not count any more."""
    of_form = (_own.organisation_id == organisation_id, _own.form == form)
    tx.execute(update(paper_templates).where(*of_form, _own.withdrawn_at.is_(None)).values(withdrawn_at=at))
    latest = tx.execute(select(func.max(_own.version)).where(*of_form)).scalar() or 0
    made = tx.execute(
        insert(paper_templates)
        .values(
            organisation_id=organisation_id,
            form=form,
            version=latest + 1,
            docx=docx,
            sha256=sha256(docx).hexdigest(),
            placeholders=list(placeholders),
            uploaded_at=at,
            actor_id=actor_id,
        )
        .returning(*_COLUMNS)
    )
    return TemplateRow(*made.one())


def withdraw(tx: Connection, template_id: int, at: datetime) -> bool:
    """False when it did not count already."""
    done = tx.execute(
        update(paper_templates).where(_own.id == template_id, _own.withdrawn_at.is_(None)).values(withdrawn_at=at)
    )
    return bool(done.rowcount)


def restore(tx: Connection, template: TemplateRow, at: datetime) -> None:
    """It counts again instead of whatever counts there now."""
    of_form = (_own.organisation_id == template.organisation_id, _own.form == template.form)
    tx.execute(update(paper_templates).where(*of_form, _own.withdrawn_at.is_(None)).values(withdrawn_at=at))
    tx.execute(update(paper_templates).where(_own.id == template.id).values(withdrawn_at=None))


def pairs_to_show(tx: Connection, organisation_id: int, *, most: int) -> list[int]:
    """Pairs a template is tried on: the newest ones, those alive first."""
    newest = (pairs.c.closed_on.is_not(None), pairs.c.id.desc())
    found = select(pairs.c.id).where(pairs.c.organisation_id == organisation_id).order_by(*newest).limit(most)
    return list(tx.execute(found).scalars())


def people_of(tx: Connection, pair_ids: Iterable[int]) -> list[int]:
    """Who belongs to these pairs, mentors first."""
    of_pairs = among(memberships.c.pair_id, "pairs")
    found = select(memberships.c.person_id).where(of_pairs).order_by(memberships.c.role.desc(), memberships.c.id)
    return list(dict.fromkeys(tx.execute(found, {"pairs": list(pair_ids)}).scalars()))
