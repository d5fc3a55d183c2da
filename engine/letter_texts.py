"""An organisation's own words in letters: `{{ name }}` placeholders from a list, and nothing else of a language.

There are no expressions: a placeholder is replaced by a value once, and whatever looks like a template besides stays
the text it is. Dates are written by placeholders only, so that no letter goes on naming the day of last year.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.words import Words

LONGEST_SUBJECT = 120
LONGEST_PART = 2000

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}")

_MONTH = (
    r"(?:январ|феврал|март|апрел|ма[яей]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|jan(?:uary)?\b|feb(?:ruary)?\b|mar(?:ch)?\b|apr(?:il)?\b|may\b|june?\b|july?\b|aug(?:ust)?\b"
    r"|sep(?:t(?:ember)?)?\b|oct(?:ober)?\b|nov(?:ember)?\b|dec(?:ember)?\b)"
)
_DATES = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:-?(?:го|е|ого|st|nd|rd|th))?(?:\s+of)?\s+{_MONTH}\w*"  # 11 декабря, 1-го мая, 3rd of May
    rf"|(?<![a-zа-яё]){_MONTH}\w*\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"  # December 11
    r"|(?<![\d.])(?<!п\.\s)(?<!№\s)(?:0?[1-9]|[12]\d|3[01])[./](?:0[1-9]|1[0-2])(?:[./](?:\d\d){1,2})?(?![\d.]\d)"
    r"|(?<![\d.])\d{1,2}[./]\d{1,2}[./](?:\d\d){1,2}(?![\d.])"  # 25.9.26
    r"|(?<!\d)(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\d)"  # 2026-09-25
    r"|(?<!\d)(?:19|20)\d\d\s*[–—/-]\s*(?:(?:19|20)\d\d|\d\d)(?!\d)"  # 2026–2027
    r"|(?<!\d)(?:19|20)\d\d\s*-?(?:г\b|год|уч)"  # 2026 год
    r"|(?<!\w)(?:в|до|с|к|на|после|по|in|by|until|since|of)\s+(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The three parts an organisation may say itself; "" leaves the built-in words of that part."""

    subject: str = ""
    opening: str = ""
    closing: str = ""

    def __bool__(self) -> bool:
        return bool(self.subject or self.opening or self.closing)


BUILT_IN = LetterWords()


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter whose words may be changed: its title, when it comes, and the placeholders it can fill."""

    title: Words
    when: Words
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsFault:
    """What is wrong with one part (`subject`, `opening`, `closing`)."""

    field: str
    words: Words


PLACEHOLDERS: Mapping[str, Words] = MappingProxyType(
    {
        "name": Words("имя и отчество получателя", "the reader's name"),
        "organisation": Words("организация получателя", "the reader's organisation"),
        "today": Words("день письма", "the day of the letter"),
        "pair": Words("пара: номер, наставник и наставляемый", "the pair: number, mentor and mentee"),
        "pair_number": Words("номер пары", "the pair's number"),
        "mentor": Words("фамилия и инициалы наставника", "the mentor's surname and initials"),
        "mentees": Words("фамилии и инициалы наставляемых", "the mentees' surnames and initials"),
        "programme": Words("название программы", "the programme's title"),
        "stage": Words("этап пары", "the pair's stage"),
        "starts": Words("день, с которого пара работает", "the day the pair begins"),
        "leave_by": Words("до какого дня хорошо бы завершить этап", "the day to leave the stage by"),
        "task": Words("что нужно сделать", "what is to be done"),
        "item": Words("номер пункта дорожной карты", "the number of the roadmap item"),
        "due": Words("срок", "the due day"),
        "days_left": Words("сколько осталось, например «7 дней»", "how long is left, such as “7 days”"),
        "days_late": Words("на сколько опоздали, в рабочих днях", "how late it is, in working days"),
        "holder": Words("у кого дело сейчас", "in whose hands it is"),
        "old_due": Words("прежний срок", "the former due day"),
        "why": Words("причина переноса", "why the date was moved"),
        "outcome": Words("чем закончилась работа пары", "how the pair's work ended"),
        "closed": Words("день завершения", "the day it ended"),
        "school": Words("организация, где просрочено", "the organisation where it is overdue"),
        "count": Words("сколько просрочено, например «2 просрочки»", "how much is overdue, such as “2 overdue items”"),
        "tasks": Words("сколько дел в сводке, например «3 дела»", "how many tasks the digest has, such as “3 tasks”"),
    }
)
"""Every placeholder with its meaning. A kind of letter knows only some of them."""

_DAYS = ("due", "leave_by", "starts", "closed", "today")
_EVERY = ("name", "organisation", "today")
_PAIR = (*_EVERY, "pair", "pair_number", "mentor", "mentees")
_TASK = (*_PAIR, "task", "item", "due")
_LATE = (*_TASK, "days_late")

KINDS: Mapping[str, LetterKind] = MappingProxyType(
    {
        "pair_formed": LetterKind(
            Words("Пара сформирована", "A pair is formed"),
            Words("сразу, всем в паре и куратору", "at once, to everybody in the pair and the curator"),
            (*_PAIR, "programme", "starts"),
        ),
        "stage_opened": LetterKind(
            Words("Начался новый этап", "A new stage has begun"),
            Words("после перехода, наставнику и наставляемому", "after a move, to the mentor and the mentee"),
            (*_PAIR, "stage", "leave_by"),
        ),
        "reminder": LetterKind(
            Words("Напоминание заранее", "A reminder ahead of time"),
            Words("на ступенях до срока, ответственному", "on rungs before the due day, to the responsible person"),
            (*_TASK, "days_left"),
        ),
        "due_today": LetterKind(
            Words("Срок сегодня", "Due today"),
            Words("в день срока, ответственному", "on the due day, to the responsible person"),
            _TASK,
        ),
        "overdue": LetterKind(
            Words("Срок прошёл", "Past the date"),
            Words("после срока, ответственному", "after the due day, to the responsible person"),
            _LATE,
        ),
        "escalation_curator": LetterKind(
            Words("Куратору о просрочке", "To the curator about lateness"),
            Words("на ступени куратора", "on the curator's rung"),
            (*_LATE, "holder"),
        ),
        "escalation_head": LetterKind(
            Words("Руководителю о просрочке", "To the head about lateness"),
            Words("на ступени руководителя", "on the head's rung"),
            (*_LATE, "holder"),
        ),
        "escalation_municipality": LetterKind(
            Words("В муниципалитет о просрочке", "To the municipality about lateness"),
            Words("на ступени муниципалитета, без имён", "on the municipality's rung, without names"),
            (*_EVERY, "task", "item", "due", "days_late", "school", "count"),
        ),
        "digest": LetterKind(
            Words("Сводка дня", "The day's digest"),
            Words("когда на один день приходится несколько дел", "when several tasks fall on one day"),
            (*_EVERY, "tasks"),
        ),
        "date_moved": LetterKind(
            Words("Срок перенесён", "A date was moved"),
            Words("после переноса, ответственному", "after a postponement, to the responsible person"),
            (*_TASK, "old_due", "why"),
        ),
        "move_refused": LetterKind(
            Words("Пара задержалась на этапе", "A pair is held up"),
            Words("один раз за этап, куратору", "once per stage, to the curator"),
            (*_PAIR, "stage", "due", "days_late"),
        ),
        "pair_closed": LetterKind(
            Words("Пара закрыта", "A pair is closed"),
            Words("по завершении, всем в паре и куратору", "at the end, to everybody in the pair and the curator"),
            (*_PAIR, "outcome", "closed"),
        ),
        "correction": LetterKind(
            Words("Исправление", "A correction"),
            Words("если переход отменили после письма о нём", "when a move was undone after its letter"),
            (*_PAIR, "stage", "leave_by"),
        ),
    }
)
"""The kinds of letters an organisation may word itself. Letters of sign-in and the test letter are ours alone."""


def faults(kind: str, words: LetterWords) -> tuple[WordsFault, ...]:
    """Everything that keeps these words from being used; empty = they may go.

    >>> [one.words.en for one in faults("digest", LetterWords(opening="Please answer by 11 December"))]
    ['“11 December”: write days by placeholders only, such as {{ today }}']
    """
    allowed = KINDS[kind].names
    return tuple(
        WordsFault(field, fault)
        for field, text, longest in (
            ("subject", words.subject, LONGEST_SUBJECT),
            ("opening", words.opening, LONGEST_PART),
            ("closing", words.closing, LONGEST_PART),
        )
        for fault in _faults(text, allowed, longest, one_line=field == "subject")
    )


def filled(text: str, values: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of `text`, each a tuple of lines, with the placeholders replaced.

    A line with a placeholder that has nothing to say here is left out: a letter about no pair has no line on it.

    >>> filled("Привет, {{ name }}!\\nПара {{ pair }}\\n\\nДо {{due}}.", {"name": "Анна", "pair": "", "due": "пятницы"})
    (('Привет, Анна!',), ('До пятницы.',))
    """
    found: list[tuple[str, ...]] = []
    for paragraph in re.split(r"\n[ \t]*\n", text.strip()):
        lines = (_line(line, values) for line in paragraph.split("\n"))
        said = tuple(line for line in lines if line)
        if said:
            found.append(said)
    return tuple(found)


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: (words, False) as they are, (name, True) for a placeholder.

    >>> list(parts("До {{ due }}!"))
    [('До ', False), ('due', True), ('!', False)]
    """
    for number, piece in enumerate(_PLACEHOLDER.split(text)):
        if piece:
            yield piece, number % 2 == 1


def _line(line: str, values: Mapping[str, str]) -> str:
    """The line with its values, "" when one of them is empty."""
    said: list[str] = []
    for piece, placeholder in parts(line):
        # A name that is no placeholder of this letter stays as it was typed: stored words were checked before.
        value = values.get(piece, f"{{{{ {piece} }}}}") if placeholder else piece
        if not value:
            return ""
        # «…2026 г.» at the end of a sentence brings the full stop along.
        doubled = bool(said) and said[-1].endswith(".") and value.startswith(".") and not value.startswith("..")
        said.append(value[1:] if doubled else value)
    return "".join(said).strip()


def _faults(text: str, allowed: tuple[str, ...], longest: int, *, one_line: bool) -> Iterator[Words]:
    if len(text) > longest:
        yield Words(
            f"не больше {longest} знаков, сейчас {len(text)}", f"at most {longest} characters, there are {len(text)}"
        )
    if one_line and "\n" in text:
        yield Words("тема — одна строка", "the subject is one line")
    for name in _PLACEHOLDER.findall(text):
        if name not in allowed:
            yield Words(
                f"{{{{ {name} }}}}: такой подстановки в этом письме нет, выберите из списка",
                f"{{{{ {name} }}}}: this letter has no such placeholder, choose one of the list",
            )
    if _BRACES.search(_PLACEHOLDER.sub("", text)):
        yield Words(
            "внутри {{ }} может стоять только имя из списка, без формул",
            "only a name of the list may stand inside {{ }}, no formulas",
        )
    if match := _DATES.search(text):
        day = next(name for name in _DAYS if name in allowed)
        yield Words(
            f"«{match[0].strip()}»: дни пишутся только подстановками, например {{{{ {day} }}}}",
            f"“{match[0].strip()}”: write days by placeholders only, such as {{{{ {day} }}}}",
        )
