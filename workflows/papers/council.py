"""The pedagogical council: who was there, who spoke."""

from engine.indicators.share import Share
from engine.names import short_name
from storage import paper_events
from workflows.papers.ground import Found, Ground
from workflows.papers.school import head

_HEARD = "О внедрении наставничества и о ходе работы наставнических пар и групп."
_DECIDED = "Принять информацию к сведению.\nПродолжить работу по дорожной карте наставничества."
_VOTES = "«за» — единогласно"


def council(ground: Ground) -> Found:
    """The event of the subject, else the organisation's last council; without any the numbers are typed."""
    found: Found = {
        "council.chair": head(ground).get("head.name"),
        "council.heard": _HEARD,
        "council.decided": _DECIDED,
        "council.votes": _VOTES,
    }
    key = ground.number("event") or paper_events.last_event(ground.tx, ground.organisation.id, "council")
    event = None if key is None else paper_events.event(ground.tx, key)
    if event is None or event.organisation_id != ground.organisation.id:
        return found
    invited = event.invited if event.invited is not None else event.listed or None
    came = event.came if event.came is not None else event.listed_came
    said = [f"{short_name(one.name)}: {one.result}" for one in paper_events.speakers(ground.tx, event.id) if one.result]
    found |= {"council.title": event.title, "council.invited": invited, "council.came": came}
    if invited:
        found["council.share"] = f"({Share(came, invited).told})"
    if said:
        found["council.heard"] = "\n".join(said)
    return found
