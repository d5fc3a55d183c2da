"""A person corrects the grammatical cases of a name or a post, or returns to the rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from documents.word_cases.inflecting import inflected
from engine.actors import By
from engine.papers.cases import OBLIQUE, WordKind
from engine.refusals import BadInput, Refused
from storage import journal, organisations, word_forms
from storage.word_forms import WordFormsRow
from workflows.access import forbidden
from workflows.plain_text import one_of, plain_text

_KINDS: tuple[WordKind, ...] = ("name", "position")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class WordFormsSet:
    """`forms` is what now stands over the rules, empty when the rules hold again."""

    kind: WordKind
    nominative: str
    forms: Mapping[str, str]


def set_word_forms(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    kind: str,
    nominative: str,
    forms: Mapping[str, str],
    person_id: int | None = None,
    sex: str = "",
) -> WordFormsSet | Refused:
    """For the organisation and everything below it. An empty case follows the rules; all of them empty: back to the
    rules altogether. What is typed as the rules say anyway is kept too: somebody has looked.

    `person_id` says whose name it is, so that it is told to him and goes when he is erased; None = the only one so
    called, if there is one. Raises BadInput for an unknown kind or case and for texts of more than a line.
    """
    if (no := forbidden(tx, by, "word_forms.change", organisation_id)) is not None:
        return no
    one_of(kind, _KINDS, "kind")
    known: WordKind = "name" if kind == "name" else "position"
    words = plain_text(nominative, "nominative", longest=_LONGEST)
    if person_id is None and known == "name":
        person_id = _whose(tx, organisation_id, words)
    if strange := [case for case in forms if case not in OBLIQUE]:
        named = ", ".join(OBLIQUE)
        raise BadInput(strange[0][:20], f"Нет такого падежа; бывает: {named}", f"No such case; there are: {named}")
    typed = {case: plain_text(text, case, longest=_LONGEST) for case, text in forms.items() if text.strip()}
    if typed:
        rules = inflected(known, words, sex).cases  # what was left empty
        typed = {case: typed.get(case) or rules.in_(case) for case in OBLIQUE}
        word_forms.put(tx, WordFormsRow(organisation_id, known, words, typed, person_id))
    elif not word_forms.drop(tx, organisation_id, known, words):
        return WordFormsSet(known, words, {})
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="word_forms.change",
        subject=f"organisation:{organisation_id}",
        facts={"kind": known, "typed": bool(typed)},
        people={"person": person_id} if person_id is not None else {},
        words={"nominative": words, **typed},
    )
    return WordFormsSet(known, words, typed)


def _whose(tx: Connection, organisation_id: int, name: str) -> int | None:
    place = organisations.by_id(tx, organisation_id)
    assert place is not None  # noqa: S101  # the permission was asked of it
    return word_forms.whose(tx, place.path, name)
