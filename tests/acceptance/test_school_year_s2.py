"""The period of the roadmap of 2021–2022 lived by a school: from the empty database to closed pairs and proved rows.

Curator, mentors, mentees and head act through pages, links of letters and commands only. Every row of the roadmap ends
with its own evidence, here a registered paper each: the source names no figures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.papers import words_in
from tests.support.people_files import people_file
from tests.support.school_life import ORG, SchoolLife, school_life
from workflows.papers.collecting import BLANK, BLANK_DAY

MENTORS = ("m1", "m2", "m3")
MENTEES = ("y1", "y2", "y3")
QUARTERS = ("2021-06-30", "2021-09-30", "2021-12-31", "2022-03-31")
CLOSED_BY = {
    "1.1": ["order-introduction"],
    "1.2": ["order-curator"],
    "1.3": ["roadmap"],
    "1.4": ["regulation"],
    "1.5": ["programme"],
    "1.6": ["order-mentors"],
    "1.7": ["plan"] * 3,
    "1.8": ["mentor-report"] * 3,
    "2.1": ["register-publications"] * 4,
    "2.2": ["register-personified"] * 4,
    "2.3": ["register-training"] * 4,
    "3.1": ["register-training"] * 4,
    "3.2": ["event-programme"],
    "3.4": ["collection"],
    "4.1": ["regulation"],
    "4.2": ["register-mentees"],
    "4.3": ["register-mentors"],
    "4.4": ["register-training"] * 4,
    "4.5": ["order-pairing"],
    "4.6": ["reference"],
    "4.7": ["reference"],
    "5.1": ["reference"] * 2,
    "5.2": ["reference"] * 2,
    "5.3": ["reference"],
    "5.4": ["statistics"],
    "6.1.1": ["reference"] * 4,
    "6.2": ["reference"] * 4,
}
"""Row -> the forms of the papers that close it: one for each date, each pair."""

_HEADINGS = (
    "ФИО",
    "Кто это",
    "Роль",
    "Почта",
    "Должность или класс",
    "Согласие подписано",
    "Пол",
    "Дата рождения",
    "Дата приёма на работу",
    "Компетенции",
    "Сколько пар может вести",
)
_PEOPLE = (
    ("m1", "Иванова Мария Петровна", "учитель математики", "ж", "01.02.1975", "01.09.1999", "математика"),
    ("m2", "Орлов Олег Ильич", "учитель физики", "м", "03.05.1970", "01.09.1995", "физика"),
    ("m3", "Титова Вера Львовна", "педагог-психолог", "ж", "03.05.1980", "01.09.2005", "дисциплина в классе"),
    ("y1", "Смирнов Егор Олегович", "учитель истории", "м", "03.05.1996", "01.09.2020", None),
    ("y2", "Котова Яна Игоревна", "учитель начальных классов", "ж", "03.05.1997", "01.09.2019", None),
    ("y3", "Рыбин Лев Юрьевич", "учитель химии", "м", "03.05.1995", "01.09.2020", None),
)
_VERSION = re.compile(r'name="version" value="(\d+)"')
_SEEN = re.compile(r'name="(seen-\d+)" value="(\d+)"')
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b")


@dataclass
class Story:
    """The school, its roadmap and programme; `pairs`: mentor's mailbox -> the pair's id."""

    school: SchoolLife
    roadmap: int
    programme: int
    pairs: dict[str, int]

    def everybody(self) -> tuple[str, ...]:
        return (*MENTORS, *MENTEES)

    def move(self, move: str) -> None:
        """The curator moves every pair on by its page."""
        for pair in self.pairs.values():
            self.school.page("cur", f"/pairs/{pair}/advance", {"move": move})

    def meet(self, kind: str, day: str) -> None:
        for pair in self.pairs.values():
            self.school.run("meeting", "plan", "--pair", pair, "--kind", kind, "--on", day, "--time", "15:00")

    def met(self, day: str, **said: str) -> None:
        """The mentors say so by the links of their letters."""
        for mentor in MENTORS:
            token = self.school.link(mentor, about="Встреча прошла")
            self.school.by_link(token, "met", held=f"{date.fromisoformat(day):%d.%m.%Y}", **said)

    def survey(self, questionnaire: str, period: str, *, due: str, item: str | None = None) -> None:
        named = () if item is None else ("--item", self.school.items[item])
        told = ("--questionnaire", questionnaire, "--period", period, "--due", due)
        self.school.run("survey", "open", "--programme", self.programme, *told, *named)

    def also(self, number: str, paper: int, *, occurrence: str = "") -> None:
        """A paper proves one more row."""
        which = ("--occurrence", occurrence) if occurrence else ()
        self.school.run("roadmap", "complete", self.school.items[number], "--evidence", f"paper:{paper}", *which)

    def plan_marks(self, position: int, day: str) -> None:
        """An item of the plans falls due: the pairs meet and the mentors mark it by their letters' links."""
        self.school.at(f"{day}T17:00")
        for mentor, pair in self.pairs.items():
            self.school.run("meeting", "record", "--pair", pair, "--kind", "work", "--held", day, "--topic", "Урок")
            token = self.school.link(mentor, about="Индивидуальный план, пункт")
            self.school.by_link(token, "plan", position=str(position), mark="done", result="Провели вместе")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """1 April 2021: the roadmap is live, a programme begins; nobody but head and curator is known."""
    with school_life(tmp_path, f"sqlite:///{tmp_path}/school.db", begins="2021-04-01T09:00") as school:
        school.person("head", "Громов Пётр Ильич", "директор", role="head")
        post = "заместитель директора по учебно-воспитательной работе"
        school.person("cur", "Белова Анна Сергеевна", post, role="curator")
        roadmap = school.apply("s2-multifunctional-2021")
        told = ("--title", "Педагог — педагог", "--lifecycle", "teacher-pair", "--roadmap", roadmap)
        span = ("--from", "2021-04-01", "--to", "2022-05-31")
        programme = int(school.run("programme", "start", "--org", ORG, *told, *span)["id"])
        yield Story(school, roadmap, programme, {})


def test_every_row_of_the_period_is_closed_by_a_paper_of_its_own(story: Story) -> None:
    launch(story)
    people_come(story)
    pairs_are_formed(story)
    pairs_get_to_know_each_other(story)
    quarter(story, "2021-06-28", QUARTERS[0])
    rules_are_set(story)
    plans_are_approved(story)
    quarter(story, "2021-09-28", QUARTERS[1])
    pairs_are_asked(story, "2021-10-11", "2021-10-14", "2021-10")
    autumn_of_practices(story)
    quarter(story, "2021-12-21", QUARTERS[2])
    winter(story)
    quarter(story, "2022-03-28", QUARTERS[3])
    story.plan_marks(3, "2022-04-20")
    pairs_are_asked(story, "2022-05-04", "2022-05-11", "2022-05")
    pairs_finish(story)
    everything_is_proved(story)


def launch(story: Story) -> None:
    school = story.school
    school.at("2021-04-06T10:00")
    school.paper("order-introduction", day="2021-04-05", item="1.1")
    school.paper("order-curator", day="2021-04-05", item="1.2")
    school.paper("roadmap", day="2021-04-06", item="1.3", place=False)


def people_come(story: Story) -> None:
    """The curator brings a list of people by the page; they tell by links what they need and what they can give."""
    school = story.school
    rows = [
        (
            *(name, "педагог", "наставник" if gives else "наставляемый", f"{box}@school.test", post, "06.04.2021"),
            *(sex, born, hired, gives, 1 if gives else None),
        )
        for box, name, post, sex, born, hired, gives in _PEOPLE
    ]
    file = ("people.xlsx", people_file(*rows, headings=_HEADINGS))
    checked = school.page("cur", "/people/import", {"org": ORG}, files={"file": file})
    school.page("cur", f"{checked.url.path}/load", {"version": _VERSION.findall(checked.text)[0]})
    for one in school.run("person", "list", "--org", ORG):
        school.people[one["email"].partition("@")[0]] = one["id"]
    for mentor in MENTORS:
        told = ("--kind", "mentoring-duty", "--signed", "2021-04-06")
        school.run("consent", "record", "--person", school.people[mentor], *told)
    for mentee, wish in zip(MENTEES, ("математика", "физика", "дисциплина в классе"), strict=True):
        school.run("person", "profile", school.people[mentee], "--request", wish, "--needs", wish)
    story.survey("requests", "2021-04", due="2021-04-16")
    story.survey("resources", "2021-04", due="2021-04-16")
    school.at("2021-04-13T10:00")
    for person in story.everybody():
        school.answer_questionnaire(person, about="апрель 2021")


def pairs_are_formed(story: Story) -> None:
    """By the page of matching: propose, take all, draft the order, register it: it closes its row by itself."""
    school = story.school
    school.at("2021-04-19T10:00")
    school.paper("register-mentees", day="2021-04-19", item="4.2", place=False)
    school.paper("register-mentors", day="2021-04-19", item="4.3", place=False)
    proposal = school.page("cur", f"/matching/programmes/{story.programme}").url.path
    school.page("cur", f"{proposal}/take")
    draft = school.page("cur", f"{proposal}/order").url.path
    school.page("cur", f"{draft}/register", {"number": "12-н", "date": "19.04.2021"})
    boxes = {person: box for box, person in school.people.items()}
    story.pairs |= {boxes[pair["mentor"]]: pair["id"] for pair in school.run("pair", "list", "--org", ORG)}
    assert sorted(story.pairs) == sorted(MENTORS)


def pairs_get_to_know_each_other(story: Story) -> None:
    school = story.school
    school.at("2021-04-26T10:00")
    story.move("acquaint")
    story.meet("acquaintance", "2021-04-27")
    school.at("2021-04-28T10:00")
    story.met("2021-04-27")
    story.move("try")
    story.meet("trial", "2021-05-12")
    school.at("2021-05-13T10:00")
    story.met("2021-05-12", asked="1", verdict="go")
    for mentee in MENTEES:
        school.by_link(school.link(mentee, about="робн"), "verdict", verdict="go")
    story.move("plan")


def quarter(story: Story, day: str, look: str) -> None:
    """A seminar, a publication, the registers; the справка of the quarter. What goes on is looked at until `look`."""
    school = story.school
    school.at(f"{day}T10:00")
    people = [part for mentor in MENTORS for part in ("--person", school.people[mentor])]
    told = ("--title", f"Семинар наставников {day}", "--on", day, "--hours", 6, "--invite", "chosen", *people)
    seminar = school.run("event", "plan", "--org", ORG, "--kind", "seminar", *told)["id"]
    link = ("--link", f"https://school5.test/news/{day}", "--title", f"Новости наставничества {day}")
    school.run("article", "record", "--org", ORG, *link, "--published", day)
    school.at(f"{day}T18:00")
    school.run("event", "record", seminar, "--held", day, "--everybody")
    school.run("event", "certify", seminar)
    school.paper("register-publications", day=day, item="2.1", place=False)
    school.paper("register-personified", day=day, item="2.2", place=False)
    training = school.paper("register-training", day=day, item="3.1", place=False)
    story.also("2.3", training, occurrence=look)
    story.also("4.4", training, occurrence=look)
    reference = school.paper("reference", "--from", "2021-04-01", "--to", day, day=day, item="6.1.1")
    story.also("6.2", reference, occurrence=look)


def rules_are_set(story: Story) -> None:
    school = story.school
    school.at("2021-08-25T10:00")
    regulation = school.paper("regulation", day="2021-08-25", item="1.4")
    story.also("4.1", regulation)
    one = next(iter(story.pairs.values()))
    school.paper("programme", "--pair", one, day="2021-08-25", item="1.5")
    people = [part for mentor in MENTORS for part in ("--person", school.people[mentor])]
    school.paper("order-mentors", *people, day="2021-08-25", item="1.6")


def plans_are_approved(story: Story) -> None:
    """Pairs plan, the head approves on his page, by one order, what he has read."""
    school = story.school
    school.at("2021-09-14T10:00")
    items = ("Открытый урок;2021-10-20", "Разбор контрольной;2022-02-21", "Итоговый урок;2022-04-20")
    for pair in story.pairs.values():
        school.run("meeting", "record", "--pair", pair, "--kind", "planning", "--held", "2021-09-13", "--topic", "План")
        goal = ("--goal", "Освоить методику урока", "--request", "Помощь", "--task", "Посетить уроки", "--form", "очно")
        listed = [part for item in items for part in ("--item", item)]
        school.run("plan", "set", "--pair", pair, *goal, *listed, "--from", "2021-09-14", "--to", "2022-05-31")
        school.paper("plan", "--pair", pair, day="2021-09-14", item="1.7", place=False)
    seen = dict(_SEEN.findall(school.browser("head").get("/approvals").text))
    pairs = [str(pair) for pair in story.pairs.values()]
    told = {"org": ORG, "number": "27-н", "date": "14.09.2021", "pair": pairs, **seen}
    school.page("head", "/approvals/plans", told)
    story.move("start_work")


def pairs_are_asked(story: Story, opened: str, answered: str, month: str) -> None:
    """The survey of pairs; what everybody answers by a link becomes the справка of the school."""
    school = story.school
    school.at(f"{opened}T10:00")
    story.survey("pairs-effectiveness", month, due=answered, item="5.1")
    if month == "2022-05":
        story.survey("quarterly-teachers", "2022-Q2", due=answered)
    school.at(f"{date.fromisoformat(opened) + timedelta(days=1)}T10:00")
    for person in story.everybody():
        school.answer_questionnaire(person, about="Результативность работы пар")
        if month == "2022-05":
            school.answer_questionnaire(person, about="Диагностика квартала")
    school.at(f"{answered}T10:00")
    school.paper("reference", "--from", "2021-04-01", "--to", answered, day=answered, item="5.1")


def autumn_of_practices(story: Story) -> None:
    school = story.school
    story.plan_marks(1, "2021-10-20")
    school.at("2021-11-16T10:00")
    told = ("--title", "Школа эффективных наставнических практик", "--on", "2021-11-18", "--level", "municipality")
    people = [part for mentor in MENTORS for part in ("--person", school.people[mentor])]
    event = school.run("event", "plan", "--org", ORG, "--kind", "seminar", *told, "--invite", "chosen", *people)["id"]
    agenda = "event.agenda=10:00 — открытие; 10:20 — практики школ; 12:00 — итоги"
    school.paper("event-programme", "--event", event, "--set", agenda, day="2021-11-16", item="3.2")
    school.at("2021-11-18T18:00")
    school.run("event", "record", event, "--held", "2021-11-18", "--everybody")
    author = ("--author", school.people["m1"])
    for title in ("Урок вдвоём", "Карта трудностей"):
        words = ("--title", title, "--summary", "Кратко о практике", "--body", "Как её повторить")
        school.run("practice", "add", "--org", ORG, *words, *author, "--publish")
    school.at("2021-11-25T10:00")
    school.paper("collection", day="2021-11-25", item="3.4", place=False)
    school.paper("reference", "--from", "2021-04-01", "--to", "2021-11-25", day="2021-11-25", item="5.2")


def winter(story: Story) -> None:
    school = story.school
    school.at("2021-12-22T10:00")
    school.paper("reference", "--from", "2021-04-01", "--to", "2021-12-20", day="2021-12-22", item="5.3")
    school.at("2022-01-20T10:00")
    school.paper("statistics", day="2022-01-20", item="5.4", place=False)
    story.plan_marks(2, "2022-02-21")


def pairs_finish(story: Story) -> None:
    """Rows that waited get their days; the pairs meet a last time, tell what it was like, and are closed."""
    school = story.school
    school.at("2022-05-16T10:00")
    school.paper("reference", "--from", "2021-04-01", "--to", "2022-05-16", day="2022-05-16", item="5.2")
    for number, day in (("4.6", "2022-05-20"), ("1.8", "2022-05-27"), ("4.7", "2022-05-30")):
        school.run("roadmap", "bind", school.items[number], "--on", day)
    story.move("finish")
    story.meet("final", "2022-05-19")
    for pair in story.pairs.values():
        school.paper("meeting-log", "--pair", pair, day="2022-05-16", place=False)
    school.paper("reference", "--from", "2021-09-01", "--to", "2022-05-16", day="2022-05-16", item="4.6")
    school.at("2022-05-20T10:00")
    story.met("2022-05-19")
    school.at("2022-05-21T10:00")
    words = [
        part
        for said in ("results=Освоена методика урока", "problems=Нет", "advice=Продолжать")
        for part in ("--set", f"report.{said}")
    ]
    for mentor, pair in story.pairs.items():
        school.paper("mentor-report", "--pair", pair, *words, day="2022-05-21", item="1.8")
        school.paper("gratitude", "--person", school.people[mentor], day="2022-05-21", place=False)
    for person in story.everybody():
        school.by_link(school.link(person, about="Отправить отчёт"), "report", results="Спасибо, было полезно")
    story.move("close")
    school.at("2022-05-27T10:00")
    school.paper("reference", "--from", "2021-04-01", "--to", "2022-05-27", day="2022-05-27", item="4.7")


def everything_is_proved(story: Story) -> None:
    school = story.school
    rows = school.rows(story.roadmap)
    assert set(rows) == set(CLOSED_BY)
    papers: dict[str, str] = {}
    for number, row in rows.items():
        owed = [(each["occurrence"], each["status"]) for each in row["obligations"]]
        assert all(status == "done" for _, status in owed), (number, owed)
        assert {each["kind"] for each in row["evidence"]} == {"paper"}, (number, row["evidence"])
        told = [school.run("paper", "show", each["reference"]) for each in row["evidence"]]
        assert [one["form"] for one in told] == CLOSED_BY[number], number
        assert all(one["file"] for one in told), number
        papers |= {each["reference"]: number for each in row["evidence"]}
    head = school.browser("head")
    for paper, number in papers.items():
        words = words_in(head.get(f"/papers/{paper}/docx").content).replace("\N{NO-BREAK SPACE}", " ")
        assert _BRACES.search(words) is None, (number, words)
        assert BLANK not in words, (number, words)
        assert BLANK_DAY not in words, (number, words)
        assert len(words) > 100
    found = school.run("pair", "list", "--org", ORG)
    assert [(pair["stage"], pair["outcome"]) for pair in found] == [("closed", "completed")] * 3
