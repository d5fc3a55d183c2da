"""The school year of the plan 2025–2026 lived by a school: from the empty database to closed pairs and proved rows.

Curator, mentors, mentees and head act through pages, links of letters and commands only. Every row of the roadmap ends
with its own evidence: a computed figure where the source names a threshold, an event, links or a registered paper.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.school_life import ORG, SchoolLife, school_life

HEAD = ("head", "Громов Пётр Ильич", "директор")
CURATOR = ("cur", "Белова Анна Сергеевна", "заместитель директора по учебно-воспитательной работе")
MENTORS = {
    "m1": ("Иванова Мария Петровна", "учитель математики"),
    "m2": ("Орлов Олег Ильич", "учитель физики"),
    "m3": ("Титова Вера Львовна", "педагог-психолог"),
}
MENTEES = {
    "y1": ("Смирнов Егор Олегович", "учитель истории"),
    "y2": ("Котова Яна Игоревна", "учитель начальных классов"),
    "y3": ("Рыбин Лев Юрьевич", "учитель химии"),
}
OTHERS = ("Арсеньева", "Быкова", "Волкова", "Громова", "Дроздова", "Ежова", "Жукова", "Зуева")
PROVED_BY = {
    **dict.fromkeys(("1", "3", "6", "10", "11", "17", "23", "24", "26"), "figure"),
    **dict.fromkeys(("2", "5", "7", "8", "9", "12", "13", "14", "15", "16", "18", "19", "22", "25"), "paper"),
    **dict.fromkeys(("20", "21"), "publication"),
    "4": "event",
}
"""Row -> what closes it. The council (22) has its minutes besides its figure, rubrics and articles their links."""
FORMS = {
    "5": "order-pairing",
    "8": "plan",
    "12": "programme",
    "14": "collection",
    "15": "requests-analysis",
    "16": "order-pairing",
    "18": "register-personified",
    "20": "content-plan",
    "22": "council-protocol",
    "25": "roadmap",
}
"""Row -> the form of the paper that stands among its proofs."""


class Year:
    """What happens, month by month."""

    def __init__(self, life: SchoolLife) -> None:
        self.life = life
        self.roadmap = self.programme = 0
        self.pairs: list[int] = []

    def summer(self) -> None:
        """People and consents, the common meeting, preferences by link, pairs by matching, their order."""
        life = self.life
        life.person(*HEAD, role="head")
        life.person(*CURATOR, role="curator")
        for folk, role in ((MENTORS, "mentor"), (MENTEES, "mentee")):
            for mailbox, (name, post) in folk.items():
                life.person(mailbox, name, post, role=role)
        for number, surname in enumerate(OTHERS, start=1):
            life.person(f"o{number}", f"{surname} Ольга Ивановна", "учитель")
        life.at("2025-08-11T10:00")
        self.roadmap = life.apply("s1-teachers-2025")
        told = ("--title", "Учитель — учитель", "--lifecycle", "teacher-pair", "--roadmap", self.roadmap)
        days = ("--from", "2025-08-11", "--to", "2026-08-31")
        self.programme = int(life.run("programme", "start", "--org", ORG, *told, *days)["id"])
        signed = ("--kind", "personal-data", "--signed", "2025-08-11")
        life.run("consent", "record-list", *_named(life, *life.people), *signed)
        for mentor in MENTORS:
            terms = ("--kind", "mentoring-duty", "--signed", "2025-08-11")
            life.run("consent", "record", "--person", life.people[mentor], *terms)
        for mentee in MENTEES:
            life.run("person", "change", life.people[mentee], "--hired", "2024-08-20", "--born", "2000-03-03")
        self._ask_for_requests()
        self._meet_all()
        self._pair_off()

    def _ask_for_requests(self) -> None:
        """The questionnaires of the campaign, answered by everybody from the letter."""
        for key in ("requests", "resources"):
            told = ("--questionnaire", key, "--period", "2025-08", "--due", "2025-08-15")
            self.life.run("survey", "open", "--programme", self.programme, *told)
        self.life.at("2025-08-12T10:00")
        for folk, title in ((MENTEES, "Запросы наставляемых"), (MENTORS, "Ресурсы наставников")):
            for who in folk:
                self.life.answer_questionnaire(who, about=title)

    def _meet_all(self) -> None:
        event = self.event("networking", "Общая встреча наставников и наставляемых", "2025-08-20", "4")
        self.life.at("2025-08-20T17:00")
        self.life.run("event", "record", event, "--held", "2025-08-20", "--everybody")
        for key in ("preferences-mentee", "preferences-mentor"):
            asked = ("--questionnaire", key, "--period", "2025-08", "--event", event)
            self.life.run("survey", "open", "--programme", self.programme, *asked)
        self.life.at("2025-08-21T10:00")
        for who in (*MENTORS, *MENTEES):
            self.life.answer_questionnaire(who, about="Кого вы хотите")

    def _pair_off(self) -> None:
        proposal = self.life.run("match", "propose", self.programme)
        self.pairs = self.life.run("match", "take", proposal["id"])["pairs"]
        self.life.at("2025-08-26T10:00")
        for form in ("order-introduction", "order-curator"):
            self.life.paper(form, day="2025-08-25")
        self.life.paper("order-pairing", *self.named_pairs, day="2025-08-25", item="5")
        self.life.paper("register-personified", day="2025-08-26", item="2", place=False)
        self.life.at("2025-08-27T10:00")
        self.advance("acquaint")

    def september(self) -> None:
        """The council, trainings, first meetings confirmed by link, plans and their approval by the head."""
        life = self.life
        life.at("2025-09-01T10:00")
        council = self.event(
            "council", "Педагогический совет о наставничестве", "2025-09-02", "22", "--invite", "staff"
        )
        guests = ("--invite", "chosen", *_named(life, *MENTORS, "o1", "o2"), "--role", "expert", "--hours", "6")
        days = ("2025-09-08", "2025-09-15", "2025-09-22")
        trainings = [self.event("training", f"Занятие для наставников, {day}", day, "3", *guests) for day in days]
        life.at("2025-09-02T18:00")
        life.run("event", "record", council, "--held", "2025-09-02", "--everybody")
        life.paper("council-protocol", "--event", council, "--set", "council.secretary=Волкова О. И.", day="2025-09-02")
        life.paper("register-personified", day="2025-09-02", item="19", place=False)
        self.hold("acquaintance", "2025-09-03", answers={})
        self.advance("try")
        for day, training in zip(days, trainings, strict=True):
            life.at(f"{day}T18:00")
            life.run("event", "record", training, "--held", day, "--everybody")
            if day == days[0]:
                self.hold("trial", "2025-09-08", answers={"asked": "1", "verdict": "go"})
        self.advance("plan")
        life.at("2025-09-23T10:00")
        self._plan()
        self._approve()
        life.at("2025-09-24T10:00")
        self._show_and_ask()

    def _plan(self) -> None:
        lines = ("Открытый урок;2025-10-20", "Разбор контрольной;2025-11-20", "Отчёт;2026-04-20")
        for pair in self.pairs:
            about = ("--topic", "План работы", "--notes", "Обсудили уроки")
            self.life.run("meeting", "record", "--pair", pair, "--kind", "planning", "--held", "2025-09-22", *about)
            told = ("--goal", "Освоить методику", "--request", "Помощь с уроками", "--task", "Посетить уроки")
            items = [word for line in lines for word in ("--item", line)]
            term = ("--from", "2025-09-22", "--to", "2026-05-31")
            self.life.run("plan", "set", "--pair", pair, *told, *items, *term)
            self.life.paper("plan", "--pair", pair, "--set", "plan.form=очно", day="2025-09-23", place=False)

    def _approve(self) -> None:
        """The head, on the page of approvals: one order for the whole list."""
        page = self.life.browser("head").get("/approvals").text
        seen = dict(re.findall(r'name="(seen-\d+)" value="(\d+)"', page))
        told = {"org": ORG, "number": "27-н", "date": "23.09.2025", "pair": [str(pair) for pair in self.pairs]}
        self.life.page("head", "/approvals/plans", told | seen)
        self.advance("start_work")

    def _show_and_ask(self) -> None:
        life = self.life
        life.paper("roadmap", day="2025-09-24", item="25", place=False)
        form = ("--kind", "report", "--purpose", "other", "--number", "1-д", "--date", "2025-09-24")
        life.run("paper", "register", "--org", ORG, *form, "--item", life.items["13"])
        goal = ("--set", "goal.text=Помочь молодым педагогам", "--set", "aims.text=Посещать уроки")
        life.paper("programme", "--pair", self.pairs[0], *goal, day="2025-09-24", item="12")
        for number, (kind, row) in enumerate((("rubric", "20"),) * 2 + (("article", "21"),) * 3):
            link = ("--link", f"https://school5.example/{kind}{number}", "--title", f"Запись {number}")
            told = ("--published", "2025-09-24", "--item", life.items[row])
            life.run("article", "record", "--org", ORG, "--kind", kind, *link, *told)
        life.paper("content-plan", day="2025-09-24", item="20", place=False)
        self.diagnose("2025-Q3", "2025-09-24", due="2025-09-29")
        contest = self.event(
            "contest", "Областной конкурс", "2025-09-26", "26", "--invite", "chosen", *_named(life, *MENTORS)
        )
        life.at("2025-09-26T18:00")
        life.run("event", "record", contest, "--held", "2025-09-26", "--everybody")

    def winter(self) -> None:
        """Analyses, lines of plans marked by link, diagnostics, the closing game, the collection."""
        life = self.life
        life.at("2025-10-01T10:00")
        talks = ("--set", "interviews.text=Собеседования проведены 3 и 4 сентября: 6 человек, форма подходит всем")
        life.paper("requests-analysis", *talks, day="2025-10-01", place=False)
        life.paper("order-pairing", *self.named_pairs, day="2025-10-01", item="16")
        game = self.event("closing", "Деловая игра: итоговая встреча пар", "2025-12-18", "11")
        for title in ("Урок вдвоём", "Карта трудностей"):
            told = ("--summary", "Кратко", "--body", "Подробно", "--author", life.people["m1"], "--publish")
            life.run("practice", "add", "--org", ORG, "--title", title, *told)
        for number, day in enumerate(("2025-10-20", "2025-11-20"), start=1):
            self.mark(number, day)
        self.diagnose("2025-Q4", "2025-12-08", due="2025-12-19")
        life.at("2025-12-18T18:00")
        life.run("event", "record", game, "--held", "2025-12-18", "--everybody")
        life.paper("collection", day="2025-12-18", item="14", place=False)
        for row in ("18", "2"):
            life.paper("register-personified", day="2025-12-18", item=row, place=False)
        life.paper("meeting-log", "--pair", self.pairs[0], day="2025-12-18", item="7", place=False)

    def spring(self) -> None:
        """Last lines, final meetings and words by link, reports; the pairs close, the roadmap is done."""
        life = self.life
        self.diagnose("2026-Q1", "2026-03-10", due="2026-03-20")
        self.mark(3, "2026-04-20")
        self.diagnose("2026-Q2", "2026-05-12", due="2026-05-22")
        life.at("2026-05-25T10:00")
        self.advance("finish")
        life.at("2026-05-26T10:00")
        for mentor in MENTORS:
            life.by_link(life.link(mentor, about="Встреча прошла"), "met", held="26.05.2026")
        for who in (*MENTORS, *MENTEES):
            life.by_link(life.link(who, about="Отправить отчёт"), "report", results="Спасибо, было полезно")
        told = ("results=Освоена методика урока", "problems=Нет", "advice=Продолжать")
        for pair in self.pairs:
            words = [word for each in told for word in ("--set", f"report.{each}")]
            life.paper("mentor-report", "--pair", pair, *words, day="2026-05-26", place=False)
        self.advance("close")
        life.at("2026-06-15T10:00")
        life.paper("register-personified", day="2026-06-15", item="2", place=False)
        life.paper("meeting-log", "--pair", self.pairs[1], day="2026-06-15", item="7", place=False)
        life.at("2026-06-16T10:00")

    @property
    def named_pairs(self) -> list[object]:
        return [word for pair in self.pairs for word in ("--pair", pair)]

    def event(self, kind: str, title: str, day: str, row: str, *more: object) -> int:
        """A common event of a row; without further words mentors and mentees are invited."""
        invited = more or ("--invite", "chosen", *_named(self.life, *MENTORS, *MENTEES))
        told = ("--kind", kind, "--title", title, "--on", day, "--item", self.life.items[row])
        made = self.life.run("event", "plan", "--org", ORG, *told, "--programme", self.programme, *invited)
        return int(made["id"])

    def advance(self, move: str) -> None:
        """The curator clicks «Дальше» on each pair's page."""
        for pair in self.pairs:
            self.life.page("cur", f"/pairs/{pair}/advance", {"move": move})

    def hold(self, kind: str, day: str, *, answers: dict[str, str]) -> None:
        """Agreed with an invitation, told by each mentor from the letter, with both verdicts where they are asked."""
        if kind == "acquaintance":
            for pair in self.pairs:
                self.life.run("meeting", "plan", "--pair", pair, "--kind", kind, "--on", day, "--time", "15:00")
            self.life.at(f"{date.fromisoformat(day) + timedelta(days=1)}T10:00")
        for mentor in MENTORS:
            held = f"{date.fromisoformat(day):%d.%m.%Y}"
            self.life.by_link(self.life.link(mentor, about="Встреча прошла"), "met", held=held, **answers)
        for mentee in MENTEES if answers else ():
            self.life.by_link(self.life.link(mentee, about="Продолжать"), "verdict", verdict=answers["verdict"])

    def mark(self, number: int, day: str) -> None:
        """Each mentor marks a line of the plan from the letter about it."""
        self.life.at(f"{day}T10:00")
        for mentor in MENTORS:
            token = self.life.link(mentor, about=f"пункт {number}")
            self.life.by_link(token, "plan", mark="done", result="Провели")

    def diagnose(self, period: str, day: str, *, due: str) -> None:
        """The quarter's questionnaire, answered by everybody from the letter."""
        self.life.at(f"{day}T10:00")
        asked = ("--questionnaire", "quarterly-teachers", "--period", period, "--due", due)
        self.life.run("survey", "open", "--programme", self.programme, *asked, "--item", self.life.items["17"])
        self.life.at(f"{date.fromisoformat(day) + timedelta(days=1)}T10:00")
        for who in (*MENTORS, *MENTEES):
            self.life.answer_questionnaire(who, about="Диагностика квартала")


def _named(life: SchoolLife, *mailboxes: str) -> list[object]:
    return [word for mailbox in mailboxes for word in ("--person", life.people[mailbox])]


def _forms(life: SchoolLife, row: dict[str, Any]) -> set[str]:
    """The forms of the papers among the proofs of a row."""
    return {life.run("paper", "show", one["reference"])["form"] for one in row["evidence"] if one["kind"] == "paper"}


@pytest.fixture
def year(tmp_path: Path, sqlite_url: str) -> Iterator[Year]:
    with school_life(tmp_path, sqlite_url, begins="2025-08-04T10:00") as life:
        yield Year(life)


def test_every_row_of_s1_is_proved_by_what_people_did(year: Year) -> None:
    year.summer()
    year.september()
    year.winter()
    year.spring()
    for pair in year.pairs:
        shown = year.life.run("pair", "show", pair)
        assert (shown["stage"], shown["outcome"]) == ("closed", "completed")
    rows = year.life.rows(year.roadmap)
    assert sorted(rows, key=int) == sorted(PROVED_BY, key=int)
    proofs = {number: {one["kind"] for one in row["evidence"]} for number, row in rows.items()}
    assert {number: kind for number, kind in PROVED_BY.items() if kind not in proofs[number]} == {}
    forms = {number: _forms(year.life, rows[number]) for number in FORMS}
    assert {number: form for number, form in FORMS.items() if form not in forms[number]} == {}
    still_open = {number for number, row in rows.items() if any(one["status"] == "open" for one in row["obligations"])}
    assert still_open == set()
    assert all(any(one["status"] == "done" for one in row["obligations"]) for row in rows.values())
