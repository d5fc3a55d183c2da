"""Every need of a move with its standing: what is asked, of whom, whether it is met, by what, and what mends it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member
from engine.lifecycle.needs import Need
from engine.refusals import Reason
from engine.words import Words


@dataclass(frozen=True, slots=True)
class NeedStanding:
    """One line of «what the move needs». `member`: whom it is about, None = the pair as a whole.

    `unmet` None: it is met, and `proof` says by what; otherwise `proof` is the reason why it is not.
    """

    need: Need
    title: Words
    member: Member | None
    proof: Words
    unmet: Reason | None

    @property
    def met(self) -> bool:
        return self.unmet is None


def standings(needs: Iterable[Need], facts: Facts, today: date, calendar: WorkCalendar) -> tuple[NeedStanding, ...]:
    """The lines of these needs, in their order; a need that asks members one by one gives a line for each of them.

    Some line of a need is unmet exactly when the need itself is: `decide` refuses what this shows as missing.
    """
    return tuple(line for need in needs for line in _lines(need, facts, today, calendar))


def _lines(need: Need, facts: Facts, today: date, calendar: WorkCalendar) -> Iterator[NeedStanding]:
    asked = need.each(facts)
    for member in (None,) if asked is None else asked:
        of = facts if member is None else replace(facts, members=(member,))
        unmet = need.unmet(of, today, calendar)
        proof = need.proof(of, today) if unmet is None else unmet.reason
        yield NeedStanding(need, need.title(member), member, proof, unmet)
