"""The lines around the tables: the title, who approved it, the goal, the tasks, whose roadmap it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.roadmap_reading.approval import approval_of, belongs_to_stamp, is_stamp
from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.letters import cleaned, is_list_line
from engine.roadmap_reading.model import Said, Unused
from engine.roadmap_reading.numbers import numbered
from engine.roadmap_reading.organisation import organisation_in
from engine.roadmap_reading.placing import Patch
from engine.roadmap_reading.rows import PAGE_NUMBER
from engine.roadmaps import Approval
from engine.source import SourceLine
from engine.words import Words

RULER = Words("Линия или отступ", "A drawn line")
_TITLE = re.compile(
    r"^[«\"*]*(?:проект\s+)?(?:муниципальн\w+\s+|региональн\w+\s+|примерн\w+\s+|типов\w+\s+|перспективн\w+\s+|годов\w+\s+"
    r"|календарн\w+\s+|комплексн\w+\s+|сетев\w+\s+)*"
    r"[«\"(]*(?:дорожн\w+\s+карт|план\b|план-|планы\b|комплекс\s+мер|программ\w+|перечень\s+мероприяти|циклограмм|график\b|мероприяти\w+\s+по)",
    re.IGNORECASE,
)
_GOAL = re.compile(r"^цел[ьи](?:ю)?\b", re.IGNORECASE)
_GOAL_LABEL = re.compile(r"^[Цц][Ее][Лл][ЬИьи](?:\s*[-–—:.]+\s*|\s+(?=[А-ЯЁ]))")
_TASKS = re.compile(r"^(?:основные\s+)?задач[аи]\b", re.IGNORECASE)
_TASKS_LABEL = re.compile(r"^(?:основные\s+)?задач[аи]\b[^:]*:\s*", re.IGNORECASE)
_NEXT = re.compile(  # what may follow the tasks: another paragraph of the introduction
    r"^(?:ожидаем\w+|планируем\w+|предполагаем\w+|нормативн\w+|принцип\w+|формы?|показател\w+|сроки?|период)\b[^;]{0,80}[:.–-]",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:[-–—•●▪◦\uf0b7*]|\d{1,2}[.)])\s*")
_PAGE = re.compile(r"^[-–—\s]*(?:стр(?:аница|\.)?\s*)?\d{1,3}(?:\s*(?:из|/)\s*\d{1,3})?[-–—\s]*$", re.IGNORECASE)
_RULER = re.compile(r"^[\s_\-–—=*.·]+$")
_LONG_TITLE = 900
_FEWEST_POINTS = 2  # of a list whose heading was cut off with the page before


@dataclass(slots=True)
class Head:
    """What the lines said. `words`: all that was used, in order."""

    title: str = ""
    approved: Approval | None = None
    goal: str = ""
    tasks: tuple[str, ...] = ()
    organisation: str = ""
    words: list[Said] = field(default_factory=list[Said])
    unused: list[Unused] = field(default_factory=list[Unused])


@dataclass(slots=True)
class _Parts:
    """Lines by what they belong to."""

    stamp: list[str] = field(default_factory=list[str])
    title: list[str] = field(default_factory=list[str])
    goal: list[str] = field(default_factory=list[str])
    tasks: list[str] = field(default_factory=list[str])
    before: list[str] = field(default_factory=list[str])


def head_of(lines: Sequence[SourceLine], pen: Pen) -> Head:
    """The head of the document: everything above its first table."""
    head, parts, state = Head(), _Parts(), "before"
    blank_above = True
    for line in lines:
        text = _bare(line.text)
        if not text:
            blank_above = True
            continue
        if why := furniture(text):
            head.unused.append(Unused(text, line.at, why))
            continue
        state = _state(state, text, parts, blank_above=blank_above)
        _put(parts, state, text)
        head.words.append(pen.said([Patch(text, (line.at,))]))
        blank_above = False
    head.title = pen.text("\n".join(parts.title)) or _title_without_a_name(parts.before)
    head.approved = approval_of(parts.stamp)
    head.goal = _GOAL_LABEL.sub("", pen.text("\n".join(parts.goal)))
    head.tasks = tuple(pen.text(task) for task in _tasks(parts.tasks))
    if not head.title and sum(line.endswith(";") for line in parts.before) >= _FEWEST_POINTS and not parts.tasks:
        head.tasks = tuple(pen.text(task) for task in _listed(parts.before))
    head.organisation = organisation_in((*parts.stamp, head.title, *parts.before), pen)
    return head


def furniture(text: str) -> Words | None:
    """Why a line outside tables says nothing; None when it says something."""
    if _PAGE.match(text):
        return PAGE_NUMBER
    return RULER if _RULER.match(text) else None


def is_title(text: str) -> bool:
    """Whether a line begins the title of a plan.

    >>> is_title("План работы на год"), is_title("Планируемые результаты")
    (True, False)
    """
    return bool(_TITLE.match(text))


def _bare(text: str) -> str:
    bare = cleaned(text)
    if bare.startswith("*") and not bare.startswith("* "):
        bare = bare[1:]
    return bare.removesuffix("*").strip().lstrip("#").strip()


def _state(state: str, text: str, parts: _Parts, *, blank_above: bool) -> str:
    """Which part a line belongs to, after the part the line above belonged to."""
    if _TASKS.match(text):
        return "tasks"
    if _GOAL.match(text) and state != "tasks":
        return "goal"
    if state in ("goal", "tasks") and (_NEXT.match(text) or (text[0].isupper() and is_title(text))):
        return "title" if is_title(text) and not parts.title else "after"
    if state in ("goal", "tasks"):
        return "tasks" if state == "tasks" or (is_list_line(text) and parts.goal and text[0] in "-–•") else state
    if is_stamp(text) and not parts.title:
        return "stamp"
    if _TITLE.match(text) and (state != "title" or not parts.title):
        return "title"
    if state == "title" and numbered(text).number:
        return "after"
    if state == "title":
        long = sum(map(len, parts.title)) + len(text) > _LONG_TITLE
        sentence = blank_above and text.rstrip().endswith(".") and len(text) > 160
        return "after" if long or sentence else "title"
    if state == "stamp":
        return "stamp" if belongs_to_stamp(text) or not blank_above else "before"
    return state


def _put(parts: _Parts, state: str, text: str) -> None:
    match state:
        case "stamp":
            parts.stamp.append(text)
        case "title":
            parts.title.append(text)
        case "goal":
            parts.goal.append(text)
        case "tasks":
            parts.tasks.append(text)
        case "before":
            parts.before.append(text)
        case _:
            pass  # an introduction: kept among the words of the head


def _title_without_a_name(before: Sequence[str]) -> str:
    """A title that calls itself neither plan nor roadmap: the last lines in capitals."""
    loud = [text for text in before if text.isupper() and len(text) > 8]
    return " ".join(loud)


def _tasks(lines: Sequence[str]) -> list[str]:
    """One task each: wrapped lines joined, the label and the marks taken away."""
    if not lines:
        return []
    first = _TASKS_LABEL.sub("", lines[0])
    rest = [first] if first != lines[0] and first else []
    return _listed([*rest, *lines[1:]])


def _listed(lines: Sequence[str]) -> list[str]:
    """Where a list closes its points with «;», they end there; else each mark begins one."""
    closed = sum(line.rstrip().endswith(";") for line in lines) >= 2
    tasks: list[str] = []
    for line in lines:
        bare = _MARK.sub("", line, count=1)
        marked = bare != line
        whole = not tasks or tasks[-1].rstrip().endswith((";", "."))
        begins = whole if closed else marked or whole or line[:1].isupper()
        if begins:
            tasks.append(bare)
        else:
            tasks[-1] = f"{tasks[-1]}\n{bare}"
    return tasks
