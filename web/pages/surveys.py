"""`/surveys`: questionnaires opened for programmes, who has not answered, what came of them; a new one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.questionnaires import ASKED_TITLES, KIND_TITLES, Counted, Questionnaire, Summary, fits, quarter_of
from engine.refusals import Refused
from engine.words import Words
from storage import survey_list
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.fields import Fields
from web.pages.roadmap import OFFICE
from web.visit import Visit
from web.went import Undo, Went
from workflows.announce_survey import SurveyReminded, remind_survey
from workflows.close_survey import SurveyReopened, reopen_survey
from workflows.open_survey import SurveyOpened, open_survey, unopen_survey
from workflows.published_questionnaires import Offered, offered
from workflows.show_surveys import Results, list_surveys, show_results, suggested

router = APIRouter()

_USUAL = timedelta(days=14)
_LIST = (
    Words("Анкета", "Survey"),
    Words("Период", "Period"),
    Words("Программа", "Programme"),
    Words("Организация", "Organisation"),
    Words("Кого спросили", "Whom"),
    Words("Ответили", "Answered"),
    Words("Всего", "Of"),
    Words("Срок", "Due"),
    Words("Открыта", "Opened"),
    Words("Закрыта", "Closed"),
)
_HIDDEN = Words("скрыто", "hidden")


@router.get("/surveys")
def listing(visit: Entered) -> Response:
    with visit.read() as tx:
        found = list_surveys(tx, visit.scope)
        acts = not OFFICE.isdisjoint(visit.roles)
        offers = suggested(tx, visit.scope, day=visit.today) if acts else ()
    return visit.page("surveys/list.html", found=found, offers=offers, acts=acts)


@router.get("/surveys/xlsx")
def listing_file(visit: Entered) -> Response:
    with visit.read() as tx:
        found = list_surveys(tx, visit.scope)
    rows: Iterator[list[Cell]] = (
        [
            visit.say(one.title),
            visit.say(one.period),
            one.programme,
            one.organisation,
            visit.say(one.whom),
            one.answered,
            one.asked,
            one.due_on,
            one.opened_on,
            one.closed_on,
        ]
        for one in found
    )
    title = visit.say(Words("Анкеты", "Surveys"))
    return download(spreadsheet(Sheet(title, [visit.say(one) for one in _LIST], rows)), "surveys.xlsx")


@router.get("/surveys/new")
def new(visit: Entered) -> Response:
    return _form(visit, NONE)


@router.post("/surveys/new")
def open_(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> SurveyOpened | Refused:
        return open_survey(
            tx,
            by=visit.by,
            programme_id=fields.number("programme"),
            period=fields.line("period", longest=10),
            questionnaire=fields.line("questionnaire", longest=64),
            due_on=fields.day_if_given("due", today=visit.today),
            item_id=fields.number_if_given("item"),
        )

    def done(made: SurveyOpened) -> Went:
        words = Words(f"Анкета открыта, писем: {made.letters}", f"The survey is open, letters: {made.letters}")
        return Went(f"/surveys/{made.id}", words, Undo(f"/surveys/{made.id}/unopen"))

    return visit.change(flow, done=done, again=lambda faults: _form(visit, faults))


@router.get("/surveys/{survey_id}")
def results(visit: Entered, survey_id: int) -> Response:
    found = _results(visit, survey_id)
    return visit.page(
        "surveys/results.html",
        found=found,
        survey=found.hand.survey,
        whom=ASKED_TITLES[found.hand.survey.asked],
        missing=[one for one in found.people if one.answer_id is None],
        told=told_counts(found),
        acts=not OFFICE.isdisjoint(visit.roles_on(found.hand.path)),
    )


@router.get("/surveys/{survey_id}/xlsx")
def results_file(visit: Entered, survey_id: int) -> Response:
    found = _results(visit, survey_id)
    say = visit.say
    heads = [Words("Вопрос", "Question"), Words("Ответ", "Answer"), Words("Сколько", "Count")]
    sheets = [Sheet(say(Words("Ответы", "Answers")), [say(one) for one in heads], _summary_rows(visit, found))]
    if found.people:
        columns = [Words("Участник", "Person"), Words("Пара", "Pair"), Words("Ответил", "Answered on")]
        people: Iterator[list[Cell]] = ([one.name, one.pair_number, one.answered_on] for one in found.people)
        sheets.append(Sheet(say(Words("Кто ответил", "Who answered")), [say(one) for one in columns], people))
    if found.swot is not None:
        points: Iterator[list[Cell]] = ([say(title), point] for title, of in _swot(found) for point in of)
        sheets.append(Sheet("SWOT", [say(Words("Раздел", "Part")), say(Words("Мысль", "Point"))], points))
    return download(spreadsheet(*sheets), f"survey-{survey_id}.xlsx")


@router.post("/surveys/{survey_id}/remind")
def remind(visit: Entered, survey_id: int) -> Response:
    def flow(tx: Connection) -> SurveyReminded | Refused:
        return remind_survey(tx, by=visit.by, survey_id=survey_id)

    def done(made: SurveyReminded) -> Went:
        words = Words(
            f"Писем: {made.letters}, без письма: {made.silent}", f"Letters: {made.letters}, without: {made.silent}"
        )
        return Went(f"/surveys/{survey_id}", words)

    return visit.change(flow, done=done)


@router.post("/surveys/{survey_id}/reopen")
def reopen(visit: Entered, survey_id: int) -> Response:
    def flow(tx: Connection) -> SurveyReopened | Refused:
        return reopen_survey(tx, by=visit.by, survey_id=survey_id)

    words = Words("Анкета снова открыта", "The survey is open again")
    return visit.change(flow, done=lambda _: Went(f"/surveys/{survey_id}", words))


@router.post("/surveys/{survey_id}/unopen")
def unopen(visit: Entered, survey_id: int) -> Response:
    def flow(tx: Connection) -> SurveyOpened | Refused:
        return unopen_survey(tx, by=visit.by, survey_id=survey_id)

    words = Words("Открытие отменено, письма не уйдут", "Taken back, the letters will not go")
    return visit.change(flow, done=lambda _: Went("/surveys", words))


def told_counts(found: Results) -> dict[str, list[tuple[Words, int | None]]]:
    """The counts of each question in words, by its key."""
    return {
        one.question.key: [(_option(one, counted, found), counted.count) for counted in one.counts]
        for one in found.questions
    }


def _option(one: Summary, counted: Counted, found: Results) -> Words:
    if one.question.kind == "ranking":
        name = found.names.get(int(counted.key), counted.key)
        return Words(name, name)
    return Words(counted.key, counted.key) if one.question.kind == "scale" else one.question.option(counted.key)


def _results(visit: Visit, survey_id: int) -> Results:
    assert visit.home is not None  # noqa: S101  # the policy has found the survey
    with visit.read() as tx:
        return show_results(tx, visit.by, survey_id, named=visit.names_shown(visit.home.path))


def _summary_rows(visit: Visit, found: Results) -> Iterator[list[Cell]]:
    told = told_counts(found)
    for one in found.questions:
        title = visit.say(one.question.title)
        if one.answered is None:
            yield [title, visit.say(_HIDDEN), None]
        for words, count in told[one.question.key]:
            yield [title, visit.say(words), visit.say(_HIDDEN) if count is None else count]
        for text in one.texts:
            yield [title, text, None]
    for name, said in found.bare:
        for question, answer in said.items():
            yield [question, f"{name}: {answer}", None]


def _swot(found: Results) -> list[tuple[Words, tuple[str, ...]]]:
    assert found.swot is not None  # noqa: S101  # the caller has looked
    return [
        (Words("Сильные стороны", "Strengths"), found.swot.strengths),
        (Words("Слабые стороны", "Weaknesses"), found.swot.weaknesses),
        (Words("Возможности", "Opportunities"), found.swot.opportunities),
        (Words("Угрозы", "Threats"), found.swot.threats),
    ]


def _form(visit: Visit, faults: Faults) -> Response:
    """First the programme, then the questionnaire with its preview, then the day: one page that grows."""
    with visit.read() as tx:
        programmes = survey_list.programmes_of(tx, visit.scope, day=visit.today)
        wanted = visit.fields.raw("programme") or visit.asked("programme")
        programme = next((row for row in programmes if str(row.id) == wanted), None)
        if programme is None and len(programmes) == 1:
            programme = programmes[0]
        known = () if programme is None else _fitting(tx, programme)
        rows = (
            []
            if programme is None or not programme.roadmap_id
            else survey_list.rows_of_roadmap(tx, programme.roadmap_id)
        )
    key = visit.fields.raw("questionnaire") or visit.asked("questionnaire")
    chosen = next((one.questionnaire for one in known if one.questionnaire.key == key), None)
    return visit.page(
        "surveys/new.html",
        programmes=[(row.id, f"{row.title}, {row.org_name}") for row in programmes],
        programme=programme,
        questionnaires=_options(visit, known),
        chosen=chosen,
        whom=ASKED_TITLES[chosen.asked] if chosen else None,
        rows=[(row.id, f"{row.number} {row.title}"[:120]) for row in rows],
        period=visit.fields.raw("period") or visit.asked("period") or _period(visit, chosen),
        due=visit.fields.raw("due") or f"{visit.today + _USUAL:%d.%m.%Y}",
        item=visit.fields.raw("item") or visit.asked("item"),
        empty=Fields(),
        faults=faults,
    )


def _fitting(tx: Connection, programme: Any) -> tuple[Offered, ...]:
    return tuple(one for one in offered(tx, programme.org_path) if fits(one.questionnaire, programme.lifecycle))


def _options(visit: Visit, known: tuple[Offered, ...]) -> list[tuple[str, str]]:
    return [
        (
            one.questionnaire.key,
            f"{visit.say(KIND_TITLES[one.questionnaire.kind])}: {visit.say(one.questionnaire.title)}",
        )
        for one in sorted(known, key=lambda one: list(KIND_TITLES).index(one.questionnaire.kind))
    ]


def _period(visit: Visit, chosen: Questionnaire | None) -> str:
    if chosen is not None and chosen.kind in ("diagnostics", "feedback"):
        return quarter_of(visit.today)
    if chosen is not None and chosen.kind == "effectiveness":
        return f"{visit.today:%Y-%m}"
    return str(visit.today.year)
