"""Why a file is no template: one sentence each, with the remedy in it."""

from documents.reading_roadmaps import limits
from engine.refusals import BadInput

FIELD = "file"


def bad(ru: str, en: str) -> BadInput:
    return BadInput(FIELD, ru, en)


def empty() -> BadInput:
    return bad("Файл пуст: выберите шаблон в формате DOCX.", "The file is empty: choose a template, a DOCX.")


def too_large() -> BadInput:
    most = limits.PACKED // limits.MEGABYTE
    return bad(
        f"Шаблон больше {most} МБ: уберите из него большие картинки.",
        f"The template is bigger than {most} MB: take the big pictures out.",
    )


def no_docx() -> BadInput:
    return bad(
        "Это не документ Word: сохраните шаблон как «Документ Word (*.docx)» и загрузите его.",
        "This is no Word document: save the template as “Word document (*.docx)” and upload it.",
    )


def broken() -> BadInput:
    return bad(
        "Файл повреждён или неполон: откройте его в Word, сохраните заново и загрузите ещё раз.",
        "The file is damaged or cut short: open it in Word, save it anew and upload it again.",
    )


def too_big() -> BadInput:
    return bad(
        "Внутри файла слишком много: шаблон бумаги занимает несколько страниц.",
        "There is too much inside the file: the template of a paper takes a few pages.",
    )


def busy() -> BadInput:
    return bad(
        "Сейчас проверяется много файлов: подождите минуту и загрузите этот ещё раз.",
        "Many files are being checked right now: wait a minute and upload this one again.",
    )


def too_long() -> BadInput:
    return bad(
        "Проверка шаблона заняла слишком много времени и остановлена: сохраните его в Word заново.",
        "Checking the template took too long and was stopped: save it anew in Word.",
    )
