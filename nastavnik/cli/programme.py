"""`nastavnik programme`: forms of mentoring in an organisation for a period."""

from datetime import date
from typing import Annotated

from sqlalchemy import true

from engine.words import Words
from nastavnik.cli.arguments import day_option, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage import programmes
from storage.programmes import ProgrammeListed
from storage.scope import below
from workflows.answers.plainly import plainly
from workflows.answers.programmes import programme_document
from workflows.start_programme import start_programme

app = noun()


@changes(app, "start", "Начать программу", "Start a programme")
def start(
    frame: Frame,
    title: Annotated[str, option("--title", "Название", "Title")],
    lifecycle: Annotated[
        str, option("--lifecycle", "teacher-pair|pupil-pair|employer-pupil|student-pupil|group", "the same")
    ],
    starts: Annotated[date, day_option("--from", "Первый день", "First day")],
    ends: Annotated[date, day_option("--to", "Последний день", "Last day")],
    roadmap: Annotated[int | None, option("--roadmap", "Номер дорожной карты", "Id of the roadmap")] = None,
) -> int:
    return frame.change(
        lambda tx, by: start_programme(
            tx,
            by=by,
            organisation=frame.organisation(tx),
            title=title,
            lifecycle=lifecycle,
            roadmap_id=roadmap,
            starts=starts,
            ends=ends,
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Программа {made['id']}: {made['title']} ({made['lifecycle']}, версия {made['version']})",
            f"Programme {made['id']}: {made['title']} ({made['lifecycle']}, version {made['version']})",
        ),
    )


@reads(app, "list", "Список программ", "List programmes")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        found = programmes.listing(tx, visible=below([top.path]) if top else true())
    frame.show([programme_document(one) for one in found], _table(found))


def _table(found: list[ProgrammeListed]) -> Table:
    return Table(
        (
            Words("Номер", "Id"),
            Words("Программа", "Programme"),
            Words("Организация", "Organisation"),
            Words("Форма", "Form"),
            Words("С", "From"),
            Words("По", "To"),
            Words("Пар", "Pairs"),
            Words("Идут", "Live"),
        ),
        [
            (
                one.programme.id,
                one.programme.title,
                one.path,
                one.lifecycle,
                one.programme.period_start,
                one.programme.period_end,
                one.pairs,
                one.live,
            )
            for one in found
        ],
        empty=Words("Программ пока нет: nastavnik programme start", "No programmes yet: nastavnik programme start"),
    )
