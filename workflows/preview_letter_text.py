"""How a letter would read in the organisation's own words: nothing is stored, nothing goes."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.letter_texts import BUILT_IN, KINDS, LetterKind, LetterWords
from engine.refusals import Refused
from engine.words import Language, Words
from notifications.render import Rendered, render
from storage import letter_texts, organisations, people
from storage.letter_texts import OwnWords
from storage.surroundings import line_of
from workflows.access import forbidden, unknown
from workflows.change_letter_text import checked_words
from workflows.local_life import local_life
from workflows.sample_letters import SampleLetter, sample_letter

_NOBODY = Words("Иванова Анна Сергеевна", "Ivanova Anna Sergeevna")


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """The letter as it would go. `pair`, `task`: the real ones it speaks of, None = invented."""

    letter: Rendered
    pair: int | None
    task: str | None


@dataclass(frozen=True, slots=True)
class LetterTextShown:
    """The words of one kind and language in an organisation.

    `own`: what it says itself (empty parts are built in), `version` for the next change. `above`: the name of the
    organisation whose words hold while `own` is empty, "" = the built-in ones, and `inherited` are those.
    """

    kind: str
    about: LetterKind
    language: Language
    own: LetterWords
    version: int
    inherited: LetterWords
    above: str


def preview_letter_text(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    kind: str,
    language: Language,
    words: LetterWords,
    base_url: str,
    named: bool = True,
) -> LetterPreview | Refused:
    """The letter in these words over real data of the organisation, over an invented pair when its people are not
    `named` to the reader. Raises BadInput for the first fault of the words.
    """
    refused = forbidden(tx, by, "letter_text.change", organisation_id)
    if refused is not None:
        return refused
    shown = checked_words(kind, words)
    sample = _sample(tx, by, organisation_id, kind=kind, language=language, base_url=base_url, named=named)
    return LetterPreview(render(sample.content, shown), sample.pair, sample.task)


def show_letter_text(
    tx: Connection, *, by: By, organisation_id: int, kind: str, language: Language
) -> LetterTextShown | Refused:
    """The words as they stand. Raises BadInput for an unknown kind."""
    refused = forbidden(tx, by, "letter_text.change", organisation_id)
    if refused is not None:
        return refused
    if kind not in KINDS:
        raise unknown("kind", kind)
    own = letter_texts.one(tx, organisation_id, kind, language)
    above = _above(tx, organisation_id).get((kind, language))
    giver = None if above is None else organisations.by_id(tx, above.organisation_id)
    return LetterTextShown(
        kind,
        KINDS[kind],
        language,
        own=own.words if own else BUILT_IN,
        version=own.version if own else 0,
        inherited=above.words if above else BUILT_IN,
        above=giver.name if giver else "",
    )


def worded_kinds(tx: Connection, organisation_id: int) -> dict[str, bool]:
    """The kinds whose words are not the built-in ones in any language: True = the organisation's own."""
    place = organisations.by_id(tx, organisation_id)
    assert place is not None  # noqa: S101  # the caller has just read it
    held = letter_texts.in_force(tx, [place.path])[place.path]
    found: dict[str, bool] = {}
    for (kind, _), one in held.items():
        found[kind] = found.get(kind, False) or one.organisation_id == organisation_id
    return found


def _above(tx: Connection, organisation_id: int) -> dict[tuple[str, str], OwnWords]:
    """What would hold without words of its own."""
    place = organisations.by_id(tx, organisation_id)
    assert place is not None  # noqa: S101  # the caller has just asked about it
    line = line_of(place.path)
    if len(line) == 1:
        return {}
    return dict(letter_texts.in_force(tx, [line[-2]])[line[-2]])


def _sample(
    tx: Connection, by: By, organisation_id: int, *, kind: str, language: Language, base_url: str, named: bool
) -> SampleLetter:
    life = local_life(tx, organisation_id)
    reader = None if by.person_id is None else people.by_id(tx, by.person_id)
    return sample_letter(
        tx,
        life,
        kind=kind,
        language=language,
        reader=reader.name if reader else _NOBODY.in_(language),
        today=life.today(by.at),
        base_url=base_url,
        named=named,
    )
