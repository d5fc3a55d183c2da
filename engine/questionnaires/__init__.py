"""Questionnaires as data: their questions, reading answers, summing them up, comparing periods, what answers mean."""

from engine.questionnaires.answering import AnswerFault, Answers, Read, Sent, read_answers
from engine.questionnaires.comparing import Cell, Comparison, Line, Point, compare, deltas
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
from engine.questionnaires.summing import Counted, Summary, summary

__all__ = [
    "ASKED",
    "ASKED_TITLES",
    "KIND_TITLES",
    "MEANINGS",
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
    "from_canonical",
    "from_plain",
    "read_answers",
    "summary",
    "swot",
    "told",
]
