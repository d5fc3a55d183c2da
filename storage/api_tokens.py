"""Bearer tokens of programs and the secret addresses of calendars, by SHA-256."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, bindparam, insert, or_, select, update

from storage.hot import Hot
from storage.tables.accounts import accounts, api_tokens
from storage.tables.organisations import organisations, people

TokenKind = Literal["api", "calendar"]
_USED_EVERY = timedelta(minutes=1)
_token = api_tokens.c


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token that holds, with the person it acts for and the home organisation."""

    id: int
    kind: TokenKind
    scopes: frozenset[str]
    used_at: datetime | None
    person_id: int
    name: str
    language: str
    organisation_id: int
    organisation: str
    path: str
    timezone: str

    def unused(self, at: datetime) -> bool:
        """Whether it is time to note the use (`touch`)."""
        return self.used_at is None or at - self.used_at >= _USED_EVERY


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its owner sees it in the list; the token itself is known to nobody any more."""

    id: int
    person_id: int
    kind: TokenKind
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


_FIND = Hot(
    select(
        _token.id,
        _token.kind,
        _token.scopes,
        _token.used_at,
        _token.person_id,
        people.c.name,
        people.c.language,
        people.c.organisation_id,
        organisations.c.name,
        organisations.c.path,
        organisations.c.timezone,
    )
    .join(people, people.c.id == _token.person_id)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .outerjoin(accounts, accounts.c.person_id == _token.person_id)
    .where(
        _token.token_hash == bindparam("token"),
        _token.kind == bindparam("kind"),
        _token.revoked_at.is_(None),
        or_(_token.expires_at.is_(None), _token.expires_at > bindparam("at", type_=_token.made_at.type)),
        accounts.c.disabled_at.is_(None),
        people.c.disabled.is_(False),
    )
)
_LINES = select(
    _token.id,
    _token.person_id,
    _token.kind,
    _token.name,
    _token.scopes,
    _token.made_at,
    _token.expires_at,
    _token.used_at,
    _token.revoked_at,
)


def add(
    tx: Connection,
    *,
    person_id: int,
    kind: TokenKind,
    name: str,
    token_hash: str,
    scopes: Sequence[str],
    at: datetime,
    expires_at: datetime | None,
) -> int:
    """Store a token's hash and return its id."""
    made = tx.execute(
        insert(api_tokens)
        .values(
            person_id=person_id,
            kind=kind,
            name=name,
            token_hash=token_hash,
            scopes=list(scopes),
            made_at=at,
            expires_at=expires_at,
        )
        .returning(_token.id)
    )
    return int(made.scalar_one())


def find(tx: Connection, token_hash: str, *, at: datetime, kind: TokenKind = "api") -> TokenRow | None:
    """None when there is none of this kind, it is revoked or has run out, or the account or the person is disabled."""
    row = _FIND.first(tx, {"token": token_hash, "kind": kind, "at": at})
    if row is None:
        return None
    found: dict[str, Any] = dict(zip(TokenRow.__dataclass_fields__, row, strict=True))
    found["scopes"] = frozenset(found["scopes"])
    return TokenRow(**found)


def touch(tx: Connection, token: TokenRow, *, at: datetime) -> bool:
    """Note that the token was used, at most once a minute; False = nothing to note."""
    if not token.unused(at):
        return False
    return tx.execute(update(api_tokens).where(_token.id == token.id).values(used_at=at)).rowcount == 1


def by_id(tx: Connection, token_id: int) -> TokenLine | None:
    row = tx.execute(_LINES.where(_token.id == token_id)).mappings().first()
    return None if row is None else _line(row)


def of_person(tx: Connection, person_id: int) -> list[TokenLine]:
    """Every token the person ever made, the newest first."""
    found = tx.execute(_LINES.where(_token.person_id == person_id).order_by(_token.id.desc()))
    return [_line(row) for row in found.mappings()]


def revoke(tx: Connection, token_id: int, *, at: datetime) -> bool:
    """From now on the token opens nothing; False = it was revoked before."""
    still = (_token.id == token_id, _token.revoked_at.is_(None))
    return tx.execute(update(api_tokens).where(*still).values(revoked_at=at)).rowcount == 1


def revoke_all(tx: Connection, person_id: int, *, at: datetime, kind: TokenKind | None = None) -> int:
    """Revoke every token of the person, or those of one kind; how many held until now."""
    mine = [_token.person_id == person_id, _token.revoked_at.is_(None)]
    if kind is not None:
        mine.append(_token.kind == kind)
    return tx.execute(update(api_tokens).where(*mine).values(revoked_at=at)).rowcount


def _line(row: RowMapping) -> TokenLine:
    values: dict[str, Any] = {**row, "scopes": tuple(row["scopes"])}
    return TokenLine(**values)
