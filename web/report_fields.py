"""The fields of a report about a pair as the pages that ask for one read them."""

from datetime import date

from engine.next_cycle import WISHES
from engine.refusals import BadInput
from web.fields import Fields
from workflows.record_report import ReportWords

_WHOLE = 100


def report_words(fields: Fields, *, today: date) -> ReportWords:
    """Raises BadInput of the field that is wrong."""
    percent = fields.number_if_given("percent")
    if percent is not None and percent > _WHOLE:
        raise BadInput("percent", "От 0 до 100", "From 0 to 100")
    return ReportWords(
        results=fields.text("results"),
        problems=fields.text("problems", optional=True),
        advice=fields.text("advice", optional=True),
        since=fields.day_if_given("from", today=today),
        until=fields.day_if_given("to", today=today),
        percent=percent,
        wish=fields.choice("wish", ("", *WISHES)),
    )
