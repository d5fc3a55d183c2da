"""Whether the placeholders found in a template fit its form: what is unknown, what is missing."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.papers.model import PaperField, PaperForm
from engine.papers.placeholders import Known, known, names_of, texts, used
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Use:
    """One placeholder of a template: its whole name and where it stands.

    Inside repeated rows `over` is their list and `variable` what a row is called there; both "" elsewhere.
    """

    name: str
    place: Words
    over: str = ""
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """An `error` keeps a template out, a `warning` is told."""

    level: Literal["error", "warning"]
    words: Words


def findings(form: PaperForm, uses: Iterable[Use], lists: Iterable[Use]) -> tuple[Finding, ...]:
    """All that does not fit, from the top of the template down; `lists` are the lists its tables go through."""
    uses, lists = tuple(uses), tuple(lists)
    every = known(form)
    found = [Finding("error", _unknown_list(every, use)) for use in lists if use.name not in every.rows]
    found += [Finding("error", words) for use in uses if (words := _unknown(every, use)) is not None]
    found += [Finding("warning", absent(field)) for field in unplaced(form, (use.name for use in (*uses, *lists)))]
    return tuple(dict.fromkeys(found))


def _unknown(every: Known, use: Use) -> Words | None:
    if use.name in every.single:
        return None
    names: list[str] = list(every.single)
    if use.variable:
        rows = every.rows.get(use.over)
        if rows is None:
            return None  # the list itself is unknown, which is said once
        of_row = [f"{use.variable}.{name}" for name in rows]
        if use.name in of_row:
            return None
        names = of_row + names
    ru, en = _nearest(use.name, names)
    return Words(
        f"{use.place.ru}: поля «{use.name}» у этого документа нет; {ru}",
        f"{use.place.en}: this paper has no field `{use.name}`; {en}",
    )


def _unknown_list(every: Known, use: Use) -> Words:
    ru, en = _nearest(use.name, list(every.rows))
    return Words(
        f"{use.place.ru}: списка «{use.name}» у этого документа нет; {ru}",
        f"{use.place.en}: this paper has no list `{use.name}`; {en}",
    )


def absent(field: PaperField) -> Words:
    """The sentence about a required field that a template does not show."""
    return Words(
        f"В шаблоне нет обязательного поля «{field.title.ru}» ({field.name})",
        f"The template lacks the required field “{field.title.en}” ({field.name})",
    )


def unplaced(form: PaperForm, names: Iterable[str]) -> Iterator[PaperField]:
    """Required fields that the form's own layout shows and a template with these placeholders and lists does not."""
    placed = set(names)
    shown = {name for block in form.layout for over, text in texts(block) for name in (over, *used(text))}
    for field in form.fields:
        own = {field.name, *names_of(field)}
        if field.required and placed.isdisjoint(own) and not shown.isdisjoint(own):
            yield field


def _nearest(name: str, names: list[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(name[:100], names, n=1, cutoff=0.5)
    if near:
        return f"возможно, «{near[0]}»?", f"did you mean `{near[0]}`?"
    if not names:
        return "у него нет таких полей", "it has no such fields"
    listed = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    return f"бывает: {listed}", f"known: {listed}"
