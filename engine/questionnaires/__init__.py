"""Questionnaires as data: their questions, reading answers, summing them up, comparing periods, what answers mean."""

from engine.questionnaires.answering import AnswerFault, Answers, Read, Sent, read_answers
from engine.questionnaires.comparing import Cell, Comparison, Line, Point, compare, deltas
from engine.questionnaires.forms import fits, kinds_of
from engine.questionnaires.meaning import Swot, Told, swot, told
from engine.questionnaires.model import (
    ASKED,
    ASKED_TITLES,
    KIND_TITLES,
    MEANINGS,
    SURVEY_KINDS,
    Asked,
    Option,
    Question,
    Questionnaire,
    SurveyKind,
    from_canonical,
    from_plain,
)
from engine.questionnaires.periods import PERIOD, last_day_of_quarter, period_words, quarter_of
from engine.questionnaires.summing import Counted, Summary, summary

__all__ = [
    "ASKED",
    "ASKED_TITLES",
    "KIND_TITLES",
    "MEANINGS",
    "PERIOD",
    "SURVEY_KINDS",
    "AnswerFault",
    "Answers",
    "Asked",
    "Cell",
    "Comparison",
    "Counted",
    "Line",
    "Option",
    "Point",
    "Question",
    "Questionnaire",
    "Read",
    "Sent",
    "Summary",
    "SurveyKind",
    "Swot",
    "Told",
    "compare",
    "deltas",
    "fits",
    "from_canonical",
    "from_plain",
    "kinds_of",
    "last_day_of_quarter",
    "period_words",
    "quarter_of",
    "read_answers",
    "summary",
    "swot",
    "told",
]
