"""Everything `/openapi.json` promises, tried with odd calls by schemathesis: no 5xx, no answer outside the schema."""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from storage.database import Database
from tests.support.importing import started
from tests.support.pair_life import story
from tests.support.programs import bearer
from tests.support.readings import school_year
from web.api.examples import EXAMPLES
from web.api.nouns import NOUNS
from web.api.schema import document
from web.app import build
from web.pace import Pace
from web.parts import Parts
from workflows.add_webhook import add_webhook
from workflows.announce_event import EVENTS
from workflows.apply_roadmap import apply_roadmap
from workflows.set_plan import set_plan

TRIES = 6
"""For each operation and person; hundreds for a night's search."""

IDS = dict.fromkeys(
    ("pair_id", "roadmap_id", "item_id", "survey_id", "webhook_id", "letter_id", "position", "publication_id"), 1
)
IDS |= {"import_id": 1, "row": "r0", "person_id": 5, "organisation_id": 2, "grant_id": 4}
"""Of the things in the school below, so that calls come as far as the flows."""

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
]
_TRYING = settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[dict[str, Any]]:
    """An app over a school where something of everything is there, and the tokens of two of its people."""
    folder = tmp_path_factory.mktemp("api")
    shutil.copyfile(sqlite_template, folder / "nastavnik.db")
    database = Database(f"sqlite:///{folder}/nastavnik.db")
    told = story(database)
    told.form()
    told.done(set_plan, pair_id=told.pair_id, lines=[("Открытый урок", told.day)])
    told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key="s1-teachers-2025")
    told.done(add_webhook, organisation_id=told.cast.school.id, url="https://events.test/", events=EVENTS)
    told.diagnose("2025-09")
    started(told, school_year())
    now = told.at + timedelta(days=30)
    parts = Parts(
        database=database,
        now=lambda: now,
        elapsed=time.monotonic,
        base_url="http://localhost:8000",
        secret="a secret of the tests",
        data_dir=folder,
        pace=Pace(a_minute=1_000_000),
    )
    tokens = {
        "curator": bearer(database, told.cast.curator.id, at=now),
        "administrator": bearer(database, told.cast.administrator.id, at=now),
    }
    yield {"app": build(parts), **tokens}
    database.dispose()


@pytest.mark.parametrize("who", ["curator", "administrator"])
@pytest.mark.parametrize("tag", sorted({str(tag) for noun in NOUNS for tag in noun.router.tags}))
def test_nothing_but_what_the_schema_says(lived: dict[str, Any], tag: str, who: str) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", lived["app"])
    headers = {"Authorization": f"Bearer {lived[who]}"}
    tried = 0
    for result in schema.include(tag=tag).get_all_operations():
        operation = result.ok()
        for mode in GenerationMode:
            _try(operation.as_strategy(generation_mode=mode), headers, real=mode.is_positive)
        tried += 1
    assert tried == sum(len(noun.router.routes) for noun in NOUNS if tag in noun.router.tags)


def _try(cases: Any, headers: dict[str, str], *, real: bool) -> None:
    @_TRYING
    @given(cases)
    def call(case: schemathesis.Case) -> None:
        if real:  # an id out of two milliards finds nothing: these are there
            case.path_parameters |= {name: IDS[name] for name in case.path_parameters if name in IDS}
        # Without a token of its own the call gets ours and may be sound after all.
        anew = "Authorization" not in (case.headers or {})
        case.call_and_validate(
            headers=headers, checks=_CHECKS, excluded_checks=[negative_data_rejection] if anew else []
        )

    call()


def test_every_operation_has_a_stable_name_a_summary_and_its_problems(lived: dict[str, Any]) -> None:
    app: FastAPI = lived["app"]
    told = document(app)
    assert told["openapi"].startswith("3.1")
    operations = [one for path in told["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names)) >= 59
    shapes = told["components"]["schemas"]
    sent = {name for name in shapes if name in EXAMPLES}
    bodies = {
        one["requestBody"]["content"]["application/json"]["schema"].get("$ref", "").rpartition("/")[2]
        for one in operations
        if "requestBody" in one
    } - {""}
    assert bodies <= sent == set(EXAMPLES)
    for name, example in EXAMPLES.items():
        Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": told["components"]}).validate(
            example
        )
    for one in operations:
        assert one["summary"]
        assert one["security"] == [{"bearer": []}]
        assert {"401", "403", "404", "422"} <= set(one["responses"])
