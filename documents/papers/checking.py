"""A template somebody brought → what it uses and what is wrong with it; looked through in a process of its own."""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from documents.papers import sentences
from documents.parsing_child import Busy, TookTooLong, answer_of
from documents.reading_roadmaps import limits
from engine.papers.fitting import Finding, Use, findings
from engine.papers.model import PaperForm
from engine.refusals import BadInput
from engine.words import Words


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """`docx` is what may be kept, b"" when an error keeps the template out."""

    findings: tuple[Finding, ...]
    placeholders: tuple[str, ...]
    docx: bytes

    @property
    def accepted(self) -> bool:
        return bool(self.docx)


def check_template(form: PaperForm, data: bytes) -> CheckedTemplate:
    """Every finding about the file as a template of the form, errors first.

    Raises BadInput (field `file`) for what is no DOCX that can be read at all.
    """
    if not data:
        raise sentences.empty()
    if len(data) > limits.PACKED:
        raise sentences.too_large()
    seen = _looked_through(data)
    uses, lists = _uses(seen["uses"]), _uses(seen["lists"])
    faults = [Finding("error", Words(ru, en)) for ru, en in seen["faults"]]
    found = sorted([*faults, *findings(form, uses, lists)], key=lambda one: one.level != "error")
    refused = any(one.level == "error" for one in found)
    names = dict.fromkeys(use.name for use in [*lists, *uses])
    return CheckedTemplate(tuple(found), tuple(names), b"" if refused else b64decode(seen["docx"]))


def _looked_through(data: bytes) -> dict[str, Any]:
    try:
        answer = answer_of("documents.papers.checking_child", data)
    except Busy:
        raise sentences.busy() from None
    except TookTooLong:
        raise sentences.too_long() from None
    if answer is None:
        raise sentences.broken()
    if "refused" in answer:
        raise BadInput(sentences.FIELD, answer["refused"]["ru"], answer["refused"]["en"])
    seen: dict[str, Any] = answer["template"]
    return seen


def _uses(listed: Iterable[list[str]]) -> list[Use]:
    return [Use(name, Words(ru, en), over, variable) for name, ru, en, over, variable in listed]
