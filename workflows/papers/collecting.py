"""The values of a paper: asked of the sources its form names, what was typed laid over them, what is missing told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from engine.papers.cases import Inflect
from engine.papers.model import Pairs, PaperField, PaperForm, Table
from engine.papers.placeholders import used
from engine.papers.values import Doubt, Filled, filled, missing
from engine.words import Words
from workflows.papers import (
    consents,
    content,
    council,
    figures,
    pairs,
    people,
    plan,
    practices,
    registers,
    requests,
    roadmap,
    school,
    wording,
)
from workflows.papers.ground import Found, Ground

BLANK = "____________________"
BLANK_DAY = "«___» _________ 20__ г."
BLANK_NUMBER = "________"
DASH = "—"

SOURCES: Mapping[str, Callable[[Ground], Found]] = MappingProxyType(
    {
        "school": school.school,
        "head": school.head,
        "curator": school.curator,
        "control": school.control,
        "approval": school.approval,
        "remembered": school.remembered,
        "paper": school.paper,
        "pair": pairs.pair,
        "pairs": pairs.pairs,
        "programme": pairs.programme,
        "pair_order": pairs.pair_order,
        "signers": pairs.signers,
        "plans": pairs.plans,
        "ending": pairs.ending,
        "ending_by": pairs.ending_by,
        "partner": pairs.partner,
        "forms": pairs.forms,
        "people": people.people,
        "person": people.one_person,
        "register": people.register,
        "plan": plan.plan,
        "meetings": plan.meetings,
        "report": plan.report,
        "report_mentor": plan.report_mentor,
        "report_mentee": plan.report_mentee,
        "period": figures.period,
        "counts": figures.counts,
        "figures": figures.figures,
        "roadmap_done": figures.roadmap_done,
        "conclusions": figures.conclusions,
        "results": figures.results,
        "roadmap": roadmap.roadmap,
        "roadmap_rows": roadmap.roadmap_rows,
        "goal": roadmap.goal,
        "council": council.council,
        "practices": practices.practices_of,
        "mentees": registers.mentees,
        "mentors": registers.mentors,
        "statistics": registers.statistics,
        "trained": registers.trained,
        "publications": registers.publications,
        "event_programme": registers.event_programme,
        "requests": requests.requests,
        "content": content.content,
        "award": wording.award,
        "gratitude": wording.gratitude,
        "consent_personal_data": consents.personal_data,
        "consent_photo": consents.photo,
        "consent_duty": consents.duty,
        "duty_agreement": consents.duty_agreement,
    }
)
"""Every source a form may name; "" is a field that is only typed."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing for a paper: the field, why it is empty, where it is filled ("" = in the draft itself)."""

    field: PaperField
    why: Words
    url: str


@dataclass(frozen=True, slots=True)
class PaperValues:
    """A paper ready to be written. `given` by field, `values` by placeholder, blanks where something is missing."""

    form: PaperForm
    given: Mapping[str, Any]
    values: Filled
    doubts: tuple[Doubt, ...]
    lacks: tuple[Lack, ...]


def collect(ground: Ground) -> dict[str, Any]:
    """What the data know, by field; each source is asked once."""
    found: dict[str, Any] = {}
    for source in dict.fromkeys(one.source for one in ground.form.fields if one.source):
        found |= SOURCES[source](ground)
    return {one.name: found[one.name] for one in ground.form.fields if one.name in found}


def values_of(
    ground: Ground, typed: Mapping[str, Any], inflect: Inflect, *, known: Mapping[str, Any] | None = None
) -> PaperValues:
    """`typed`: `fields` by field, `rows` by list, `words` by placeholder, as `paper_draft.typed` keeps them. `known`:
    what `collect` has given already.
    """
    form = roadmap.shaped(ground) if ground.form.about == "roadmap" else ground.form
    given = {**(collect(ground) if known is None else known), **_typed(form, typed)}
    lacks = tuple(_lack(ground, one) for one in missing(form, given))
    words = {**ground.words, **typed.get("words", {})}
    if isinstance(typed.get("fields", {}).get("mentee.name"), str):  # one name stands where a group was
        words = {name: said for name, said in words.items() if name not in ground.words}
    filling = filled(form, {**given, **_blanks(form, given)}, inflect, words)
    return PaperValues(form, given, filling.values, filling.doubts, lacks)


def _typed(form: PaperForm, typed: Mapping[str, Any]) -> dict[str, Any]:
    fields, rows = typed.get("fields", {}), typed.get("rows", {})
    found: dict[str, Any] = {}
    for one in form.fields:
        if one.of == "rows" and one.name in rows:
            found[one.name] = [
                {inner.name: _read(inner, row.get(inner.name, "")) for inner in one.fields} for row in rows[one.name]
            ]
        elif one.of != "rows" and one.name in fields:
            found[one.name] = _read(one, fields[one.name])
    return found


def _read(field: PaperField, text: str) -> Any:
    if field.of != "date":
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text  # days in words stay words


def _blanks(form: PaperForm, given: Mapping[str, Any]) -> dict[str, Any]:
    """Places to write on by hand: for what is missing, and for number and day until the paper has them. What nobody
    asks for is a dash where an empty cell would stand.
    """
    tables = {block.over for block in form.layout if isinstance(block, Table) and not block.blank}
    sheets = {
        name for block in form.layout if isinstance(block, Pairs) for _, text in block.rows for name in used(text)
    }
    found: dict[str, Any] = {}
    for one in form.fields:
        value = given.get(one.name)
        if one.of == "rows":
            if not one.required and not value and one.name in tables:
                found[one.name] = [{inner.name: DASH for inner in one.fields}]
        elif value is not None and value != "":
            continue
        elif one.name == "paper.number":
            found[one.name] = BLANK_NUMBER
        elif one.required or one.name == "paper.date":
            found[one.name] = BLANK_DAY if one.of == "date" else BLANK
        elif one.name in sheets:
            found[one.name] = DASH
    return found


def _lack(ground: Ground, field: PaperField) -> Lack:
    place = f"/organisations/{ground.organisation.id}"
    pair = f"/pairs/{ground.pair_id}" if ground.pair_id else "/pairs"
    match field.source:
        case "head" | "curator":
            said = ("руководитель", "head") if field.source == "head" else ("куратор", "curator")
            why = Words(f"В организации не назначен {said[0]} или не указана должность", f"There is no {said[1]} yet")
            return Lack(field, why, place)
        case "pair" | "pairs" | "programme" | "signers" | "ending":
            return Lack(field, Words("Не выбрана пара, или у её участников не всё указано", "No pair is chosen"), pair)
        case "plan" | "plans":
            where = f"{pair}/plan" if ground.pair_id else pair
            why = Words("План пары не составлен, или в нём это не указано", "There is no plan, or it does not say")
            return Lack(field, why, where)
        case "meetings" | "report":
            return Lack(field, Words("Встречи ещё не записаны", "No meeting is recorded"), pair)
        case "people" | "person":
            return Lack(field, Words("Не выбраны люди", "Nobody is chosen"), "")
        case "roadmap" | "roadmap_rows" | "goal" | "figures" | "roadmap_done":
            return Lack(field, Words("В действующей карте этого нет", "The roadmap in force does not say"), "/roadmap")
        case "requests":
            why = Words("Никто ещё не ответил на анкеты о запросах и ресурсах", "Nobody has answered yet")
            return Lack(field, why, "/surveys")
        case "content":
            why = Words(
                "Нет рубрик с ссылками или пунктов карты с датами впереди",
                "There are no rubrics, or no dated rows ahead",
            )
            return Lack(field, why, "/events/articles")
        case "practices":
            return Lack(field, Words("В банке нет опубликованных практик", "The bank has no practices"), "/practices")
        case _:
            return Lack(field, Words("Впишите в проекте документа", "Write it into the draft"), "")
