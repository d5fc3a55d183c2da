"""A plan, a layout and a format give the bytes of a file."""

from typing import Literal

from tests.support.typesetting.as_docx import docx
from tests.support.typesetting.as_pdf import pdf
from tests.support.typesetting.as_xlsx import xlsx
from tests.support.typesetting.layout import Layout
from tests.support.typesetting.plan import Plan

Format = Literal["docx", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = ("docx", "xlsx", "pdf")


def typeset(plan: Plan, layout: Layout, form: Format) -> bytes:
    return {"docx": docx, "xlsx": xlsx, "pdf": pdf}[form](plan, layout)
