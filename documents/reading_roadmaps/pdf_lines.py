"""Words into lines, lines into text: in the order a person reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.reading_roadmaps.pdf_ink import Word

_GAP = 0.18  # of the letters' size: words closer than this touch
_SAME_LINE = 0.5  # of the lower one's height that must overlap; a superscript star does


@dataclass(slots=True)
class TextLine:
    """Words of one height, from the left."""

    words: list[Word]
    top: float
    bottom: float

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def text(self) -> str:
        return _joined(self.words)


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """From above; words lie on one line when their heights overlap by half."""
    lines: list[TextLine] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        for line in reversed(lines[-2:]):
            overlap = min(line.bottom, word.bottom) - max(line.top, word.top)
            if overlap >= _SAME_LINE * min(word.size, line.bottom - line.top):
                line.words.append(word)
                if word.size > line.bottom - line.top:  # the tallest word tells the line's height
                    line.top, line.bottom = word.top, word.bottom
                break
        else:
            lines.append(TextLine([word], word.top, word.bottom))
    for line in lines:
        line.words.sort(key=lambda word: word.x0)
    return lines


def text_of(words: Sequence[Word]) -> str:
    """The text of a cell: its lines, words that are broken at their ends left broken.

    Text turned within its cell («№ п/п» written from below) is read along its own direction.
    """
    turned = [word for word in words if word.turned]
    if len(turned) * 2 > len(words):
        words = [_upright(word) for word in turned]
    return "\n".join(line.text for line in lines_of(words))


def chunks(line: TextLine, gap: float) -> list[list[Word]]:
    """The line's words in groups, parted where white space is wider than `gap` points."""
    groups: list[list[Word]] = []
    edge = float("-inf")
    for word in line.words:
        if word.x0 - edge > gap:
            groups.append([])
        groups[-1].append(word)
        edge = max(edge, word.x1)
    return groups


def _joined(words: Sequence[Word]) -> str:
    said = ""
    last: Word | None = None
    for word in words:
        if last is not None:
            if word.text == last.text and abs(word.x0 - last.x0) < 0.2 * word.size and len(word.text) < 40:
                continue  # bold printing in two strokes
            if last.after or word.before or word.x0 - last.x1 > _GAP * min(word.size, last.size):
                said += " "
        said += word.text
        last = word
    return said


def _upright(word: Word) -> Word:
    if word.turned == 1:
        return Word(-word.bottom, -word.top, word.x0, word.x1, word.text, word.before, word.after)
    if word.turned == 3:
        return Word(word.top, word.bottom, -word.x1, -word.x0, word.text, word.before, word.after)
    return Word(-word.x1, -word.x0, -word.bottom, -word.top, word.text, word.before, word.after)
