"""A questionnaire as a value: its questions and what their answers mean. Read from YAML by `workflows/definitions`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

from engine.words import Words

QuestionKind = Literal["one", "many", "scale", "text", "ranking"]
Asked = Literal["mentor", "mentee", "both", "curator", "staff", "pair"]
"""Whom a survey asks; `pair`: the mentor, once for each of his pairs or groups and for everybody in it."""
About = Literal["person", "pair"]
"""Whether somebody answers once, or once about each of his pairs."""
SurveyKind = Literal[
    "diagnostics",
    "preferences",
    "feedback",
    "needs",
    "curator",
    "entry",
    "after",
    "swot",
    "effectiveness",
    "staff",
]

ASKED: tuple[Asked, ...] = get_args(Asked)
SURVEY_KINDS: tuple[SurveyKind, ...] = get_args(SurveyKind)

KIND_TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "diagnostics": Words("Диагностика", "Diagnostics"),
        "preferences": Words("Предпочтения после общей встречи", "Preferences after the common meeting"),
        "feedback": Words("Обратная связь", "Feedback"),
        "needs": Words("Запросы и ресурсы", "Requests and resources"),
        "curator": Words("Условия программы", "Conditions of the programme"),
        "entry": Words("Входная анкета", "Entry questionnaire"),
        "after": Words("Итоговая анкета", "Closing questionnaire"),
        "swot": Words("SWOT-анализ", "SWOT analysis"),
        "effectiveness": Words("Результативность пар", "Effectiveness of pairs"),
        "staff": Words("Опрос педагогов", "Survey of the staff"),
    }
)
ASKED_TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "mentor": Words("наставники", "mentors"),
        "mentee": Words("наставляемые", "mentees"),
        "both": Words("наставники и наставляемые", "mentors and mentees"),
        "curator": Words("куратор", "the curator"),
        "staff": Words("педагоги организации", "the staff of the organisation"),
        "pair": Words("наставник о каждой своей паре", "the mentor about each of his pairs"),
    }
)

MEANINGS: Mapping[str, frozenset[QuestionKind]] = MappingProxyType(
    {
        "needs": frozenset({"many", "one", "text"}),
        "competences": frozenset({"many", "one", "text"}),
        "interests": frozenset({"many", "one", "text"}),
        "form": frozenset({"one", "many"}),
        "time": frozenset({"one", "text"}),
        "wished_age": frozenset({"one", "text"}),
        "request": frozenset({"text"}),
        "capacity": frozenset({"one"}),
        "preferred": frozenset({"ranking"}),
        "ready": frozenset({"one"}),
        "strength": frozenset({"text", "many"}),
        "weakness": frozenset({"text", "many"}),
        "opportunity": frozenset({"text", "many"}),
        "threat": frozenset({"text", "many"}),
    }
)
"""What an answer may feed beyond the survey itself, with the kinds of questions that can say it."""

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. `key` is what is stored."""

    key: str
    title: Words


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `options` of a choice; `lowest`…`highest` of a scale with the words at its ends `low` and `high`;
    `of` of a ranking: whose names stand to choose from; `most`: how many may be chosen or ranked, 0 = any number;
    `longest`: letters of a text.
    """

    key: str
    kind: QuestionKind
    title: Words
    hint: Words | None = None
    options: tuple[Option, ...] = ()
    lowest: int = 1
    highest: int = 5
    low: Words | None = None
    high: Words | None = None
    of: Literal["", "mentors", "mentees"] = ""
    most: int = 0
    longest: int = 2000
    required: bool = True
    meaning: str = ""

    def option(self, key: str) -> Words:
        """The words of an option; the key itself for one a later version dropped."""
        return next((one.title for one in self.options if one.key == key), Words(key, key))

    def plain(self) -> Plain:
        """As in the file, without what is left out there."""
        told: Plain = {"key": self.key, "kind": self.kind, "title": _plain(self.title)}
        if self.hint is not None:
            told["hint"] = _plain(self.hint)
        match self.kind:
            case "one" | "many":
                told["options"] = [{"key": one.key, "title": _plain(one.title)} for one in self.options]
            case "scale":
                told |= {"from": self.lowest, "to": self.highest}
                told |= {name: _plain(end) for name, end in (("low", self.low), ("high", self.high)) if end}
            case "ranking":
                told["of"] = self.of
            case "text":
                told["longest"] = self.longest
        if self.most:
            told["most"] = self.most
        if not self.required:
            told["required"] = False
        if self.meaning:
            told["meaning"] = self.meaning
        return told


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`lifecycles`: the forms of mentoring it is made for, empty = every form. `anonymous`: nobody reads who said
    what. `compares`: the key of the questionnaire whose questions of the same keys it repeats later.
    """

    key: str
    version: int
    title: Words
    intro: Words
    kind: SurveyKind
    asked: Asked
    about: About
    questions: tuple[Question, ...]
    anonymous: bool = False
    lifecycles: tuple[str, ...] = ()
    compares: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the canonical content."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @property
    def per_pair(self) -> bool:
        return self.about == "pair" or self.asked == "pair"

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def canonical(self) -> str:
        """The content as JSON text, the same for the same content: what is stored and hashed."""
        return json.dumps(self.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def plain(self) -> Plain:
        """As in the file; `from_plain` reads it back.

        >>> text = Question("goal", "text", Words("Зачем?", "What for?"))
        >>> tiny = Questionnaire("x", 1, Words("X", "X"), Words("", ""), "needs", "both", "person", (text,))
        >>> from_plain(tiny.plain()) == tiny
        True
        """
        told: Plain = {
            "questionnaire": self.key,
            "version": self.version,
            "title": _plain(self.title),
            "intro": _plain(self.intro),
            "kind": self.kind,
            "asked": self.asked,
            "about": self.about,
            "anonymous": self.anonymous,
            "questions": [one.plain() for one in self.questions],
        }
        if self.lifecycles:
            told["lifecycles"] = list(self.lifecycles)
        if self.compares:
            told["compares"] = self.compares
        return told


def from_plain(data: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire of data that passed the schema and the sense check, or that `plain` gave."""
    return Questionnaire(
        key=data["questionnaire"],
        version=data["version"],
        title=Words(**data["title"]),
        intro=_words(data.get("intro")) or Words("", ""),
        kind=data["kind"],
        asked=data["asked"],
        about=data.get("about", "person"),
        anonymous=data.get("anonymous", False),
        lifecycles=tuple(data.get("lifecycles", ())),
        compares=data.get("compares", ""),
        questions=tuple(_question(one) for one in data["questions"]),
    )


def from_canonical(body: str) -> Questionnaire:
    """The questionnaire stored as `canonical()`."""
    return from_plain(json.loads(body))


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        key=data["key"],
        kind=data["kind"],
        title=Words(**data["title"]),
        hint=_words(data.get("hint")),
        options=tuple(Option(one["key"], Words(**one["title"])) for one in data.get("options", ())),
        lowest=data.get("from", 1),
        highest=data.get("to", 5),
        low=_words(data.get("low")),
        high=_words(data.get("high")),
        of=data.get("of", ""),
        most=data.get("most", 0),
        longest=data.get("longest", 2000),
        required=data.get("required", True),
        meaning=data.get("meaning", ""),
    )


def _words(data: Mapping[str, str] | None) -> Words | None:
    return None if data is None else Words(**data)


def _plain(words: Words) -> dict[str, str]:
    return {"ru": words.ru, "en": words.en}
