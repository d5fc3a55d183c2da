"""`nastavnik questionnaire`: questions as data, ours and an organisation's own."""

from pathlib import Path
from typing import Annotated

from engine.questionnaires import Questionnaire
from engine.words import Words
from nastavnik.cli import output
from nastavnik.cli.arguments import argument, read_text
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.answers.plainly import plainly
from workflows.answers.surveys import questionnaire_document
from workflows.definitions.questionnaire_files import read_questionnaire
from workflows.publish_questionnaire import publish_questionnaire, questionnaire_of_text
from workflows.published_questionnaires import chosen, offered

app = noun()

BAD_FILE = 2
_File = Annotated[Path, argument("FILE", "Файл анкеты (YAML)", "Questionnaire file (YAML)")]


@reads(app, "check", "Проверить файл анкеты", "Check a questionnaire file")
def check(frame: Frame, file: _File) -> int:
    found = read_questionnaire(read_text(file, "FILE"), file.name)
    if isinstance(found, Questionnaire):
        words = Words(
            f"{file.name}: ошибок нет ({found.key}, версия {found.version}, вопросов {len(found.questions)})",
            f"{file.name}: sound ({found.key}, version {found.version}, {len(found.questions)} questions)",
        )
        answer = {"questionnaire": found.key, "version": found.version, "hash": found.hash}
        frame.show({"valid": True, **answer, "faults": []}, words)
        return 0
    listed = [
        {"line": one.line, "column": one.column, "word": one.word, "message": one.message.in_(frame.language)}
        for one in found
    ]
    lines = "\n".join(fault.in_(frame.language) for fault in found)
    frame.show({"valid": False, "faults": listed}, Words(lines, lines))
    words = Words(f"{file.name}: ошибок: {len(found)}", f"{file.name}: {len(found)} faults")
    details = {"faults": listed}
    output.failure(words, code="bad_definition", details=details, as_json=frame.as_json, language=frame.language)
    return BAD_FILE


@changes(app, "publish", "Опубликовать анкету организации", "Publish an organisation's questionnaire")
def publish(frame: Frame, file: _File) -> int:
    read = questionnaire_of_text(read_text(file, "FILE"), file.name, field="FILE")
    return frame.change(
        lambda tx, by: publish_questionnaire(tx, by=by, organisation=frame.organisation(tx), questionnaire=read),
        answer=plainly,
        say=lambda made: Words(
            f"Опубликована анкета {made['questionnaire']}, версия {made['version']}",
            f"Published: {made['questionnaire']}, version {made['version']}",
        ),
    )


@reads(app, "list", "Список анкет", "List questionnaires")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        found = offered(tx, place.path if place else "")
    frame.show(
        [questionnaire_document(one.questionnaire, one.path, frame.language) for one in found],
        Table(
            (Words("Ключ", "Key"), Words("Версия", "Version"), Words("Название", "Title"), Words("Чья", "Whose")),
            [
                (
                    one.questionnaire.key,
                    str(one.questionnaire.version),
                    one.questionnaire.title.in_(frame.language),
                    one.path,
                )
                for one in found
            ],
        ),
    )


@reads(app, "show", "Показать анкету", "Show a questionnaire")
def show(frame: Frame, key: Annotated[str, argument("KEY", "Ключ анкеты", "Key of the questionnaire")]) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        found = chosen(tx, key, place.path if place else "").questionnaire
    frame.show(
        {**found.plain(), "hash": found.hash},
        Table(
            (Words("Вопрос", "Question"), Words("Вид", "Kind"), Words("Текст", "Text")),
            [(one.key, one.kind, one.title.in_(frame.language)) for one in found.questions],
        ),
    )
