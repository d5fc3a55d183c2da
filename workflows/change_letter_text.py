"""An organisation words a kind of letter itself, or takes its words back."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.letter_texts import BUILT_IN, KINDS, LetterWords, faults
from engine.refusals import BadInput, Refused
from engine.words import Language
from storage import journal, letter_texts
from workflows.access import forbidden
from workflows.plain_text import breaks_the_line


@dataclass(frozen=True, slots=True)
class LetterTextChanged:
    """`version` is what the next change must have seen; `words` are empty when they were taken back."""

    organisation_id: int
    kind: str
    language: Language
    version: int
    words: LetterWords


def change_letter_text(
    tx: Connection, *, by: By, organisation_id: int, kind: str, language: Language, words: LetterWords, seen: int
) -> LetterTextChanged | Refused:
    """Store the words for the organisation and everything below it that has none of its own.

    Three empty parts take them back: then what is above holds again, and without it the built-in words.
    Raises BadInput for an unknown kind or the first fault of the words, ChangedMeanwhile when `seen` is no longer the
    stored version (0 = nothing was stored).
    """
    refused = forbidden(tx, by, "letter_text.change", organisation_id)
    if refused is not None:
        return refused
    shown = checked_words(kind, words)
    version = letter_texts.save(
        tx, organisation_id=organisation_id, kind=kind, language=language, words=shown, seen=seen, at=by.at
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="letter_text.change",
        subject=f"organisation:{organisation_id}",
        facts={"kind": kind, "language": language, "version": version, "own": bool(shown)},
        words={"subject": shown.subject, "opening": shown.opening, "closing": shown.closing},
    )
    return LetterTextChanged(organisation_id, kind, language, version, shown)


def take_back_letter_text(
    tx: Connection, *, by: By, organisation_id: int, kind: str, language: Language, seen: int
) -> LetterTextChanged | Refused:
    """Return to the words from above or to the built-in ones. Raises like `change_letter_text`."""
    return change_letter_text(
        tx, by=by, organisation_id=organisation_id, kind=kind, language=language, words=BUILT_IN, seen=seen
    )


def checked_words(kind: str, words: LetterWords) -> LetterWords:
    """The words without spaces around them. Raises BadInput for an unknown kind or the first fault."""
    if kind not in KINDS:
        raise BadInput("kind", f"kind: слова письма «{kind}» не меняются", f"kind: `{kind}` cannot be worded")
    shown = LetterWords(words.subject.strip(), _lines(words.opening), _lines(words.closing))
    for field, text in (("subject", shown.subject), ("opening", shown.opening), ("closing", shown.closing)):
        if any(breaks_the_line(line) for line in text.split("\n")):
            raise BadInput(field, f"{field}: уберите управляющие знаки", f"{field}: remove the control characters")
    for fault in faults(kind, shown):
        raise BadInput(fault.field, f"{fault.field}: {fault.words.ru}", f"{fault.field}: {fault.words.en}")
    return shown


def _lines(text: str) -> str:
    """Line ends of every kind as one, no spaces at the end of a line."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(line.rstrip() for line in unified.strip().split("\n"))
