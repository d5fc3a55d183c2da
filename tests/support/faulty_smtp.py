"""An SMTP server that misbehaves on purpose, at the verb and in the way a test asks for."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

TLS = Path(__file__).parent.parent / "fixtures" / "tls"  # a test authority and two certificates, good until 2126
CA_FILE = TLS / "ca.pem"

Place = Literal[
    "greeting",
    "ehlo",
    "starttls",
    "handshake",
    "auth",
    "mail",
    "rcpt",
    "data",
    "body",
    "dot",
    "between",
    "rset",
    "quit",
]


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with this instead of the usual; then hang up if asked."""

    line: str
    then_drop: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """Answer nothing and read on until the client leaves."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Hang up, after reading so many octets first; `reset` sends RST instead of FIN."""

    after_octets: int = 0
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Stall:
    """Answer nothing and read nothing, so that the client's buffers fill up."""


Fault = Say | Silence | Drop | Stall
Faults = Mapping[Place, Fault | Sequence[Fault | None]]
_OF_A_LETTER = frozenset({"rcpt", "data", "body", "dot", "between"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter the server has said 250 to (or read to its dot and then dropped)."""

    sender: str
    recipient: str
    data: bytes


@dataclass
class FaultyServer:
    """`with FaultyServer({"rcpt": Say("550 no such user")}) as server:` and then `server.port`.

    A fault stands for every time its place is reached; a list of faults is used up one by one, None in it meaning
    "behave", and after its end the server behaves. `between` happens right after the answer to a dot, `body` between
    354 and the letter, `handshake` in place of the TLS handshake. With `only_for`, faults from RCPT on meet the letters
    of this recipient only. `watch` is called with each place of a letter and its recipient before it is answered.
    """

    faults: Faults = field(default_factory=dict[Place, Fault])
    tls: Literal["none", "starttls", "implicit"] = "none"
    certificate: Literal["localhost", "elsewhere"] = "localhost"
    pipelining: bool = True
    only_for: str = ""
    watch: Callable[[Place, str], None] | None = None
    letters: list[Taken] = field(default_factory=list[Taken], init=False)
    commands: list[str] = field(default_factory=list[str], init=False)
    connections: int = field(default=0, init=False)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._used: dict[str, int] = {}
        self._threads: list[threading.Thread] = []
        self.ended = threading.Event()
        self._acceptor = threading.Thread(target=self._accept)
        self._acceptor.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.ended.is_set():
            return
        self.ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join()
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def next_fault(self, place: Place, recipient: str = "") -> Fault | None:
        if place in _OF_A_LETTER and self.watch is not None:
            self.watch(place, recipient)
        if place in _OF_A_LETTER and self.only_for not in ("", recipient):
            return None
        fault = self.faults.get(place)
        if fault is None or isinstance(fault, Fault):
            return fault
        turn = self._used.get(place, 0)
        self._used[place] = turn + 1
        return fault[turn] if turn < len(fault) else None

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(TLS / f"{self.certificate}.pem")
        return context

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self.ended.is_set():
                connection.close()
                return
            self.connections += 1
            self._open.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        conversation = _Conversation(self, connection)
        with contextlib.suppress(_OverError, OSError):
            conversation.run()
        self._open.discard(connection)
        with contextlib.suppress(OSError):
            conversation.connection.close()
        connection.close()


class _OverError(Exception):
    """The conversation has ended."""


class _Conversation:
    def __init__(self, server: FaultyServer, connection: socket.socket) -> None:
        self.connection = connection
        self._server = server
        self._buffer = b""
        self._encrypted = False
        self._sender = ""
        self._recipient = ""

    def run(self) -> None:
        if self._server.tls == "implicit":
            self._encrypt()
        self._answer("greeting", "220 faulty.example ESMTP")
        while True:
            line = self._line()
            self._server.commands.append(line)
            self._obey(line)

    def _obey(self, line: str) -> None:
        match line.partition(" ")[0].upper():
            case "EHLO":
                self._answer("ehlo", *self._extensions())
            case "STARTTLS":
                self._answer("starttls", "220 go ahead")
                self._encrypt()
            case "AUTH":
                self._answer("auth", "235 welcome")
            case "MAIL":
                self._sender = line[len("MAIL FROM:<") : -1]
                self._answer("mail", "250 sender fine")
            case "RCPT":
                self._recipient = line[len("RCPT TO:<") : -1]
                self._answer("rcpt", "250 recipient fine")
            case "DATA":
                if self._answer("data", "354 go on"):
                    self._letter()
            case "RSET":
                self._answer("rset", "250 forgotten")
            case "QUIT":
                self._answer("quit", "221 bye")
                raise _OverError
            case _:
                self._send("500 what?")

    def _letter(self) -> None:
        if self._misbehave("body"):
            return
        data = b""
        while (line := self._raw_line()) != b".\r\n":
            data += line.removeprefix(b".")
        taken = Taken(self._sender, self._recipient, data)
        self._server.letters.append(taken)
        if not self._answer("dot", "250 taken"):
            self._server.letters.remove(taken)
        self._misbehave("between")

    def _extensions(self) -> list[str]:
        names = ["faulty.example"]
        if self._server.pipelining:
            names.append("PIPELINING")
        if self._server.tls == "starttls" and not self._encrypted:
            names.append("STARTTLS")
        names.append("AUTH PLAIN LOGIN")
        return [f"250-{name}" for name in names[:-1]] + [f"250 {names[-1]}"]

    def _encrypt(self) -> None:
        self._misbehave("handshake")
        self.connection = self._server.context().wrap_socket(self.connection, server_side=True)
        self._encrypted = True

    def _answer(self, place: Place, *usual: str) -> bool:
        """The usual answer, unless a fault stands in its place; whether it was the usual one."""
        if self._misbehave(place):
            return False
        self._send("\r\n".join(usual))
        return True

    def _misbehave(self, place: Place) -> bool:
        match self._server.next_fault(place, self._recipient):
            case None:
                return False
            case Say(line, then_drop):
                self._send(line)
                if then_drop:
                    raise _OverError
                return True
            case Silence():
                while self.connection.recv(65536):
                    pass
            case Stall():
                self._server.ended.wait()
            case Drop(after_octets, reset):
                while len(self._buffer) < after_octets:
                    self._receive()
                if reset:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _OverError

    def _send(self, text: str) -> None:
        self.connection.sendall(text.encode() + b"\r\n")

    def _line(self) -> str:
        return self._raw_line().decode().rstrip("\r\n")

    def _raw_line(self) -> bytes:
        while b"\n" not in self._buffer:
            self._receive()
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line + b"\n"

    def _receive(self) -> None:
        data = self.connection.recv(65536)
        if not data:
            raise _OverError
        self._buffer += data
