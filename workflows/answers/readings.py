"""What was read of a roadmap's document as `roadmap read` prints it and the database keeps it, and back again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from engine.deadlines import from_key
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
from engine.roadmaps import Approval, Threshold
from engine.source import Spot
from engine.words import Words

_SAID = ("activity", "deadline", "responsible", "result", "document", "indicator")


def reading_document(read: ReadRoadmap) -> dict[str, Any]:
    """The contract's document; `reading_of` makes the same reading of it."""
    titles = {one.number: one.title for one in read.sections}
    return {
        "title": read.title,
        "period": None if read.period is None else {"from": str(read.period.start), "to": str(read.period.end)},
        "approved": _approval(read.approved),
        "organisation": read.organisation,
        "goal": read.goal,
        "tasks": list(read.tasks),
        "headings": [list(heading) for heading in read.headings],
        "sections": [
            {"number": one.number, "title": one.title, "result": one.result, "at": _spots(one.at)}
            for one in read.sections
        ],
        "items": [_item(one, titles) for one in read.items],
        "indicators": [
            {
                "title": one.title,
                "formula": one.formula,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "targets": {str(year): target for year, target in one.targets},
                "at": _spots(one.at),
            }
            for one in read.indicators
        ],
        "unused": [
            {"line": one.at.line, "text": one.text, "why": asdict(one.why), "at": one.at.document()}
            for one in read.unused
        ],
        "notes": [asdict(note) for note in read.notes],
        "head": [{"text": said.text, "at": _spots(said.at)} for said in read.head],
    }


def reading_of(document: Mapping[str, Any]) -> ReadRoadmap:
    """The reading a document was made of, value by value."""
    period = document["period"]
    return ReadRoadmap(
        title=document["title"],
        period=None if period is None else Period(_day(period["from"]), _day(period["to"])),
        approved=_approval_of(document["approved"]),
        goal=document["goal"],
        tasks=tuple(document["tasks"]),
        sections=tuple(
            ReadSection(one["number"], one["title"], one["result"], _spots_of(one["at"]))
            for one in document["sections"]
        ),
        items=tuple(_item_of(one) for one in document["items"]),
        indicators=tuple(_indicator_of(one) for one in document["indicators"]),
        unused=tuple(Unused(one["text"], Spot(**one["at"]), Words(**one["why"])) for one in document["unused"]),
        headings=tuple((meaning, words) for meaning, words in document["headings"]),
        organisation=document["organisation"],
        notes=tuple(Words(**note) for note in document["notes"]),
        head=tuple(Said(one["text"], _spots_of(one["at"])) for one in document["head"]),
    )


def origin_document(item: ReadItem) -> dict[str, Any]:
    """What a row of a live roadmap keeps of the file: each value's words and where they stand."""
    kept: dict[str, Any] = {
        name: {"text": said.text, "at": _spots(said.at)} for name in _SAID if (said := getattr(item, name))
    }
    if item.others:
        kept["others"] = [_other(heading, said) for heading, said in item.others]
    return kept


def question_document(question: Question) -> dict[str, Any]:
    return {"field": question.field, "words": asdict(question.words), "candidates": list(question.candidates)}


def _item(one: ReadItem, titles: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Said] = {name: getattr(one, name) for name in _SAID}
    title = titles.get(one.section)
    return {
        "number": one.number,
        "section": one.section if title is None else f"{one.section}. {title}",
        "activity": one.activity.text,
        "deadline_text": one.deadline.text,
        "kind": one.meaning.kind,
        "value": one.meaning.value,
        "responsible": one.responsible.text,
        "result": one.result.text,
        "document": one.document.text,
        "indicator": one.indicator.text,
        "source": one.activity.at[0].document() if one.activity.at else {},
        "questions": [question_document(question) for question in one.questions],
        "section_number": one.section,
        "key": one.key,
        "drives": one.drives,
        "who": {
            "roles": list(one.who.roles),
            "to_assign": one.who.to_assign,
            "named": list(one.who.named),
            "outside": list(one.who.outside),
        },
        "document_kinds": list(one.document_kinds),
        "thresholds": [asdict(threshold) for threshold in one.thresholds],
        "others": [_other(heading, words) for heading, words in one.others],
        "places": {name: _spots(words.at) for name, words in said.items() if words.at},
    }


def _item_of(data: Mapping[str, Any]) -> ReadItem:
    places = data["places"]

    def said(name: str, text: str) -> Said:
        return Said(text, _spots_of(places.get(name, ())))

    return ReadItem(
        number=data["number"],
        section=data["section_number"],
        activity=said("activity", data["activity"]),
        deadline=said("deadline", data["deadline_text"]),
        meaning=from_key(data["kind"], data["value"]),
        responsible=said("responsible", data["responsible"]),
        who=_who_of(data["who"]),
        result=said("result", data["result"]),
        document=said("document", data["document"]),
        document_kinds=tuple(data["document_kinds"]),
        indicator=said("indicator", data["indicator"]),
        thresholds=tuple(Threshold(**one) for one in data["thresholds"]),
        key=data["key"],
        drives=data["drives"],
        others=tuple((one["heading"], Said(one["text"], _spots_of(one["at"]))) for one in data["others"]),
        questions=tuple(question_of(one) for one in data["questions"]),
    )


def question_of(data: Mapping[str, Any]) -> Question:
    return Question(data["field"], Words(**data["words"]), tuple(data["candidates"]))


def _indicator_of(data: Mapping[str, Any]) -> ReadIndicator:
    words = {name: data[name] for name in ("title", "formula", "numerator", "denominator")}
    targets = tuple((int(year), target) for year, target in sorted(data["targets"].items()))
    return ReadIndicator(**words, targets=targets, at=_spots_of(data["at"]))


def _who_of(data: Mapping[str, Any]) -> Responsibles:
    return Responsibles(tuple(data["roles"]), data["to_assign"], tuple(data["named"]), tuple(data["outside"]))


def _other(heading: str, said: Said) -> dict[str, Any]:
    return {"heading": heading, "text": said.text, "at": _spots(said.at)}


def _spots(spots: Iterable[Spot]) -> list[dict[str, int | str]]:
    return [spot.document() for spot in spots]


def _spots_of(data: Iterable[Mapping[str, Any]]) -> tuple[Spot, ...]:
    return tuple(Spot(**one) for one in data)


def _approval(approved: Approval | None) -> dict[str, Any] | None:
    return None if approved is None else {"by": approved.by, "number": approved.number, "on": approved.on.isoformat()}


def _approval_of(data: Mapping[str, Any] | None) -> Approval | None:
    return None if data is None else Approval(data["by"], data["number"], _day(data["on"]))


def _day(text: str) -> date:
    return date.fromisoformat(text)
