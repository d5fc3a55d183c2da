"""How an organisation's papers look and bend words: its own templates, its own cases of names and positions."""

from sqlalchemy import Connection

from documents.word_cases.inflecting import inflected
from engine.papers.cases import Inflect, Inflected, WordKind
from storage import paper_own
from storage.organisations import OrganisationRow
from storage.surroundings import line_of


def inflecting(tx: Connection, organisation: OrganisationRow) -> Inflect:
    """Cases by the rules; what somebody of the organisation typed for a name or a position goes first."""
    typed = paper_own.word_forms(tx, organisation.id)

    def inflect(kind: WordKind, words: str, sex: str) -> Inflected:
        own = typed.get((kind, words))
        if own is None:
            return inflected(kind, words, sex)
        return Inflected(inflected(kind, words, sex).cases.overridden(own))

    return inflect


def own_template(tx: Connection, organisation: OrganisationRow, form: str) -> bytes | None:
    """The newest template not withdrawn of the organisation or the nearest one above it; None: ours."""
    return paper_own.template(tx, line_of(organisation.path), form)
