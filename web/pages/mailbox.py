"""`/mailbox`: the demonstration's letters as they were delivered, and who may sign in. Nowhere else does it exist."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from pyotp.totp import TOTP

from notifications import maildir
from notifications.maildir import Kept
from web.entering import Entered
from web.refusing import Missing
from web.visit import Visit

router = APIRouter()

SIGN_INS = "sign-ins.json"
"""Beside the Maildir: who can sign in to the demonstration and how; written by whoever plays it."""

_A_PAGE = 30
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody of the played district. `code` is the second step's of this moment, "" for those without one."""

    role: str
    name: str
    place: str
    email: str
    password: str
    code: str


@router.get("/mailbox")
def mailbox(visit: Entered) -> Response:
    folder = _folder(visit)
    everything = maildir.kept(folder)
    people = sorted({one.recipient for one in everything})
    chosen = next((one for one in people if key_of(one) == visit.asked("to")), "")
    shown = [one for one in everything if not chosen or one.recipient == chosen]
    page = _page(visit.asked("page"), len(shown))
    return visit.page(
        "mailbox/list.html",
        letters=shown[(page - 1) * _A_PAGE : page * _A_PAGE],
        total=len(shown),
        page=page,
        pages=max(1, -(-len(shown) // _A_PAGE)),
        people=[(key_of(one), one) for one in people],
        to=key_of(chosen) if chosen else "",
        sign_ins=_sign_ins(visit, folder),
        key_of=key_of,
        zone=_zone(visit),
    )


@router.get("/mailbox/{number}")
def letter(visit: Entered, number: int) -> Response:
    head, message = _letter(visit, number)
    lines = list(_linked(maildir.part_of(message, "plain"), visit.parts.base_url))
    return visit.page("mailbox/letter.html", head=head, lines=lines, to=key_of(head.recipient), zone=_zone(visit))


@router.get("/mailbox/{number}/html")
def framed(visit: Entered, number: int) -> Response:
    """The letter as a mail program shows it: in a frame that runs no script and knows only its own style."""
    _, message = _letter(visit, number)
    page = maildir.part_of(message, "html").replace(f'href="{visit.parts.base_url}/', 'href="/')
    page = page.replace("<head>", '<head><base target="_top">', 1)
    return HTMLResponse(page, headers={"Content-Security-Policy": _policy_of(page), "X-Frame-Options": "SAMEORIGIN"})


def key_of(address: str) -> str:
    """What stands for an address in a link of ours: no address is ever part of one."""
    return hashlib.sha256(address.encode()).hexdigest()[:10]


def _zone(visit: Visit) -> str:
    return visit.visitor.timezone if visit.visitor else "Europe/Moscow"


def _folder(visit: Visit) -> Path:
    if visit.parts.mailbox is None:
        raise Missing
    return visit.parts.mailbox


def _letter(visit: Visit, number: int) -> tuple[Kept, EmailMessage]:
    folder = _folder(visit)
    head, message = maildir.head_of(folder, number), maildir.letter(folder, number)
    if head is None or message is None:
        raise Missing
    return head, message


def _page(asked: str, total: int) -> int:
    wanted = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return min(max(wanted, 1), max(1, -(-total // _A_PAGE)))


def _sign_ins(visit: Visit, folder: Path) -> list[SignIn]:
    file = folder.parent / SIGN_INS
    if not file.is_file():
        return []
    listed: list[Mapping[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return [
        SignIn(
            one["role"],
            one["name"],
            one["place"],
            one["email"],
            one["password"],
            TOTP(one["totp"]).at(int(visit.parts.elapsed())) if one["totp"] else "",
        )
        for one in listed
    ]


def _linked(text: str, base_url: str) -> Iterator[list[tuple[str, str]]]:
    """Lines of pieces, each (text, address); the address is "" for words and for places outside."""
    for line in text.rstrip().split("\n"):
        pieces = _ADDRESS.split(line)
        yield [(piece, piece.removeprefix(base_url) if _is_ours(piece, base_url) else "") for piece in pieces if piece]


def _is_ours(piece: str, base_url: str) -> bool:
    return piece.startswith(f"{base_url}/")


def _policy_of(page: str) -> str:
    """Nothing but the letter's own style, named by its hashes; links open in the whole window."""
    found = _Styles()
    found.feed(page)
    allowed = " ".join(f"'sha256-{_digest(style)}'" for style in dict.fromkeys(found.sheets)) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {allowed}",
            "frame-ancestors 'self'",
            "form-action 'none'",
            "sandbox allow-top-navigation-by-user-activation",
        )
    )


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


class _Styles(HTMLParser):
    """The style sheets within a letter."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.sheets.append(data)
