"""`nastavnik worker`: reminders and letters, until it is stopped."""

import sys

from engine.words import Words
from nastavnik.cli.frame import Frame, noun, reads
from nastavnik.logs import log_to_stderr
from nastavnik.worker import Worker

app = noun()


@reads(app, "worker", "Рабочий процесс: сроки и письма", "The worker: deadlines and letters")
def worker(frame: Frame) -> None:
    log_to_stderr()
    frame.show(
        {"started": True},
        Words("Рабочий процесс запущен, остановить: Ctrl+C", "The worker runs, stop it with Ctrl+C"),
    )
    sys.stdout.flush()  # into a pipe or a service's log, too: nothing else will be printed for months
    Worker(frame.settings, frame.database).run()
