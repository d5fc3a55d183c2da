"""The roadmaps of many schools at once: a timeline by section, and how far each school is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.obligations import Share
from engine.periods import Period
from storage import timeline, today
from storage.scope import Scope
from storage.today import LocalDays
from workflows.show_progress import Timeline, timeline_of

SCHOOLS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TemplateTimeline:
    """One template and the organisations that follow it."""

    template: str
    title: str
    organisations: int
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class RoadmapLine:
    """A roadmap in force with how far it is; quarterly looks do not count."""

    id: int
    title: str
    path: str
    organisation: str
    done: int
    late: int
    total: int

    @property
    def ahead(self) -> int:
        return max(self.total - self.done - self.late, 0)


@dataclass(frozen=True, slots=True)
class Overview:
    """`following`: the roadmap after which the next page begins, 0 = this is the last."""

    today: date
    templates: tuple[TemplateTimeline, ...]
    roadmaps: tuple[RoadmapLine, ...]
    following: int


def show_timeline(tx: Connection, scope: Scope, *, at: datetime, after: int = 0, past: bool = False) -> Overview:
    """Every template in force in sight with its timeline, and one page of the schools' roadmaps.

    `past`: those whose period is over, too.
    """
    days = local_days(tx, scope, at=at)
    day = max(days.values(), default=at.date())
    since = date.min if past else day
    shares: dict[str, dict[str, list[Share]]] = defaultdict(lambda: defaultdict(list))
    places: dict[tuple[str, str], int] = {}
    templates = timeline.roadmaps_in_sight(tx, scope, since)
    for row in timeline.of_sections(tx, scope, since) if templates else ():
        shares[row.template][row.section].append(timeline.share_of(row))
        key = (row.template, row.section)
        places[key] = min(row.place, places.get(key, row.place))
    late = timeline.schools_late_by_section(tx, scope, days, since) if templates else {}
    found = timeline.by_roadmap(tx, scope, days, since, most=SCHOOLS_ON_A_PAGE + 1, after=after)
    page = found[:SCHOOLS_ON_A_PAGE]
    return Overview(
        today=day,
        templates=tuple(
            TemplateTimeline(
                template=row.template,
                title=row.title,
                organisations=row.organisations,
                timeline=timeline_of(
                    _sections(row.template, shares[row.template], places, late),
                    Period(row.period_start, row.period_end),
                    day,
                ),
            )
            for row in templates
        ),
        roadmaps=tuple(
            RoadmapLine(row.id, row.title, row.org_path, row.org_name, row.done, row.late, row.total) for row in page
        ),
        following=page[-1].id if len(found) > len(page) else 0,
    )


def local_days(tx: Connection, scope: Scope, *, at: datetime) -> LocalDays:
    """The local day of each time zone in sight."""
    return {zone: at.astimezone(ZoneInfo(zone)).date() for zone in today.zones(tx, scope)}


def _sections(
    template: str,
    shares: dict[str, list[Share]],
    places: dict[tuple[str, str], int],
    late: dict[tuple[str, str], int],
) -> Sequence[tuple[str, list[Share], int]]:
    ordered = sorted(shares, key=lambda section: (places[template, section], section))
    return [(section, shares[section], late.get((template, section), 0)) for section in ordered]
