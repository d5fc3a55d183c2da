"""`/pairs`: the board by stage, the same as a table and as a file; figures above a school."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.lifecycle import OUTCOMES
from engine.words import Words
from storage import board
from web.counts import COUNTERS
from web.download import download
from web.entering import Entered
from web.refusing import Missing
from web.remembered import Remembered
from web.visit import Visit
from workflows.board_cards import Card
from workflows.show_board import Board, Figures, Show, Wish, show_pairs

router = APIRouter()

_MOST_BRANCHES = 100
_kept: Remembered[Figures] = Remembered(10.0)
"""Figures of a region look at every pair of it: whoever looks again at once sees the same."""

_SORTS: Mapping[str, Callable[[Card], Any]] = {
    "number": lambda card: card.standing.pair.number,
    "mentor": lambda card: card.standing.mentor,
    "mentee": lambda card: card.standing.mentees,
    "form": lambda card: card.standing.definition.title.ru,
    "stage": lambda card: card.standing.pair.stage_since,
    "due": lambda card: (card.standing.due_on is None, card.standing.due_on),
    "lacks": lambda card: card.standing.met - len(card.standing.lines),
    "curator": lambda card: card.standing.curator,
}
"""Orders of the table by the word of its address; `-` before it turns the order round."""

_HEADINGS = (
    Words("№", "No"),
    Words("Наставник", "Mentor"),
    Words("Наставляемые", "Mentees"),
    Words("Форма", "Form"),
    Words("Программа", "Programme"),
    Words("Этап", "Stage"),
    Words("На этапе с", "In it since"),
    Words("Срок", "Due"),
    Words("Выполнено", "Met"),
    Words("Нужно", "Needed"),
    Words("Чего не хватает", "What lacks"),
    Words("Последняя встреча", "Last meeting"),
    Words("Куратор", "Curator"),
    Words("Исход", "Outcome"),
    Words("План выполнен, %", "Plan done, %"),
    Words("В плане просрочено", "Late in the plan"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of the page with its filters; `with_` changes some of them."""

    asked: Mapping[str, str]

    def with_(self, **changed: str) -> str:
        wanted = {key: value for key, value in {**self.asked, **changed}.items() if value}
        return f"/pairs?{urlencode(wanted)}" if wanted else "/pairs"

    def file(self) -> str:
        wanted = {key: value for key, value in self.asked.items() if value and key not in ("view", "stage")}
        return f"/pairs/xlsx?{urlencode(wanted)}" if wanted else "/pairs/xlsx"


@router.get("/pairs")
def pairs(visit: Entered) -> Response:
    return _shown(visit)


@router.post("/pairs/search")
def search(visit: Entered) -> Response:
    """A name is sent, never written into an address; the filters come along as fields."""
    return _shown(visit)


def _shown(visit: Visit) -> Response:
    found = _found(visit)
    address = _address(visit)
    if isinstance(found, Figures):
        return _figures(visit, found, address)
    may_form = not visit.roles_on(found.organisation.path).isdisjoint({"administrator", "head", "curator"})
    common: dict[str, Any] = {
        "board": found,
        "address": address,
        "wish": _wish(visit),
        "may_form": may_form and found.named,
    }
    if _asked(visit, "view") == "table" or found.over or _asked(visit, "show") == "closed":
        return visit.page(
            "pairs/table.html", **common, cards=_sorted(found, visit), sort=_sort(visit), outcome_of=outcome_of
        )
    return visit.page("pairs/board.html", **common)


@router.get("/pairs/xlsx")
def as_file(visit: Entered) -> Response:
    found = _found(visit)
    rows = _branches(found) if isinstance(found, Figures) else _rows(found, visit)
    headings = _figure_headings(found) if isinstance(found, Figures) else _HEADINGS
    sheet = Sheet(visit.say(Words("Пары", "Pairs")), [visit.say(title) for title in headings], rows)
    return download(spreadsheet(sheet), "pairs.xlsx")


def _figures(visit: Visit, found: Figures, address: Address) -> Response:
    """The worst first, a hundred at a time."""
    asked = _asked(visit, "from")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    ordered = sorted(found.branches, key=lambda one: (-one.late, -one.total))
    return visit.page(
        "pairs/figures.html",
        found=found,
        address=address,
        shown=ordered[start : start + _MOST_BRANCHES],
        before=max(start - _MOST_BRANCHES, 0) if start else None,
        after=start + _MOST_BRANCHES if start + _MOST_BRANCHES < len(ordered) else None,
        holding=sum(1 for one in found.branches if one.total),
    )


def count_pairs(tx: Connection, visit: Visit) -> int:
    """The live pairs of the organisation the visitor works in, for the menu."""
    return board.count_live(tx, visit.place.organisation_id) if visit.place else 0


COUNTERS["/pairs"] = (count_pairs, False)


def _found(visit: Visit) -> Board | Figures:
    path = _asked(visit, "org") or (visit.place.path if visit.place else "")
    if not visit.scope.sees(path):
        raise Missing
    key = (id(visit.parts.database), path, visit.scope.paths, visit.today)
    kept = _kept.get(key, visit.parts.elapsed()) if _asked(visit, "own") != "1" else None
    if kept is not None:
        return kept
    with visit.read() as tx:
        found = show_pairs(
            tx,
            by=visit.by,
            scope=visit.scope,
            path=path,
            named=visit.names_shown(path),
            wish=_wish(visit),
            own=_asked(visit, "own") == "1",
        )
    return _kept.put(key, visit.parts.elapsed(), found) if isinstance(found, Figures) else found


def _wish(visit: Visit) -> Wish:
    shows: tuple[Show, ...] = get_args(Show)
    show: Show = "all"
    for one in shows:
        if one == _asked(visit, "show"):
            show = one
    programme = _asked(visit, "programme")
    return Wish(
        show=show,
        programme_id=int(programme) if programme.isascii() and programme.isdigit() and len(programme) < 10 else None,
        search=visit.fields.raw("q").strip()[:100],
        open_stage=_asked(visit, "stage"),
    )


def _address(visit: Visit) -> Address:
    return Address({key: _asked(visit, key) for key in ("org", "own", "show", "programme", "view", "sort", "stage")})


def _asked(visit: Visit, key: str) -> str:
    """A filter: from the address, or from the form of a search."""
    return visit.fields.raw(key)[:200] if visit.request.method == "POST" else visit.asked(key)


def _sort(visit: Visit) -> str:
    return _asked(visit, "sort") if _asked(visit, "sort").lstrip("-") in _SORTS else ""


def _sorted(found: Board, visit: Visit) -> list[Card]:
    """By default the worst first, as on the board."""
    wanted = _sort(visit)
    if not wanted:
        return list(found.cards)
    return sorted(found.cards, key=_SORTS[wanted.lstrip("-")], reverse=wanted.startswith("-"))


def _rows(found: Board, visit: Visit) -> Iterator[list[Cell]]:
    for card in _sorted(found, visit):
        of = card.standing
        yield [
            of.pair.number,
            of.mentor,
            ", ".join(of.mentees),
            visit.say(of.definition.title),
            of.programme,
            visit.say(of.stage.title),
            of.pair.stage_since,
            of.due_on,
            of.met,
            len(of.lines),
            "\n".join(visit.say(line.proof) for line in of.lines if not line.met),
            of.last_met,
            of.curator,
            None,
            None if of.plan is None else of.plan.percent,
            None if of.plan is None else of.plan.late,
        ]
    for over in found.over:
        pair = over.found.pair
        yield [
            pair.number,
            over.mentor,
            ", ".join(over.mentees),
            visit.say(over.definition.title),
            over.found.programme,
            visit.say(over.definition.stage(pair.stage).title),
            pair.stage_since,
            *(None,) * 6,
            visit.say(outcome_of(pair.outcome)),
        ]


def outcome_of(key: str | None) -> Words:
    """How a pair ended, in words."""
    return next((title for known, title in OUTCOMES.items() if known == key), Words("—", "—"))


def _figure_headings(found: Figures) -> tuple[Words, ...]:
    return (
        Words("Организация", "Organisation"),
        *(title for _, title in found.stages),
        Words("Всего пар", "Pairs"),
        Words("Этап просрочен", "Stage late"),
    )


def _branches(found: Figures) -> Iterator[list[Cell]]:
    for one in found.branches:
        yield [one.name, *(one.by_stage.get(key, 0) for key, _ in found.stages), one.total, one.late]
