"""Meetings held, with or without the verdict of both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, MeetingFact, MeetingKind, Member
from engine.lifecycle.needs.need import dated
from engine.refusals import Reason
from engine.words import Words

MEETING_TITLES: Mapping[MeetingKind, Words] = MappingProxyType(
    {
        "acquaintance": Words("встреча-знакомство", "acquaintance meeting"),
        "trial": Words("пробная встреча", "trial meeting"),
        "planning": Words("встреча-планирование", "planning meeting"),
        "work": Words("рабочая встреча", "working meeting"),
        "final": Words("итоговая встреча", "final meeting"),
    }
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of this kind was held in the current visit (`Facts.is_current`), by the mentor and at least
    one mentee.

    With `both_go` the last such meeting must have ended with «go» on both sides; a missing verdict is not
    «go».

    >>> pair = Facts("trial_meeting", entered_on=date(2025, 9, 1))
    >>> Meeting("trial").unmet(pair, date(2025, 9, 9), WorkCalendar()).reason.ru
    'Не проведена пробная встреча'
    """

    kind: MeetingKind
    both_go: bool = False
    name: ClassVar[str] = "meeting"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        held = [meeting for meeting in facts.meetings if self._counts(meeting, facts, today)]
        title = MEETING_TITLES[self.kind]
        if not held:
            again = facts.visit > 1  # the meetings of earlier visits are spent
            return Reason(
                self.name,
                Words(
                    f"Не проведена {'новая ' if again else ''}{title.ru}",
                    f"{'Another' if again else 'The'} {title.en} was not held",
                ),
                Words("Проведите встречу и запишите её дату", "Hold the meeting and record its date"),
            )
        return self._verdict(_last(held), title) if self.both_go else None

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        title = MEETING_TITLES[self.kind]
        if self.both_go:
            return Words(f"{title.ru.capitalize()}: обе стороны за", f"The {title.en}: both sides want to go on")
        return Words(f"{title.ru.capitalize()} проведена", f"The {title.en} was held")

    def proof(self, facts: Facts, today: date) -> Words:
        return dated(Words("", ""), _last([one for one in facts.meetings if self._counts(one, facts, today)]).held_on)

    def _counts(self, meeting: MeetingFact, facts: Facts, today: date) -> bool:
        if meeting.kind != self.kind or meeting.held_on > today:
            return False
        if not facts.is_current(meeting.held_on, meeting.visit):
            return False
        if not meeting.absent:
            return True
        came = {member.role for member in facts.members if member.person_id not in meeting.absent}
        return {"mentor", "mentee"} <= came

    def _verdict(self, meeting: MeetingFact, title: Words) -> Reason | None:
        verdicts = (meeting.mentor_verdict, meeting.mentee_verdict)
        if verdicts == ("go", "go"):
            return None
        sides = (Words("наставник", "the mentor"), Words("наставляемый", "the mentee"))
        stopped = [side for side, verdict in zip(sides, verdicts, strict=True) if verdict == "stop"]
        silent = [side for side, verdict in zip(sides, verdicts, strict=True) if verdict is None]
        said, who = (Words("против", "against"), stopped) if stopped else (Words("нет решения", "no verdict"), silent)
        mend = (
            Words("Вернитесь к знакомству или замените наставника", "Go back to acquaintance or replace the mentor")
            if stopped
            else Words("Запишите решение обеих сторон", "Record the verdict of both sides")
        )
        return Reason(
            self.name,
            Words(
                f"{title.ru.capitalize()}, решение: {said.ru} ({', '.join(side.ru for side in who)})",
                f"The {title.en}, verdict: {said.en} ({', '.join(side.en for side in who)})",
            ),
            mend,
        )


def _last(held: list[MeetingFact]) -> MeetingFact:
    """The latest; of several on one day the one recorded last."""
    return max(enumerate(held), key=lambda pair: (pair[1].held_on, pair[0]))[1]
