"""The text of a definition somebody publishes: a file, else what was typed into the form."""

from engine.refusals import BadInput
from web.visit import Visit

_LARGEST = 256 * 1024  # readers of definitions refuse more


def text_sent(visit: Visit) -> str:
    """The field `file`, else the field `text`. BadInput of `file` when it is not UTF-8."""
    file = visit.fields.file("file")
    if file is None:
        return visit.fields.raw("text")
    try:
        return file.content[: _LARGEST + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("file", "Файл не в кодировке UTF-8", "The file is not UTF-8") from None
