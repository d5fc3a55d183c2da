"""The guides behind «Помощь»: Markdown files of `web/guides/`, rendered once."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

FOLDER = Path(__file__).parent / "guides"
IMAGES = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}
_TITLE = re.compile(r"\A# (.+)$", re.MULTILINE)
# A picture opens in its full size.
_IMAGE = re.compile(r'(<img) src="images/([^"]+)"([^>]*>)')
_ORDER = ("curator", "year", "mentor", "head", "district", "operator")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. `lead` is its first paragraph, for the list of all."""

    key: str
    title: str
    lead: str
    body: Markup


@cache
def guides() -> dict[str, Guide]:
    """Every guide by its key, in the order of a newcomer's need."""
    return {key: _read(key) for key in _ORDER}


@cache
def image(name: str) -> tuple[bytes, str] | None:
    """A picture of the guides and its type; None when there is no such one."""
    known = {path.name: path for path in (FOLDER / "images").glob("*") if path.suffix in IMAGES}
    return None if name not in known else (known[name].read_bytes(), IMAGES[known[name].suffix])


def _read(key: str) -> Guide:
    text = (FOLDER / f"{key}.md").read_text(encoding="utf-8")
    found = _TITLE.search(text)
    assert found is not None, key  # noqa: S101  # our own files
    rest = text[found.end() :].strip()
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = _IMAGE.sub(r'<a href="/help/images/\2">\1 loading="lazy" src="/help/images/\2"\3</a>', reader.render(rest))
    lead = rest.partition("\n\n")[0].replace("\n", " ")
    return Guide(key, found[1], lead, Markup(html))  # noqa: S704  # our own texts, without raw HTML
