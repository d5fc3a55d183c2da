"""`nastavnik person registers`: the registers of mentees and mentors, young specialists, counts for statistics."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, cast, get_args

from documents.register_docx import register_docx
from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import day_option, option
from nastavnik.cli.frame import Frame, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.whole_file import write_whole
from storage.organisations import OrganisationRow
from workflows.answers.registers import register_document
from workflows.plain_text import one_of
from workflows.show_registers import RegisterName, RegisterTable, show_register

app = noun()

_EMPTY = Words("На этот день записей нет.", "Nothing on this day.")


@reads(app, "registers", "Базы, персонифицированный реестр, данные для статистики", "Registers and statistics")
def registers(
    frame: Frame,
    register: Annotated[
        str, option("--register", "mentees|mentors|potential|personified|statistics", "the same")
    ] = "mentees",
    on: Annotated[date | None, day_option("--on", "На этот день", "On this day")] = None,
    out: Annotated[Path | None, option("--out", "Файл .xlsx или .docx", "A file .xlsx or .docx")] = None,
) -> None:
    name = cast(RegisterName, one_of(register, get_args(RegisterName), "--register"))
    if out is not None and out.suffix.lower() not in (".xlsx", ".docx"):
        raise BadInput("--out", "--out: нужен файл .xlsx или .docx", "--out: a file .xlsx or .docx is needed")
    with frame.read() as tx:
        place = frame.organisation(tx)
        table = show_register(tx, place, name, day=on or place.today(frame.clock.now()), named=lambda path: True)
    document = register_document(table, frame.language)
    columns, rows = document["columns"], document["rows"]
    if out is not None:
        write_whole(out, _file(frame, table, place, columns, rows, docx=out.suffix.lower() == ".docx"))
    frame.show(document, Table(table.columns, rows, empty=_EMPTY))


def _file(
    frame: Frame,
    table: RegisterTable,
    place: OrganisationRow,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    docx: bool,
) -> bytes:
    title = table.title.in_(frame.language)
    if not docx:
        return spreadsheet(Sheet(title, columns, rows))
    form = [frame.settings.statistics_form] if table.name == "statistics" and frame.settings.statistics_form else []
    day = Words(f"по состоянию на {table.day:%d.%m.%Y}", f"as of {table.day}").in_(frame.language)
    return register_docx(title, [*form, place.name, day], columns, rows, empty=_EMPTY.in_(frame.language))
