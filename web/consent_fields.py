"""What forms about consents send: the signed paper with its scan and terms, and paragraphs of a text."""

import re

from engine.consents import TERMS
from engine.words import Words
from web.visit import Visit
from workflows.keep_evidence import file_proof
from workflows.record_consent import ConsentRecorded, SignedPaper

_BETWEEN = re.compile(r"\n\s*\n")


def signed_paper(visit: Visit, kind: str) -> SignedPaper:
    """The scan is looked at and kept. The terms stand in the form for every kind and count for the duty only."""
    fields, today = visit.fields, visit.today
    given = fields.file("scan")
    terms = {name: fields.line(name, optional=True, longest=1000) for name in TERMS if name not in ("from", "to")}
    for name in ("from", "to"):
        day = fields.day_if_given(name, today=today)
        terms[name] = day.isoformat() if day else ""
    return SignedPaper(
        scan=file_proof(visit.parts.data_dir, given.content, field="scan") if given else None,
        text_id=fields.number_if_given("text"),
        signer_id=fields.number_if_given("signed_by"),
        valid_to=fields.day_if_given("valid_to", today=today),
        terms={name: said for name, said in terms.items() if said} if kind == "mentoring-duty" else {},
    )


def recorded_words(made: ConsentRecorded) -> Words:
    """What the toast says: recorded, and what a lawyer would mark in the terms."""
    told = [Words("Согласие записано", "The consent is recorded"), *made.doubts]
    return Words(". ".join(one.ru for one in told), ". ".join(one.en for one in told))


def paragraphs(told: str) -> tuple[str, ...]:
    """A text typed into one field: an empty line ends a paragraph, a single line break is a space."""
    return tuple(" ".join(one.split()) for one in _BETWEEN.split(told) if one.strip())
