"""Rules about words that should not stand there: another school, blanks of a template, a wrong law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.roadmap_lint.citations import wrong_citations
from engine.roadmap_lint.model import Found, LintRoadmap, LintRow, Rule
from engine.roadmap_lint.schools import SchoolName, own_name, schools_in
from engine.roadmap_reading.wording import mended
from engine.words import Words

_FIELDS = ("activity", "result", "document", "indicator", "responsible", "deadline_text")


@dataclass(frozen=True, slots=True)
class _Leftover:
    pattern: re.Pattern[str]
    whole: bool = False  # only when nothing else stands in the cell


_LEFTOVERS = (
    _Leftover(re.compile(r"\[ ?(?:ссылк|указ|впис|встав|назван|наименован|дат|фио|ф\.и\.о|номер|адрес|\.\.|"
                         r"…)[^\]]{0,60}\]", re.I)),
    _Leftover(re.compile(r"\((?:указать|вписать|вставить|нужное|заполнить|выбрать)[^)]{0,80}\)", re.I)),
    _Leftover(re.compile(r"_{3,}|\.{5,}|…{2,}")),
    _Leftover(re.compile(r"(?<![А-Яа-яA-Za-z])(?:[ХX]{2,}|N{2,})(?![А-Яа-яA-Za-z])")),
    _Leftover(re.compile(r"20_+|«_+»|№ ?_+")),
    _Leftover(re.compile(r"[«\"(]?(?:полное |краткое )?(?:название|наименование) (?:вашей )?(?:организации|"
                         r"школы|оо|оу|учреждения)[»\")]", re.I)),
    _Leftover(re.compile(r"[(«\"]?(?:фио|ф\. ?и\. ?о\.?|фамилия,? (?:имя|"
                         r"и\. ?о)[^;]{0,20})(?: ответственного)?[)»\"]?", re.I), whole=True),
    _Leftover(re.compile(r"(?:lorem ipsum|текст текст|образец заполнения)", re.I)),
)  # fmt: skip


def other_school(roadmap: LintRoadmap) -> Iterator[Found]:
    """A school is named that is not the one whose roadmap this is."""
    own = own_name(roadmap.organisation, [text for row in roadmap.rows for text in (*row.texts, row.responsible)])
    if own is None:
        return
    for row in roadmap.rows:
        other = _other_in(row, own)
        if other is not None:
            yield Found(
                (row,),
                other.words,
                Words(
                    f"Названа другая школа: «{other.words}», а карта — «{own.words}»",
                    f"Another school is named: “{other.words}”; the roadmap is of “{own.words}”",
                ),
                Words(f"Впишите свою школу в пункт {row.number}", f"Write your own school into row {row.number}"),
            )


def _other_in(row: LintRow, own: SchoolName) -> SchoolName | None:
    named = [school for text in (*row.texts, row.responsible) for school in schools_in(text)]
    return next((school for school in named if school.differs(own)), None)


def leftovers(roadmap: LintRoadmap) -> Iterator[Found]:
    """Blanks and brackets of a template that nobody filled in."""
    for row in roadmap.rows:
        found = next(_leftovers_in(row), None)
        if found is not None:
            yield Found(
                (row,),
                found,
                Words(
                    f"Осталось незаполненное место шаблона: «{found}»", f"A blank of the template is left: “{found}”"
                ),
                Words(
                    f"Впишите или уберите «{found}» в пункте {row.number}",
                    f"Fill in or remove “{found}” in row {row.number}",
                ),
            )


def _leftovers_in(row: LintRow) -> Iterator[str]:
    for field in _FIELDS:
        words = mended(getattr(row, field)) if field == "responsible" else getattr(row, field).strip()
        for leftover in _LEFTOVERS:
            match = leftover.pattern.fullmatch(words) if leftover.whole else leftover.pattern.search(words)
            if match is not None:
                yield match[0].strip()


def broken_citation(roadmap: LintRoadmap) -> Iterator[Found]:
    """A law or an order cited under a wrong number or date."""
    for row in roadmap.rows:
        wrong = next((one for text in row.texts for one in wrong_citations(text)), None)
        if wrong is not None:
            yield Found((row,), wrong.words, wrong.why, wrong.mend)


WORDING: tuple[Rule, ...] = (
    Rule(
        "other-school",
        Words("Чужая школа в тексте", "Another school's name"),
        Words(
            "Названа школа с другим номером, селом или именем, чем у этой карты. Институты, управления и учреждения "
            "дополнительного образования не считаются.",
            "A school with another number, village or name than the roadmap's own. Institutes and boards do not count.",
        ),
        "warning",
        other_school,
    ),
    Rule(
        "template-leftover",
        Words("Незаполненное место шаблона", "A blank of the template"),
        Words(
            "В тексте осталось «[ссылки]», «____», «(указать …)», «Название организации» или пустое «ФИО».",
            "The text still has “[links]”, “____”, “(fill in)”, “name of the organisation” or a bare “full name”.",
        ),
        "warning",
        leftovers,
    ),
    Rule(
        "broken-citation",
        Words("Неверная ссылка на закон", "A wrong citation"),
        Words(
            "Статья Трудового кодекса о наставничестве — 351.8. Проверяются также дата и номер известных писем, "
            "распоряжений и законов о наставничестве.",
            "Mentoring is article 351.8 of the Labour Code. Dates and numbers of the known letters, orders and laws on "
            "mentoring are checked, too.",
        ),
        "warning",
        broken_citation,
    ),
)
