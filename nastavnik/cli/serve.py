"""`nastavnik serve`: the pages with the worker beside them, until it is stopped."""

import sys
from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import flag, option
from nastavnik.cli.frame import Frame, noun, reads
from nastavnik.logs import log_to_stderr
from nastavnik.serving import address_of, listen, parts_of, serve
from nastavnik.settings import Settings
from nastavnik.worker import Worker

app = noun()


@reads(app, "serve", "Страницы и рабочий процесс", "The pages and the worker")
def run(
    frame: Frame,
    host: Annotated[str, option("--host", "Адрес, на котором слушать", "The address to listen on")] = "127.0.0.1",
    port: Annotated[int, option("--port", "Порт", "Port")] = 8000,
    no_worker: Annotated[bool, flag("--no-worker", "Без рабочего процесса", "Without the worker")] = False,
) -> None:
    log_to_stderr()
    door = listen(host, port)
    with door:
        address = address_of(door, host)
        settings = _at(frame.settings, address)
        database = frame.database

        def ready() -> None:
            frame.show({"address": address, "base_url": settings.base_url, "worker": not no_worker}, _told(address))
            sys.stdout.flush()  # into a pipe or a service's log, too: nothing else will be printed for months

        worker = None if no_worker else Worker(settings, database)
        serve(parts_of(settings, database), door, worker=worker, ready=ready)


def _at(settings: Settings, address: str) -> Settings:
    """Without `NASTAVNIK_BASE_URL` links lead to where the pages really are."""
    if "base_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"base_url": address})


def _told(address: str) -> Words:
    return Words(
        f"Страницы открыты: {address} (остановить: Ctrl+C)",
        f"The pages are open: {address} (stop them with Ctrl+C)",
    )
