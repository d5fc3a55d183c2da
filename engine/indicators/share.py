"""A figure: so many of so many, or so many. Compared by whole numbers only: 89.99 % is not 90 %."""

from dataclasses import dataclass
from fractions import Fraction

from engine.roadmaps import Threshold


@dataclass(frozen=True, slots=True)
class Share:
    """`numerator` of `denominator`; a `denominator` of None: a number of things, not a share.

    >>> Share(46, 50).percent, Share(3, None).percent, Share(0, 0).percent
    (Fraction(92, 1), None, None)
    """

    numerator: int
    denominator: int | None = None

    @property
    def percent(self) -> Fraction | None:
        """Percent of the whole, exactly; None where there is no whole."""
        return Fraction(100 * self.numerator, self.denominator) if self.denominator else None

    @property
    def told(self) -> str:
        """As people read it. Never rounded up: what is shown as 90 % has reached it.

        >>> Share(46, 50).told, Share(8999, 10000).told, Share(1, 3).told, Share(4).told, Share(0, 0).told
        ('92 %', '89,9 %', '33,3 %', '4', '—')
        """
        if self.denominator is None:
            return str(self.numerator)
        return "—" if self.percent is None else f"{percent_words(self.percent)} %"


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure against its threshold. `lack` None: no number of further units reaches it."""

    reached: bool
    lack: int | None


_SIGNS = {">=": "≥", "=": "=", "<=": "≤"}
_FALLEN = {">=": "<", "=": "<", "<=": ">"}


def told_against(share: Share, threshold: Threshold) -> str:
    """The figure beside its threshold: what closes a row, and what opens it again.

    >>> told_against(Share(46, 50), Threshold("plans_done", ">=", 90, "percent"))
    '92 % ≥ 90 %: 46 из 50'
    >>> told_against(Share(44, 50), Threshold("plans_done", ">=", 90, "percent"))
    '88 % < 90 %: 44 из 50'
    >>> told_against(Share(3), Threshold("publications", ">=", 3, "count"))
    '3 ≥ 3'
    """
    sign = (_SIGNS if compare(share, threshold).reached else _FALLEN)[threshold.comparison]
    if threshold.unit == "count":
        return f"{share.numerator} {sign} {threshold.value}"
    whole = "" if share.denominator is None else f": {share.numerator} из {share.denominator}"
    return f"{share.told} {sign} {threshold.value} %{whole}"


def percent_words(percent: Fraction) -> str:
    """Tenths, cut off and not rounded.

    >>> percent_words(Fraction(100, 3)), percent_words(Fraction(90)), percent_words(Fraction(-1, 3))
    ('33,3', '90', '-0,3')
    """
    tenths = int(percent * 10)
    whole, part = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole},{part}" if part else f"{sign}{whole}"


def compare(share: Share, threshold: Threshold) -> Compared:
    """Whether the figure has come to its threshold, and how many further units of the numerator it lacks.

    A share of nothing has reached nothing: there is nobody yet whom it could be about. "100 %" means at least that.

    >>> compare(Share(46, 50), Threshold("plans_done", ">=", 90, "percent"))
    Compared(reached=True, lack=0)
    >>> compare(Share(8999, 10000), Threshold("plans_done", ">=", 90, "percent"))
    Compared(reached=False, lack=1)
    >>> compare(Share(2), Threshold("publications", ">=", 3, "count"))
    Compared(reached=False, lack=1)
    """
    if threshold.unit == "percent" and not share.denominator:
        return Compared(reached=False, lack=None)
    if threshold.comparison == "<=":
        return Compared(_amount(share, threshold) <= threshold.value, None)
    lack = lacking(share, threshold.value) if threshold.unit == "percent" else max(threshold.value - share.numerator, 0)
    return Compared(lack == 0, lack)


def lacking(share: Share, percent: int | Fraction) -> int | None:
    """The smallest number of further units of the numerator with which the share comes to `percent`.

    The whole stays as it is. None: there is no whole.

    >>> lacking(Share(44, 50), 90), lacking(Share(45, 50), 90), lacking(Share(0, 7), 10), lacking(Share(1, None), 10)
    (1, 0, 1, None)
    """
    if not share.denominator:
        return None
    wanted = Fraction(percent) * share.denominator / 100
    return max(-(-wanted.numerator // wanted.denominator) - share.numerator, 0)


def _amount(share: Share, threshold: Threshold) -> Fraction | int:
    percent = share.percent
    return share.numerator if threshold.unit == "count" or percent is None else percent
