"""One request of one visitor: who it is, what they may, how to read, write and answer."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.actors import By, Role
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.sign_in import second_step_due
from engine.words import Language, Words
from storage import idempotency
from storage.api_tokens import TokenRow
from storage.database import Collided
from storage.scope import Scope
from storage.sessions import SessionRow
from storage.visitors import OFFICES, Held, Home, office_scope
from web import cookies
from web.counts import counts_of
from web.faults import CHANGED_MEANWHILE, Faults, of_bad_input
from web.fields import Fields
from web.parts import Parts
from web.policy import Rule
from web.rendering import render
from web.went import Undo, Went, from_data

T = TypeVar("T")
# A digest of a password beside the rest of its form would be guessed quickly; a page's token differs every time.
_UNREMEMBERED = frozenset({"csrf", "password", "again", "current", "confirm", "code"})
_HOME_ZONE = "Europe/Moscow"  # of a visitor without any organisation


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in by a session (`signed_in`) or a bearer token."""

    person_id: int
    name: str
    language: Language
    organisation_id: int
    organisation: str
    path: str
    timezone: str
    held: tuple[Held, ...]
    in_pairs: frozenset[Role]
    signed_in: SessionRow | None = None
    second_step: bool = False
    token: TokenRow | None = None

    @property
    def session(self) -> str:
        """The hash of the session's cookie; "" for a bearer token."""
        return self.signed_in.token_hash if self.signed_in else ""

    @property
    def token_scopes(self) -> frozenset[str]:
        """What the bearer token may do; nothing for a session."""
        return self.token.scopes if self.token else frozenset()

    @property
    def half_way(self) -> bool:
        """Signed in by a password or a link only, while a code is asked for, too."""
        return self.signed_in is not None and second_step_due(
            administrator=any(one.role == "administrator" for one in self.held),
            totp_since=self.signed_in.totp_since,
            given=self.second_step,
        )


@dataclass(slots=True)
class Visit:
    """What every route is given. `home` is where the object of the address belongs (see `policy.yaml`), None for
    routes without one. `browser` is the random name this browser carries; forms and sign-in links are bound to it.
    """

    request: Request
    parts: Parts
    rule: Rule
    fields: Fields
    visitor: Visitor | None
    language: Language
    now: datetime
    browser: str
    home: Home | None = None
    _answers: dict[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def who(self) -> Visitor:
        """The signed-in visitor; only for routes that ask for one."""
        assert self.visitor is not None, self.rule.route  # noqa: S101  # the policy has let only signed-in people here
        return self.visitor

    @property
    def by(self) -> By:
        """Who acts, for the flows."""
        return By(at=self.now, person_id=self.who.person_id)

    @property
    def scope(self) -> Scope:
        """What the visitor's offices open. Mentors and mentees have none: they see their own pairs."""
        return office_scope(self.who.held)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today, anywhere."""
        if self.visitor is None:
            return frozenset()
        held: frozenset[Role] = frozenset(one.role for one in self.visitor.held)
        return held | self.visitor.in_pairs

    @property
    def offices(self) -> tuple[Held, ...]:
        """The offices, from the top of the tree down."""
        return tuple(one for one in self.who.held if one.role in OFFICES)

    @property
    def place(self) -> Held | None:
        """The organisation the visitor works in: the highest of the offices; None for mentors and mentees."""
        return next(iter(self.offices), None)

    @property
    def today(self) -> date:
        """The local day: of the object's organisation, else of the visitor's."""
        zone = self.home.timezone if self.home else self.visitor.timezone if self.visitor else _HOME_ZONE
        return self.now.astimezone(ZoneInfo(zone)).date()

    @property
    def theme(self) -> Literal["", "light", "dark"]:
        """The look chosen by hand; "" follows the system."""
        match cookies.read(self.request, cookies.THEME):
            case "light" | "dark" as chosen:
                return chosen
            case _:
                return ""

    def counts(self) -> Mapping[str, tuple[int, bool]]:
        """The numbers of the menu, see `web/counts.py`."""
        return counts_of(self)

    def roles_on(self, path: str) -> frozenset[Role]:
        """The roles that hold on the organisation at this path or above it."""
        return frozenset(one.role for one in self.who.held if path == one.path or path.startswith(f"{one.path}/"))

    def names_shown(self, path: str) -> bool:
        """Whether participants of this organisation are named to the visitor: only to its own people."""
        return any(one.path == path for one in self.who.held) or self.who.path == path

    def asked(self, name: str) -> str:
        """A word of the address' query, "" when it is not there."""
        return self.request.query_params.get(name, "")[:200]

    def read(self) -> AbstractContextManager[Connection]:
        return self.parts.database.read()

    def write(self) -> AbstractContextManager[Connection]:
        return self.parts.database.write()

    def say(self, words: Words) -> str:
        return words.in_(self.language)

    def page(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A page. With faults in `context["faults"]` its status is theirs."""
        faults = context.get("faults")
        if isinstance(faults, Faults) and faults.any:
            status = faults.status
        answer = HTMLResponse(render(self, template, context), status_code=status)
        self._finish(answer)
        return answer

    def go(self, url: str, toast: Words | None = None, undo: Undo | None = None) -> Response:
        """303 to a page of ours, which says the toast once."""
        return self.gone(Went(url, toast, undo))

    def gone(self, went: Went) -> Response:
        answer = RedirectResponse(went.url, status_code=303)
        if went.toast is not None:
            self.remember(cookies.TOAST, cookies.sealed(self.parts.secret, went.as_data()))
        self._finish(answer)
        return answer

    def remember(self, cookie: str, value: str) -> None:
        """Set a cookie with the answer; "" drops it."""
        self._answers[cookie] = value

    def change(
        self,
        flow: Callable[[Connection], T | Refused],
        *,
        done: Callable[[T], Went],
        again: Callable[[Faults], Response] | None = None,
    ) -> Response:
        """Run one flow in one transaction and go where `done` says.

        A form sent twice (its hidden `once`) acts once and leads to the same place. What is wrong goes to `again`,
        which shows the form with its input; without `again` a page lists the reasons and leads back.
        """
        try:
            try:
                return self._changed(flow, done)
            except (IntegrityError, Collided):  # on PostgreSQL two may act at once; the second sees the first
                return self._changed(flow, done)
        except BadInput as error:
            faults = of_bad_input(error)
        except ChangedMeanwhile:
            faults = CHANGED_MEANWHILE
        except _RefusedError as refused:
            faults = Faults(reasons=refused.refused.reasons, status=409)
        if again is not None:
            return again(faults)
        return self.page("errors/refused.html", faults=faults, back=self.came_from)

    @property
    def came_from(self) -> str:
        """The page of ours the visitor came from, as a path; "/" when unknown."""
        before = self.request.headers.get("referer", "")
        base = str(self.request.base_url).rstrip("/")
        path = before.removeprefix(base) if before.startswith(f"{base}/") else "/"
        return "/" if path.startswith(("//", "/\\")) else path  # a browser would read these as another site

    def _changed(self, flow: Callable[[Connection], T | Refused], done: Callable[[T], Went]) -> Response:
        once = self.fields.raw("once")[:64]
        key = f"form:{once}" if once else ""
        with self.write() as tx:
            print_of = self._fingerprint() if key else ""
            known = idempotency.answer(tx, key, print_of) if key else None
            if known is None:
                outcome = flow(tx)
                if isinstance(outcome, Refused):
                    raise _RefusedError(outcome)
                went = done(outcome)
                if key:
                    idempotency.remember(tx, key, print_of, went.as_data(), at=self.now)
            else:
                went = from_data(known)
        return self.gone(went)

    def _fingerprint(self) -> str:
        sent: Mapping[str, object] = {
            "fields": sorted([name, value] for name, value in self.fields.items() if name not in _UNREMEMBERED),
            "person": self.visitor.person_id if self.visitor else None,
        }
        return idempotency.fingerprint(f"{self.request.method} {self.request.url.path}", sent)

    def _finish(self, answer: Response) -> None:
        for cookie, value in self._answers.items():
            if not value:
                cookies.drop(answer, cookie)
            elif cookie == cookies.TOAST:
                cookies.put(answer, cookie, value, secure=self.parts.secure, seconds=120)
            else:
                cookies.put(answer, cookie, value, secure=self.parts.secure)


class _RefusedError(Exception):
    """Leaves the transaction without a trace."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused
