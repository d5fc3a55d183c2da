"""Somebody makes a token for a program, or the secret address of the own calendar. It is shown once."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import lacking
from engine.refusals import BadInput, Refused
from engine.reminders.ladder import at_local
from engine.sign_in import TOKEN_LASTS_AT_MOST
from engine.words import Words
from storage import api_tokens, organisations
from workflows.asking import is_administrator, note
from workflows.own_account import own_account
from workflows.plain_text import plain_text

SCOPES = {
    "read": Words("читать всё, что видите вы", "read whatever you see"),
    "pairs:write": Words("вести пары: встречи, переходы, отзывы", "run pairs: meetings, moves, feedback"),
    "roadmap:write": Words("отмечать и переносить пункты дорожной карты", "complete and reschedule roadmap items"),
    "people:write": Words("заводить и менять участников", "add and change people"),
    "letters:write": Words("повторять и отменять письма", "retry and cancel letters"),
    "admin": Words("настройки, роли и организации", "settings, roles and organisations"),
}
"""What a token may do; the person's own roles bound it as well."""

_PREFIX = "nst_"  # so that people and scanners of leaks know what it is
_MOST = 20


@dataclass(frozen=True, slots=True)
class TokenMade:
    """`token` is known to nobody else, the database has its hash."""

    id: int
    token: str


def make_token(tx: Connection, *, by: By, name: str, scopes: Sequence[str], last_day: date) -> TokenMade | Refused:
    """A bearer token that holds until the end of `last_day` where the person belongs.

    Refused for the scope `admin` unless the person is an administrator. Raises BadInput for an unknown scope, none at
    all, a day that is past or more than a year ahead, and beyond twenty tokens.
    """
    account = own_account(tx, by)
    title = plain_text(name, "name", longest=60)
    wanted = _scopes(scopes)
    if "admin" in wanted and not is_administrator(tx, account.person_id, at=by.at):
        return Refused((lacking(["administrator"]),))
    home = organisations.by_id(tx, account.organisation_id)
    assert home is not None  # noqa: S101  # the foreign key says so
    _check_day(last_day, home.today(by.at))
    holding = [one for one in api_tokens.of_person(tx, account.person_id) if one.kind == "api" and one.holds(by.at)]
    if len(holding) >= _MOST:
        raise BadInput("name", f"name: не больше {_MOST} ключей, отзовите лишние", f"name: at most {_MOST} tokens")
    token = _PREFIX + secrets.token_urlsafe(32)
    token_id = api_tokens.add(
        tx,
        person_id=account.person_id,
        kind="api",
        name=title,
        token_hash=_hashed(token),
        scopes=wanted,
        at=by.at,
        expires_at=at_local(last_day + timedelta(days=1), time(), ZoneInfo(home.timezone)),
    )
    facts = {"token": token_id, "scopes": wanted, "last_day": last_day.isoformat()}
    note(tx, account, by=by, verb="token.make", facts=facts)
    return TokenMade(token_id, token)


def make_calendar_address(tx: Connection, *, by: By) -> TokenMade:
    """A new secret address; the one before shows nothing any more. It holds until it is revoked."""
    account = own_account(tx, by)
    api_tokens.revoke_all(tx, account.person_id, at=by.at, kind="calendar")
    token = secrets.token_urlsafe(32)
    token_id = api_tokens.add(
        tx,
        person_id=account.person_id,
        kind="calendar",
        name="",
        token_hash=_hashed(token),
        scopes=(),
        at=by.at,
        expires_at=None,
    )
    note(tx, account, by=by, verb="token.make", facts={"token": token_id, "calendar": True})
    return TokenMade(token_id, token)


def _scopes(given: Sequence[str]) -> list[str]:
    unknown = sorted(set(given) - set(SCOPES))
    if unknown:
        raise BadInput("scopes", f"scopes: нет такого права: {unknown[0][:40]}", f"scopes: unknown: {unknown[0][:40]}")
    if not given:
        raise BadInput("scopes", "scopes: отметьте хотя бы одно право", "scopes: tick at least one")
    return [scope for scope in SCOPES if scope in given]


def _check_day(last_day: date, today: date) -> None:
    if not today <= last_day <= today + TOKEN_LASTS_AT_MOST:
        raise BadInput(
            "last_day",
            "last_day: нужен день от сегодняшнего и не дальше года",
            "last_day: a day from today on and within a year is needed",
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
