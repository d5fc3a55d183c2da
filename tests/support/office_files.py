"""DOCX and XLSX written sign by sign: what no library writes, broken and hostile ones among it."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_WORD += ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_WORD += ' xmlns:v="urn:schemas-microsoft-com:vml"'
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """(last word of the type, target), numbered rId1, rId2 …"""
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _types(main: str, kind: str) -> str:
    office = "application/vnd.openxmlformats-officedocument"
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{main}" ContentType="{office}.{kind}.main+xml"/></Types>'
    )


def docx_parts(
    body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", header: str = ""
) -> dict[str, str]:
    """The parts of a DOCX whose `w:body` has these insides; the others are the insides of their roots, too."""
    parts = {
        "[Content_Types].xml": _types("/word/document.xml", "wordprocessingml.document"),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"{_HEAD}<w:document {_WORD}><w:body>{body}</w:body></w:document>",
    }
    others = (
        ("numbering", "numbering", numbering),
        ("styles", "styles", styles),
        ("footnotes", "footnotes", footnotes),
    )
    targets: list[tuple[str, str]] = []
    for kind, root, inside in (*others, ("header", "hdr", header)):
        if inside:
            parts[f"word/{kind}.xml"] = f"{_HEAD}<w:{root} {_WORD}>{inside}</w:{root}>"
            targets.append((kind, f"{kind}.xml"))
    parts["word/_rels/document.xml.rels"] = relations(*targets)
    return parts


def docx(body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", header: str = "") -> bytes:
    return zipped(docx_parts(body, numbering=numbering, styles=styles, footnotes=footnotes, header=header))


def paragraph(text: str = "", properties: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}</w:p>"


def numbered(text: str, level: int = 0, num: str = "1") -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(inside: str = "", properties: str = "") -> str:
    """`inside`: words, or paragraphs and tables."""
    content = inside if inside.startswith("<") else paragraph(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def outline(*levels: tuple[str, str], number: int = 1, more: str = "") -> str:
    """A list of Word and its one use: (format, text) of each level; `more` goes into the use."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{made}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{more}</w:num>'
    )


def xlsx_parts(
    rows: str, *, after: str = "", before: str = "", strings: str = "", formats: tuple[str, ...] = (), book: str = ""
) -> dict[str, str]:
    """A workbook of one sheet «Лист»: the insides of `sheetData`, what follows it and what stands before it."""
    own = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    looks = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    return {
        "[Content_Types].xml": _types("/xl/workbook.xml", "spreadsheetml.sheet"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook {_SHEET}>{book}<sheets><sheet name="Лист" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": f'{_HEAD}<styleSheet {_SHEET}><numFmts>{own}</numFmts><cellXfs><xf numFmtId="0"/>{looks}'
        "</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f"{_HEAD}<sst {_SHEET}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"{_HEAD}<worksheet {_SHEET}>{before}<sheetData>{rows}</sheetData>{after}"
        "</worksheet>",
    }


def xlsx(
    rows: str, *, after: str = "", before: str = "", strings: str = "", formats: tuple[str, ...] = (), book: str = ""
) -> bytes:
    return zipped(xlsx_parts(rows, after=after, before=before, strings=strings, formats=formats, book=book))


def sheet_row(at: int, *cells: str | float | tuple[float, int], properties: str = "") -> str:
    """Words, numbers, or (number, which of the formats, from 1); "" leaves a cell out."""
    made = ""
    for place, value in enumerate(cells):
        name = f"{chr(65 + place)}{at}"
        if isinstance(value, tuple):
            made += f'<c r="{name}" s="{value[1]}"><v>{value[0]}</v></c>'
        elif isinstance(value, str):
            made += f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>' if value else ""
        else:
            made += f'<c r="{name}"><v>{value}</v></c>'
    return f'<row r="{at}" {properties}>{made}</row>'
