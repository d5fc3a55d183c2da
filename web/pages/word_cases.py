"""`/settings/cases`: how names and posts are put into cases, looked at and corrected before they stand in a paper."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.papers.cases import OBLIQUE, Cases, WordKind
from engine.refusals import Refused
from engine.words import Words
from storage import word_forms
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.settings_place import place_of
from web.visit import Visit
from web.went import Undo, Went
from workflows.inflecting import inflect_at
from workflows.set_word_forms import WordFormsSet, set_word_forms

router = APIRouter()

_LONGEST = 300
_QUESTIONS = {
    "gen": Words("кого? — родительный", "genitive"),
    "dat": Words("кому? — дательный", "dative"),
    "acc": Words("кого? — винительный", "accusative"),
    "ins": Words("кем? — творительный", "instrumental"),
    "pre": Words("о ком? — предложный", "prepositional"),
}


@router.get("/settings/cases")
def cases(visit: Entered) -> Response:
    return _page(visit)


@router.post("/settings/cases")
def change(visit: Entered) -> Response:
    """`do`: `look` shows the cases of the words, `save` keeps what was typed over them, `drop` returns to the rules."""
    fields, place = visit.fields, place_of(visit)
    kind, words, do = _kind(visit), _words(visit), fields.raw("do")
    if do not in ("save", "drop"):
        return _page(visit, looked=bool(words))
    typed: dict[str, str] = {case: fields.raw(case)[:_LONGEST] for case in OBLIQUE} if do == "save" else {}

    def flow(tx: Connection) -> WordFormsSet | Refused:
        return set_word_forms(
            tx, by=visit.by, organisation_id=place.id, kind=kind, nominative=words, forms=typed, sex=_sex(visit)
        )

    def done(made: WordFormsSet) -> Went:
        address = f"/settings/cases{place.query}"
        if made.forms:
            sent = {"kind": kind, "words": made.nominative, "do": "drop"}
            undo = Undo("/settings/cases", {**sent, **({"org": str(place.id)} if place.chosen else {})})
            return Went(address, Words("Падежи сохранены", "The cases are saved"), undo)
        return Went(address, Words("Падежи снова по правилам", "The rules hold again"))

    return visit.change(flow, done=done, again=lambda faults: _page(visit, looked=True, faults=faults))


def _page(visit: Visit, *, looked: bool = False, faults: Faults = NONE) -> Response:
    place = place_of(visit)
    if not place.own:  # these are names of people
        raise Missing
    kind, words = _kind(visit), _words(visit)
    shown: Cases | None = None
    doubtful = False
    with visit.read() as tx:
        listed = sorted(word_forms.in_force(tx, place.path).values(), key=lambda one: (one.kind, one.nominative))
        if looked and words:
            made = inflect_at(tx, place.path)(kind, words, _sex(visit))
            shown, doubtful = made.cases, made.doubtful
    typed: dict[str, str] = {case: visit.fields.raw(case) for case in OBLIQUE} if faults.any else {}
    return visit.page(
        "paper_templates/cases.html",
        place=place,
        listed=listed,
        kind=kind,
        words=words,
        sex=_sex(visit),
        shown=shown.overridden(typed) if shown is not None else None,
        doubtful=doubtful,
        questions=_QUESTIONS,
        longest=_LONGEST,
        faults=faults,
    )


def _kind(visit: Visit) -> WordKind:
    return "position" if visit.fields.raw("kind") == "position" else "name"


def _words(visit: Visit) -> str:
    return " ".join(visit.fields.raw("words").split())[:_LONGEST]


def _sex(visit: Visit) -> str:
    sex = visit.fields.raw("sex")
    return sex if sex in ("f", "m") else ""
