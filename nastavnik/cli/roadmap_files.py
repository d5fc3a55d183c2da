"""`nastavnik roadmap read|import|undo-import`: a school's own file and the roadmap it becomes."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast, get_args

from engine.obligations import Past
from engine.refusals import BadInput
from engine.roadmap_reading.model import ReadRoadmap
from engine.words import Language, Words
from nastavnik.cli.arguments import argument, day_option, option, read_file
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.progress_steps import STEPS, steps
from workflows.answers.imports import difference_document, imported_document
from workflows.answers.readings import reading_document
from workflows.import_roadmap import import_roadmap
from workflows.mend_import import check_period
from workflows.plain_text import one_of
from workflows.read_roadmap_file import read_roadmap_file
from workflows.start_import import FileRead
from workflows.undo_import import undo_import

app = noun()

_READING = Words("Чтение файла", "Reading the file")
_File = Annotated[Path, argument("FILE", "Файл дорожной карты: DOCX, XLSX, PDF, TXT, DOC", "The roadmap's file")]


@reads(app, "read", "Прочесть файл дорожной карты, ничего не записывая", "Read a roadmap's file, store nothing")
def read(frame: Frame, file: _File) -> None:
    found = _read(frame, file)
    frame.show(reading_document(found.read), _table(found.read, frame.language))


@changes(app, "import", "Ввести дорожную карту из файла", "Bring a roadmap from a file into force")
def import_(
    frame: Frame,
    file: _File,
    past: Annotated[str, option("--past", "Что с прошедшими сроками: open|done|not-ours", "Past items")] = "open",
    into: Annotated[
        int | None, option("--into", "Исправить эту действующую карту (id)", "Correct this live roadmap")
    ] = None,
    from_day: Annotated[date | None, day_option("--period-from", "Первый день карты", "Its first day")] = None,
    to_day: Annotated[date | None, day_option("--period-to", "Последний день карты", "Its last day")] = None,
) -> int:
    chosen = cast(Past, one_of(past, get_args(Past), "--past"))
    if (from_day is None) != (to_day is None):
        raise BadInput(
            "--period-from",
            "--period-from и --period-to: нужны оба дня",
            "--period-from and --period-to: both days are needed",
        )
    period = check_period(from_day, to_day) if from_day and to_day else None
    found = _read(frame, file)
    return frame.change(
        lambda tx, by: import_roadmap(
            tx,
            by=by,
            organisation_id=frame.organisation(tx).id,
            found=found,
            past=chosen,
            into=into,
            period=period,
        ),
        answer=lambda made: imported_document(made, frame.language) | difference_document(made.difference),
        say=_imported,
    )


@changes(app, "undo-import", "Отменить загрузку дорожной карты (в течение суток)", "Take an import back within a day")
def undo(frame: Frame, import_id: Annotated[int, argument("IMPORT", "Номер загрузки", "Id of the import")]) -> int:
    return frame.change(
        lambda tx, by: undo_import(tx, by=by, import_id=import_id),
        answer=lambda undone: {"id": undone.import_id, "roadmap": undone.roadmap_id, "restored": undone.restored},
        say=lambda undone: Words(
            f"Загрузка {undone['id']} отменена: карта {undone['roadmap']} "
            + ("снова такая, как была" if undone["restored"] else "больше не действует"),
            f"Import {undone['id']} is undone: roadmap {undone['roadmap']} "
            + ("is again what it was" if undone["restored"] else "is no longer in force"),
        ),
    )


def _read(frame: Frame, file: Path) -> FileRead:
    """The file, with a bar for a long one. The name of a file is never kept."""
    content = read_file(file, "FILE")
    with frame.progress(_READING, STEPS) as advance:
        return read_roadmap_file(content, progress=steps(advance))


def _imported(made: Any) -> Words:
    if made.get("changes") is not None:
        told = made["changes"]
        return Words(
            f"Дорожная карта {made['id']} исправлена: новых пунктов {len(told['added'])}, изменённых "
            f"{len(told['changed'])}, снятых {len(told['gone'])}; вопросов куратору {made['questions']}. "
            f"Отменить: nastavnik roadmap undo-import {made['import']}",
            f"Roadmap {made['id']} corrected: {len(told['added'])} rows added, {len(told['changed'])} changed, "
            f"{len(told['gone'])} gone; {made['questions']} questions to the curator. "
            f"Undo: nastavnik roadmap undo-import {made['import']}",
        )
    return Words(
        f"Дорожная карта {made['id']}: пунктов {made['items']}, вопросов куратору {made['questions']}, не вошло строк "
        f"{made['unused']}. Отменить: nastavnik roadmap undo-import {made['import']}",
        f"Roadmap {made['id']}: {made['items']} rows, {made['questions']} questions to the curator, {made['unused']} "
        f"lines left over. Undo: nastavnik roadmap undo-import {made['import']}",
    )


def _table(read: ReadRoadmap, language: Language) -> Table:
    return Table(
        (
            Words("№", "No"),
            Words("Раздел", "Section"),
            Words("Мероприятие", "Activity"),
            Words("Срок", "Deadline"),
            Words("Понят как", "Understood"),
            Words("Ответственный", "Responsible"),
            Words("Вопросы", "Questions"),
        ),
        [
            (
                item.number,
                item.section,
                item.activity.text,
                item.deadline.text,
                f"{item.meaning.kind} {item.meaning.value}",
                item.responsible.text,
                "; ".join(question.words.in_(language) for question in item.questions),
            )
            for item in read.items
        ],
        empty=Words("Ни одного пункта не найдено", "No rows were found"),
    )
