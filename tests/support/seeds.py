"""The five seeds as a reader of them would sum them up: period, who answers for each row, stages and their rows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

RAYON, SCHOOL = "rayon", "rayon/school"
KEY = Path(__file__).parents[1] / "fixtures" / "deadlines" / "seeds.tsv"
WAITING = ("external", "event", "empty", "ambiguous")
# By when a stage is left: a row of the roadmap, or working days after entry, or the end of the programme.
TEACHER: dict[str, tuple[str | int, ...]] = {
    "formed": (5,),
    "acquaintance": ("first-meeting", 10),
    "trial_meeting": (10,),
    "planning": ("plans-approved", 10),
    "work": ("closing-game", "end"),
    "final_meeting": (10,),
}
STAGES = {"teacher-pair": TEACHER, "pupil-pair": TEACHER | {"acquaintance": ("first-meeting", 5)}}
MOVES = {
    "formed": ("acquaint", "acquaintance"),
    "acquaintance": ("try", "trial_meeting"),
    "trial_meeting": ("plan", "planning"),
    "planning": ("start_work", "work"),
    "work": ("finish", "final_meeting"),
    "final_meeting": ("close", "closed"),
}


@dataclass(frozen=True)
class Seed:
    """A seed's plan: its template, period, who answers for each row, and the rows that stages ask for."""

    name: str
    template: str
    start: date
    end: date
    org: str
    responsible: dict[str, str | None]
    stage_rows: dict[str, str] = field(default_factory=dict[str, str])

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """(number, kind, value) of every activity in the answer key."""
        with KEY.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                seed, _, number = row["id"].partition("-")
                if seed == self.name and not number.endswith("section"):
                    yield number, row["kind"], row["value"]


def answering(*, to_assign: tuple[str, ...] = (), **roles: tuple[str, ...]) -> dict[str, str | None]:
    """Row -> the role that answers for it, None where the school assigns whom the plan does not name."""
    named: dict[str, str | None] = {row: role for role, rows in roles.items() for row in rows}
    return named | dict.fromkeys(to_assign)


S0 = Seed(
    name="S0",
    template="s0-school-2020",
    start=date(2020, 1, 1),
    end=date(2024, 12, 31),
    org=SCHOOL,
    responsible=answering(
        head=("1.1", "1.2", "1.3", "1.4", "1.5", "3.1", "3.2"),
        external=("1.6", "2.1", "2.2"),
    ),
)
S1 = Seed(
    name="S1",
    template="s1-teachers-2025",
    start=date(2025, 9, 1),
    end=date(2026, 8, 31),
    org=SCHOOL,
    responsible=answering(
        curator=("1", "2", "17", "18", "19", "24"),
        head=("9", "23", "25", "26"),
        to_assign=("3", "4", "5", "6", "7", "8", "10", "11", "12", "13", "14", "15", "16", "20", "21", "22"),
    ),
    stage_rows={"first-meeting": "8", "plans-approved": "9", "closing-game": "11"},
)
S2 = Seed(
    name="S2",
    template="s2-multifunctional-2021",
    start=date(2021, 4, 1),
    end=date(2022, 5, 31),
    org=SCHOOL,
    responsible=answering(
        head=("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "3.1", "3.2", "4.1", "5.4", "6.1.1", "6.2"),
        curator=("2.1", "2.2", "2.3", "3.4", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "5.1", "5.2", "5.3"),
        mentor=("1.7", "1.8"),
    ),
    stage_rows={"plans-approved": "1.7", "closing-game": "4.7"},
)
S3 = Seed(
    name="S3",
    template="s3-lyceum-2020",
    start=date(2020, 1, 1),
    end=date(2024, 12, 31),
    org=SCHOOL,
    responsible=answering(head=("1.3",), curator=("1.1", "1.4", "3.1"), to_assign=("1.2", "2.1", "3.2")),
)
S4 = Seed(
    name="S4",
    template="s4-district-2022",
    start=date(2022, 4, 1),
    end=date(2024, 12, 31),
    org=RAYON,
    responsible=answering(
        administrator=("1.1", "1.3", "1.4", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6"),
        head=("1.2", "2.1"),
    ),
)
