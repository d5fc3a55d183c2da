"""PDFs that lie about their pages, circle, swell, or want a password."""

import zlib
from collections.abc import Callable, Iterator

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(content: bytes = b"BT /F 12 Tf 50 800 Td (Plan) Tj ET", *, trailer: str = "", **objects: str | bytes) -> bytes:
    """One page with this content; `o3=…` puts another third object, `o6=…` adds one."""
    made: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: _PAGE.encode(),
        4: stream(content),
        5: _FONT.encode(),
    }
    for name, value in objects.items():
        made[int(name[1:])] = value.encode() if isinstance(value, str) else value
    written = b"%PDF-1.4\n"
    places: dict[int, int] = {}
    for number, inside in sorted(made.items()):
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    start = len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        written += b"%d 1\n%010d 00000 n \n" % (number, place)
    end = f"trailer\n<< /Size {max(made) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF"
    return written + end.encode()


def stream(content: bytes, about: str = "") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about.encode(), content)


def _nothing(number: int) -> bytes:
    return b"%d 0 obj null endobj\n" % number


def pdfs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "PDF: a header only", lambda: b"%PDF-1.7\n"
    yield "PDF: noise behind the header", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 200
    for tenths in (2, 5, 8):
        yield f"PDF: cut at {tenths} tenths", lambda tenths=tenths: pdf()[: len(pdf()) * tenths // 10]
    yield "PDF: no table of objects", lambda: pdf().replace(b"xref", b"xxxx")
    yield "PDF: no pages", lambda: pdf(o2="<< /Type /Pages /Kids [] /Count 0 >>")
    yield "PDF: a page without words", lambda: pdf(b"")
    yield "PDF: pages in a ring", lambda: pdf(o2="<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>")
    yield "PDF: a milliard of pages", lambda: pdf(o2="<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>")
    yield (
        "PDF: under a password",
        lambda: pdf(
            trailer="/Encrypt 6 0 R /ID [<00><00>]",
            o6=f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -44 >>",
        ),
    )
    yield "PDF: under a lock nobody knows", lambda: pdf(trailer="/Encrypt 6 0 R", o6="<< /Filter /Other /V 9 >>")
    yield "PDF: a table that points at itself", lambda: pdf(trailer="/Prev 0").replace(b"/Prev 0", b"/Prev 9")
    yield "PDF: a bomb", lambda: pdf(o4=stream(zlib.compress(b"0" * 200_000_000, 9), "/Filter /FlateDecode"))
    yield (
        "PDF: a bomb in bombs",
        lambda: pdf(
            o4=stream(zlib.compress(zlib.compress(b"0" * 300_000_000, 9), 9), "/Filter [/FlateDecode /FlateDecode]")
        ),
    )
    yield "PDF: fifty thousand words in one place", lambda: pdf(b"BT /F 1 Tf " + b"(a) Tj " * 50_000 + b"ET")
    yield "PDF: fifty thousand lines in one place", lambda: pdf(b"0 0 m 9 9 l S " * 50_000)
    yield (
        "PDF: a million of objects",
        lambda: pdf(b"") + b"".join(b"%d 0 obj null endobj\n" % at for at in range(9, 400_000)),
    )
    yield "PDF: lists in lists", lambda: pdf(o6="[" * 100_000)
    yield "PDF: books in books", lambda: pdf(o3="<< /A " * 100_000)
    yield (
        "PDF: a picture inside itself",
        lambda: pdf(
            b"/X Do",
            o3=_PAGE.replace("/Font <<", "/XObject << /X 6 0 R >> /Font <<"),
            o6=stream(
                b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
            ),
        ),
    )
    yield "PDF: a paper without size", lambda: pdf(o3=_PAGE.replace("[0 0 595 842]", "[0 0 0 0]"))
    yield "PDF: a paper of light years", lambda: pdf(o3=_PAGE.replace("595 842", "1e30 1e30"))
    yield "PDF: words far away", lambda: pdf(b"BT /F 1e20 Tf 1e30 -1e30 Td (Plan) Tj ET")
    yield "PDF: more states saved than any", lambda: pdf(b"q " * 50_000 + b"Q " * 90_000)
    yield "PDF: a font of nothing", lambda: pdf(o5="<< /Type /Font >>")
    yield "PDF: a length that lies", lambda: pdf(o4=b"<< /Length 999999999 >>\nstream\nBT\nendstream")
    yield "PDF: a filter nobody knows", lambda: pdf(o4=stream(b"x", "/Filter /Klingon"))
