"""A threshold in words people compare: on the review page, in a difference, on a paper."""

from engine.roadmaps import Threshold
from engine.words import Words
from workflows.definitions.indicator_files import measure, measures

_RU = {">=": "не менее", "<=": "не более", "=": "ровно"}
_EN = {">=": "at least", "<=": "at most", "=": "exactly"}


def threshold_words(one: Threshold) -> Words:
    """«Явка на встречи: не менее 90 %»."""
    percent = "\u00a0%" if one.unit == "percent" else ""
    title = measure(one.measure).title if one.measure in measures() else Words("", "")
    ru, en = f"{_RU[one.comparison]} {one.value}{percent}", f"{_EN[one.comparison]} {one.value}{percent}"
    return Words(f"{title.ru}: {ru}", f"{title.en}: {en}") if title.ru else Words(ru, en)
