"""Who may sign in and what they have signed in with. Secrets are kept as hashes, never as themselves."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Account(Named, table=True):
    """A person's right to sign in. `password` is an argon2 hash, "" until one is chosen.

    `totp` is the shared secret of the second step, in force since `totp_since` (None: not confirmed yet); a code is
    good once, so the last step used stays. `recovery` are SHA-256 hashes of unused one-time codes.
    """

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    password: str = ""
    totp: str = ""
    totp_since: datetime | None = Field(default=None, sa_type=Instant)
    totp_step: int = 0
    recovery: list[str] = Field(default_factory=list, sa_type=JSON)
    made_at: datetime = Field(sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


class Session(Named, table=True):
    """A browser that has signed in, by the SHA-256 of its cookie. Deleted at sign-out and when the account is disabled.

    `second_step`: the code was given, too (asked of administrators).
    """

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant, index=True)
    second_step: bool = False
    address: str = ""
    browser: str = ""


class SignIn(Named, table=True):
    """One attempt to sign in: the history people see, and what the limits count.

    `account_key` is the SHA-256 of the typed address, so that unknown accounts are limited like known ones.
    """

    __table_args__ = (
        Index("sign_in_by_account", "account_key", "at"),
        Index("sign_in_by_address", "address", "at"),
        Index("sign_in_by_person", "person_id", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    account_key: str
    at: datetime = Field(sa_type=Instant)
    method: str  # password | link | invitation | totp | recovery
    outcome: str  # done | asked | wrong | limited | disabled | expired
    address: str = ""
    browser: str = ""


class SignInLink(Named, table=True):
    """A one-time link by SHA-256. `browser_hash` binds it to the browser that asked; "" for an invitation."""

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str  # sign-in | invitation
    browser_hash: str = ""
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class ApiToken(Named, table=True):
    """A bearer token or a calendar's address, by SHA-256: shown once when it is made."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = "api"  # api | calendar
    name: str = ""
    token_hash: str = Field(unique=True)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


accounts = table(Account)
sessions = table(Session)
sign_ins = table(SignIn)
sign_in_links = table(SignInLink)
api_tokens = table(ApiToken)
