"""What an organisation brings to its papers: templates it uploaded, cases it typed."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select

from storage.given import among
from storage.tables.organisations import organisations
from storage.tables.papers import paper_templates
from storage.tables.papers import word_forms as typed_forms


def template(tx: Connection, paths: Iterable[str], form: str) -> bytes | None:
    """The DOCX for a form that holds for the lowest of these organisations; the newest not withdrawn."""
    found: bytes | None = tx.execute(
        select(paper_templates.c.docx)
        .join(organisations, organisations.c.id == paper_templates.c.organisation_id)
        .where(
            among(organisations.c.path, "paths"),
            paper_templates.c.form == form,
            paper_templates.c.withdrawn_at.is_(None),
        )
        .order_by(func.length(organisations.c.path).desc(), paper_templates.c.version.desc())
        .limit(1),
        {"paths": set(paths)},
    ).scalar()
    return found


def word_forms(tx: Connection, organisation_id: int) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Typed cases by kind and nominative."""
    found = tx.execute(
        select(typed_forms.c.kind, typed_forms.c.nominative, typed_forms.c.forms).where(
            typed_forms.c.organisation_id == organisation_id
        )
    )
    return {(row[0], row[1]): row[2] for row in found}
