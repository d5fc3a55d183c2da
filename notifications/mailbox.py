"""A local mail server for demonstrations and tests: takes every letter, delivers none, keeps all."""

import asyncio
import os
import secrets
import socket
import threading
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer(ABC):
    """An SMTP server on this machine, in a thread of its own, from `start()` to `stop()`.

    `port` 0 lets the system choose; `self.port` says which. A letter is acknowledged after `keep` has returned.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread: threading.Thread | None = None

    @abstractmethod
    def keep(self, sender: str, recipient: str, data: bytes) -> None:
        """Store one letter for one recipient; `data` as it came, dots undone."""

    def start(self) -> Self:
        listener = socket.create_server((self.host, self.port), backlog=128)
        self.port = listener.getsockname()[1]
        self._server = self._loop.run_until_complete(self._loop.create_server(self._session, sock=listener))
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._thread = None
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for recipient in envelope.rcpt_tos:
            self.keep(envelope.mail_from or "", recipient, content)
        return "250 2.0.0 kept"

    def _session(self) -> SMTP:
        return SMTP(self, hostname="localhost", loop=self._loop)

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class MailboxServer(MailServer):
    """Keeps every letter as a file of a Maildir, which any mail program can open; the newest has the highest number."""

    def __init__(self, *, maildir: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host=host, port=port)
        self.maildir = maildir
        for part in ("tmp", "new", "cur"):
            (maildir / part).mkdir(parents=True, exist_ok=True)
        self._kept = sum(1 for part in ("new", "cur") for _ in (maildir / part).iterdir())

    def keep(self, sender: str, recipient: str, data: bytes) -> None:
        self._kept += 1
        name = f"{self._kept:08d}.{secrets.token_hex(6)}.localhost"
        envelope = f"Return-Path: <{sender}>\nDelivered-To: {recipient}\n".encode()
        being_written = self.maildir / "tmp" / name
        being_written.write_bytes(envelope + data.replace(b"\r\n", b"\n"))
        os.replace(being_written, self.maildir / "new" / name)  # a reader sees whole letters only
