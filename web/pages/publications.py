"""`/publications`: roadmaps offered from above: look, take whole or in part, decline; and what was handed down."""

from collections.abc import Iterator

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.cascade import WHYS
from engine.refusals import Refused
from engine.words import Words
from storage import item_sheet
from web.entering import Entered
from web.faults import NONE, Faults
from web.visit import Visit
from web.went import Undo, Went
from workflows.adopt_roadmap import Adopted, RowChoice, adopt_roadmap
from workflows.decline_roadmap import Declined, decline_roadmap
from workflows.show_offers import list_offers, show_offer
from workflows.undo_answer import Unanswered, undo_answer
from workflows.withdraw_publication import Withdrawn, withdraw_publication

router = APIRouter()

_MOST_STAFF = 500
STATES: dict[str, Words] = {
    "offered": Words("ждёт ответа", "waits for an answer"),
    "accepted": Words("принята", "taken"),
    "declined": Words("отклонена", "declined"),
    "withdrawn": Words("отозвана", "withdrawn"),
}
"""How an offer stands, in words."""


@router.get("/publications")
def publications(visit: Entered) -> Response:
    with visit.read() as tx:
        found = list_offers(tx, visit.scope, states=("offered", "accepted", "declined"))
    return visit.page("publications/list.html", found=found, states=STATES, whys=WHYS)


@router.get("/publications/{publication_id}")
def publication(visit: Entered, publication_id: int) -> Response:
    return _shown(visit, publication_id, NONE)


@router.post("/publications/{publication_id}/adopt")
def adopt(visit: Entered, publication_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Adopted | Refused:
        return adopt_roadmap(
            tx,
            by=visit.by,
            publication_id=publication_id,
            choices=dict(_choices(visit)),
            into=fields.number_if_given("into"),
        )

    def done(made: Adopted) -> Went:
        left = f", не взято: {made.left}" if made.left else ""
        words = Words(
            f"Принято пунктов: {made.taken}{left}",
            f"Rows taken: {made.taken}" + (f", left out: {made.left}" if made.left else ""),
        )
        return Went(f"/roadmap/{made.roadmap_id}", words, Undo(f"/publications/{publication_id}/undo"))

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, publication_id, faults))


@router.post("/publications/{publication_id}/decline")
def decline(visit: Entered, publication_id: int) -> Response:
    def flow(tx: Connection) -> Declined | Refused:
        return decline_roadmap(
            tx,
            by=visit.by,
            publication_id=publication_id,
            why=visit.fields.choice("why", WHYS),
            words=visit.fields.text("words", optional=True, longest=500),
        )

    def done(_made: Declined) -> Went:
        words = Words("Отказ отправлен наверх: только вид причины", "Declined: only the kind of reason goes up")
        return Went(f"/publications/{publication_id}", words, Undo(f"/publications/{publication_id}/undo"))

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, publication_id, faults))


@router.post("/publications/{publication_id}/undo")
def undo(visit: Entered, publication_id: int) -> Response:
    def flow(tx: Connection) -> Unanswered | Refused:
        return undo_answer(tx, by=visit.by, publication_id=publication_id)

    words = Words("Ответ отменён: предложение снова ждёт", "The answer is undone: the offer waits again")
    return visit.change(flow, done=lambda _: Went(f"/publications/{publication_id}", words))


@router.post("/publications/{publication_id}/withdraw")
def withdraw(visit: Entered, publication_id: int) -> Response:
    def flow(tx: Connection) -> Withdrawn | Refused:
        return withdraw_publication(tx, by=visit.by, publication_id=publication_id)

    words = Words("Предложение отозвано", "The offer is withdrawn")
    return visit.change(flow, done=lambda made: Went(f"/roadmap/{made.roadmap_id}/below", words))


def _choices(visit: Visit) -> Iterator[tuple[int, RowChoice]]:
    fields = visit.fields
    for row in fields.numbers("take"):
        yield (
            row,
            RowChoice(
                deadline=fields.raw(f"deadline_{row}"),
                person_id=fields.number_if_given(f"person_{row}"),
                delegate_to=fields.number_if_given(f"to_{row}"),
            ),
        )


def _shown(visit: Visit, publication_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        shown = show_offer(tx, by=visit.by, publication_id=publication_id)
        staff = item_sheet.staff_of(tx, shown.offer.organisation_id, most=_MOST_STAFF)
    named = visit.names_shown(shown.offer.org_path)
    sent = visit.request.method == "POST"
    return visit.page(
        "publications/offer.html",
        shown=shown,
        offer=shown.offer,
        staff=[(one.id, one.name + (f" · {one.position}" if one.position else "")) for one in staff] if named else [],
        near=[(one.id, one.name) for one in shown.beside],
        own=[(one.id, f"{one.title}, {one.period_start.year}–{one.period_end.year}") for one in shown.own],
        whys=[(key, visit.say(words)) for key, words in WHYS.items()],
        told_whys=WHYS,
        states=STATES,
        ticked=set(visit.fields.numbers("take")) if sent else {one.upper.id for one in shown.open},
        given=visit.fields,
        faults=faults,
        above=visit.scope.sees(shown.offer.upper_path),
    )
