"""`/pairs/new`: a programme, then a mentor, mentees and a curator; also for a pair that has been at work for long."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import organisations
from storage.candidates import Candidate
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.visit import Visit
from web.went import Went
from workflows.choose_people import MOST_PAIRS_OF_A_MENTOR
from workflows.form_pair import PairFormed, form_pair
from workflows.prepare_pair import NewPairChoices, new_pair_choices, running_programmes

router = APIRouter()


@router.get("/pairs/new")
def new_form(visit: Entered) -> Response:
    return _form(visit)


@router.post("/pairs/new")
def new(visit: Entered) -> Response:
    if visit.fields.raw("programme"):
        _choices(visit, visit.fields.raw("programme"))

    def flow(tx: Connection) -> PairFormed | Refused:
        fields = visit.fields
        return form_pair(
            tx,
            by=visit.by,
            programme_id=fields.number("programme"),
            mentor_id=fields.number("mentor"),
            mentee_ids=_mentees(visit),
            curator_id=fields.number_if_given("curator"),
            stage=fields.raw("stage") or None,
            since=fields.day_if_given("since", today=visit.today),
        )

    def done(made: PairFormed) -> Went:
        words = Words(
            f"Пара № {made.number} сформирована, участникам уйдёт письмо через десять минут",
            f"Pair No. {made.number} is formed, its people get a letter in ten minutes",
        )
        return Went(f"/pairs/{made.id}", words)

    return visit.change(flow, done=done, again=lambda faults: _form(visit, faults))


def _mentees(visit: Visit) -> tuple[int, ...]:
    found = visit.fields.numbers("mentee")
    if not found:
        raise BadInput("mentee", "Выберите наставляемого", "Choose a mentee")
    return found


def _form(visit: Visit, faults: Faults = NONE) -> Response:
    """First the programme; with one chosen, or only one there, the people."""
    path = visit.asked("org") or (visit.place.path if visit.place else "")
    if not visit.scope.sees(path) or not visit.names_shown(path):
        raise Missing
    with visit.read() as tx:
        place = organisations.by_path(tx, path)
        running = running_programmes(tx, place.id, today=visit.today) if place else []
    asked = visit.fields.raw("programme") or visit.asked("programme")
    if not asked and len(running) == 1:
        asked = str(running[0].id)
    choices = _choices(visit, asked) if asked else None

    def wanted(name: str, default: object = "") -> object:
        return visit.fields.raw(name) or visit.asked(name) or default

    return visit.page(
        "pair/new.html",
        place=place,
        running=running,
        choices=choices,
        faults=faults,
        given=visit.fields,
        wanted=wanted,
        options=[(one.id, one.title) for one in running],
        stages=[
            (stage.key, visit.say(stage.title))
            for stage in (choices.definition.stages[1:] if choices else ())
            if not (stage.final or stage.resumes)
        ],
        **_people(choices, visit),
    )


def _people(choices: NewPairChoices | None, visit: Visit) -> dict[str, Any]:
    """The options of the lists, each person with what matters for the choice."""
    if choices is None:
        return {"mentors": [], "mentees": []}
    own = choices.organisation.path
    mentors = [
        (one.id, _told(visit, f"{one.name}, {one.position}".strip(", "), one.leads, _place(one, own)))
        for one in choices.people
        if one.leads < MOST_PAIRS_OF_A_MENTOR
    ]
    mentees = [
        (one.id, _told(visit, f"{one.name}, {one.position}".strip(", "), one.learns, _place(one, own)))
        for one in choices.people
    ]
    return {"mentors": mentors, "mentees": mentees}


def _place(one: Candidate, own: str) -> str:
    return one.organisation if one.path != own else ""


def _told(visit: Visit, name: str, pairs: int, organisation: str) -> str:
    load = visit.say(Words(f"пар: {pairs}", f"pairs: {pairs}")) if pairs else ""
    return " · ".join(part for part in (name, organisation, load) if part)


def _choices(visit: Visit, programme: str) -> NewPairChoices:
    """Raises Missing for a programme of an organisation whose people the visitor may not see."""
    if not programme.isascii() or not programme.isdigit() or len(programme) > 9:
        raise Missing
    try:
        with visit.read() as tx:
            found = new_pair_choices(tx, by=visit.by, programme_id=int(programme), today=visit.today)
    except BadInput:
        raise Missing from None
    if isinstance(found, Refused) or not visit.names_shown(found.organisation.path):
        raise Missing
    return found
