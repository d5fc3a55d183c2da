"""The letter everybody sends: the product's reminder, each time to another person about another thing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from notifications.content import Addressee, Pair, Reminder, Task
from notifications.render import render

SENDER = "nastavnik@school.test"
DOMAIN = "school.test"
TODAY = date(2025, 10, 1)
SENT_AT = datetime(2025, 10, 1, 6, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fields:
    """What differs from letter to letter."""

    recipient: str
    name: str
    title: str
    link: str


def fields(i: int) -> Fields:
    return Fields(
        recipient=f"p{i}@school.test",
        name=f"Анна Сергеевна {i}",
        title=f"Индивидуальный план, пункт {i}",
        link=f"https://nastavnik.school.test/roadmap/items/{i}",
    )


def reminder(one: Fields) -> Reminder:
    """The product's own content of the letter."""
    return Reminder(
        to=Addressee(name=one.name, role="mentor"),
        organisation="Школа № 1",
        link=one.link,
        today=TODAY,
        task=Task(
            title=one.title,
            due_on=date(2025, 10, 8),
            pair=Pair(number=1, mentor="Иванова Мария Павловна", mentees=("Петров Олег Ильич",)),
        ),
    )


def as_templates() -> dict[str, str]:
    """The same words and the same size for peers: `subject`, `text` and `html` as small jinja2 templates.

    A peer should not pay for what our templates decide (plurals, languages, roles), so it gets the finished letter with
    three places left open.
    """
    marks = Fields(recipient="", name="NAMEMARK", title="TITLEMARK", link="https://linkmark.test/")
    finished = render(reminder(marks))
    parts = {"subject": finished.subject, "text": finished.text, "html": finished.html}
    return {name: _opened(text) for name, text in parts.items()}


def _opened(text: str) -> str:
    opened = text.replace("NAMEMARK", "{{ name }}").replace("TITLEMARK", "{{ title }}")
    return opened.replace("https://linkmark.test/", "{{ link }}")
