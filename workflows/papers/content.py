"""The content plan: rubrics as they stand, what was published in the period, and themes by the dates of the roadmap."""

from datetime import date
from typing import Any

from storage import paper_events, paper_rows, roadmaps
from workflows.papers.ground import Found, Ground

_MOST = 1000
_THEMES = 40  # as many as the draft lets edit


def content(ground: Ground) -> Found:
    """Rubrics take turns; whoever makes the draft changes what does not fit."""
    stored = paper_rows.live_roadmap(ground.tx, ground.organisation.id, ground.number("roadmap"))
    since = ground.day("from") or ground.today
    until = ground.day("to") or (stored.period_end if stored is not None else None)
    published = paper_events.published(ground.tx, ground.organisation.id, most=_MOST)
    rubrics = [one for one in published if one.kind == "rubric"]
    titles = list(dict.fromkeys(one.title for one in rubrics))
    out = [
        {"on": one.published_on, "rubric": "", "theme": one.title, "responsible": "", "url": one.url}
        for one in published
        if one.kind != "rubric" and since <= one.published_on and (until is None or one.published_on <= until)
    ]
    ahead = [] if stored is None or until is None else _ahead(ground, stored.id, since, until)
    themes = sorted([*out, *ahead], key=lambda row: row["on"])[:_THEMES]
    for at, row in enumerate(row for row in themes if not row["url"]):
        row["rubric"] = titles[at % len(titles)] if titles else ""
    return {
        "period.from": since,
        "period.to": until,
        "rubrics": [{"title": one.title, "url": one.url, "since": one.published_on} for one in rubrics],
        "themes": themes,
    }


def _ahead(ground: Ground, roadmap_id: int, since: date, until: date) -> list[dict[str, Any]]:
    """A theme for each day a row of the roadmap falls due in the period; looks at what goes on are none."""
    who = {one.row.id: one.row.responsible_text for one in roadmaps.live_items(ground.tx, roadmap_id)}
    found: dict[tuple[int, date], dict[str, Any]] = {}
    for one in paper_rows.owed_rows(ground.tx, ground.organisation.id):
        if one.item_id in who and one.ladder != "review" and one.due_on is not None and since <= one.due_on <= until:
            row = {"on": one.due_on, "rubric": "", "theme": one.title, "responsible": who[one.item_id], "url": ""}
            found.setdefault((one.item_id, one.due_on), row)
    return list(found.values())
