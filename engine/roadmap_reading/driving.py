"""The name by which lifecycles know a row, and the stage of a pair that its date asks to leave."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from engine.roadmap_reading.doings import doings_of
from engine.roadmap_reading.wording import plain

_BY_DOING: tuple[tuple[str, str], ...] = (  # the first that the row does; a row that analyses forms pairs in passing
    ("networking-analysed", "networking-analysed"),
    ("requests-analysed", "requests-analysed"),
    ("participant-base", "participant-base"),
    ("mentee-base", "mentee-base"),
    ("mentor-base", "mentor-base"),
    ("consents", "consents"),  # behind the bases: a row of a base often mentions them
    ("curator-appointed", "curator-appointed"),
    ("plans-approved", "plans-approved"),
    ("pairs-formed", "pairs-formed"),
    ("pairs-order", "pairs-order"),
    ("mentors-appointed", "mentors-appointed"),
    ("networking", "networking"),
    ("first-meeting", "first-meeting"),
    ("closing-game", "closing-game"),
    ("pair-work", "pair-work"),
    ("plans-done", "plans-done"),
    ("plans-made", "plans-approved"),  # a roadmap without a row of approval means it by making them
    ("mentoring-report", "mentoring-report"),
    ("roadmap", "roadmap"),
)
_BY_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("statistics", r"статистическ[а-я]+ (?:наблюдени|отчет|форм)"),
        ("council", r"педагогическ[а-я]+ совет|педсовет"),
        ("rubrics", r"рубрик"),
        ("collection", r"сборник"),
        ("diagnostic-form", r"(?:разраб|подготов|состав)[а-я]* .*(?:диагностическ[а-я]+|форм[а-я]*) анкет"),
        ("diagnostics", r"диагности[а-я]+ .*(?:компетенц|потребност|затруднени|дефицит)"),
        ("register", r"(?:персонифицированн|поименн)[а-я]+ учет"),
        ("working-group", r"(?:с?формиров|созда)[а-я]* рабоч[а-я]+ групп"),
        ("agreements", r"(?:заключ|подпис)[а-я]* .*(?:соглашени|договор)"),
        ("regulation", r"(?:разраб|утвер)[а-я]* .*положени[еяю] о (?:[а-я]+ )?наставнич"),
        ("programme", r"(?:разраб|утвер)[а-я]* (?:[а-я]+ )?программ[аыу] (?:[а-я]+ )?наставнич"),
        ("introduction", r"(?:акт|приказ)[а-я]* .*о внедрении"),
        ("expert-bank", r"банк[а-я]* .*эксперт"),
        ("practice-base", r"(?:баз|банк)[а-я]* .*практик"),
        ("site-section", r"(?:раздел|страниц)[а-я]* .*на (?:[а-я]+ )?сайт"),
        ("publications", r"(?:размещ|публик)[а-я]* (?:информаци|сведени|материал)"),
        ("training", r"(?:обучени|обучить|обучать)[а-я]* .*наставник"),
    )
)
_STAGES: Mapping[str, str] = MappingProxyType(
    {
        "pairs-formed": "formed",
        "consents": "formed",
        "first-meeting": "acquaintance",
        "plans-approved": "planning",
        "pair-work": "work",
        "plans-done": "work",
        "closing-game": "work",
        "mentoring-report": "final_meeting",
    }
)


def key_of(activity: str, result: str = "") -> str:
    """The name of the row, the same the built-in roadmaps give to such rows; "" when nothing is certain.

    >>> key_of("Утверждение планов работы пар", "Приказ")
    'plans-approved'
    """
    return next(_candidates(activity, result), "")


def stage_driven(activity: str, result: str = "") -> str | None:
    """The stage of a pair that the row's date must see left; None for a row that drives none.

    >>> stage_driven("Подбор пар наставников")
    'formed'
    """
    return _STAGES.get(key_of(activity, result))


def keys_of(rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of all rows (activity, result) of one roadmap, each given once; the others get "".

    Of several rows that could bear a name, one that says it outright («утверждение планов») goes before one that
    only implies it («составление планов»), then the earlier one.
    """
    told = [(tuple(_candidates(activity, result)), doings_of(activity, result)) for activity, result in rows]
    keys = [""] * len(told)
    taken: set[str] = set()
    for outright in (True, False):
        for place, (candidates, doings) in enumerate(told):
            free = (key for key in candidates if key not in taken and (not outright or key in doings))
            if not keys[place] and (key := next(free, "")):
                keys[place] = key
                taken.add(key)
    return tuple(keys)


def _candidates(activity: str, result: str) -> Iterator[str]:
    """The names the row could bear, the likeliest first."""
    done = doings_of(activity, result)
    yield from (key for doing, key in _BY_DOING if doing in done)
    told = plain(activity)
    yield from (key for key, pattern in _BY_WORDS if pattern.search(told))
