"""`/papers/new`: which form, about whom; what is missing for it is told before anything is written."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.papers.model import PaperForm
from engine.refusals import Refused
from engine.words import Words
from storage import item_sheet, organisations, paper_events, paper_values, people, roadmaps
from web.entering import Entered
from web.faults import NONE, Faults
from web.paper_words import KINDS, asks_for_pairs, asks_for_people, asks_for_period, grouped
from web.tree import Spot, spot
from web.visit import Visit
from web.went import Undo, Went
from workflows.draft_paper import PaperDrafted, draft_paper
from workflows.paper_forms import forms_for
from workflows.show_today import names_of_pairs
from workflows.write_paper import PaperAsked, preview_paper

router = APIRouter()

_MOST_PEOPLE = 400
_A_YEAR = timedelta(days=365)  # an award at the end of a year is for the pairs of that year


@router.get("/papers/new")
def new(visit: Entered) -> Response:
    return _show(visit)


@router.post("/papers/new")
def begin(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> PaperDrafted | Refused:
        here = spot(tx, visit)
        form = fields.choice("form", [one.form.key for one in forms_for(tx, here.place.path)])
        subject: dict[str, Any] = {}
        for name in ("from", "to"):
            if (day := fields.day_if_given(name, today=visit.today)) is not None:
                subject[name] = day.isoformat()
        if (event := fields.number_if_given("event")) is not None:
            subject["event"] = event
        return draft_paper(
            tx,
            by=visit.by,
            organisation_id=here.place.id,
            form=form,
            pairs=fields.numbers("pair"),
            people=fields.numbers("person"),
            subject=subject,
            item_id=fields.number_if_given("item"),
        )

    def done(made: PaperDrafted) -> Went:
        words = Words("Проект составлен, проверьте его", "The draft is ready, look it through")
        return Went(f"/papers/drafts/{made.id}", words, Undo(f"/papers/drafts/{made.id}/drop"))

    return visit.change(flow, done=done, again=lambda faults: _show(visit, faults))


def _show(visit: Visit, faults: Faults = NONE) -> Response:
    key = visit.fields.raw("form") or visit.asked("form")
    with visit.read() as tx:
        here = _place(tx, visit)
        offered = forms_for(tx, here.place.path)
        form = next((one.form for one in offered if one.form.key == key), None)
        if form is None:
            return visit.page("papers/forms.html", here=here, groups=grouped(offered), kinds=KINDS, asked=_asked(visit))
        context = _choices(tx, visit, here, form)
    return visit.page("papers/new.html", here=here, form=form, given=visit.fields, faults=faults, **context)


def _choices(tx: Connection, visit: Visit, here: Spot, form: PaperForm) -> dict[str, Any]:
    """Pairs, people and events to choose from, and what is missing for what is chosen by the address."""
    pairs = paper_values.pairs_to_name(tx, here.place.id) if asks_for_pairs(form) and here.own else ()
    persons: Sequence[Any] = (
        item_sheet.staff_of(tx, here.place.id, most=_MOST_PEOPLE) if asks_for_people(form) and here.own else ()
    )
    chosen_pairs = _ids(visit, "pair") & {one.id for one in pairs} or (
        {one.id for one in pairs} if form.about == "pairs" and not _ids(visit, "pair") else set[int]()
    )
    named = _ids(visit, "person")
    thanked = form.purpose == "award" and here.own and not named
    if thanked:
        named = set(paper_values.ended_well(tx, here.place.id, since=visit.today - _A_YEAR))
    if asks_for_people(form) and here.own:
        known = {one.id for one in persons}
        others = [one for one in (people.by_id(tx, key) for key in sorted(named - known)) if one is not None]
        persons = [*persons, *(one for one in others if one.organisation_id == here.place.id)]
    lacks: Any = None
    kind = "council" if form.purpose == "council" else ""
    events = paper_events.events_to_name(tx, here.place.id, kind=kind) if form.about == "event" else ()
    if here.own and not asks_for_pairs(form) and not asks_for_people(form):
        found = preview_paper(tx, by=visit.by, organisation=here.place, asked=PaperAsked(form.key))
        lacks = None if isinstance(found, Refused) else found.values.lacks
    item_id = visit.asked("item") or visit.fields.raw("item")
    row = roadmaps.item(tx, int(item_id)) if item_id.isascii() and item_id.isdigit() and len(item_id) < 10 else None
    return {
        "pairs": pairs,
        "names": names_of_pairs(tx, [one.id for one in pairs]),
        "chosen_pairs": chosen_pairs,
        "persons": persons,
        "chosen_people": named,
        "thanked": thanked and bool(named),
        "event_options": [(one.id, f"{one.planned_on:%d.%m.%Y} {one.title}") for one in events],
        "events": events,
        "event": visit.asked("event"),
        "period": asks_for_period(form),
        "lacks": lacks,
        "item": row if row is not None and row.organisation_id == here.place.id else None,
    }


def _place(tx: Connection, visit: Visit) -> Spot:
    """Of a pair or a row named by the address its own organisation; else the visitor's."""
    here = spot(tx, visit)
    found = paper_values.pairs_named(tx, _ids(visit, "pair"))
    if found and found[0].organisation_id != here.place.id:
        place = organisations.by_id(tx, found[0].organisation_id)
        if place is not None and visit.scope.sees(place.path):
            return Spot(place, (*here.above, here.place), here.tops, visit.names_shown(place.path))
    return here


def _ids(visit: Visit, name: str) -> set[int]:
    given = [*visit.request.query_params.getlist(name), *visit.fields.every(name)]
    return {int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10}


def _asked(visit: Visit) -> str:
    """What the choice of the form hands on: a pair, a person, a row."""
    names = ("pair", "person", "item", "org")
    told = [f"&{name}={one}" for name in names for one in visit.request.query_params.getlist(name) if one.isalnum()]
    return "".join(told)
