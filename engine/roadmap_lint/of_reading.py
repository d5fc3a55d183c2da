"""A roadmap just read, as the linter sees it."""

from engine.roadmap_lint.model import LintRoadmap, LintRow
from engine.roadmap_reading.model import ReadItem, ReadRoadmap


def of_reading(read: ReadRoadmap) -> LintRoadmap:
    """The values with the words of the source; a row's places are those of its activity."""
    return LintRoadmap(
        title=read.title,
        period=read.period,
        approved_on=read.approved.on if read.approved else None,
        organisation=read.organisation,
        sections=tuple(section.number for section in read.sections),
        rows=tuple(_row(item) for item in read.items),
    )


def _row(item: ReadItem) -> LintRow:
    return LintRow(
        number=item.number,
        section=item.section,
        activity=item.activity.text,
        deadline_text=item.deadline.text,
        deadline=item.meaning,
        responsible=item.responsible.text,
        result=item.result.text,
        document=item.document.text,
        indicator=item.indicator.text,
        measured=bool(item.thresholds or item.document_kinds or item.drives),
        answerable=bool(item.who.roles or item.who.named),
        asked=frozenset(question.field for question in item.questions),
        at=item.activity.at or item.deadline.at,
    )
