"""Why a file with people cannot be read: one sentence each, with the remedy in it."""

from documents.reading_roadmaps import sentences as general
from engine.refusals import BadInput

FIELD = "file"


def bad(ru: str, en: str) -> BadInput:
    return BadInput(FIELD, ru, en)


def empty() -> BadInput:
    return bad("Файл пуст: выберите файл с участниками.", "The file is empty: choose the file with the people.")


def no_table() -> BadInput:
    return bad(
        "Нужен файл XLSX: скачайте шаблон, заполните его в Excel или LibreOffice и загрузите.",
        "An XLSX file is needed: download the template, fill it in with Excel or LibreOffice and upload it.",
    )


def too_large(most_megabytes: int) -> BadInput:
    return bad(
        f"Файл больше {most_megabytes} МБ: оставьте в нём только таблицу участников или разделите на части.",
        f"The file is bigger than {most_megabytes} MB: leave only the table of people in it or split it.",
    )


def too_big() -> BadInput:
    return bad(
        "Файл слишком велик внутри: перенесите таблицу участников в шаблон и загрузите его.",
        "There is too much in this file: move the table of people into the template and upload that.",
    )


def too_many_rows(most: int) -> BadInput:
    return bad(
        f"В файле больше {most:,} строк: разделите его на части.".replace(",", " "),
        f"The file has more than {most:,} rows: split it.",
    )


def too_long() -> BadInput:
    return bad(
        "Файл читался слишком долго и был остановлен: перенесите таблицу в шаблон и загрузите его.",
        "Reading the file took too long and was stopped: move the table into the template and upload that.",
    )


def in_words_of_people(refusal: BadInput, *, most_rows: int) -> BadInput:
    """The readers of sheets are shared with roadmaps: what they say about those is said about people here."""
    said = refusal.words.ru
    for theirs, ours in (
        (general.too_big(), too_big()),
        (general.too_many_rows(most_rows), too_many_rows(most_rows)),
        (general.no_words(), empty()),
    ):
        if said == theirs.words.ru:
            return ours
    return refusal
