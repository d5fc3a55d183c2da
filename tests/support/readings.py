"""Readings of roadmaps built by hand: what a careful reader would have made of a small school's document."""

from collections.abc import Sequence
from datetime import date

from engine.deadlines import Ambiguous, Empty, read
from engine.periods import Period
from engine.roadmap_reading.model import (
    Question,
    ReadIndicator,
    ReadItem,
    ReadRoadmap,
    ReadSection,
    Responsibles,
    Said,
    Unused,
)
from engine.roadmaps import Approval, DocumentKind, Responsible, Threshold
from engine.source import Source, SourceLine, Spot
from engine.words import Words

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))


def row(  # a row has as many values as a roadmap has columns
    number: str,
    activity: str,
    deadline: str = "",
    *,
    section: str = "I",
    roles: Sequence[Responsible] = ("curator",),
    responsible: str = "Куратор",
    named: Sequence[str] = (),
    result: str = "",
    kinds: Sequence[DocumentKind] = (),
    thresholds: Sequence[Threshold] = (),
    key: str = "",
    questions: Sequence[Question] = (),
    line: int = 0,
    period: Period | None = YEAR,
) -> ReadItem:
    """A row whose deadline is read as the product reads it; a doubtful one carries its question."""
    place = (Spot(table=1, row=line),) if line else ()
    meaning = read(deadline, period).deadline
    doubts = list(questions)
    if isinstance(meaning, Ambiguous | Empty) and not any(one.field == "deadline" for one in doubts):
        doubts.append(Question("deadline", Words("Срок не понят", "The deadline is not understood")))
    if not roles:
        doubts.append(Question("responsible", Words("Кто отвечает?", "Who is responsible?")))
    return ReadItem(
        number=number,
        section=section,
        activity=Said(activity, place),
        deadline=Said(deadline, place if deadline else ()),
        meaning=meaning,
        responsible=Said(responsible, place if responsible else ()),
        who=Responsibles(tuple(roles), to_assign=not roles, named=tuple(named)),
        result=Said(result, place if result else ()),
        document_kinds=tuple(kinds),
        thresholds=tuple(thresholds),
        key=key,
        questions=tuple(doubts),
    )


def school_year(*items: ReadItem, period: Period | None = YEAR, unused: Sequence[Unused] = ()) -> ReadRoadmap:
    """A roadmap of a school year with these rows, or with three of its own: a day, a quarter, an undated one."""
    rows = items or (
        row(
            "1",
            "Назначить куратора приказом",
            "до 20 сентября",
            roles=("head",),
            responsible="Директор",
            kinds=("order",),
            line=2,
        ),
        row(
            "2",
            "Собрать анкеты наставников",
            "ежеквартально",
            line=3,
            thresholds=(Threshold("attendance", ">=", 90, "percent"),),
        ),
        row("3", "Провести встречу с родителями", "", section="II", roles=(), responsible="", line=5),
    )
    return ReadRoadmap(
        title="Дорожная карта школы",
        period=period,
        approved=Approval("директор", "12", date(2025, 8, 29)),
        goal="Помочь молодым учителям",
        tasks=("Найти наставников",),
        sections=(ReadSection("I", "Подготовка", at=(Spot(table=1, row=1),)), ReadSection("II", "Работа")),
        items=rows,
        indicators=(ReadIndicator("Доля педагогов с наставником", "А : Б", "А", "Б", ((2025, 10), (2026, 12.5))),),
        unused=tuple(unused),
        headings=(("number", "№"), ("activity", "Мероприятие"), ("deadline", "Срок")),
        organisation="Школа № 5",
        notes=(Words("Скрытый лист пропущен", "A hidden sheet was left out"),),
        head=(Said("УТВЕРЖДАЮ", (Spot(line=1),)),),
    )


def lines(*texts: str) -> Source:
    """A file of running lines, for tests that need only its words."""
    return Source("text", tuple(SourceLine(text, Spot(line=number)) for number, text in enumerate(texts, start=1)))
