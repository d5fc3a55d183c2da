"""The limit: the same letters by hand. jinja2, bytes put together with base64, a bare socket; nothing is checked.

MAIL and RCPT travel together, DATA waits for their answers: the mail contract forbids to begin DATA any earlier.
"""

import socket
from base64 import encodebytes

from jinja2 import Environment

from benchmarks.mail.letter import DOMAIN, SENDER, as_templates, fields
from benchmarks.mail.sink import HOST

_MIME = (
    "From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: =?utf-8?b?{subject}?=\r\n"
    "Date: Wed, 01 Oct 2025 06:30:00 +0000\r\nMessage-ID: <{number}@{domain}>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{html}\r\n--b--\r\n.\r\n"
)


class RawSocket:
    def __init__(self, port: int) -> None:
        words, page, texts = Environment(autoescape=False), Environment(autoescape=True), as_templates()
        self._subject, self._text = words.from_string(texts["subject"]), words.from_string(texts["text"])
        self._html = page.from_string(texts["html"])
        self._socket = socket.create_connection((HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")
        self._hear()
        self._say(b"HELO bench\r\n")

    def send(self, first: int, count: int) -> None:
        for i in range(first, first + count):
            data = self._letter(i)
            self._socket.sendall(f"MAIL FROM:<{SENDER}>\r\nRCPT TO:<{fields(i).recipient}>\r\n".encode())
            self._hear()
            self._hear()
            self._say(b"DATA\r\n")
            self._say(data)

    def close(self) -> None:
        self._say(b"QUIT\r\n")
        self._socket.close()

    def _letter(self, i: int) -> bytes:
        one = fields(i)
        values = {"name": one.name, "title": one.title, "link": one.link}
        return _MIME.format(
            sender=SENDER,
            recipient=one.recipient,
            number=i,
            domain=DOMAIN,
            subject=_base64(self._subject.render(values)).replace("\r\n", ""),
            text=_base64(self._text.render(values)),
            html=_base64(self._html.render(values)),
        ).encode("ascii")

    def _say(self, text: bytes) -> None:
        self._socket.sendall(text)
        self._hear()

    def _hear(self) -> None:
        answer = self._answers.readline()
        assert answer[:1] in (b"2", b"3"), answer
        assert answer[3:4] == b" ", "one line per answer is all this reads"


def _base64(text: str) -> str:
    return encodebytes(text.encode()).decode("ascii").replace("\n", "\r\n")
