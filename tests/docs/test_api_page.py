"""The page of the API says what the API does."""

import hashlib
import hmac
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from notifications.webhooks import signature
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.site import Site, served
from web.problems import KINDS
from workflows.announce_event import EVENTS, TEST
from workflows.make_token import SCOPES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def site(sqlite_database: Database) -> Iterator[Site]:
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as running:
        yield running


def test_every_call_is_on_the_page_as_it_is(site: Site) -> None:
    told: Any = httpx.get(f"{site.address}/openapi.json").json()
    described = [
        f"| `{method.upper()} {path.removeprefix('/api/v1')}` | {one['operationId']} | `{one['x-scope']}` |"
        f" {one['summary']} |"
        for path, operations in told["paths"].items()
        for method, one in operations.items()
    ]
    assert re.findall(r"^\| `(?:GET|POST|PUT|PATCH|DELETE) .*$", PAGE, re.MULTILINE) == described


def test_every_scope_problem_and_event_is_on_the_page() -> None:
    assert re.findall(r"^\| `([a-z:]+)` \| (?!404)", PAGE.partition("## What is sent")[0], re.MULTILINE) == list(SCOPES)
    problems = {int(status): name for status, name in re.findall(r"^\| (\d{3}) \| `([a-z-]+)`", PAGE, re.MULTILINE)}
    assert problems == {status: kind.name for status, kind in KINDS.items()}
    events = PAGE.partition("## Webhooks")[2].partition("- A `POST`")[0]
    assert re.findall(r"^\| `([a-z.]+)` \|", events, re.MULTILINE) == [*EVENTS, TEST]


def test_every_metric_is_on_the_page(site: Site) -> None:
    httpx.get(f"{site.address}/healthz")
    names = set(re.findall(r"^# TYPE (\w+)", httpx.get(f"{site.address}/metrics").text, re.MULTILINE))
    assert set(re.findall(r"^\| `(nastavnik_\w+)`", PAGE, re.MULTILINE)) == {
        name for name in names if not name.endswith("_created")
    }


def test_the_receiver_s_check_on_the_page_works() -> None:
    [sample] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    found: dict[str, Any] = {"hashlib": hashlib, "hmac": hmac}
    exec(sample, found)
    now = time.time()
    header = signature("секрет", '{"id":"x"}', at=int(now))
    assert found["is_ours"]("секрет", header, b'{"id":"x"}', now)
    assert not found["is_ours"]("секрет", header, b'{"id":"y"}', now)
    assert not found["is_ours"]("другой", header, b'{"id":"x"}', now)
    assert not found["is_ours"]("секрет", header, b'{"id":"x"}', now + 600)
