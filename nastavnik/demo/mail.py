"""The mail server of the played district: keeps letters in a Maildir, and is as imperfect as a real one."""

from collections.abc import Iterable
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.mailbox import MailboxServer

_NO_SUCH_USER = "550 5.1.1 no such mailbox"
_GREYLISTED = "450 4.2.0 greylisted, come again in some minutes"
_FINE = "250 2.1.5 ok"


class DistrictMail(MailboxServer):
    """`unknown` addresses do not exist. A letter to a `wary` one is put off the first time, then taken."""

    def __init__(self, *, maildir: Path, unknown: Iterable[str], wary: Iterable[str]) -> None:
        super().__init__(maildir=maildir)
        self._unknown = frozenset(unknown)
        self._wary = set(wary)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self._unknown:
            return _NO_SUCH_USER
        if address in self._wary:
            self._wary.remove(address)
            return _GREYLISTED
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return _FINE
