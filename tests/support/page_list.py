"""Every page of the product with real ids of the played district, by who may see it: for walks and for pictures."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.support.browser import District
from web.policy import Rule, policy

# Which of the shown people walk, one for each role; the last one is signed in as nobody.
WALKERS: Mapping[str, str] = {
    "administrator": "Куимова",
    "region": "Татаринова",
    "head": "Громов",
    "curator": "Гусева",
    "careless-curator": "Дудина",
    "observer": "Окулов",
    "mentor": "Лаптева",
    "mentee": "Юферева",
    "representative": "Шишкина",
    "nobody": "",
}
_ROLES = {"region": "administrator", "careless-curator": "curator"}

# Routes that are no pages: files, machines' answers, what needs a link that was sent to somebody.
NO_PAGES = re.compile(
    r"^/(static|api|calendar|healthz|readyz|metrics|openapi\.json|unsubscribe)\b"
    r"|[./](xlsx|docx|ics|svg|json|pdf|file|scan|package|template|blanks?|yaml)$"
)
NEEDS_A_LINK = ("/sign-in/link/{token}", "/invitation/{token}")
_ASKED = {
    "GET /roadmap/items/{item_id}/silence": "?rule=stale-year",
    "GET /pairs/{pair_id}/plan/mark": "?position={line}",
    "GET /pairs/{pair_id}/plan/move": "?position={line}",
    "GET /pairs/{pair_id}/meetings/notes": "?meeting={meeting}",
    "GET /events/{event_id}/guest": "?person={guest}",
}
_FILES = ("/evidence/{evidence_id}", "/help/images/{name}", "/mailbox/{number}/html")

_IN_SCOPE = "organisation_id IN (SELECT id FROM organisation WHERE path = :path OR path LIKE :path || '/%')"
_BELOW = "(org_path = :path OR org_path LIKE :path || '/%')"
_OF_OFFICE = {
    "organisation": "SELECT id FROM organisation WHERE path = :path",
    "person": f"SELECT id FROM person WHERE {_IN_SCOPE} AND id IN (SELECT person_id FROM membership)"
    " ORDER BY id LIMIT 1",
    "pair": f"SELECT id FROM v_pair WHERE {_BELOW} ORDER BY stage = 'work' DESC, id DESC LIMIT 1",
    "item": f"SELECT id FROM item WHERE {_IN_SCOPE} ORDER BY roadmap_id DESC, EXISTS (SELECT 1 FROM obligation"
    " WHERE item_id = item.id AND status = 'open' AND ladder = 'full' AND due_on IS NOT NULL) DESC, position LIMIT 1",
    "roadmap": f"SELECT id FROM roadmap WHERE {_IN_SCOPE} ORDER BY id DESC LIMIT 1",
    "programme": f"SELECT id FROM programme WHERE {_IN_SCOPE}"
    " ORDER BY (SELECT count(*) FROM survey WHERE programme_id = programme.id) DESC, id DESC LIMIT 1",
    "publication": f"SELECT id FROM publication WHERE {_IN_SCOPE} ORDER BY id DESC LIMIT 1",
    "import": f"SELECT id FROM roadmap_import WHERE {_IN_SCOPE} AND state = 'draft' ORDER BY id DESC LIMIT 1",
    "letter": f"SELECT id FROM letter WHERE {_IN_SCOPE} ORDER BY id DESC LIMIT 1",
    "paper": f"SELECT id FROM paper WHERE {_IN_SCOPE} ORDER BY EXISTS (SELECT 1 FROM paper_file"
    " WHERE paper_id = paper.id) DESC, id DESC LIMIT 1",
    "match": "SELECT match_proposal.id FROM match_proposal JOIN programme ON programme.id = match_proposal.programme_id"
    f" WHERE programme.{_IN_SCOPE} ORDER BY match_proposal.id DESC LIMIT 1",
    "event": f"SELECT id FROM event WHERE {_IN_SCOPE} ORDER BY hours IS NOT NULL AND held_on IS NOT NULL DESC,"
    " held_on IS NOT NULL DESC, id DESC LIMIT 1",
    "practice": f"SELECT id FROM practice WHERE {_IN_SCOPE} ORDER BY state = 'draft', id LIMIT 1",
    "draft": f"SELECT id FROM paper_draft WHERE {_IN_SCOPE} ORDER BY paper_id IS NULL AND dropped_on IS NULL DESC,"
    " id DESC LIMIT 1",
    "erasure": f"SELECT id FROM erasure WHERE {_IN_SCOPE} ORDER BY id DESC LIMIT 1",
    "people_import": f"SELECT id FROM people_import WHERE {_IN_SCOPE} ORDER BY id DESC LIMIT 1",
    "survey": "SELECT survey.id FROM survey JOIN programme ON programme.id = survey.programme_id"
    f" WHERE programme.{_IN_SCOPE} ORDER BY survey.id DESC LIMIT 1",
    "obligation": f"SELECT id FROM v_obligation WHERE {_BELOW} AND status = 'open' ORDER BY due_on LIMIT 1",
}
# A row that was given to the walker, whoever it is: `/my/…` opens only these.
_GIVEN = "SELECT id FROM item WHERE responsible_id = :person ORDER BY roadmap_id DESC, position LIMIT 1"
_OF_PAIR = {
    "pair": "SELECT pair_id FROM membership WHERE to_day IS NULL AND (person_id = :person OR person_id IN"
    " (SELECT for_person_id FROM role_grant WHERE person_id = :person)) ORDER BY pair_id DESC LIMIT 1",
    "obligation": "SELECT id FROM obligation WHERE status = 'open' AND pair_id IN"
    " (SELECT pair_id FROM membership WHERE to_day IS NULL AND person_id = :person) ORDER BY due_on LIMIT 1",
}
_PLAIN = {
    "guide": "curator",
    "key": "teacher-pair",
    "name": "teacher-pair",
    "kind": "reminder",
    "number": "1",
    "questionnaire": "swot",
    "row": "r0",
    "form": "order-pairing",
}
# One name in curly brackets is a thing of another kind here.
_PLAIN_AT = {"/consents/texts/{key}": {"key": "personal-data-adult"}}


# What the chosen thing has: a pair a line of its plan that is still ahead and its newest meeting, an event a guest.
_WITHIN = {
    "pair": {
        "line": "SELECT position FROM plan_item WHERE pair_id = ? AND done_on IS NULL AND dropped_on IS NULL LIMIT 1",
        "meeting": "SELECT id FROM meeting WHERE pair_id = ? AND withdrawn_at IS NULL ORDER BY held_on DESC LIMIT 1",
    },
    "event": {"guest": "SELECT person_id FROM event_person WHERE event_id = ? ORDER BY id LIMIT 1"},
}


@dataclass(frozen=True)
class Listed:
    """A page: the route's own name and the address to go to."""

    route: str
    path: str

    @property
    def name(self) -> str:
        """For a file: `/pairs/{pair_id}/end` → `pairs-pair-end`."""
        return re.sub(r"[^a-z]+", "-", self.route.replace("_id}", "").lower()).strip("-") or "today"


def pages_of(place: District, walker: str) -> list[Listed]:
    """Every page this walker may see, in the order of the policy."""
    surname = WALKERS[walker]
    role = _ROLES.get(walker, walker)
    with closing(sqlite3.connect(f"file:{place.folder / 'nastavnik.db'}?mode=ro", uri=True)) as base:
        ids = dict(_objects(base, surname)) if surname else {}
    ids |= {"token": _letter_token(place.maildir)}
    found: list[Listed] = []
    for rule in rules():
        if _may(rule, role) and (path := _filled(rule, ids)) is not None:
            found.append(Listed(rule.route.removeprefix("GET "), path))
    return found


def rules() -> Iterator[Rule]:
    """The policy's pages."""
    for route, rule in policy().items():
        method, _, path = route.partition(" ")
        if method == "GET" and not NO_PAGES.search(path) and path not in (*NEEDS_A_LINK, *_FILES):
            yield rule


def _may(rule: Rule, role: str) -> bool:
    if rule.scope == "open":
        return role in ("nobody", "curator") or rule.route == "GET /"
    if rule.scope == "self":
        return role != "nobody"
    return role in rule.roles


def _filled(rule: Rule, ids: Mapping[str, str]) -> str | None:
    """None when this visitor has no such object."""
    path = rule.route.removeprefix("GET ")
    for name in re.findall(r"\{(\w+?)(?:_id)?(?::\w+)?\}", path):
        plain = _PLAIN | _PLAIN_AT.get(path, {})
        value = ids.get("given" if path.startswith("/my/") else name) or plain.get(name)
        if not value:
            return None
        path = re.sub(rf"\{{{name}(?:_id)?(?::\w+)?\}}", value, path)
    asked = _ASKED.get(rule.route, "")
    named: list[str] = re.findall(r"\{(\w+)\}", asked)
    return path + asked.format(**ids) if all(one in ids for one in named) else None


def _objects(base: sqlite3.Connection, surname: str) -> Iterator[tuple[str, str]]:
    [person, path, role] = base.execute(
        "SELECT person.id, organisation.path, coalesce((SELECT role FROM role_grant WHERE person_id = person.id), '')"
        " FROM person JOIN organisation ON organisation.id = person.organisation_id WHERE person.name LIKE ? || ' %'",
        (surname,),
    ).fetchone()
    of_office = role in ("administrator", "head", "curator", "observer")
    for name, query in (_OF_OFFICE if of_office else _OF_PAIR).items():
        row = base.execute(query, {"path": path, "person": person}).fetchone()
        if row is None:
            continue
        yield name, str(row[0])
        for within, ask in _WITHIN.get(name, {}).items():
            if found := base.execute(ask, row).fetchone():
                yield within, str(found[0])
    given = base.execute(_GIVEN, {"person": person}).fetchone()
    if given is not None:
        yield "given", str(given[0])


def _letter_token(maildir: Path) -> str:
    """The newest link of a letter that asks about a trial meeting: the page with the most on it."""
    for file in sorted((maildir / "new").iterdir(), reverse=True):
        read = message_from_bytes(file.read_bytes(), policy=default)
        part = read.get_body(("plain",))
        found = re.search(r"/m/([\w.~-]+)", str(part.get_content()) if part is not None else "")
        if found and "Пробная встреча" in str(read["Subject"]) and "срок" in str(read["Subject"]):
            return found[1]
    return ""
