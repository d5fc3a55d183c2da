"""Signing in: a password, or a link by letter; then a code where it is asked for. And the way out."""

from fastapi import APIRouter, Response

from engine.refusals import BadInput, ChangedMeanwhile
from engine.words import Words
from storage import accounts
from web import cookies
from web.doorstep import asking, come_in, onward, too_often, with_next
from web.entering import Entered
from web.faults import CHANGED_MEANWHILE, NONE, Faults, FieldFault, of_bad_input
from web.qr import qr
from web.visit import Visit
from workflows.ask_sign_in_link import ask_sign_in_link
from workflows.asking import Limited, SignedIn
from workflows.pass_second_step import pass_second_step
from workflows.passwords import compare
from workflows.second_step import address_of
from workflows.set_up_second_step import Joined, begin_second_step, confirm_second_step
from workflows.sign_in import look_up, sign_in
from workflows.sign_out import sign_out
from workflows.use_sign_in_link import use_sign_in_link

router = APIRouter()

_WRONG = Words("Адрес или пароль не подошли", "The address or the password does not fit")
_NO_ADDRESS = Words("Впишите адрес почты", "Write the mail address")
_NO_PASSWORD = Words("Впишите пароль", "Write the password")
_DEAD_LINK = Words(
    "Ссылка не сработала: ею уже воспользовались, прошло 10 минут или её попросили в другом браузере. "
    "Попросите новую здесь.",
    "The link did not work: it was used, is over 10 minutes old, or was asked for in another browser. "
    "Ask for a new one here.",
)


@router.get("/sign-in")
def door(visit: Entered) -> Response:
    if visit.visitor is not None:
        return visit.go(with_next("/sign-in/second-step", visit.asked("next")))
    return _door(visit, wanted=visit.asked("next"))


@router.post("/sign-in")
def enter(visit: Entered) -> Response:
    """Whether the account does not exist or the password is wrong: the same answer, after the same work."""
    email, password, wanted = (visit.fields.raw(name) for name in ("email", "password", "next"))
    faults = _empty(email, password)
    if faults.any:
        return _door(visit, wanted=wanted, email=email, faults=faults)
    token = cookies.new_token()
    who = asking(visit, token)
    with visit.read() as tx:
        known = look_up(tx, email=email, asking=who)
    if isinstance(known, Limited):
        return _door(visit, wanted=wanted, email=email, faults=too_often(visit, known))
    account = compare(known, password)
    with visit.write() as tx:
        outcome = sign_in(tx, email=email, account=account, asking=who)
    if isinstance(outcome, SignedIn):
        return come_in(visit, token, to=_after(outcome, wanted))
    wrong = too_often(visit, outcome) if isinstance(outcome, Limited) else _sentence(_WRONG)
    return _door(visit, wanted=wanted, email=email, faults=wrong)


@router.post("/sign-in/link")
def ask_link(visit: Entered) -> Response:
    """The same answer for every address."""
    email, wanted = visit.fields.raw("email"), visit.fields.raw("next")
    if not email.strip():
        faults = Faults((FieldFault("email", _NO_ADDRESS),))
        return _door(visit, wanted=wanted, faults=faults)
    with visit.write() as tx:
        limited = ask_sign_in_link(
            tx, email=email, browser_hash=cookies.hashed(visit.browser), asking=asking(visit, cookies.new_token())
        )
    if limited is not None:
        return _door(visit, wanted=wanted, email=email, faults=too_often(visit, limited, "email"))
    return visit.go("/sign-in/sent")


@router.get("/sign-in/sent")
def sent(visit: Entered) -> Response:
    return visit.page("sign_in/sent.html")


@router.get("/sign-in/link/{token}")
def link(visit: Entered, token: str) -> Response:
    """Only shows a button, whatever the link is worth: mail scanners open links."""
    return visit.page("sign_in/link.html", token=token)


@router.post("/sign-in/link/{token}")
def use_link(visit: Entered, token: str) -> Response:
    fresh = cookies.new_token()
    with visit.write() as tx:
        outcome = use_sign_in_link(
            tx,
            token_hash=cookies.hashed(token),
            browser_hash=cookies.hashed(visit.browser),
            asking=asking(visit, fresh),
        )
    if isinstance(outcome, SignedIn):
        return come_in(visit, fresh, to=_after(outcome, ""))
    return _door(visit, wanted="", faults=_sentence(_DEAD_LINK))


@router.get("/sign-in/second-step")
def code(visit: Entered) -> Response:
    """For a session that waits for a code; whoever needs none goes on."""
    wanted = visit.asked("next")
    if visit.visitor is None:
        return visit.go(with_next("/sign-in", wanted))
    session = visit.visitor.signed_in
    if session is None or not visit.visitor.half_way:
        return visit.go(onward(wanted))
    if session.totp_since is None:
        return visit.go(with_next("/sign-in/set-up", wanted))
    return visit.page("sign_in/code.html", wanted=onward(wanted))


@router.post("/sign-in/second-step")
def give_code(visit: Entered) -> Response:
    wanted, token = visit.fields.raw("next"), cookies.new_token()
    try:
        with visit.write() as tx:
            outcome = pass_second_step(
                tx, code=visit.fields.raw("code"), seconds=visit.parts.elapsed(), asking=asking(visit, token)
            )
    except BadInput as error:
        outcome = error
    except ChangedMeanwhile:
        return visit.page("sign_in/code.html", wanted=onward(wanted), faults=CHANGED_MEANWHILE)
    if isinstance(outcome, SignedIn):
        return come_in(visit, token, to=onward(wanted))
    return visit.page("sign_in/code.html", wanted=onward(wanted), faults=of_bad_input(outcome))


@router.get("/sign-in/set-up")
def set_up(visit: Entered) -> Response:
    wanted = visit.asked("next")
    if visit.visitor is None:
        return visit.go(with_next("/sign-in", wanted))
    if visit.visitor.signed_in is None or visit.visitor.signed_in.totp_since is not None:
        return visit.go(with_next("/sign-in/second-step", wanted))
    return _set_up(visit, wanted, NONE)


@router.post("/sign-in/set-up")
def begin_set_up(visit: Entered) -> Response:
    """Make the secret and show it; pressed twice, it shows the same one."""
    if visit.visitor is None:
        return visit.go("/sign-in")
    try:
        with visit.write() as tx:
            begin_second_step(tx, by=visit.by)
    except BadInput:
        return visit.go("/account")
    return visit.go(with_next("/sign-in/set-up", visit.fields.raw("next")))


@router.post("/sign-in/set-up/code")
def confirm(visit: Entered) -> Response:
    """The first code of the phone; the answer shows the recovery codes, once."""
    if visit.visitor is None:
        return visit.go("/sign-in")
    wanted, token = visit.fields.raw("next"), cookies.new_token()
    try:
        with visit.write() as tx:
            outcome = confirm_second_step(
                tx,
                by=visit.by,
                code=visit.fields.raw("code"),
                seconds=visit.parts.elapsed(),
                asking=asking(visit, token),
            )
    except (BadInput, ChangedMeanwhile) as error:
        if isinstance(error, BadInput) and error.field:
            return _set_up(visit, wanted, of_bad_input(error))
        return visit.go("/account")
    if isinstance(outcome, Joined):
        visit.remember(cookies.SESSION, token)
        return visit.page("sign_in/recovery.html", codes=outcome.codes, wanted=onward(wanted))
    return _set_up(visit, wanted, of_bad_input(outcome))


@router.post("/sign-out")
def leave(visit: Entered) -> Response:
    if visit.visitor is not None:
        with visit.write() as tx:
            sign_out(tx, by=visit.by, token_hash=visit.who.session)
    visit.remember(cookies.SESSION, "")
    return visit.go("/sign-in", Words("Вы вышли", "You are signed out"))


def _after(outcome: SignedIn, wanted: str) -> str:
    return with_next("/sign-in/second-step", wanted) if outcome.second_step else onward(wanted)


def _door(visit: Visit, *, wanted: str, email: str = "", faults: Faults = NONE) -> Response:
    return visit.page("sign_in/door.html", wanted=onward(wanted), email=email[:254], faults=faults)


def _set_up(visit: Visit, wanted: str, faults: Faults) -> Response:
    with visit.read() as tx:
        account = accounts.of_person(tx, visit.who.person_id)
    address = "" if account is None else address_of(account)
    return visit.page(
        "sign_in/set_up.html",
        wanted=onward(wanted),
        picture=qr(address) if address else "",
        key=account.totp if account and address else "",
        faults=faults,
    )


def _empty(email: str, password: str) -> Faults:
    missing = [
        FieldFault(name, words)
        for name, given, words in (("email", email.strip(), _NO_ADDRESS), ("password", password, _NO_PASSWORD))
        if not given
    ]
    return Faults(tuple(missing))


def _sentence(words: Words) -> Faults:
    return Faults((FieldFault("", words),))
