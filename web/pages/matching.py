"""`/matching`: who is ready in a programme, and the pairs proposed for it, to be taken, changed, excluded."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.matching import STRENGTHS
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import organisations
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.draft_match_order import draft_match_order
from workflows.draft_paper import PaperDrafted
from workflows.exclude_match import MatchExcluded, allow_match, exclude_match
from workflows.move_in_match import MovedInMatch, move_in_match
from workflows.propose_pairs import PairsProposed, propose_pairs
from workflows.return_pairs import PairsReturned, return_pairs
from workflows.show_match import Card, Choice, Left, MatchShown, show_exchange, show_match
from workflows.show_matching import Readiness, programmes_to_match, show_readiness
from workflows.take_pairs import PairsTaken, take_pairs

router = APIRouter()

_MOST = 20  # cards on a page
_MOST_NAMES = 200
_HEADINGS = (
    Words("№", "No"),
    Words("Наставник", "Mentor"),
    Words("Должность наставника", "The mentor's position"),
    Words("Наставляемый", "Mentee"),
    Words("Должность или класс", "Position or class"),
    Words("Насколько подходят", "How good a fit"),
    Words("Баллы", "Points"),
    Words("Почему", "Why"),
    Words("Другие наставники", "Other mentors"),
    Words("Что делать", "What to do"),
)


@router.get("/matching")
def matching(visit: Entered) -> Response:
    return _overview(visit)


@router.post("/matching/programmes/{programme_id}")
def propose(visit: Entered, programme_id: int) -> Response:
    def flow(tx: Connection) -> PairsProposed | Refused:
        return propose_pairs(tx, by=visit.by, programme_id=programme_id)

    def done(made: PairsProposed) -> Went:
        words = Words(
            f"Предложено пар: {made.pairs}, без наставника: {made.left}",
            f"{made.pairs} pairs proposed, {made.left} mentees without a mentor",
        )
        return Went(f"/matching/{made.id}", words)

    return visit.change(flow, done=done, again=lambda faults: _overview(visit, faults, programme_id))


@router.post("/matching/programmes/{programme_id}/exclude")
def exclude(visit: Entered, programme_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> MatchExcluded | Refused:
        return exclude_match(
            tx,
            by=visit.by,
            programme_id=programme_id,
            mentor_id=fields.number("mentor"),
            mentee_id=fields.number("mentee"),
            reason=fields.line("reason", optional=True, longest=500),
        )

    def done(made: MatchExcluded) -> Went:
        words = Words(
            "Этих двоих больше не предложат вместе. Подберите пары ещё раз",
            "These two are no longer proposed together. Propose pairs again",
        )
        sent = {"mentor": str(made.mentor_id), "mentee": str(made.mentee_id), "match": fields.raw("match")}
        return Went(_back(visit, programme_id), words, Undo(f"/matching/programmes/{programme_id}/allow", sent))

    return visit.change(flow, done=done, again=lambda faults: _overview(visit, faults, programme_id))


@router.post("/matching/programmes/{programme_id}/allow")
def allow(visit: Entered, programme_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> MatchExcluded | Refused:
        mentor_id, mentee_id = fields.number("mentor"), fields.number("mentee")
        return allow_match(tx, by=visit.by, programme_id=programme_id, mentor_id=mentor_id, mentee_id=mentee_id)

    def done(made: MatchExcluded) -> Went:
        words = Words("Этих двоих снова можно предлагать вместе", "These two may be proposed together again")
        sent = {"mentor": str(made.mentor_id), "mentee": str(made.mentee_id), "match": fields.raw("match")}
        return Went(_back(visit, programme_id), words, Undo(f"/matching/programmes/{programme_id}/exclude", sent))

    return visit.change(flow, done=done, again=lambda faults: _overview(visit, faults, programme_id))


@router.get("/matching/{match_id}")
def proposal(visit: Entered, match_id: int) -> Response:
    return _proposal(visit, match_id)


@router.get("/matching/{match_id}/xlsx")
def as_file(visit: Entered, match_id: int) -> Response:
    found = _found(visit, match_id)
    if isinstance(found, Refused):
        raise Missing
    titles = [visit.say(title) for title in _HEADINGS]
    title = visit.say(Words("Подбор пар", "Matching"))
    return download(spreadsheet(Sheet(title, titles, _rows(found, visit))), "matching.xlsx")


@router.post("/matching/{match_id}/take")
def take(visit: Entered, match_id: int) -> Response:
    """One pair when the form names it, otherwise every one that is left."""
    fields = visit.fields

    def flow(tx: Connection) -> PairsTaken | Refused:
        number = fields.number_if_given("pair")
        return take_pairs(
            tx, by=visit.by, proposal_id=match_id, number=number, version=fields.number_if_given("version")
        )

    def done(made: PairsTaken) -> Went:
        words = Words(
            f"Сформировано пар: {len(made.pairs)}. Участникам уйдут письма через десять минут",
            f"{len(made.pairs)} pairs formed. Their people get letters in ten minutes",
        )
        undo = Undo(f"/matching/{match_id}/return", {"pairs": " ".join(str(one) for one in made.pairs)})
        return Went(f"/matching/{match_id}", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _proposal(visit, match_id, faults))


@router.post("/matching/{match_id}/return")
def give_back(visit: Entered, match_id: int) -> Response:
    def flow(tx: Connection) -> PairsReturned | Refused:
        return return_pairs(tx, by=visit.by, proposal_id=match_id, pair_ids=_pair_ids(visit))

    def done(made: PairsReturned) -> Went:
        words = Words(
            f"Отменено пар: {len(made.pairs)}, они закрыты как не начинавшиеся",
            f"{len(made.pairs)} pairs taken back, they are closed as never started",
        )
        return Went(f"/matching/{match_id}", words)

    return visit.change(flow, done=done, again=lambda faults: _proposal(visit, match_id, faults))


@router.get("/matching/{match_id}/exchange")
def exchange_form(visit: Entered, match_id: int) -> Response:
    return _exchange(visit, match_id)


@router.post("/matching/{match_id}/exchange")
def exchange(visit: Entered, match_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> MovedInMatch | Refused:
        return move_in_match(
            tx,
            by=visit.by,
            proposal_id=match_id,
            mentee_id=fields.number("mentee"),
            mentor_id=fields.number("mentor"),
            version=fields.number_if_given("version"),
        )

    def done(made: MovedInMatch) -> Went:
        words = Words("Предложение изменено вручную", "The proposal is changed by hand")
        return Went(f"/matching/{match_id}", words)

    return visit.change(flow, done=done, again=lambda faults: _exchange(visit, match_id, faults))


@router.post("/matching/{match_id}/order")
def order(visit: Entered, match_id: int) -> Response:
    def flow(tx: Connection) -> PaperDrafted | Refused:
        return draft_match_order(tx, by=visit.by, proposal_id=match_id)

    def done(made: PaperDrafted) -> Went:
        words = Words("Черновик приказа готов: проверьте его", "The order is drafted: look it through")
        return Went(f"/papers/drafts/{made.id}", words)

    return visit.change(flow, done=done, again=lambda faults: _proposal(visit, match_id, faults))


def _overview(visit: Visit, faults: Faults = NONE, programme_id: int | None = None) -> Response:
    path = visit.home.path if visit.home else visit.asked("org") or (visit.place.path if visit.place else "")
    if not visit.scope.sees(path):
        raise Missing
    if not visit.names_shown(path):
        return visit.page("matching/nameless.html", faults=faults)
    with visit.read() as tx:
        place = organisations.by_path(tx, path)
        running = programmes_to_match(tx, place.id, today=visit.today) if place else []
        wanted = programme_id or _number(visit.asked("programme")) or (running[0].id if running else 0)
        chosen = next((one for one in running if one.id == wanted), None)
        ready = show_readiness(tx, by=visit.by, programme_id=chosen.id) if chosen else None
    if isinstance(ready, Refused):
        return visit.page("errors/refused.html", faults=Faults(reasons=ready.reasons, status=409), back="/pairs")
    return visit.page(
        "matching/overview.html",
        place=place,
        running=running,
        ready=ready,
        faults=faults,
        most=_MOST_NAMES,
        options=_options(ready),
    )


def _options(ready: Readiness | None) -> dict[str, Any]:
    """The lists of the form that excludes two people."""
    if ready is None:
        return {"mentors": [], "mentees": []}
    return {
        "mentors": [(one.person.id, one.person.name) for one in ready.mentors],
        "mentees": [(one.id, one.name) for one in ready.waiting],
    }


def _proposal(visit: Visit, match_id: int, faults: Faults = NONE) -> Response:
    start = _number(visit.asked("from"))
    found = _found(visit, match_id, start=start, most=_MOST)
    if isinstance(found, Refused):
        return visit.page("errors/refused.html", faults=Faults(reasons=found.reasons, status=409), back="/matching")
    return visit.page(
        "matching/proposal.html",
        found=found,
        row=found.hand.row,
        zone=found.gathered.organisation.timezone,
        faults=faults,
        strengths=STRENGTHS,
        looks={"strong": "ok", "good": "info", "weak": ""},
        start=start,
        before=max(start - _MOST, 0) if start else None,
        after=start + _MOST if start + _MOST < found.total else None,
        waiting=[one for one in found.left if one.side == "mentee"],
        idle=[one for one in found.left if one.side == "mentor"],
    )


def _exchange(visit: Visit, match_id: int, faults: Faults = NONE) -> Response:
    _own(visit)
    mentee_id = _number(visit.fields.raw("mentee") or visit.asked("mentee"))
    with visit.read() as tx:
        found = show_exchange(tx, by=visit.by, proposal_id=match_id, mentee_id=mentee_id)
    if isinstance(found, Refused):
        return _proposal(visit, match_id, Faults(reasons=found.reasons, status=409))
    if found.mentee.id != mentee_id:
        raise Missing
    return visit.page("matching/exchange.html", found=found, row=found.hand.row, faults=faults)


def _found(visit: Visit, match_id: int, *, start: int = 0, most: int | None = None) -> MatchShown | Refused:
    _own(visit)
    with visit.read() as tx:
        return show_match(tx, by=visit.by, proposal_id=match_id, start=start, most=most)


def _own(visit: Visit) -> None:
    """Names and wishes are for the people of the organisation itself."""
    if visit.home is None or not visit.names_shown(visit.home.path):
        raise Missing


def _back(visit: Visit, programme_id: int) -> str:
    """The proposal the form stood on, else the programme."""
    match = _number(visit.fields.raw("match"))
    return f"/matching/{match}" if match else f"/matching?programme={programme_id}"


def _pair_ids(visit: Visit) -> list[int]:
    """Raises BadInput for what is no list of numbers."""
    given = visit.fields.raw("pairs").split()
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in given):
        raise BadInput("pairs", "Нужны номера пар", "Numbers of pairs are needed")
    return [int(one) for one in given]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _rows(found: MatchShown, visit: Visit) -> Iterator[list[Cell]]:
    for card in found.cards:
        yield from _card_rows(card, visit)
    for left in found.left:
        yield _left_row(left, visit)


def _card_rows(card: Card, visit: Visit) -> Iterator[list[Cell]]:
    for one in card.mentees:
        yield [
            card.number,
            card.mentor.name,
            card.mentor.position,
            one.person.name,
            one.person.position,
            visit.say(STRENGTHS[card.strength]),
            one.points,
            "; ".join(visit.say(why) for why in one.whys),
            _choices(one.choices),
            visit.say(Words("пара сформирована", "formed")) if card.pair_id else None,
        ]


def _left_row(left: Left, visit: Visit) -> list[Cell]:
    person = [left.person.name, left.person.position]
    sides: list[Cell] = [*person, None, None] if left.side == "mentor" else [None, None, *person]
    return [None, *sides, None, None, visit.say(left.words), _choices(left.choices), visit.say(left.mend)]


def _choices(choices: tuple[Choice, ...]) -> str:
    return ", ".join(one.person.name for one in choices)
