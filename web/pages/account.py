"""The own account: password, second step, browsers that are signed in, tokens of programs, the calendar's address."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.words import Words
from web.doorstep import asking
from web.entering import Entered
from web.faults import CHANGED_MEANWHILE, NONE, Faults, FieldFault, of_bad_input
from web.visit import Visit
from web.went import Went
from workflows.change_password import ask_new_password, change_password
from workflows.make_token import SCOPES, TokenMade, make_calendar_address, make_token
from workflows.revoke_token import revoke_token
from workflows.set_up_second_step import drop_second_step, renew_codes
from workflows.show_account import show_account
from workflows.sign_out import end_other_sessions, end_session

router = APIRouter()

_TOKEN_LASTS = timedelta(days=90)
_DIFFERENT = Words("Второй раз пароль написан иначе", "The second time the password is different")


@router.get("/account")
def account(visit: Entered) -> Response:
    return _shown(visit)


@router.post("/account/password")
def password(visit: Entered) -> Response:
    fields = visit.fields
    if fields.raw("password") != fields.raw("again"):
        return _shown(visit, Faults((FieldFault("again", _DIFFERENT),)))
    who = asking(visit, "")
    outcome = _done(
        visit,
        lambda tx: change_password(
            tx, by=visit.by, current=fields.raw("current"), new=fields.raw("password"), asking=who
        ),
    )
    if isinstance(outcome, Faults):
        return _shown(visit, outcome)
    said = Words("Пароль сменён, другие браузеры вышли", "The password is changed, other browsers are signed out")
    return visit.go("/account", said)


@router.post("/account/new-password")
def new_password(visit: Entered) -> Response:
    outcome = _done(visit, lambda tx: ask_new_password(tx, by=visit.by, asking=asking(visit, "")))
    if isinstance(outcome, Faults):
        return _shown(visit, outcome)
    return visit.go("/account", Words("Письмо со ссылкой уже идёт", "A letter with the link is on its way"))


@router.post("/account/second-step/drop")
def drop(visit: Entered) -> Response:
    outcome = _done(
        visit,
        lambda tx: drop_second_step(tx, by=visit.by, password=visit.fields.raw("confirm"), asking=asking(visit, "")),
    )
    if isinstance(outcome, Faults):
        return _shown(visit, outcome)
    # An administrator is led from there to joining another phone.
    return visit.go("/account", Words("Второй шаг выключен", "The second step is off"))


@router.post("/account/recovery-codes")
def recovery_codes(visit: Entered) -> Response:
    outcome = _done(
        visit,
        lambda tx: renew_codes(
            tx,
            by=visit.by,
            code=visit.fields.raw("code"),
            seconds=visit.parts.elapsed(),
            asking=asking(visit, ""),
        ),
    )
    if isinstance(outcome, Faults):
        return _shown(visit, outcome)
    return visit.page("sign_in/recovery.html", codes=outcome, wanted="/account")


@router.post("/account/sessions/end")
def end_one(visit: Entered) -> Response:
    return visit.change(
        lambda tx: end_session(tx, by=visit.by, number=visit.fields.raw("session")),
        done=lambda _: Went("/account", Words("Браузер вышел", "The browser is signed out")),
    )


@router.post("/account/sessions/end-others")
def end_others(visit: Entered) -> Response:
    return visit.change(
        lambda tx: end_other_sessions(tx, by=visit.by, keep=visit.who.session),
        done=lambda _: Went("/account", Words("Остальные браузеры вышли", "The other browsers are signed out")),
    )


@router.post("/account/tokens")
def token(visit: Entered) -> Response:
    """The answer shows the token, once: it is in no toast and in no remembered answer."""

    def made(tx: Connection) -> TokenMade | Refused:
        return make_token(
            tx,
            by=visit.by,
            name=visit.fields.line("name", longest=60),
            scopes=visit.fields.every("scopes"),
            last_day=visit.fields.day("last_day", today=visit.today),
        )

    outcome = _done(visit, made)
    if isinstance(outcome, Faults):
        return _shown(visit, outcome)
    return visit.page("account/token.html", token=outcome.token)


@router.post("/account/tokens/{token_id}/revoke")
def revoke(visit: Entered, token_id: int) -> Response:
    return visit.change(
        lambda tx: revoke_token(tx, by=visit.by, token_id=token_id),
        done=lambda _: Went("/account", Words("Ключ отозван", "The token is revoked")),
    )


@router.post("/account/calendar")
def calendar(visit: Entered) -> Response:
    outcome = _done(visit, lambda tx: make_calendar_address(tx, by=visit.by))
    if isinstance(outcome, Faults):
        return _shown(visit, outcome)
    base = visit.parts.base_url.rstrip("/")
    return visit.page("account/calendar.html", address=f"{base}/calendar/{outcome.token}.ics")


def _done(visit: Visit, flow: Callable[[Connection], Any]) -> Any:
    """What the flow made, or `Faults`. Not `visit.change`: that one remembers what was sent, and here secrets are.

    A wrong secret comes back as a value, so that the attempt is counted; a raised one leaves no trace.
    """
    try:
        with visit.write() as tx:
            outcome = flow(tx)
    except BadInput as error:
        return of_bad_input(error)
    except ChangedMeanwhile:
        return CHANGED_MEANWHILE
    match outcome:
        case BadInput():
            return of_bad_input(outcome)
        case Refused():
            return Faults(reasons=outcome.reasons, status=409)
        case _:
            return outcome


def _last_day(visit: Visit, expires_at: datetime) -> date:
    return (expires_at - timedelta(seconds=1)).astimezone(ZoneInfo(visit.who.timezone)).date()


def _shown(visit: Visit, faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        shown = show_account(tx, by=visit.by)
    return visit.page(
        "account/account.html",
        shown=shown,
        scopes={key: visit.say(title) for key, title in SCOPES.items()},
        ends={one.id: _last_day(visit, one.expires_at) for one in shown.tokens if one.expires_at},
        last_day=(visit.today + _TOKEN_LASTS).strftime("%d.%m.%Y"),
        faults=faults,
    )
