"""Further processes that answer at the same door: one Python process makes use of one core."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import structlog

from engine.refusals import BadInput

_GLANCE = 1.0  # seconds between looks whether the others still live

log = structlog.get_logger()


@contextmanager
def page_processes(number: int, answer: Callable[[], None]) -> Generator[None]:
    """Keep `number` further processes that run `answer` while the block runs; they end with it.

    Must be entered before the process has threads or open connections. When one of them dies, this process is asked
    to stop, too: whoever watches over the service starts all of them anew. Raises BadInput where a system cannot
    do it.
    """
    if number and not hasattr(os, "fork"):
        raise BadInput(
            "--processes",
            "--processes: на этой системе страницы отвечает один процесс; уберите --processes",
            "--processes: on this system one process answers; drop --processes",
        )
    children = {_born(answer) for _ in range(number)}
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


def _born(answer: Callable[[], None]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()
        answer()
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
