"""Practices and publications for the final collection; only authors who consented are named."""

from storage import paper_events, practices
from storage.tables.events import practices as table
from workflows.papers.ground import Found, Ground
from workflows.papers.pairs import form_title

_MOST = 300


def practices_of(ground: Ground) -> Found:
    """Those chosen, else the published and sent ones of the organisation."""
    chosen = [one for one in ground.subject.get("practices", []) if isinstance(one, int)]
    if chosen:
        found = [one for one in practices.chosen(ground.tx, chosen) if one.organisation_id == ground.organisation.id]
    else:
        here = table.c.organisation_id == ground.organisation.id
        found = [one for one in practices.listing(ground.tx, visible=here, most=_MOST) if one.state != "draft"]
    articles = paper_events.articles_of(ground.tx, ground.organisation.id, most=_MOST)
    authors = {one.author_id for one in found if one.author_id} | {one.person_id for one in articles if one.person_id}
    named = practices.consenting(ground.tx, authors)
    return {
        "practices": [
            {
                "title": one.title,
                "author": one.author if one.author_id in named else "",
                "form": form_title(one.form) if one.form else "",
                "summary": one.summary,
                "body": one.body,
                "result": one.result,
                "url": one.url,
            }
            for one in found
        ],
        "shown": [
            {"title": one.title, "author": one.author if one.person_id in named else "", "url": one.url}
            for one in articles
        ],
    }
