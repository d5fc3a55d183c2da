"""Walking a site by its links, as somebody curious would, and reading what a page is made of."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from tests.support.site import Browser

MOST = 400


@dataclass
class Seen(HTMLParser):
    """What stands on a page: its links, downloads, scripts, handlers and styles in attributes, its words."""

    links: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.dangers += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        if tag == "script" and "src" not in given:
            self.dangers.append("script without src")
        if tag == "style":
            self.dangers.append("style element")
        if tag == "a" and "href" in given:
            (self.downloads if "download" in given else self.links).append(given["href"])
        if tag == "form":
            self.forms.append((given.get("method", "get"), given.get("action", "")))
        for name in ("href", "src", "action", "srcset", "poster", "xlink:href", "formaction"):
            value = given.get(name, "")
            if value.lower().lstrip().startswith(("javascript:", "data:", "vbscript:")):
                self.dangers.append(f"{tag} {name}={value[:40]}")
            if tag != "a" and value.startswith(("http://", "https://", "//")):
                self.outside.append(f"{tag} {value}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(text: str) -> Seen:
    found = Seen()
    found.feed(text)
    return found


def crawl(browser: Browser, start: str = "/", *, most: int = MOST) -> Iterator[tuple[str, httpx.Response]]:
    """Every page and download that can be reached by links from `start`, each once. Links outwards are not followed."""
    waiting, known = deque([start]), {start}
    while waiting and len(known) <= most:
        url = waiting.popleft()
        answer = browser.get(url)
        yield url, answer
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = seen(answer.text)
        for link in (*page.links, *page.downloads):
            target = urldefrag(urljoin(str(answer.url), link)).url
            parts = urlsplit(target)
            if parts.netloc != answer.url.netloc.decode():
                continue
            short = _shape(parts.path, parts.query)
            if short not in known:
                known.add(short)
                waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _shape(path: str, query: str) -> str:
    """Of many pages of one kind (filters, days, cursors) only some are worth a visit: the names of a query count."""
    names = "&".join(sorted({part.partition("=")[0] for part in query.split("&") if part}))
    return f"{path}?{names}"
