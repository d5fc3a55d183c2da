"""`/pairs/{pair_id}`: where a pair stands, what the next move needs, what happened; and the moves themselves."""

from collections.abc import Callable

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.lifecycle import OUTCOMES, NeedStanding
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.lifecycle.needs.meetings import MEETING_TITLES
from engine.lifecycle.needs.papers import PAPER_TITLES
from engine.next_cycle import WISH_TITLES
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.pair_mending import Mending, address_of, mendings
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.carry_out_move import PairMoved
from workflows.pair_names import PairName, pair_name
from workflows.show_pair_page import PairPage, show_pair_page
from workflows.undo_move import undo_move

router = APIRouter()

WORDS = {
    "meetings": MEETING_TITLES,
    "papers": PAPER_TITLES,
    "consents": CONSENT_KINDS,
    "outcomes": OUTCOMES,
    "wishes": WISH_TITLES,
    "letters": {
        "pair_formed": Words("пара сформирована", "the pair is formed"),
        "stage_opened": Words("открыт этап", "a stage is open"),
        "pair_closed": Words("пара завершена", "the pair is closed"),
        "correction": Words("исправление", "a correction"),
        "move_refused": Words("переход задержался", "the move is overdue"),
        "date_moved": Words("срок перенесён", "a date was moved"),
        "digest": Words("сводка", "a digest"),
        "curator_called": Words("просьба о разговоре", "a wish to talk"),
        "appointment": Words("приглашение на встречу", "an invitation to a meeting"),
        "appointment_off": Words("встреча отменена", "a meeting is called off"),
    },
}
"""Words of the page by their keys."""

PURPOSES: dict[str, Words] = {
    "pairing": Words("о закреплении пары", "that assigns the pair"),
    "plan-approval": Words("об утверждении плана", "that approves the plan"),
    "mentoring-report": Words("наставника о работе с парой", "of the mentor on the pair's work"),
    "mentee-report": Words("наставляемого о работе", "of the mentee on the work"),
    "partnership": Words("с организацией-партнёром", "with the partner organisation"),
    "early-end": Words("о досрочном прекращении", "of an early end"),
    "award": Words("о поощрении", "of an award"),
    "monitoring": Words("о ходе работы", "of how the work goes"),
    "other": Words("по другому вопросу", "on another matter"),
}
"""What a paper about a pair may be for."""


NAMELESS = Faults(
    reasons=(
        Reason(
            "names",
            Words("Участников видят только в самой организации", "Participants are seen only inside the organisation"),
            Words("Попросите её куратора", "Ask its curator"),
        ),
    ),
    status=409,
)
"""What a reader above the organisation is told where people would have to be named."""


@router.get("/pairs/{pair_id}")
def pair(visit: Entered, pair_id: int) -> Response:
    return page(visit, pair_id)


@router.post("/pairs/{pair_id}/advance")
def advance(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PairMoved | Refused:
        move, reason = visit.fields.line("move"), visit.fields.line("reason", optional=True, longest=500)
        return advance_pair(tx, by=visit.by, pair_id=pair_id, move=move, reason=reason)

    def told(name: PairName) -> Words:
        return Words(
            f"Пара {name.called.ru} переведена: «{name.stage.ru}»",
            f"The pair {name.called.en} moved to “{name.stage.en}”",
        )

    return _moved(visit, pair_id, flow, told)


@router.post("/pairs/{pair_id}/suspend")
def suspend(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PairMoved | Refused:
        reason = visit.fields.line("reason", optional=True, longest=500)
        return suspend_pair(tx, by=visit.by, pair_id=pair_id, reason=reason)

    def told(name: PairName) -> Words:
        return Words(
            f"Пара {name.called.ru} приостановлена, напоминания ждут",
            f"The pair {name.called.en} is suspended, its reminders wait",
        )

    return _moved(visit, pair_id, flow, told)


@router.post("/pairs/{pair_id}/resume")
def resume(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PairMoved | Refused:
        return resume_pair(tx, by=visit.by, pair_id=pair_id)

    def told(name: PairName) -> Words:
        return Words(
            f"Пара {name.called.ru} возобновлена: «{name.stage.ru}»",
            f"The pair {name.called.en} goes on: “{name.stage.en}”",
        )

    return _moved(visit, pair_id, flow, told)


@router.post("/pairs/{pair_id}/undo")
def undo(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PairName | Refused:
        made = undo_move(tx, by=visit.by, pair_id=pair_id)
        return made if isinstance(made, Refused) else pair_name(tx, pair_id, named=named(visit))

    def done(name: PairName) -> Went:
        words = Words(f"Отменено, снова «{name.stage.ru}»", f"Undone, again “{name.stage.en}”")
        return Went(f"/pairs/{pair_id}", words)

    return visit.change(flow, done=done, again=lambda faults: page(visit, pair_id, faults))


def named(visit: Visit) -> bool:
    """Whether participants of the visited pair have names: for its own people and those of its organisation."""
    path = visit.home.path if visit.home else ""
    offices = any(one.path == path or path.startswith(f"{one.path}/") for one in visit.offices)
    return not offices or visit.names_shown(path)


def sheet(visit: Visit, pair_id: int, *, whole: bool = False) -> PairPage:
    """The pair as this visitor may see it. Raises Missing when there is none for him."""
    try:
        with visit.read() as tx:
            return show_pair_page(tx, by=visit.by, pair_id=pair_id, named=named(visit), whole_story=whole)
    except BadInput:
        raise Missing from None


def page(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    """The page itself, with what went wrong on top."""
    shown = sheet(visit, pair_id, whole=visit.asked("journal") == "all")
    if faults.reasons and not shown.named:
        faults = Faults(faults.fields, _nameless(shown, faults), faults.status)

    def buttons(line: NeedStanding) -> list[tuple[Mending, str]]:
        return [(one, address_of(pair_id, one, line)) for one in mendings(line, shown.may)]

    def purpose(key: str) -> str:
        return visit.say(PURPOSES.get(key, PURPOSES["other"]))

    return visit.page(
        "pair/pair.html",
        shown=shown,
        faults=faults,
        mendings=buttons,
        words=WORDS,
        purpose=purpose,
    )


def _moved(
    visit: Visit,
    pair_id: int,
    flow: Callable[[Connection], PairMoved | Refused],
    told: Callable[[PairName], Words],
) -> Response:
    """A move is made, said in a toast that takes it back; refused, the page says why."""

    def moving(tx: Connection) -> PairName | Refused:
        made = flow(tx)
        return made if isinstance(made, Refused) else pair_name(tx, pair_id, named=named(visit))

    def done(name: PairName) -> Went:
        return Went(f"/pairs/{pair_id}", told(name), Undo(f"/pairs/{pair_id}/undo"))

    return visit.change(moving, done=done, again=lambda faults: page(visit, pair_id, faults))


def _nameless(shown: PairPage, faults: Faults) -> tuple[Reason, ...]:
    """The reasons of a refusal in the page's own words, which name nobody."""
    own = {line.standing.need.name for line in shown.needs}
    lacking = tuple(
        Reason(line.standing.need.name, line.standing.proof, line.standing.unmet.mend)
        for line in shown.needs
        if line.standing.unmet is not None
    )
    return (*(reason for reason in faults.reasons if reason.need not in own), *lacking)
