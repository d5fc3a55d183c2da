"""The words of letters: what an organisation says itself, seen over its own pair before it is saved."""

from dataclasses import replace

from fastapi import APIRouter, Response

from engine.letter_texts import KINDS, LONGEST_PART, LONGEST_SUBJECT, PLACEHOLDERS, LetterWords
from engine.refusals import BadInput, Refused
from engine.words import Language, Words
from web.entering import Entered
from web.faults import NONE, Faults, FieldFault, of_bad_input
from web.refusing import Missing
from web.settings_place import SettingsPlace, place_of
from web.visit import Visit
from web.went import Went
from workflows.change_letter_text import change_letter_text, take_back_letter_text
from workflows.preview_letter_text import LetterPreview, preview_letter_text, show_letter_text, worded_kinds

router = APIRouter()

_LANGUAGES: tuple[Language, ...] = ("ru", "en")


@router.get("/settings/letters")
def letter_texts(visit: Entered) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        worded = worded_kinds(tx, place.id)
    return visit.page("letter_texts/list.html", place=place, kinds=KINDS, worded=worded)


@router.get("/settings/letters/{kind}")
def letter_text(visit: Entered, kind: str) -> Response:
    return _page(visit, _kind(kind))


@router.post("/settings/letters/{kind}")
def change_text(visit: Entered, kind: str) -> Response:
    """`do`: `look` shows the letter in these words, `save` keeps them."""
    known, place = _kind(kind), place_of(visit)
    fields = visit.fields
    words = LetterWords(*(fields.raw(name)[: LONGEST_PART + 1] for name in ("subject", "opening", "closing")))
    if fields.raw("do") != "save":
        return _page(visit, known, words=words)
    return visit.change(
        lambda tx: change_letter_text(
            tx,
            by=visit.by,
            organisation_id=place.id,
            kind=known,
            language=_language(visit),
            words=words,
            seen=fields.number("version"),
        ),
        done=lambda _: Went(_address(visit, place, known), Words("Слова сохранены", "The words are saved")),
        again=lambda faults: _page(visit, known, words=words, faults=faults),
    )


@router.post("/settings/letters/{kind}/take-back")
def take_back(visit: Entered, kind: str) -> Response:
    known, place = _kind(kind), place_of(visit)
    return visit.change(
        lambda tx: take_back_letter_text(
            tx,
            by=visit.by,
            organisation_id=place.id,
            kind=known,
            language=_language(visit),
            seen=visit.fields.number("version"),
        ),
        done=lambda _: Went(
            _address(visit, place, known), Words("Своих слов больше нет", "There are no words of your own any more")
        ),
        again=lambda faults: _page(visit, known, faults=faults),
    )


def _page(visit: Visit, kind: str, *, words: LetterWords | None = None, faults: Faults = NONE) -> Response:
    place, language = place_of(visit), _language(visit)
    with visit.read() as tx:
        shown = show_letter_text(tx, by=visit.by, organisation_id=place.id, kind=kind, language=language)
    if isinstance(shown, Refused):
        raise Missing
    typed = shown.own if words is None else words
    tried = typed if typed or words is not None else shown.inherited
    preview, found = _tried(visit, place, kind, tried)
    return visit.page(
        "letter_texts/edit.html",
        place=place,
        shown=shown,
        typed=typed,
        unsaved=words is not None and words != shown.own,
        preview=preview,
        faults=faults if faults.any else found,
        languages=_LANGUAGES,
        placeholders=PLACEHOLDERS,
        longest=(LONGEST_SUBJECT, LONGEST_PART),
    )


def _tried(visit: Visit, place: SettingsPlace, kind: str, words: LetterWords) -> tuple[LetterPreview, Faults]:
    """The letter in these words, and every fault of them; a faulty part is shown in our words."""
    found: list[FieldFault] = []
    while True:
        try:
            with visit.read() as tx:
                made = preview_letter_text(
                    tx,
                    by=visit.by,
                    organisation_id=place.id,
                    kind=kind,
                    language=_language(visit),
                    words=words,
                    base_url=visit.parts.base_url,
                    named=place.own,
                )
        except BadInput as error:
            found += of_bad_input(error).fields
            words = replace(words, **{error.field: ""})  # one part fewer each time
            continue
        if isinstance(made, Refused):
            raise Missing
        return made, Faults(tuple(found), status=422 if visit.request.method == "POST" else 200) if found else NONE


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise Missing
    return kind


def _language(visit: Visit) -> Language:
    """The language of the letter, not of the page."""
    given = visit.fields.raw("letter_language") or visit.asked("language")
    return "en" if given == "en" else "ru"


def _address(visit: Visit, place: SettingsPlace, kind: str) -> str:
    return f"/settings/letters/{kind}?language={_language(visit)}{place.also}"
