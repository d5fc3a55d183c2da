"""Why a file cannot be read: one sentence each, with the remedy in it."""

from engine.refusals import BadInput

FIELD = "file"


def bad(ru: str, en: str) -> BadInput:
    return BadInput(FIELD, ru, en)


def empty() -> BadInput:
    return bad("Файл пуст: выберите файл дорожной карты.", "The file is empty: choose the file of the roadmap.")


def too_large(most_megabytes: int) -> BadInput:
    return bad(
        f"Файл больше {most_megabytes} МБ: уберите из него картинки или разделите на части.",
        f"The file is bigger than {most_megabytes} MB: take the pictures out or split it.",
    )


def too_big() -> BadInput:
    return bad(
        "Файл слишком велик внутри: оставьте в нём только дорожную карту и сохраните заново.",
        "There is too much in this file: leave only the roadmap in it and save it anew.",
    )


def too_many_rows(most: int) -> BadInput:
    return bad(
        f"В файле больше {most:,} строк: оставьте в нём только дорожную карту.".replace(",", " "),
        f"The file has more than {most:,} rows: leave only the roadmap in it.",
    )


def too_long() -> BadInput:
    return bad(
        "Файл читался слишком долго и был остановлен: сохраните его заново или пришлите в DOCX.",
        "Reading the file took too long and was stopped: save it anew or send it as DOCX.",
    )


def busy() -> BadInput:
    return bad(
        "Сейчас читается много файлов: подождите минуту и загрузите этот ещё раз.",
        "Many files are being read right now: wait a minute and upload this one again.",
    )


def broken() -> BadInput:
    return bad(
        "Файл повреждён или неполон: откройте его там, где он сделан, сохраните заново и загрузите ещё раз.",
        "The file is damaged or cut short: open it where it was made, save it anew and upload it again.",
    )


def doctype() -> BadInput:
    return bad(
        "В файле есть посторонние определения (DTD), такие файлы не читаются: откройте его в Word или Excel "
        "и сохраните заново.",
        "The file carries foreign definitions (DTD) and is not read: open it in Word or Excel and save it anew.",
    )


def protected() -> BadInput:
    return bad(
        "Файл защищён паролем: снимите защиту (Файл → Сведения → Защита) и загрузите его ещё раз.",
        "The file is protected by a password: remove the protection (File → Info → Protect) and upload it again.",
    )


def picture() -> BadInput:
    return bad(
        "Это картинка: нужен сам документ — DOCX, XLSX, PDF с текстом или TXT.",
        "This is a picture: the document itself is needed, as DOCX, XLSX, PDF with text or TXT.",
    )


def archive() -> BadInput:
    return bad(
        "Это архив: распакуйте его и загрузите сам документ.",
        "This is an archive: unpack it and upload the document itself.",
    )


def slides() -> BadInput:
    return bad(
        "Это презентация: перенесите таблицу дорожной карты в документ Word или Excel.",
        "This is a presentation: move the table of the roadmap into a Word or Excel document.",
    )


def web_page() -> BadInput:
    return bad(
        "Это веб-страница: откройте её в Word и сохраните как DOCX.",
        "This is a web page: open it in Word and save it as DOCX.",
    )


def xml_file() -> BadInput:
    return bad(
        "Это файл XML: откройте его в Word или Excel и сохраните как DOCX или XLSX.",
        "This is an XML file: open it in Word or Excel and save it as DOCX or XLSX.",
    )


def program() -> BadInput:
    return bad(
        "Это программа, а не документ: нужен файл DOCX, XLSX, PDF или TXT.",
        "This is a program, not a document: a DOCX, XLSX, PDF or TXT file is needed.",
    )


def unknown() -> BadInput:
    return bad(
        "Такие файлы не читаются: сохраните дорожную карту как DOCX, XLSX, PDF или TXT.",
        "Such files are not read: save the roadmap as DOCX, XLSX, PDF or TXT.",
    )


def binary_workbook() -> BadInput:
    return bad(
        "Это двоичная книга Excel (.xlsb): сохраните её как XLSX.",
        "This is a binary workbook of Excel (.xlsb): save it as XLSX.",
    )


def needs_office(ru: str, en: str, wanted: str) -> BadInput:
    return bad(
        f"Это {ru}, а LibreOffice на сервере не найден: сохраните файл как {wanted}.",
        f"This is {en}, and there is no LibreOffice on the server: save the file as {wanted}.",
    )


def not_converted(ru: str, en: str, wanted: str) -> BadInput:
    return bad(
        f"Это {ru}, и LibreOffice не смог его открыть (файл повреждён или защищён): сохраните его как {wanted}.",
        f"This is {en}, and LibreOffice could not open it (damaged or protected): save it as {wanted}.",
    )


def no_words() -> BadInput:
    return bad(
        "В файле нет ни слова: проверьте, тот ли это файл. Если в нём картинка страницы, нужен документ с текстом.",
        "There is not a word in this file: check that it is the right one. A picture of a page is not enough.",
    )
