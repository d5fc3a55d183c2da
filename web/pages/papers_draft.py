"""`/papers/drafts/{draft_id}`: the paper as it will be, its values and cases to be typed over, its registration."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.file_kinds import DOCX
from engine.refusals import Refused
from engine.words import Words
from storage import roadmaps
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.paper_editing import boxes, typing_of
from web.paper_preview import preview
from web.paper_words import KINDS
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.drop_paper_draft import DraftDropped, drop_paper_draft, take_up_paper_draft
from workflows.issue_paper import PaperIssued, issue_paper, write_draft
from workflows.paper_at_hand import ground_of, take_draft, values_at_hand
from workflows.papers.words_here import own_template
from workflows.propose_number import propose_number
from workflows.type_paper import PaperTyped, type_paper

router = APIRouter()


@router.get("/papers/drafts/{draft_id}")
def draft(visit: Entered, draft_id: int) -> Response:
    return _show(visit, draft_id)


@router.post("/papers/drafts/{draft_id}")
def save(visit: Entered, draft_id: int) -> Response:
    def flow(tx: Connection) -> PaperTyped | Refused:
        return _typed(tx, visit, draft_id)

    words = Words("Проект сохранён", "The draft is saved")
    return visit.change(
        flow,
        done=lambda _: Went(f"/papers/drafts/{draft_id}", words),
        again=lambda faults: _show(visit, draft_id, faults),
    )


@router.post("/papers/drafts/{draft_id}/register")
def register(visit: Entered, draft_id: int) -> Response:
    def flow(tx: Connection) -> PaperIssued | Refused:
        number = visit.fields.line("number", longest=50)
        dated = visit.fields.day("date", today=visit.today)
        return issue_paper(tx, by=visit.by, draft_id=draft_id, number=number, dated=dated)

    return visit.change(flow, done=_registered, again=lambda faults: _show(visit, draft_id, faults))


@router.post("/papers/drafts/{draft_id}/drop")
def drop(visit: Entered, draft_id: int) -> Response:
    def flow(tx: Connection) -> DraftDropped | Refused:
        return drop_paper_draft(tx, by=visit.by, draft_id=draft_id)

    words = Words("Проект убран", "The draft is dropped")
    undo = Undo(f"/papers/drafts/{draft_id}/keep")
    return visit.change(flow, done=lambda _: Went("/papers", words, undo))


@router.post("/papers/drafts/{draft_id}/keep")
def keep(visit: Entered, draft_id: int) -> Response:
    def flow(tx: Connection) -> DraftDropped | Refused:
        return take_up_paper_draft(tx, by=visit.by, draft_id=draft_id)

    words = Words("Проект снова здесь", "The draft is here again")
    return visit.change(flow, done=lambda _: Went(f"/papers/drafts/{draft_id}", words))


@router.get("/papers/drafts/{draft_id}/docx")
def as_file(visit: Entered, draft_id: int) -> Response:
    """The draft as a document, with places to write on."""
    with visit.read() as tx:
        _inside(visit)
        written = write_draft(tx, by=visit.by, draft_id=draft_id)
    return download(written.docx, f"draft-{draft_id}.docx", media_type=DOCX.media_type)


def _show(visit: Visit, draft_id: int, faults: Faults = NONE) -> Response:
    _inside(visit)
    with visit.read() as tx:
        hand = take_draft(tx, by=visit.by, draft_id=draft_id)
        ground = ground_of(tx, by=visit.by, hand=hand)
        found = values_at_hand(tx, ground, hand.draft.typed)
        following = propose_number(
            tx, organisation_id=hand.organisation.id, kind=hand.form.kind, year=ground.today.year
        )
        own = own_template(tx, hand.organisation, hand.form.key) is not None
        row = roadmaps.item(tx, hand.draft.item_id) if hand.draft.item_id is not None else None
    fields, lists = boxes(found, hand.draft.typed)
    return visit.page(
        "papers/draft.html",
        hand=hand,
        found=found,
        pieces=preview(found.form, found.values),
        fields=fields,
        lists=lists,
        following=following,
        kinds=KINDS,
        own=own,
        row=row,
        given=visit.fields,
        today=ground.today,
        faults=faults,
    )


def _typed(tx: Connection, visit: Visit, draft_id: int) -> PaperTyped | Refused:
    hand = take_draft(tx, by=visit.by, draft_id=draft_id)
    bare = values_at_hand(tx, ground_of(tx, by=visit.by, hand=hand), {})
    version = visit.fields.number_if_given("version")
    typing = typing_of(visit.fields, hand.form, bare)
    return type_paper(tx, by=visit.by, draft_id=draft_id, typing=typing, version=version)


def _registered(made: PaperIssued) -> Went:
    told = f"№ {made.number} {made.dated:%d.%m.%Y}"
    ru, en = f"Документ зарегистрирован: {told}", f"The paper is registered: {told}"
    if made.closed:
        rows = ", ".join(one.number for one in made.closed)
        ru, en = f"{ru}; закрыты пункты карты: {rows}", f"{en}; rows closed: {rows}"
    if made.approved:
        ru, en = f"{ru}; утверждено планов: {len(made.approved)}", f"{en}; plans approved: {len(made.approved)}"
    if made.same_number:
        ru, en = f"{ru}. Такой номер в этом году уже есть", f"{en}. The number was used this year already"
    return Went(f"/papers/{made.id}", Words(ru, en), Undo(f"/papers/{made.id}/annul"))


def _inside(visit: Visit) -> None:
    """Drafts name people: nobody above the organisation reads them."""
    if visit.home is None or not visit.names_shown(visit.home.path):
        raise Missing
