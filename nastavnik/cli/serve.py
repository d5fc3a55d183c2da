"""`nastavnik serve`: the pages with the worker beside them, until it is stopped."""

import sys
from contextlib import ExitStack
from typing import Annotated

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import flag, option
from nastavnik.cli.frame import Frame, noun, reads
from nastavnik.logs import log_to_stderr
from nastavnik.page_processes import page_processes, until_asked_to_stop
from nastavnik.serving import address_of, listen_together, parts_of, serve
from nastavnik.settings import Settings
from nastavnik.worker import Worker
from web.first_run_code import first_run_address

app = noun()
_MOST_PROCESSES = 64


@reads(app, "serve", "Страницы и рабочий процесс", "The pages and the worker")
def run(
    frame: Frame,
    host: Annotated[str, option("--host", "Адрес, на котором слушать", "The address to listen on")] = "127.0.0.1",
    port: Annotated[int, option("--port", "Порт", "Port")] = 8000,
    processes: Annotated[int, option("--processes", "Сколько процессов отвечает", "How many processes answer")] = 1,
    no_worker: Annotated[bool, flag("--no-worker", "Без рабочего процесса", "Without the worker")] = False,
) -> None:
    if not 1 <= processes <= _MOST_PROCESSES:
        span = f"1…{_MOST_PROCESSES}"
        raise BadInput("--processes", f"--processes: нужно число {span}", f"--processes: a number {span} is needed")
    log_to_stderr()
    doors = listen_together(host, port, processes)
    with ExitStack() as opened:
        for door in doors:
            opened.enter_context(door)
        address = address_of(doors[0], host)
        settings = _at(frame.settings, address)
        database = frame.database
        parts = parts_of(settings, database)

        def ready() -> None:
            begin = first_run_address(parts)
            told = {"address": address, "base_url": settings.base_url, "worker": not no_worker}
            frame.show(told | ({"first_run": begin} if begin else {}), _told(address, begin))
            sys.stdout.flush()  # into a pipe or a service's log, too: nothing else will be printed for months

        if processes == 1:
            serve(parts, doors[0], worker=None if no_worker else Worker(settings, database), ready=ready)
            return
        database.dispose()  # its connections must not be shared with the processes born below
        with page_processes(doors, lambda own: serve(parts, own)):
            ready()  # who comes before a process is up waits in line
            if no_worker:
                until_asked_to_stop()
            else:
                Worker(settings, database).run()


def _at(settings: Settings, address: str) -> Settings:
    """Without `NASTAVNIK_BASE_URL` links lead to where the pages really are."""
    if "base_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"base_url": address})


def _told(address: str, begin: str | None) -> Words:
    """`begin`: the one-time address of an installation in which nobody has an account yet."""
    ru = f"Страницы открыты: {address} (остановить: Ctrl+C)"
    en = f"The pages are open: {address} (stop them with Ctrl+C)"
    if begin is None:
        return Words(ru, en)
    return Words(
        f"{ru}\nПервый запуск: откройте {begin} (адрес знаете только вы; действует, пока нет учётных записей)",
        f"{en}\nFirst run: open {begin} (nobody else knows the address; it works while there is no account)",
    )
