"""The page behind an invitation: choosing a password. It signs nobody in."""

from fastapi import APIRouter, Response

from engine.refusals import BadInput, ChangedMeanwhile
from engine.words import Words
from storage.accounts import AccountRow
from web import cookies
from web.entering import Entered
from web.faults import CHANGED_MEANWHILE, NONE, Faults, FieldFault, of_bad_input
from web.visit import Visit
from workflows.choose_password import choose_password, invited

router = APIRouter()

_DIFFERENT = Words("Второй раз пароль написан иначе", "The second time the password is different")


@router.get("/invitation/{token}")
def invitation(visit: Entered, token: str) -> Response:
    return _shown(visit, token, NONE)


@router.post("/invitation/{token}")
def choose(visit: Entered, token: str) -> Response:
    password = visit.fields.raw("password")
    if password != visit.fields.raw("again"):
        return _shown(visit, token, Faults((FieldFault("again", _DIFFERENT),)))
    try:
        with visit.write() as tx:
            choose_password(tx, token_hash=cookies.hashed(token), password=password, at=visit.now)
    except BadInput as error:
        return _shown(visit, token, of_bad_input(error))
    except ChangedMeanwhile:
        return _shown(visit, token, CHANGED_MEANWHILE)
    return visit.go("/sign-in", Words("Пароль сохранён, теперь войдите", "The password is saved, now sign in"))


def _shown(visit: Visit, token: str, faults: Faults) -> Response:
    with visit.read() as tx:
        account: AccountRow | None = invited(tx, token_hash=cookies.hashed(token), at=visit.now)
    if account is None:
        return visit.page("sign_in/invitation_over.html", status=410)
    return visit.page("sign_in/invitation.html", token=token, account=account, faults=faults)
