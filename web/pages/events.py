"""`/events`: common events of a place, who was trained, the experts, what was published; a new event."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.events import (
    ARTICLE_TITLES,
    EVENT_KINDS,
    EVENT_TITLES,
    INVITED_TITLES,
    LEVEL_TITLES,
    ROLE_WORDS,
    share_came,
)
from engine.permissions import PERMISSIONS
from engine.refusals import Refused
from engine.words import Words
from storage import event_people
from storage import events as rows_of_events
from storage.scope import Scope
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.tree import spot
from web.visit import Visit
from web.went import Undo, Went
from workflows.answers.events import event_state
from workflows.find import find_organisation
from workflows.holiday_words import warned
from workflows.invite_to_event import invite_to_event
from workflows.plan_event import EventPlan, EventPlanned, plan_event
from workflows.record_article import ArticleRecorded, ArticleWithdrawn, record_article, withdraw_article
from workflows.show_event import list_articles, list_events

router = APIRouter()

_MOST = 500
_CHOICES = 500
WORDS: dict[str, Any] = {
    "kinds": {str(key): title for key, title in EVENT_TITLES.items()},
    "levels": {str(key): title for key, title in LEVEL_TITLES.items()},
    "roles": {str(key): title for key, title in ROLE_WORDS.items()},
    "invited": {str(key): title for key, title in INVITED_TITLES.items()},
    "articles": {str(key): title for key, title in ARTICLE_TITLES.items()},
    "states": {
        "planned": Words("впереди", "ahead"),
        "held": Words("прошло", "held"),
        "called_off": Words("отменено", "called off"),
    },
}
_EVENT_HEADINGS = (
    Words("День", "Day"),
    Words("Событие", "Event"),
    Words("Вид", "Kind"),
    Words("Уровень", "Level"),
    Words("Организация", "Organisation"),
    Words("Состояние", "State"),
    Words("Приглашены", "Invited"),
    Words("Были", "Came"),
    Words("Явка, %", "Attendance, %"),
)
_TRAINED_HEADINGS = (
    Words("Участник", "Person"),
    Words("Должность", "Position"),
    Words("Обучение", "Training"),
    Words("День", "Day"),
    Words("Часов", "Hours"),
    Words("Кем был", "As"),
    Words("Удостоверение", "Certificate"),
    Words("Выдано", "Given on"),
)
_ARTICLE_HEADINGS = (
    Words("День", "Day"),
    Words("Вид", "Kind"),
    Words("Название", "Title"),
    Words("Ссылка", "Link"),
    Words("Организация", "Organisation"),
)


@router.get("/events")
def events(visit: Entered) -> Response:
    kind = visit.asked("kind") if visit.asked("kind") in EVENT_KINDS else ""
    with visit.read() as tx:
        here = spot(tx, visit)
        found = list_events(tx, Scope(paths=(here.place.path,)), kind=kind)
    return visit.page(
        "events/events.html", here=here, found=found, words=WORDS, kind=kind, state=event_state, may=_may(visit)
    )


@router.get("/events/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = list_events(tx, Scope(paths=(here.place.path,)))
    rows: list[list[Cell]] = [
        [
            one.event.planned_on,
            one.event.title,
            visit.say(WORDS["kinds"][one.event.kind]),
            visit.say(WORDS["levels"][one.event.level]),
            one.organisation,
            visit.say(WORDS["states"][event_state(one.event)]),
            one.invited,
            one.came,
            share_came(one.invited, one.came) if one.event.held_on else None,
        ]
        for one in found
    ]
    return _file(visit, Words("События", "Events"), _EVENT_HEADINGS, rows, "events.xlsx")


@router.get("/events/new")
def new(visit: Entered) -> Response:
    return _form(visit, NONE)


@router.post("/events/new")
def add(visit: Entered) -> Response:
    def flow(tx: Connection) -> EventPlanned | Refused:
        place = find_organisation(tx, visit.fields.line("org"), by=visit.by, field="org")
        made = plan_event(tx, by=visit.by, organisation_id=place.id, plan=plan_of(visit))
        whom = visit.fields.raw("invite")
        if isinstance(made, Refused) or whom in ("", "chosen"):
            return made
        asked = invite_to_event(tx, by=visit.by, event_id=made.id, whom=whom)
        return asked if isinstance(asked, Refused) else made

    def done(made: EventPlanned) -> Went:
        bound = Words(
            "Событие назначено, пункт карты получил этот день", "Planned; the row of the roadmap has this day"
        )
        plain = Words("Событие назначено", "The event is planned")
        undo = Undo(f"/events/{made.id}/call-off", {"reason": "отменено сразу"})
        return Went(f"/events/{made.id}", warned(bound if made.bound else plain, made.holiday), undo)

    return visit.change(flow, done=done, again=lambda faults: _form(visit, faults))


@router.get("/events/trained")
def trained(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        rows = event_people.trained(tx, Scope(paths=(here.place.path,)), most=_MOST)
    people: dict[int, list[Any]] = {}
    for row in rows:
        people.setdefault(row.person_id, []).append(row)
    return visit.page("events/trained.html", here=here, people=list(people.values()), words=WORDS)


@router.get("/events/trained/xlsx")
def trained_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = event_people.trained(tx, Scope(paths=(here.place.path,)), most=_MOST * 20)
    rows: list[list[Cell]] = [
        [
            row.name if visit.names_shown(row.org_path) else str(row.person_id),
            row.position,
            row.title,
            row.held_on,
            row.hours,
            visit.say(WORDS["roles"][row.role]),
            row.certificate,
            row.certified_on,
        ]
        for row in found
    ]
    return _file(visit, Words("Обучение", "Trainings"), _TRAINED_HEADINGS, rows, "trained.xlsx")


@router.get("/events/experts")
def experts(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        rows = event_people.experts(tx, Scope(paths=(here.place.path,)), most=_MOST)
    return visit.page("events/experts.html", here=here, rows=rows, words=WORDS)


@router.get("/events/articles")
def articles(visit: Entered) -> Response:
    return _articles(visit, NONE)


@router.post("/events/articles")
def article(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> ArticleRecorded | Refused:
        place = find_organisation(tx, fields.line("org"), by=visit.by, field="org")
        return record_article(
            tx,
            by=visit.by,
            organisation_id=place.id,
            kind=fields.choice("kind", WORDS["articles"]),
            link=fields.line("link", longest=2000),
            title=fields.line("title"),
            published_on=fields.day_if_given("published", today=visit.today),
            item_id=fields.number_if_given("item"),
        )

    def done(made: ArticleRecorded) -> Went:
        undo = Undo("/events/articles/withdraw", {"article": str(made.id)})
        return Went("/events/articles", Words("Публикация внесена", "The article is recorded"), undo)

    return visit.change(flow, done=done, again=lambda faults: _articles(visit, faults))


@router.post("/events/articles/withdraw")
def withdraw(visit: Entered) -> Response:
    def flow(tx: Connection) -> ArticleWithdrawn | Refused:
        return withdraw_article(tx, by=visit.by, article_id=visit.fields.number("article"))

    words = Words("Публикация снята с учёта", "The article is taken back")
    return visit.change(flow, done=lambda _: Went("/events/articles", words))


@router.get("/events/articles/xlsx")
def articles_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = list_articles(tx, Scope(paths=(here.place.path,)))
    rows: list[list[Cell]] = [
        [row.published_on, visit.say(WORDS["articles"][row.kind]), row.title, row.url, path] for row, path in found
    ]
    return _file(visit, Words("Публикации", "Articles"), _ARTICLE_HEADINGS, rows, "articles.xlsx")


def plan_of(visit: Visit) -> EventPlan:
    """The event as the form says it."""
    fields = visit.fields
    return EventPlan(
        kind=fields.choice("kind", WORDS["kinds"]),
        title=fields.line("title"),
        on=fields.day("on", today=visit.today),
        at_time=fields.line("time", optional=True, longest=10),
        minutes=fields.number_if_given("minutes") or 60,
        place=fields.line("place", optional=True),
        level=fields.choice("level", WORDS["levels"]),
        programme_id=fields.number_if_given("programme"),
        item_id=fields.number_if_given("item"),
        hours=fields.number_if_given("hours"),
    )


def choices(visit: Visit, tx: Connection, organisation_id: int) -> dict[str, Any]:
    """Programmes and roadmap rows an event of the organisation may belong to."""
    return {
        "programmes": rows_of_events.programmes_of(tx, organisation_id, most=_CHOICES),
        "items": [
            (item_id, f"{number}. {title[:120]}")
            for item_id, number, title in rows_of_events.items_of(tx, organisation_id, most=_CHOICES)
        ],
    }


def options(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """The words as choices of a form."""
    names = ("kinds", "levels", "roles", "invited", "articles")
    return {name: [(key, visit.say(title)) for key, title in WORDS[name].items()] for name in names}


def _form(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        more = choices(visit, tx, here.place.id)
    return visit.page(
        "events/new.html", here=here, words=WORDS, options=options(visit), given=visit.fields, faults=faults, **more
    )


def _articles(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = list_articles(tx, Scope(paths=(here.place.path,)))
        more = choices(visit, tx, here.place.id)
    return visit.page(
        "events/articles.html",
        here=here,
        found=found,
        words=WORDS,
        options=options(visit),
        given=visit.fields,
        faults=faults,
        may=_may(visit),
        **more,
    )


def _may(visit: Visit) -> bool:
    return bool(visit.roles & PERMISSIONS["event.plan"])


def _file(visit: Visit, title: Words, heads: tuple[Words, ...], rows: list[list[Cell]], name: str) -> Response:
    return download(spreadsheet(Sheet(visit.say(title), [visit.say(one) for one in heads], rows)), name)
