"""`/openapi.json`: what FastAPI knows of the routes, and what all calls have in common."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from web.api.examples import EXAMPLES
from web.policy import policy
from web.problems import KINDS, MEDIA, Problem

router = APIRouter()

_PREFIX = "/api/v1/"
_ABOUT = (
    "The same verbs as the commands of `nastavnik`, over the same rules. A call carries a bearer token, which acts as"
    " its person within its scopes. What the person may not know of answers like what does not exist. Failures are"
    " problem details (RFC 9457); a refusal lists every reason and what mends it."
)
_ALWAYS = (401, 403, 404, 422, 429, 500, 503)
_WRITING = (400, 409, 413, 415)


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API's routes."""
    found: dict[str, Any] | None = getattr(app.state, "openapi", None)
    if found is None:
        found = app.state.openapi = _made(app)
    return found


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The description of the API for programs."""
    return JSONResponse(document(request.app), headers={"Cache-Control": "public, max-age=300"})


def _made(app: FastAPI) -> dict[str, Any]:
    routes = [route for route in app.routes if isinstance(route, APIRoute) and route.path.startswith(_PREFIX)]
    made = get_openapi(title="Nastavnik", version="1", openapi_version="3.1.0", description=_ABOUT, routes=routes)
    schemas: dict[str, Any] = made["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for name, example in EXAMPLES.items():
        schemas[name]["examples"] = [example]
    made["components"] |= {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        "responses": {f"Problem{status}": _problem(status) for status in KINDS},
        "headers": _HEADERS,
    }
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return made


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """What every operation has: the token, its scope, the headers, the failures."""
    reading = method == "get"
    overwriting = method in ("put", "patch")
    guarded = overwriting or (path.startswith("/api/v1/pairs/{pair_id}/") and not reading)
    operation["summary"] = operation["description"].partition(".")[0]
    operation["security"] = [{"bearer": []}]
    operation["x-scope"] = policy()[f"{method.upper()} {path}"].token
    parameters: list[Any] = operation.setdefault("parameters", [])
    parameters += [_header(name) for name in ("Accept-Language",)]
    parameters += [_header("If-None-Match")] if reading else [_header("Idempotency-Key")]
    if guarded:
        parameters.append(_header("If-Match"))
    responses: dict[str, Any] = operation["responses"]
    for status, answer in responses.items():
        if status.startswith("2"):
            answer["headers"] = _answered(location=status == "201", listing="cursor" in str(operation["parameters"]))
    if reading:
        responses["304"] = {"description": "You have it already"}
    failures = [
        *_ALWAYS,
        *(() if reading else _WRITING),
        *((412,) if guarded else ()),
        *((428,) if overwriting else ()),
    ]
    for status in sorted(failures):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _problem(status: int) -> dict[str, Any]:
    kind = KINDS[status]
    example = {
        "type": f"urn:nastavnik:problem:{kind.name}",
        "title": kind.title.en,
        "status": status,
        "detail": kind.detail.en,
        "errors": [],
        "refused": [],
    }
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    waiting = {"headers": {"Retry-After": {"schema": {"type": "integer"}}}} if status == 429 else {}
    return {"description": kind.title.en, "content": {MEDIA: shape}, **waiting}


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, **_ASKED[name]}


def _answered(*, location: bool, listing: bool) -> dict[str, Any]:
    names = ["ETag", *(["Location"] if location else []), *(["Link"] if listing else [])]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


_HEADERS: Mapping[str, Any] = {
    "ETag": {"description": "For If-None-Match, and for If-Match of what people edit", "schema": {"type": "string"}},
    "Location": {"description": "Where the new thing is", "schema": {"type": "string"}},
    "Link": {"description": 'The next page: rel="next"', "schema": {"type": "string"}},
}
_ASKED: Mapping[str, Any] = {
    "Accept-Language": {
        "description": "Texts for people: ru or en; without it, the person's own language",
        "schema": {"type": "string", "examples": ["ru", "en"]},
    },
    "If-None-Match": {
        "description": "The ETag you have: 304 when nothing changed",
        "schema": {"type": "string"},
    },
    "Idempotency-Key": {
        "description": "A repeat with the same key and body answers the same and does nothing",
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    },
    "If-Match": {
        "description": "The ETag (or quoted version) you have seen: 412 when it was changed since",
        "schema": {"type": "string", "pattern": '^("[0-9]{1,10}(-[0-9a-f]{1,40})?"|\\*)$'},
    },
}
