"""The words above a column → what the column holds. Never its place: deadlines stand second, third or last."""

import re
from functools import lru_cache
from typing import Literal

from engine.roadmap_reading.letters import letters

Meaning = Literal[
    "number",
    "stage",
    "activity",
    "deadline",
    "deadline_start",
    "deadline_end",
    "responsible",
    "result",
    "document",
    "result_document",
    "indicator",
    "other",
    "detail",  # what exactly is done about an activity: columns to the right of «Мероприятие»; prints as other
]

LONGEST_HEADING = 110
_ADJECTIVES = (
    "ожидаем|предполагаем|планируем|прогнозируем|ключев|основн|примерн|ориентировочн|итогов|отчетн|конечн|конкретн"
    "|предварительн|планов|календарн|контрольн|общ|главн|необходим|подтверждающ|соответствующ|запланированн"
    "|образовательн|воспитательн|проводим|намеченн|количественн|качественн"
)
_BEFORE = rf"^(?:(?:{_ADJECTIVES})(?:ый|ий|ой|ые|ие|ое|ее|ая|яя|ых|их|ая|ого|его))*"

# The first pattern that fits wins, so what only looks like another meaning stands above it.
_PATTERNS: tuple[tuple[Meaning, str], ...] = (
    ("number", r"^(?:n+o?|номер|нн?)?(?:п{1,2}|строки|пункта(?:плана)?|попорядку)?$"),
    ("number", r"^(?:n+o?|номер)(?:раздела|мероприятия|этапа|задачи)$"),
    ("number", r"^(?:порядковыйномер|пункт)$"),
    ("other", r"^(?:отметк|информацияоб?(?:исполнени|выполнени|ходе)|исполнение$|выполнение$|фактическ|статус)"),
    ("other", r"^дальнейшееиспользован|^примечани|^комментари|^пояснени"),
    ("deadline", rf"{_BEFORE}(?:время|дат[аы]|срок)?(?:и)?место(?:и)?(?:проведения)?(?:и|,)?(?:срок|дат[аы]|время)"),
    ("deadline_start", r"^(?:(?:срок|дата|время)?начал[оа])(?:работ|реализации|исполнения|проведения|выполнения)?$"),
    (
        "deadline_end",
        r"^(?:(?:срок|дата|время)?(?:окончани[ея]|завершени[ея]|кон(?:ец|ца)))"
        r"(?:работ|реализации|исполнения|проведения|выполнения)?$",
    ),
    ("deadline", rf"{_BEFORE}(?:срок|дат[аы](?!рожд)|время|период|месяц|когда|график|числ[оа]$|недел[яи]$|четверть$)"),
    ("responsible", r"^(?:ктопровод|ктоотвеча|ктоисполн|ктоделает)|^кто$"),
    (
        "responsible",
        rf"{_BEFORE}(?:фио|должност[ьи]|фамилия\w*?)?(?:должностн\w{{2}}|лиц[оа])?(?:ответственн|ответсвенн|исполнител"
        r"|соисполнител|координатор|организатор|куратор[ыа]?$)",
    ),
    ("responsible", r"^(?:фио|должностноелицо|должностныелица)"),
    ("document", rf"{_BEFORE}(?:документ|виддокумент|видыдокумент|наименованиедокумент).*(?:закрепля|подтвержда)"),
    ("result_document", rf"{_BEFORE}(?:результат|виды?результат|эффект|продукт|итоги?(?!ов)).*документ"),
    ("result_document", rf"{_BEFORE}(?:виды?)?документ.*результат"),
    (
        "indicator",
        rf"{_BEFORE}(?:наименовани[ея]|номер|целев\w{{2,3}}|значени[ея])*(?:показател|критери|индикатор|kpi|кри$)",
    ),
    ("indicator", r"^целев\w{2}(?:показател|значени|ориентир)"),
    ("result", rf"{_BEFORE}(?:результат|эффект|продукт|выход$|выходн|итоги?$|чтополучим)"),
    (
        "document",
        rf"{_BEFORE}(?:виды?|форм[аы]|наименование|перечень)?(?:документ|отчетн|представлениярезультат|локальн)",
    ),
    ("document", r"^(?:форма|вид)(?:ы)?(?:отчет|представлен|подтвержден|контрол|закреплен)"),
    ("other", r"^(?:класс|участник|возраст|место|формат?(?:проведения|работы|участия|$)|целев(?:ая|ые)|категори)"),
    ("other", r"^(?:охват|количество|уровень|источник|ссылк|цел[ьи]$|объем|финанс|кабинет|партнер|ресурс|аудитори)"),
    ("other", r"^(?:группа|групп[аы]детей|контингент|адресат|контактн|телефон|методы|материал)"),
    ("stage", rf"{_BEFORE}(?:наименование|название|номер)?(?:этап|раздел|блок|модуль|задач|направлени)"),
    (
        "activity",
        rf"{_BEFORE}(?:наименовани|названи|перечень|содержани|виды?|формы?)*(?:и|е|я|й|ие|ия)?"
        r"(?:мероприяти|содержани|деятельност|работ|дел[ао]?$|дела|событи|вопрос|тем[аы]|действи|шаг|мер[аы]?$"
        r"|поручени|повестк)",
    ),
    ("activity", rf"{_BEFORE}(?:наименовани[ея]|названи[ея]|содержани[ея]|рассматриваемы|чтоделаем|план(?:работы)?$)"),
)
_COMPILED: tuple[tuple[Meaning, re.Pattern[str]], ...] = tuple(
    (meaning, re.compile(pattern)) for meaning, pattern in _PATTERNS
)
_GLUED_NUMBER = re.compile(r"^(?:n|nn|номер)?пп(?=\w{4})")
_COUNTED = re.compile(r"^(?:заседани|заняти|встреч|раздел|этап|задач|пункт|строк|недел|мероприятия$)")
# Which of several columns about activities is the activity itself; the rest are stages above it or details below it.
_MAIN_ACTIVITY = ("мероприят", "дела", "событи", "вопрос", "наименовани", "названи", "тем", "содержани", "деятельност")


@lru_cache(maxsize=8192)
def meaning_of(heading: str) -> Meaning | None:
    """What the column under a heading holds; None when the words are no heading anybody uses.

    >>> meaning_of("Ориентировочное время\\nпро-\\nведения"), meaning_of("Ожидаемый результат (вид документа)")
    ('deadline', 'result_document')
    >>> meaning_of("№ п/п"), meaning_of("Назначить куратора")
    ('number', None)
    """
    if "№" in heading and not letters(heading):
        return "number"
    bare = letters(heading)
    if not bare or len(bare) > LONGEST_HEADING or bare.isdigit():
        return None
    if heading.lstrip().startswith("№") and _COUNTED.match(bare):
        return "number"
    bare = _GLUED_NUMBER.sub("", bare)
    return next((meaning for meaning, pattern in _COMPILED if pattern.search(bare)), None)


def activity_rank(heading: str) -> int:
    """Smaller: more the activity itself («Мероприятия» before «Содержание деятельности»)."""
    bare = letters(heading)
    return next((rank for rank, stem in enumerate(_MAIN_ACTIVITY) if stem in bare), len(_MAIN_ACTIVITY))


def is_factual(heading: str) -> bool:
    """Whether a column is filled in later, about what came of it («факт», «выполнено»)."""
    return letters(heading).startswith(("факт", "выполнен", "отметк"))
