"""`/programmes/…/diagnostics`: how answers to the same questions move from period to period, drawn and as files."""

from collections.abc import Iterator

from fastapi import APIRouter, Response

from documents.register_docx import register_docx
from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.words import Words
from storage import memberships, pairs, programmes
from web import course
from web.download import download
from web.entering import Entered
from web.pages.roadmap import OFFICE
from web.refusing import Missing
from web.visit import Visit
from workflows.compare_surveys import Compared, Course, compare_programme

router = APIRouter()

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PAIR, _QUESTION, _CHANGE = Words("Пара", "Pair"), Words("Вопрос", "Question"), Words("Изменение", "Change")


@router.get("/programmes/{programme_id}/diagnostics")
def comparison(visit: Entered, programme_id: int) -> Response:
    compared, title = _programme(visit, programme_id)
    return visit.page(
        "surveys/compare.html",
        compared=compared,
        title=title,
        files=f"/programmes/{programme_id}/diagnostics",
        drawings=_drawings(compared),
        told=course,
        acts=not OFFICE.isdisjoint(visit.roles),
    )


@router.get("/programmes/{programme_id}/diagnostics/xlsx")
def as_xlsx(visit: Entered, programme_id: int) -> Response:
    compared, _ = _programme(visit, programme_id)
    sheets = [Sheet(visit.say(one.title)[:28], _columns(visit, one), _rows(visit, one)) for one in _all(compared)]
    if compared.pairs:
        headings = _periods(compared)
        columns = [visit.say(_PAIR), visit.say(_QUESTION), *(visit.say(one) for one in headings), visit.say(_CHANGE)]
        sheets.append(Sheet(visit.say(Words("По парам", "By pairs")), columns, _pair_rows(visit, compared, headings)))
    if not sheets:
        sheets = [Sheet(visit.say(Words("Диагностика", "Diagnostics")), [visit.say(_QUESTION)], ())]
    return download(spreadsheet(*sheets), "diagnostics.xlsx")


@router.get("/programmes/{programme_id}/diagnostics/docx")
def as_docx(visit: Entered, programme_id: int) -> Response:
    compared, title = _programme(visit, programme_id)
    say = visit.say
    headings = _periods(compared)
    rows: list[list[Cell]] = []
    if compared.whole is not None:
        rows += [[say(Words("вся программа", "the programme")), *row] for row in _rows(visit, compared.whole)]
    rows += list(_pair_rows(visit, compared, headings))
    content = register_docx(
        say(Words("Сравнительная таблица результатов диагностики", "Comparison of the diagnostics")),
        [title, say(Words("Медианы ответов по шкалам", "Medians of the answers to scales"))],
        [say(_PAIR), say(_QUESTION), *(say(one) for one in headings), say(_CHANGE)],
        [["" if cell is None else cell for cell in row] for row in rows],
        empty=say(Words("Ответов пока нет", "No answers yet")),
    )
    return download(content, "diagnostics.docx", media_type=_DOCX)


@router.get("/pairs/{pair_id}/course")
def of_pair(visit: Entered, pair_id: int) -> Response:
    """The same for one pair, for its own people too."""
    with visit.read() as tx:
        pair = pairs.get(tx, pair_id)
        if pair is None:
            raise Missing
        own = memberships.roles_of(tx, pair_id=pair_id, person_id=visit.who.person_id, day=visit.today)
        named = (visit.home is not None and visit.names_shown(visit.home.path)) or bool(own)
        compared = compare_programme(tx, pair.programme_id, named=named, day=visit.today, pair_id=pair_id)
    title = visit.say(Words(f"Пара № {pair.number}", f"Pair No. {pair.number}"))
    return visit.page(
        "surveys/compare.html",
        compared=compared,
        title=title,
        files="",
        drawings=_drawings(compared),
        told=course,
        acts=not OFFICE.isdisjoint(visit.roles),
    )


def _programme(visit: Visit, programme_id: int) -> tuple[Compared, str]:
    assert visit.home is not None  # noqa: S101  # the policy has found the programme
    with visit.read() as tx:
        programme = programmes.get(tx, programme_id)
        if programme is None:
            raise Missing
        named = visit.names_shown(visit.home.path)
        return compare_programme(tx, programme_id, named=named, day=visit.today), programme.title


def _drawings(compared: Compared) -> dict[tuple[int, str], course.Drawn]:
    """By the place of the course on the page and the key of the question."""
    found: dict[tuple[int, str], course.Drawn] = {}
    for at, one in enumerate([*_all(compared), *compared.pairs]):
        for line in one.comparison.lines:
            made = course.drawn(line, one.headings)
            if made is not None:
                found[at, line.question.key] = made
    return found


def _all(compared: Compared) -> list[Course]:
    return [*([] if compared.whole is None else [compared.whole]), *compared.ends]


def _periods(compared: Compared) -> tuple[Words, ...]:
    return () if compared.whole is None else compared.whole.headings


def _columns(visit: Visit, one: Course) -> list[str]:
    return [visit.say(_QUESTION), *(visit.say(words) for words in one.headings), visit.say(_CHANGE)]


def _rows(visit: Visit, one: Course) -> Iterator[list[Cell]]:
    hidden = visit.say(Words("скрыто", "hidden"))
    for line in one.comparison.lines:
        cells: list[Cell] = [hidden if cell.veiled else cell.middle for cell in line.cells]
        yield [visit.say(line.question.title), *cells, line.change]


def _pair_rows(visit: Visit, compared: Compared, headings: tuple[Words, ...]) -> Iterator[list[Cell]]:
    """Every pair in the columns of the whole programme, whatever periods it answered in."""
    for one in compared.pairs:
        for line in one.comparison.lines:
            by_period = dict(zip(one.headings, line.cells, strict=True))
            cells: list[Cell] = [by_period[words].middle if words in by_period else None for words in headings]
            label = f"№ {one.pair_number}, {one.names}"
            yield [label, visit.say(line.question.title), *cells, line.change]
