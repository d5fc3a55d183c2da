"""The one door: words in the nominative → their cases."""

from documents.word_cases.names import inflected_name
from documents.word_cases.positions import inflected_position
from engine.papers.cases import Inflected, WordKind


def inflected(kind: WordKind, words: str, sex: str = "") -> Inflected:
    """By rules and the list of exceptions; what they do not know stays in the nominative, with a doubt.

    `sex` is of the person, «f», «m» or "". Never raises, whatever the words are.
    """
    return inflected_name(words, sex) if kind == "name" else inflected_position(words)
