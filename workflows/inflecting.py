"""Cases of names and posts for an organisation: the rules, and what its people typed over them."""

from collections.abc import Mapping

from sqlalchemy import Connection

from documents.word_cases.inflecting import inflected
from engine.papers.cases import Inflect, Inflected, WordKind
from storage import word_forms


def inflect_at(tx: Connection, path: str) -> Inflect:
    """For papers of the organisation at `path`; words with typed cases are no longer doubtful. One query."""
    typed = word_forms.in_force(tx, path)

    def inflect(kind: WordKind, words: str, sex: str) -> Inflected:
        made = inflected(kind, words, sex)
        own = typed.get((kind, words))
        forms: Mapping[str, str] = own.forms if own is not None else {}
        return Inflected(made.cases.overridden(forms)) if forms else made

    return inflect
