"""A page's drawing commands, told apart by one regular expression: pdfminer's own parser is four times as slow."""

import re
from collections.abc import Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import LIT

_TOKEN = re.compile(
    rb"[\x00\s]*(?:"
    rb"([+-]?\d+)(?=[\x00\s()<>\[\]{}/%]|$)"  # 1: a whole number
    rb"|([+-]?(?:\d+\.\d*|\.\d+))(?=[\x00\s()<>\[\]{}/%]|$)"  # 2: a fraction
    rb"|\(([^()\\]*(?:\\.[^()\\]*)*)\)"  # 3: a string without brackets in it
    rb"|<([0-9A-Fa-f\s]*)>"  # 4: a string of hexadecimal digits
    rb"|/([^\x00\s()<>\[\]{}/%]*)"  # 5: a name
    rb"|(\[|\]|<<|>>)"  # 6
    rb"|([^\x00\s()<>\[\]{}/%]+)"  # 7: a command
    rb"|(%[^\r\n]*)"  # 8: a remark
    rb"|(\()"  # 9: a string with brackets in it
    rb"|([<>{})])"  # 10: a stray sign
    rb")",
    re.DOTALL,
)
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_INLINE_PICTURE = re.compile(rb"(?:^|\s)BI\s")
_SPELLED = str.maketrans({"*": "_a", '"': "_w", "'": "_q"})
# Colours, dashes and marks of structure tell nothing about words and lines.
_COLOURS = {"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "ri", "sh"}
_WITHOUT_MEANING = _COLOURS | {
    "i",
    "d",
    "M",
    "J",
    "j",
    "BDC",
    "BMC",
    "EMC",
    "MP",
    "DP",
    "W",
    "W*",
    "BX",
    "EX",
    "d0",
    "d1",
}


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter with a faster ear. Commands it does not know are passed over, as there."""

    def execute(self, streams: Sequence[object]) -> None:
        data: list[bytes] = []
        self.stream_ids.clear()
        for one in streams:
            stream: PDFStream = stream_value(one)
            if stream.objid is None or stream.objid in self.parent_stream_ids:
                continue  # drawn inside itself: a file made to keep its reader busy
            self.stream_ids.add(stream.objid)
            data.append(stream.get_data())
        content = b"\n".join(data)
        if _INLINE_PICTURE.search(content):
            super().execute(streams)  # a picture's bytes among the commands need the whole parser
            return
        self._run(content)

    def _run(self, content: bytes) -> None:
        stack: list[Any] = []
        outer: list[list[Any]] = []  # lists that are open around the present one
        at, end = 0, len(content)
        match = _TOKEN.match
        while at < end:
            token = match(content, at)
            if token is None:
                return  # only white space was left
            kind, at = token.lastindex, token.end()
            if kind == 1:
                stack.append(int(token[1]))
            elif kind == 2:
                stack.append(float(token[2]))
            elif kind == 7:
                stack = self._command(token[7].decode("latin-1"), stack, outer)
            elif kind == 3:
                stack.append(_plain(token[3]))
            elif kind == 4:
                stack.append(_hexadecimal(token[4]))
            elif kind == 5:
                stack.append(_name(token[5]))
            elif kind == 6:
                stack = _nested(token[6], stack, outer)
            elif kind == 9:
                text, at = _bracketed(content, at)
                stack.append(_plain(text))

    def _command(self, name: str, stack: list[Any], outer: list[list[Any]]) -> list[Any]:
        """The operands after it: none, unless a list is open."""
        if name in ("true", "false", "null"):
            return [*stack, {"true": True, "false": False}.get(name)]
        if name not in _WITHOUT_MEANING:
            command = getattr(self, f"do_{name.translate(_SPELLED)}", None)
            if command is not None:
                count = command.__code__.co_argcount - 1
                self.argstack = stack
                if count == 0:
                    command()
                elif len(stack) >= count:
                    command(*stack[-count:])
        outer.clear()
        return []


def _nested(sign: bytes, stack: list[Any], outer: list[list[Any]]) -> list[Any]:
    if sign in (b"[", b"<<"):
        outer.append(stack)
        return []
    if not outer:
        return stack
    around = outer.pop()
    # A dictionary stands only before marks of structure, which are passed over: its words need no order.
    return [*around, stack]


def _plain(text: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, text) if b"\\" in text else text


def _unescaped(sign: re.Match[bytes]) -> bytes:
    said = sign[1]
    if said[:1].isdigit():
        return bytes([int(said, 8) & 255]) if said.isdigit() and not set(said) & set(b"89") else said
    return _ESCAPED.get(said, said)


def _hexadecimal(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


def _name(said: bytes) -> object:
    plain = _HEX.sub(lambda code: bytes([int(code[1], 16)]), said) if b"#" in said else said
    try:
        return LIT(plain.decode("utf-8"))
    except UnicodeDecodeError:
        return LIT(plain)


def _bracketed(content: bytes, start: int) -> tuple[bytes, int]:
    """The string that begins before `start`, with the brackets inside it, and the place after it."""
    depth = 1
    for sign in _BRACKET.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if depth == 0:
            return content[start : sign.start()], sign.end()
    return content[start:], len(content)
