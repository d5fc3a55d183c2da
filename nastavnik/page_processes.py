"""Processes that answer at the same address: one Python process makes use of one core."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from types import FrameType

import structlog

_GLANCE = 1.0  # seconds between looks whether the others still live

log = structlog.get_logger()


@contextmanager
def page_processes(doors: Sequence[socket.socket], answer: Callable[[socket.socket], None]) -> Generator[None]:
    """Keep one process at each of these doors while the block runs; they end with it, and the doors are theirs.

    Must be entered before the process has threads or open connections. When one of them dies, this process is asked
    to stop, too: whoever watches over the service starts all of them anew.
    """
    children = {_born(door, doors, answer) for door in doors}
    for door in doors:
        door.close()
    ending = threading.Event()
    watch = threading.Thread(target=_watch, args=(children, ending), name="pages", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ending.set()
        watch.join()
        for child in children:
            os.kill(child, signal.SIGTERM)
        for child in children:
            os.waitpid(child, 0)


def until_asked_to_stop() -> None:
    """Wait for SIGTERM or SIGINT; only in the main thread."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask)
    asked.wait()


def _born(door: socket.socket, doors: Sequence[socket.socket], answer: Callable[[socket.socket], None]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        for other in doors:
            if other is not door:
                other.close()
        threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()
        answer(door)
    finally:
        os._exit(0)  # what the parent would clean up is not the child's


def _outlive_nobody(parent: int) -> None:
    """A process whose parent was killed must not keep the door."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_GLANCE)
    os.kill(os.getpid(), signal.SIGTERM)


def _watch(children: set[int], ending: threading.Event) -> None:
    while not ending.wait(_GLANCE):
        for child in tuple(children):
            if os.waitpid(child, os.WNOHANG)[0]:
                children.discard(child)
                log.error("a process of pages ended, stopping the others")
                os.kill(os.getpid(), signal.SIGTERM)
