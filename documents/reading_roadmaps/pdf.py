"""A PDF as a source: tables by their lines or their white space, page by page, and the text between them."""

from collections.abc import Callable, Iterator
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from documents.reading_roadmaps.pdf_content import Interpreter
from documents.reading_roadmaps.pdf_grid import grids_of
from documents.reading_roadmaps.pdf_ink import Ink, Pen, ink_of
from documents.reading_roadmaps.pdf_lines import lines_of
from documents.reading_roadmaps.pdf_pages import Page, blocks_of
from documents.reading_roadmaps.pdf_parts import piece_of
from engine.refusals import BadInput
from engine.source import Source

_MOST_PAGES = 2_000
_UNREADABLE = 0.3  # of the letters: from here on what is left makes no sense
# What pdfminer raises over broken files besides its own: it trusts the file's types and numbers.
_BROKEN = (
    PDFException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    EOFError,
)


def read_pdf(data: bytes, *, on_page: Callable[[int, int], None] | None = None) -> Source:
    """Rows, cells and lines in reading order. Raises BadInput for a scan, a locked or a broken file.

    `on_page` hears after every page how many are done and how many there are.
    """
    try:
        return _read(data, on_page or (lambda done, total: None))
    except PDFEncryptionError:  # a wrong password is one, an unknown way to lock another
        raise BadInput(
            "file",
            "Файл закрыт паролем. Сохраните его без пароля и загрузите снова.",
            "The file is locked with a password. Save it without one and upload it again.",
        ) from None
    except _BROKEN:
        raise BadInput(
            "file",
            "Файл PDF повреждён и не читается. Сохраните документ в PDF заново или загрузите DOCX.",
            "The PDF is damaged and cannot be read. Save the document as PDF anew or upload a DOCX.",
        ) from None


def _read(data: bytes, on_page: Callable[[int, int], None]) -> Source:
    document = PDFDocument(PDFParser(BytesIO(data)))
    total = sum(1 for _ in PDFPage.create_pages(document))
    if total > _MOST_PAGES:
        raise BadInput(
            "file",
            f"В файле {total} страниц, читаем не больше {_MOST_PAGES}. Загрузите часть с дорожной картой.",
            f"The file has {total} pages, we read {_MOST_PAGES} at most. Upload the part with the roadmap.",
        )
    pages: list[Page] = []
    letters = unread = pictures = 0
    for number, ink in enumerate(_inks(document), start=1):
        letters, unread, pictures = letters + ink.letters, unread + ink.unread, pictures + ink.pictures
        grids, outside = grids_of(ink)
        pages.append(Page(number, ink.height, [piece_of(grid, number) for grid in grids], lines_of(outside)))
        on_page(number, total)
    _refuse_unreadable(letters, unread, pictures)
    return Source("pdf", tuple(blocks_of(pages)))


def _inks(document: PDFDocument) -> Iterator[Ink]:
    """Page by page; what a page drew is forgotten with it, only fonts stay."""
    resources = PDFResourceManager()
    pen = Pen(resources)
    interpreter = Interpreter(resources, pen)
    for page in PDFPage.create_pages(document):
        yield ink_of(page, pen, interpreter)


def _refuse_unreadable(letters: int, unread: int, pictures: int) -> None:
    if letters == 0:
        raise BadInput(
            "file",
            "В файле только картинки: это скан, слов в нём нет. Загрузите файл, из которого его печатали, "
            "или распознайте текст и загрузите снова."
            if pictures
            else "В файле нет ни слова. Проверьте, тот ли это файл.",
            "There are only pictures in this file: it is a scan without words. Upload the file it was printed from, "
            "or recognise the text and upload it again."
            if pictures
            else "There is not a word in this file. Check that it is the right one.",
        )
    if unread > _UNREADABLE * letters:
        raise BadInput(
            "file",
            "Шрифты файла не говорят, какие в нём буквы. Загрузите файл, из которого сделан PDF.",
            "The fonts of this file do not tell which letters they show. Upload the file the PDF was made from.",
        )
