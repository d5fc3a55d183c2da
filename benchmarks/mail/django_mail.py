"""Django's way: `EmailMultiAlternatives` through one connection's `send_messages`; jinja2 is its faster engine."""

from django.core.mail import EmailMultiAlternatives, get_connection
from jinja2 import Environment

from benchmarks.django_ground import lay
from benchmarks.mail.letter import SENDER, as_templates, fields
from benchmarks.mail.sink import HOST


class DjangoMail:
    """Nothing is committed: the letters are not in any database."""

    def __init__(self, port: int) -> None:
        lay()
        words, page = Environment(autoescape=False), Environment(autoescape=True)
        texts = as_templates()
        self._subject, self._text = words.from_string(texts["subject"]), words.from_string(texts["text"])
        self._html = page.from_string(texts["html"])
        self._connection = get_connection("django.core.mail.backends.smtp.EmailBackend", host=HOST, port=port)
        self._connection.open()

    def send(self, first: int, count: int) -> None:
        sent = self._connection.send_messages([self._letter(i) for i in range(first, first + count)])
        assert sent == count, sent

    def close(self) -> None:
        self._connection.close()

    def _letter(self, i: int) -> EmailMultiAlternatives:
        one = fields(i)
        values = {"name": one.name, "title": one.title, "link": one.link}
        letter = EmailMultiAlternatives(
            subject=self._subject.render(values),
            body=self._text.render(values),
            from_email=SENDER,
            to=[one.recipient],
            connection=self._connection,
        )
        letter.attach_alternative(self._html.render(values), "text/html")
        return letter
