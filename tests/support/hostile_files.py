"""Files nobody should open: cut, bent, swollen, disguised. Made anew by each run, the same ones every time."""

import gzip
import random
import struct
import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED, ZipFile

from tests.support.hostile_ole import ole
from tests.support.hostile_pdfs import pdfs
from tests.support.office_files import (
    cell,
    docx,
    docx_parts,
    numbered,
    outline,
    paragraph,
    relations,
    row,
    sheet_row,
    table,
    xlsx,
    xlsx_parts,
    zipped,
)

Make = Callable[[], bytes]
SEED = 20_261_121
_MUTATIONS = 20
_MEGABYTE = 1024 * 1024
_DOCUMENT, _SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"


def good_docx() -> bytes:
    rows = (row("№", "Мероприятие", "Срок"), row("1.1", "Сформировать базу", "до 31.08.2025"))
    return docx(paragraph("Дорожная карта") + numbered("цель") + table(*rows), numbering=outline(("decimal", "%1.")))


def good_xlsx() -> bytes:
    return xlsx(
        sheet_row(1, "№", "Мероприятие", "Срок") + sheet_row(2, 1.1, "База", (45900, 1)), formats=("dd.mm.yyyy",)
    )


def files() -> dict[str, Make]:
    """By names that say what is wrong with them."""
    made: dict[str, Make] = {}
    for family in (_cut, _mutated, _archives, _entities, _trees, _documents, _workbooks, _disguised, _texts, ole, pdfs):
        for name, make in family():
            assert name not in made, name
            made[name] = make
    return made


def _cut() -> Iterator[tuple[str, Make]]:
    for name, whole in (("docx", good_docx()), ("xlsx", good_xlsx())):
        for tenths in range(1, 10):
            yield (
                f"{name} cut at {tenths} tenths",
                lambda whole=whole, tenths=tenths: whole[: len(whole) * tenths // 10],
            )
        yield f"{name} without its last sign", lambda whole=whole: whole[:-1]
        yield f"{name} with a tail", lambda whole=whole: whole + b"\x00" * 70_000


def _mutated() -> Iterator[tuple[str, Make]]:
    for name, whole in (("docx", good_docx()), ("xlsx", good_xlsx())):
        # Stored without compression a changed byte changes the XML, not only a checksum.
        with ZipFile(BytesIO(whole)) as archive:
            parts = {each: archive.read(each) for each in archive.namelist()}
        for at in range(_MUTATIONS):
            yield f"{name} mutated as bytes, seed {SEED + at}", lambda whole=whole, at=at: _bent(whole, SEED + at)
            yield f"{name} mutated as parts, seed {SEED + at}", lambda parts=parts, at=at: _bent_parts(parts, SEED + at)


def _bent(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    bent = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(bent))
        match chance.randrange(3):
            case 0:
                bent[at] = chance.randrange(256)
            case 1:
                del bent[at : at + chance.randint(1, 30)]
            case _:
                bent[at:at] = chance.randbytes(chance.randint(1, 30))
    return bytes(bent)


def _bent_parts(parts: dict[str, bytes], seed: int) -> bytes:
    chance = random.Random(seed)
    name = chance.choice([each for each in parts if each.endswith(".xml") and "Types" not in each])
    return zipped({**parts, name: _bent(parts[name], seed)})


def _archives() -> Iterator[tuple[str, Make]]:
    yield "an empty archive", lambda: zipped({})
    yield "an archive of a text", lambda: zipped({"план.txt": "План"})
    yield "an archive of an archive", lambda: zipped({"план.zip": zipped({"план.docx": good_docx()})})
    yield (
        "a docx with a docx inside",
        lambda: zipped({**docx_parts(paragraph("а")), "word/embeddings/a.docx": good_docx()}),
    )
    yield "a bomb in the document", lambda: zipped({**docx_parts(""), _DOCUMENT: b" " * (60 * _MEGABYTE)})
    yield "a bomb in the sheet", lambda: zipped({**xlsx_parts(""), _SHEET: b"<" * (60 * _MEGABYTE)})
    yield "a bomb beside the document", lambda: zipped({**docx_parts(paragraph("а")), "x": b"0" * (120 * _MEGABYTE)})
    yield (
        "two thousand and one entries",
        lambda: zipped({**docx_parts(paragraph("а")), **{f"x{at}": "" for at in range(2001)}}),
    )
    yield (
        "names that climb out",
        lambda: zipped({**docx_parts(paragraph("а")), "../../../etc/passwd": "x", "/etc/shadow": "x"}),
    )
    yield "a document that is a folder", lambda: zipped({**docx_parts(""), _DOCUMENT: "", _DOCUMENT + "/": ""})
    yield "packed by bzip2", lambda: zipped(docx_parts(paragraph("а")), compression=ZIP_BZIP2)
    yield "packed by lzma", lambda: zipped(docx_parts(paragraph("а")), compression=ZIP_LZMA)
    yield "encrypted entries", lambda: _flagged(good_docx(), 0x1)
    yield "sizes that lie small", lambda: _resized(7)
    yield "sizes that lie big", lambda: _resized(90 * _MEGABYTE)
    yield "sizes beyond counting", lambda: _resized(0xFFFFFFFE)
    yield "a beginning of an archive only", lambda: b"PK\x03\x04"
    yield "an end of an archive only", lambda: b"PK\x05\x06" + b"\x00" * 18
    yield "two documents of one name", _doubled
    yield "a presentation", lambda: zipped({"_rels/.rels": relations(("officeDocument", "ppt/presentation.xml"))})
    yield "a binary workbook", lambda: zipped({"xl/workbook.bin": b"\x00"})
    yield (
        "relations to nowhere",
        lambda: zipped({**docx_parts(""), "_rels/.rels": relations(("officeDocument", "word/no.xml"))}),
    )
    yield (
        "relations to the machine",
        lambda: zipped({**docx_parts(""), "_rels/.rels": relations(("officeDocument", "/../../etc/passwd"))}),
    )
    yield "an open document under a password", lambda: zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest:encryption-data/>",
    })  # fmt: skip


def _flagged(data: bytes, flag: int) -> bytes:
    bent = bytearray(data)
    at = bent.find(b"PK\x01\x02")
    while at >= 0:
        bent[at + 8] |= flag
        at = bent.find(b"PK\x01\x02", at + 1)
    return bytes(bent)


def _resized(size: int) -> bytes:
    """The directory says every entry unpacks to `size` bytes."""
    bent = bytearray(zipped(docx_parts(paragraph("а")), compression=ZIP_STORED))
    at = bent.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", bent, at + 24, size)
        at = bent.find(b"PK\x01\x02", at + 1)
    return bytes(bent)


def _doubled() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in (*docx_parts(paragraph("а")).items(), ("WORD/document.xml", "<x/>")):
            archive.writestr(name, content)
    return file.getvalue()


_LAUGHS = "".join(f'<!ENTITY l{at + 1} "{f"&l{at};" * 10}">' for at in range(9))
_DOCTYPES = {
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ха">{_LAUGHS}]>',
    "one long entity": f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 100_000}">]>',
    "an entity of the machine": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an entity of the net": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]>',
    "a foreign DTD": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "an entity of parameters": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
}


def _entities() -> Iterator[tuple[str, Make]]:
    for name, doctype in _DOCTYPES.items():
        for kind, parts, part in (
            ("document", docx_parts(paragraph("&l9;")), _DOCUMENT),
            ("sheet", xlsx_parts(sheet_row(1, "&l9;")), _SHEET),
        ):
            yield (
                f"{name} in a {kind}",
                lambda parts=parts, part=part, doctype=doctype: zipped(_declared(parts, part, doctype)),
            )
    laughs = _DOCTYPES["a billion laughs"]
    styled = docx_parts(paragraph("а"), styles="<a>&l9;</a>", numbering="<a>&l9;</a>")
    for part in ("word/styles.xml", "word/numbering.xml", "_rels/.rels"):
        yield f"laughs in {part}", lambda part=part: zipped(_declared(styled, part, laughs))
    booked = xlsx_parts(sheet_row(1, "а"), strings="<si><t>&l9;</t></si>")
    for part in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        yield f"laughs in {part}", lambda part=part: zipped(_declared(booked, part, laughs))
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + laughs + "<x>&l9;</x>"
    yield "laughs in UTF-16", lambda: zipped({**docx_parts(""), _DOCUMENT: wide.encode("utf-16")})
    seven = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'
    yield "laughs in UTF-7", lambda: zipped({**docx_parts(""), _DOCUMENT: seven})


def _declared(parts: dict[str, str], part: str, doctype: str) -> dict[str, str]:
    return {**parts, part: parts[part].replace("?>", "?>" + doctype, 1)}


def _trees() -> Iterator[tuple[str, Make]]:
    deep = "<w:sdt><w:sdtContent>" * 50_000
    trees: dict[str, str | bytes] = {
        "no XML at all": "слова",
        "another root": "<x/>",
        "a root alone": "<w:document xmlns:w='urn:w'/>",
        "a tree without end": "<w:document xmlns:w='urn:w'><w:body>" + paragraph("а"),
        "zeros in the tree": b"<x>\x00\x00</x>",
        "letters that are none": b'<?xml version="1.0" encoding="UTF-8"?><x>\xff\xfe\xfd</x>',
        "an encoding nobody knows": '<?xml version="1.0" encoding="klingon"?><x/>',
        "a comment of a megabyte": f"<!--{'а' * _MEGABYTE}--><x/>",
        "an attribute of a megabyte": f"<x y='{'а' * _MEGABYTE}'/>",
        "a tree too deep": docx_parts(deep)[_DOCUMENT],
        "a closed tree too deep": docx_parts(deep + "</w:sdtContent></w:sdt>" * 50_000)[_DOCUMENT],
        "two hundred thousand elements": docx_parts("<w:p/>" * 200_000)[_DOCUMENT],
        "twelve megabytes in one element": docx_parts(paragraph("а" * 12_000_000))[_DOCUMENT],
        "prefixes of nobody": "<w:document><w:body/></w:document>",
    }
    for name, tree in trees.items():
        yield f"docx: {name}", lambda tree=tree: zipped({**docx_parts(""), _DOCUMENT: tree})
    for name in ("no XML at all", "another root", "zeros in the tree", "a comment of a megabyte", "a tree too deep"):
        yield f"xlsx: {name}", lambda tree=trees[name]: zipped({**xlsx_parts(""), _SHEET: tree})
    yield "xlsx: a workbook of nothing", lambda: zipped({**xlsx_parts(""), "xl/workbook.xml": "<x/>"})


def _documents() -> Iterator[tuple[str, Make]]:
    ring = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "C"), ("C", "A"))
    )
    yield "styles in a ring", lambda: docx(paragraph("а", '<w:pStyle w:val="A"/>'), styles=ring)
    for value in ("2147483647", "99999999999999999999999999", "-7", "мир", "1e9", ""):
        span = f'<w:gridSpan w:val="{value}"/>'
        yield f"a span of {value!r}", lambda span=span: docx(table(row(cell("а", span), "б"), row("в", "г")))
    yield (
        "rows that begin at a milliard",
        lambda: docx(table(row("а", "б", properties='<w:gridBefore w:val="999999999"/>'))),
    )
    yield "sixty thousand rows", lambda: docx(table(*(row(f"{at * 7919 % 60_013}", "б") for at in range(60_000))))
    yield "five thousand columns", lambda: docx(table(row(*["а"] * 5_000)))
    yield "merged with nothing above", lambda: docx(table(row(cell("а", "<w:vMerge/>"), "б")))
    yield "a table without rows", lambda: docx("<w:tbl/>" + paragraph("а"))
    yield "tables in tables", lambda: docx(_nested(20))
    yield "tables in tables without end", lambda: docx(_nested(2_000))
    yield "levels of lists beyond counting", lambda: docx(numbered("а", 10**6), numbering=outline(("decimal", "%1.")))
    endless = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="999999999999"/></w:lvlOverride>'
    yield (
        "a list that starts at a billion",
        lambda: docx(numbered("а"), numbering=outline(("upperRoman", "%1."), more=endless)),
    )
    yield "a number of many places", lambda: docx(numbered("а") * 400, numbering=outline(("decimal", "%1" * 20_000)))
    loop = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/><w:styleLink w:val="L"/></w:abstractNum>'
    loop += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"/>'
    yield "a list that links to itself", lambda: docx(numbered("а") + numbered("б", num="2"), numbering=loop)
    above = row(cell("а" * 100_000, '<w:vMerge w:val="restart"/>'), "б") + row(cell("", "<w:vMerge/>"), "в") * 5_000
    yield "long words merged far down", lambda: docx(table(above))
    yield (
        "boxes in boxes",
        lambda: docx("<w:p><w:r><w:pict><w:txbxContent>" * 200 + "</w:txbxContent></w:pict></w:r></w:p>" * 200),
    )


def _nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("а") + "</w:tc></w:tr></w:tbl>" * depth


_SHOWN = "<row>" + "<c s='1'><v>45900.5</v></c>" * 3 + "</row>"


def _workbooks() -> Iterator[tuple[str, Make]]:
    yield "sixty thousand rows of a sheet", lambda: xlsx("".join(sheet_row(at, "а", "б") for at in range(1, 60_001)))
    yield (
        "sixteen thousand columns",
        lambda: xlsx("".join(f"<row>{'<c><v>1</v></c>' * 16_384}</row>" for _ in range(100))),
    )
    yield (
        "columns beyond the last",
        lambda: xlsx('<row r="1"><c r="ZZZ1"><v>1</v></c><c r="ZZZZZZ1"><v>2</v></c></row>'),
    )
    yield "rows beyond the last", lambda: xlsx('<row r="99999999999"><c><v>1</v></c></row>' * 2)
    yield "rows below zero", lambda: xlsx('<row r="-5"><c r="A-5"><v>1</v></c></row>')
    for value in ("1e999999999", "-1e999999999", "NaN", "Infinity", "9" * 400, "1e15", "--1", "0x10"):
        yield (
            f"the number {value[:12]}",
            lambda value=value: xlsx(f'<row><c s="1"><v>{value}</v></c></row>', formats=("dd.mm.yyyy",)),
        )
    for name, code in (
        ("brackets", "[" * 200), ("quotes", "&quot;" * 201), ("places", "0." + "0" * 240), ("ways", ";" * 250),
        ("slashes", "\\" * 251), ("a long tail", "0" * 100_000), ("commas", "#," * 120),
    ):  # fmt: skip
        yield (
            f"a format of {name}",
            lambda code=code: xlsx(_SHOWN, formats=(code,)),
        )
    wild = '<c t="s"><v>-1</v></c><c t="s"><v>99999999999</v></c><c t="s"><v>x</v></c>'
    wild += '<c s="-9"><v>1</v></c><c t="d"><v>x</v></c>'
    yield "words of no number", lambda: xlsx(f"<row>{wild}</row>")
    merges = "".join(f'<mergeCell ref="A{at}:Z{at + 50}"/>' for at in range(1, 20_000))
    yield (
        "merged areas over each other",
        lambda: xlsx(
            "".join(sheet_row(at, "а", "б", "в") for at in range(1, 3_000)), after=f"<mergeCells>{merges}</mergeCells>"
        ),
    )
    yield (
        "one area over all",
        lambda: xlsx(
            "".join(sheet_row(at, "а" * 30_000 if at == 1 else "", "б", "в") for at in range(1, 3_000)),
            after='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>',
        ),
    )
    yield (
        "hidden columns beyond counting",
        lambda: xlsx(sheet_row(1, "а"), before='<cols><col min="-9" max="99999999999999999999" hidden="1"/></cols>'),
    )
    sheets = "".join(f'<sheet name="{"л" * 1000}" sheetId="{at}" r:id="rId1"/>' for at in range(900))
    yield "the same sheet nine hundred times", lambda: zipped({
        name: text.replace("<sheets>", "<sheets>" + sheets) for name, text in xlsx_parts(sheet_row(1, "а", "б")).items()
    })  # fmt: skip


def _disguised() -> Iterator[tuple[str, Make]]:
    pixels = b"\x00" * 200
    for name, head in (
        ("PNG", b"\x89PNG\r\n\x1a\n"), ("JPEG", b"\xff\xd8\xff\xe0"), ("GIF", b"GIF89a"), ("BMP", b"BM\x00\x00"),
        ("TIFF", b"II*\x00"), ("WEBP", b"RIFF\x00\x00\x00\x00WEBP"), ("HEIC", b"\x00\x00\x00\x18ftypheic"),
        ("ICO", b"\x00\x00\x01\x00"), ("EXE", b"MZ\x90\x00"), ("ELF", b"\x7fELF\x02"), ("RAR", b"Rar!\x1a\x07"),
        ("7z", b"7z\xbc\xaf'\x1c"), ("xz", b"\xfd7zXZ\x00"), ("SQLite", b"SQLite format 3\x00"),
        ("MP3", b"ID3\x04\x00"), ("MP4", b"\x00\x00\x00\x18ftypmp42"), ("WASM", b"\x00asm\x01"),
        ("DjVu", b"AT&TFORM\x00"),
    ):  # fmt: skip
        yield f"{name} for a roadmap", lambda head=head: head + pixels
    yield "SVG for a roadmap", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "gzip for a roadmap", lambda: gzip.compress(good_docx(), mtime=0)
    yield "tar for a roadmap", _tar
    yield "a web page for a roadmap", lambda: "<!DOCTYPE html><html><body>План</body></html>".encode()
    yield "a web archive for a roadmap", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>"
    yield "flat XML for a roadmap", lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><x/>'
    yield "a broken RTF", lambda: b"{\\rtf1" + b"{" * 100


def _tar() -> bytes:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        about = tarfile.TarInfo("plan.docx")
        about.size = len(good_docx())
        archive.addfile(about, BytesIO(good_docx()))
    return file.getvalue()


def _texts() -> Iterator[tuple[str, Make]]:
    yield "spaces only", lambda: b" \n\t\r\n" * 1000
    yield "one sign", lambda: b"a"
    yield "zeros only", lambda: b"\x00" * 100_000
    yield "noise", lambda: random.Random(SEED).randbytes(100_000)
    yield "ten megabytes of line ends", lambda: b"\n" * (10 * _MEGABYTE)
    yield "ten megabytes without a line end", lambda: b"a" * (10 * _MEGABYTE)
    yield "ten megabytes of tabs", lambda: b"\t" * (10 * _MEGABYTE)
    yield "quotes that never close", lambda: b'"\t' * (_MEGABYTE // 16)
    yield "a sign over ten megabytes", lambda: b"a" * (10 * _MEGABYTE + 1)
    yield "half a letter", lambda: "План".encode("utf-16")[:-1]
    yield "sixty thousand rows of tabs", lambda: "а\tб\tв\n".encode() * 60_000
    yield "pipes without end", lambda: b"|" * (_MEGABYTE // 8)
    yield "tags without end", lambda: b"<br" * _MEGABYTE
