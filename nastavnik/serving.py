"""Pages by uvicorn, beside them the worker, until somebody says stop; then requests and the current letter finish."""

import errno
import gc
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from engine.refusals import BadInput
from nastavnik.access_log import AccessLog
from nastavnik.settings import Settings
from nastavnik.worker import Worker
from storage.database import Database
from web.app import build
from web.parts import Parts

_PATIENCE = 20  # seconds that requests under way may take after the word to stop
_WAITING = 128  # callers that may stand at the door
_TRUSTED = "127.0.0.1,::1"  # whose X-Forwarded-For and -Proto are believed: a proxy on this machine


def listen(host: str, port: int) -> socket.socket:
    """The door, open before anything else is made. `port` 0 lets the system choose.

    Raises BadInput when the port is taken, not allowed or the host is no address of this machine.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.create_server(address[:2], family=family, backlog=_WAITING)
    except (OSError, OverflowError) as error:
        raise _closed(host, port, error) from None
    _answer_at_once(door)
    return door


def listen_together(host: str, port: int, number: int) -> list[socket.socket]:
    """As many doors at one address: the system shares the callers out.

    With one door for several processes whoever wakes first would take every caller that stands there.
    Raises BadInput like `listen`, also when another program has the port: only ours are shared.
    """
    if number == 1:
        return [listen(host, port)]
    if not hasattr(socket, "SO_REUSEPORT"):
        raise BadInput(
            "--processes",
            "--processes: на этой системе у порта один процесс; уберите --processes",
            "--processes: on this system a port has one process; drop --processes",
        )
    with listen(host, port) as tried:
        family, address = tried.family, tried.getsockname()[:2]
    doors = [socket.create_server(address, family=family, backlog=_WAITING, reuse_port=True) for _ in range(number)]
    for door in doors:
        _answer_at_once(door)
    return doors


def address_of(door: socket.socket, host: str) -> str:
    """How a browser on this machine reaches it."""
    shown = "localhost" if host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::") else host  # noqa: S104  # compared only
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{door.getsockname()[1]}"


def parts_of(settings: Settings, database: Database, *, mailbox: Path | None = None) -> Parts:
    """What the pages are given; `mailbox` is the demonstration's Maildir."""
    return Parts(
        database=database,
        now=settings.clock.now,
        elapsed=settings.clock.elapsed,
        base_url=settings.base_url,
        secret=settings.secret(),
        data_dir=settings.data_dir,
        mail_from=settings.mail_from,
        mail_server=settings.smtp_host,
        mailbox=mailbox,
        statistics_form=settings.statistics_form,
    )


def serve(
    parts: Parts, door: socket.socket, *, worker: Worker | None = None, ready: Callable[[], None] = lambda: None
) -> None:
    """Answer until SIGTERM or SIGINT. `ready` is called when the first page can be asked for."""
    config = uvicorn.Config(
        AccessLog(build(parts), elapsed=parts.elapsed),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,  # its own lines would quote addresses
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=_TRUSTED,
        timeout_graceful_shutdown=_PATIENCE,
    )
    with _beside(worker):
        _Server(config, ready).run(sockets=[door])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # Code and templates stay for good. Unfrozen, the collector walks them all every few seconds, and whoever asks
        # for a page then waits a fifth of a second.
        gc.collect()
        gc.freeze()
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first word lets requests finish, the second does not. Asked to stop and stopped: that is no failure."""
        self.force_exit = self.should_exit
        self.should_exit = True


@contextmanager
def _beside(worker: Worker | None) -> Generator[None]:
    if worker is None:
        yield
        return
    thread = threading.Thread(target=worker.run, name="worker")
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join()


def _answer_at_once(door: socket.socket) -> None:
    """asyncio sets this only on sockets that say they are TCP, which ours do not: every answer would wait 40 ms for an
    acknowledgement."""
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _closed(host: str, port: int, error: OSError | OverflowError) -> BadInput:
    match error:
        case OSError(errno=errno.EADDRINUSE):
            return BadInput(
                "--port",
                f"--port: порт {port} занят другой программой; остановите её или задайте другой: --port {port + 1}",
                f"--port: port {port} is taken by another program; stop it or choose another one: --port {port + 1}",
            )
        case OSError(errno=errno.EACCES):
            return BadInput(
                "--port",
                f"--port: порт {port} разрешён только администратору машины, возьмите от 1024",
                f"--port: port {port} is allowed to the machine's administrator only, take one from 1024",
            )
        case OverflowError():
            return BadInput("--port", "--port: нужно число 0…65535", "--port: a number 0…65535 is needed")
        case _:
            return BadInput(
                "--host",
                f"--host: {host} не адрес этой машины",
                f"--host: {host} is no address of this machine",
            )
