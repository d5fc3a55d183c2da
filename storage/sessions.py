"""Sessions: the browsers that have signed in, by the SHA-256 of their cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.hot import Hot
from storage.tables.accounts import accounts, sessions
from storage.tables.organisations import organisations, people

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session that holds, with the person behind it and the home organisation.

    `second_step`: the code was given in this session. `totp_since`: the account asks for codes since then, None: no.
    """

    token_hash: str
    person_id: int
    name: str
    language: str
    organisation_id: int
    organisation: str
    path: str
    timezone: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    second_step: bool
    totp_since: datetime | None

    def unseen(self, at: datetime) -> bool:
        """Whether it is time to note that the browser was here (`touch`)."""
        return at - self.seen_at >= _SEEN_EVERY


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as its owner sees it among the others."""

    token_hash: str
    made_at: datetime
    seen_at: datetime
    address: str
    browser: str


_FIND = Hot(
    select(
        sessions.c.token_hash,
        sessions.c.person_id,
        people.c.name,
        people.c.language,
        people.c.organisation_id,
        organisations.c.name,
        organisations.c.path,
        organisations.c.timezone,
        sessions.c.made_at,
        sessions.c.seen_at,
        sessions.c.expires_at,
        sessions.c.second_step,
        accounts.c.totp_since,
    )
    .join(accounts, accounts.c.person_id == sessions.c.person_id)
    .join(people, people.c.id == sessions.c.person_id)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .where(
        sessions.c.token_hash == bindparam("token"),
        sessions.c.expires_at > bindparam("at", type_=sessions.c.expires_at.type),
        accounts.c.disabled_at.is_(None),
        people.c.disabled.is_(False),
    )
)
_FIELDS = tuple(SessionRow.__dataclass_fields__)


def begin(
    tx: Connection,
    *,
    token_hash: str,
    person_id: int,
    at: datetime,
    expires_at: datetime,
    address: str = "",
    browser: str = "",
    second_step: bool = False,
) -> None:
    """Store a session. Each time it is seen it lasts as long again as it does now."""
    tx.execute(
        insert(sessions).values(
            token_hash=token_hash,
            person_id=person_id,
            made_at=at,
            seen_at=at,
            expires_at=expires_at,
            second_step=second_step,
            address=address,
            browser=browser,
        )
    )


def find(tx: Connection, token_hash: str, *, at: datetime) -> SessionRow | None:
    """None when there is none, it has run out, or the account or the person is disabled."""
    row = _FIND.first(tx, {"token": token_hash, "at": at})
    return None if row is None else SessionRow(**dict(zip(_FIELDS, row, strict=True)))


def touch(tx: Connection, session: SessionRow, *, at: datetime) -> bool:
    """Note that the browser was here, at most once a minute; False = nothing to note."""
    if not session.unseen(at):
        return False
    lasts = session.expires_at - session.seen_at
    mine = (sessions.c.token_hash == session.token_hash, sessions.c.seen_at < at)
    return tx.execute(update(sessions).where(*mine).values(seen_at=at, expires_at=at + lasts)).rowcount == 1


def end(tx: Connection, token_hash: str) -> bool:
    """Sign one browser out; False = it was not signed in."""
    return tx.execute(delete(sessions).where(sessions.c.token_hash == token_hash)).rowcount == 1


def end_all(tx: Connection, person_id: int, *, but: str = "") -> int:
    """Sign every browser of the person out, except the one with this hash; how many there were."""
    mine = (sessions.c.person_id == person_id, sessions.c.token_hash != but)
    return tx.execute(delete(sessions).where(*mine)).rowcount


def forget_second_step(tx: Connection, token_hash: str, *, expires_at: datetime | None) -> None:
    """The session has shown no code; it lasts until `expires_at`, None = as long as it did."""
    values: dict[str, object] = {"second_step": False}
    if expires_at is not None:
        values["expires_at"] = expires_at
    tx.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(values))


def drop_expired(tx: Connection, *, at: datetime) -> int:
    """Forget sessions that have run out; how many there were."""
    return tx.execute(delete(sessions).where(sessions.c.expires_at <= at)).rowcount


def of_person(tx: Connection, person_id: int, *, at: datetime) -> list[SessionLine]:
    """The person's sessions that hold, the latest seen first."""
    wanted = (
        select(sessions.c.token_hash, sessions.c.made_at, sessions.c.seen_at, sessions.c.address, sessions.c.browser)
        .where(sessions.c.person_id == person_id, sessions.c.expires_at > at)
        .order_by(sessions.c.seen_at.desc(), sessions.c.token_hash)
    )
    return [SessionLine(*row) for row in tx.execute(wanted)]
