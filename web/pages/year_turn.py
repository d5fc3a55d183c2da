"""`/year-turn`: from one school year to the next in four steps; the draft travels with the form, the last acts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast, get_args

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from engine.year_turn import Because, PairDecision
from storage import organisations
from storage.organisations import OrganisationRow
from storage.scope import visible
from storage.tables.organisations import organisations as table
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.fields import Fields
from web.visit import Visit
from web.went import Undo, Went
from workflows.find import find_organisation
from workflows.next_roadmap import RowChoices
from workflows.plain_text import plain_text
from workflows.preview_migration import in_titles
from workflows.show_year_turn import YearAhead, YearChoices, show_year_turn
from workflows.turn_year import YearTurned, turn_year
from workflows.undo_year import YearUnturned, undo_year

router = APIRouter()

STEPS = ("programmes", "pairs", "rows", "look")
_OF_STEP: Mapping[str, tuple[str, ...]] = {
    "programmes": ("programme", "programmes_known", "title_"),
    "pairs": ("pair_", "outcome_", "stage."),
    "rows": ("row", "rows_known", "words_"),
}
_LONGEST = 500
BECAUSE: Mapping[Because, Words] = {
    "recurs": Words("повторяется", "recurs"),
    "again": Words("в новом году снова", "comes again"),
    "carried": Words("не сделано: переносится", "not done: carried over"),
    "lasting": Words("сделано, документ действует дальше", "done, the paper holds on"),
    "from-above": Words("придёт сверху с новой картой", "comes from above with the next roadmap"),
    "not-asked": Words("в этом году не требовалось", "was not asked for this year"),
}
"""Why a row is proposed or not."""


@router.get("/year-turn")
def begin(visit: Entered) -> Response:
    """The first step; `org` where a visitor has several."""
    with visit.read() as tx:
        places = _places(tx, visit)
    path = visit.asked("org") or (places[0].path if len(places) == 1 else "")
    if not path:
        return visit.page("year_turn/place.html", places=places)
    return _step(visit, path, "programmes", NONE)


@router.post("/year-turn")
def step(visit: Entered) -> Response:
    """Another step, or with `do` the turn itself."""
    fields = visit.fields
    path, wanted = fields.raw("org"), fields.raw("go")
    if not fields.raw("do"):
        return _step(visit, path, wanted if wanted in STEPS else "programmes", NONE)

    def flow(tx: Connection) -> YearTurned | Refused:
        place = find_organisation(tx, path, by=visit.by, field="org")
        return turn_year(tx, by=visit.by, organisation=place, choices=choices_of(fields))

    def done(made: YearTurned) -> Went:
        words = Words(
            f"Новый год начат. Пар продлено: {len(made.prolonged)}, закрыто: {len(made.closed)},"
            f" закроется после предупреждения: {len(made.announced)}, пунктов перенесено: {len(made.carried)}",
            f"The new year has begun. Pairs gone on: {len(made.prolonged)}, closed: {len(made.closed)},"
            f" closing after notice: {len(made.announced)}, rows carried over: {len(made.carried)}",
        )
        return Went("/programmes", words, Undo("/year-turn/undo", {"org": path}))

    return visit.change(flow, done=done, again=lambda faults: _step(visit, path, "look", faults))


@router.post("/year-turn/undo")
def undo(visit: Entered) -> Response:
    def flow(tx: Connection) -> YearUnturned | Refused:
        place = find_organisation(tx, visit.fields.raw("org"), by=visit.by, field="org")
        return undo_year(tx, by=visit.by, organisation=place)

    words = Words(
        "Всё как было: пары и пункты вернулись, новые программы остались пустыми",
        "Everything is as it was: pairs and rows are back, the new programmes stay empty",
    )
    return visit.change(flow, done=lambda _: Went("/programmes", words))


def choices_of(fields: Fields) -> YearChoices:
    """What the form has chosen so far. Raises BadInput for ids that are none."""
    sent = dict(fields.items())
    stages: dict[str, dict[str, str]] = {}
    for name, value in sent.items():
        if name.startswith("stage.") and name.count(".") == 2 and value:
            _, lifecycle, stage = name.split(".")
            stages.setdefault(lifecycle, {})[stage] = value
    return YearChoices(
        programmes=frozenset(fields.numbers("programme")) if sent.get("programmes_known") else None,
        pairs={
            pair: cast(PairDecision, said) for pair, said in _by_id(sent, "pair_") if said in get_args(PairDecision)
        },
        outcomes=dict(_by_id(sent, "outcome_")),
        titles={key: plain_text(said, f"title_{key}") for key, said in _by_id(sent, "title_") if said.strip()},
        rows=RowChoices(
            rows=frozenset(fields.numbers("row")) if sent.get("rows_known") else None,
            titles={
                key: plain_text(said, f"words_{key}", longest=_LONGEST)
                for key, said in _by_id(sent, "words_")
                if said.strip()
            },
        ),
        stages=stages,
    )


def _by_id(sent: Mapping[str, str], prefix: str) -> Iterator[tuple[int, str]]:
    for name, value in sent.items():
        number = name.removeprefix(prefix)
        if name.startswith(prefix) and number.isascii() and number.isdigit() and len(number) < 10:
            yield int(number), value


def _places(tx: Connection, visit: Visit) -> list[OrganisationRow]:
    """Where years turn: partners and administrations lead no pairs."""
    found = organisations.listing(tx, visible=visible(visit.scope, table.c.id))
    return [place for place in found if place.kind == "school"] or [one for one in found if one.kind != "partner"]


def _step(visit: Visit, path: str, wanted: str, faults: Faults) -> Response:
    try:
        choices = choices_of(visit.fields)
    except BadInput as error:
        choices, faults, wanted = YearChoices(), of_bad_input(error), _step_of(error.field)
    with visit.read() as tx:
        place = find_organisation(tx, path, by=visit.by, field="org")
        ahead = show_year_turn(
            tx, by=visit.by, organisation=place, choices=choices, named=visit.names_shown(place.path)
        )
    if isinstance(ahead, Refused):
        return visit.page("errors/refused.html", faults=Faults(reasons=ahead.reasons, status=409), back="/programmes")
    titles = {one.key: one.title for one in ahead.displaced}
    return visit.page(
        f"year_turn/{wanted}.html",
        ahead=ahead,
        place=place,
        steps=STEPS,
        step=wanted,
        kept=[(name, value) for name, value in visit.fields.items() if _kept(name, wanted)],
        because=BECAUSE,
        given=visit.fields,
        faults=replace(faults, reasons=in_titles(faults.reasons, titles)),
        faults_ahead=in_titles(ahead.faults, titles),
        open_rows=_left_open(ahead),
    )


def _kept(name: str, wanted: str) -> bool:
    """Whether a field belongs to another step and travels hidden."""
    for step, names in _OF_STEP.items():
        if any(name == one or (one[-1] in "_." and name.startswith(one)) for one in names):
            return step != wanted
    return False


def _step_of(field: str) -> str:
    return "rows" if field.startswith("words_") else "programmes"


def _left_open(ahead: YearAhead) -> int:
    """Rows not done that nobody wants in the next year: they stay overdue where they are."""
    return sum(
        not one.taken and one.proposal.because == "carried" for roadmap in ahead.roadmaps for one in roadmap.rows
    )
