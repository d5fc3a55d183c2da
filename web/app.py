"""The app: every route, its policy checked, around it headers, compression and failures."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import ModuleType

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware

from web import failures, policy
from web.api.nouns import NOUNS
from web.body_limit import BodyLimit
from web.headers import Headers
from web.metrics import Measured, Metrics
from web.pages import (
    account,
    approvals,
    assets,
    calendar,
    calendar_feed,
    cascade,
    cascade_item,
    choices,
    consent_texts,
    consents,
    duties,
    event,
    event_guest,
    events,
    evidence,
    first_run,
    first_steps,
    forecast,
    handover,
    health,
    help,
    indicators,
    invitation,
    journal,
    leaving,
    letter,
    letter_link,
    letter_texts,
    letters,
    lifecycles,
    mail,
    mailbox,
    matching,
    my,
    new_pair,
    new_roadmap,
    organisations,
    overdue,
    own_items,
    pair,
    pair_changes,
    pair_meetings,
    pair_plan,
    pair_plan_items,
    pair_records,
    pair_report,
    pairs,
    paper_forms,
    paper_templates,
    papers,
    papers_draft,
    papers_new,
    papers_one,
    people,
    people_import,
    people_registers,
    person,
    person_consents,
    person_profile,
    plans,
    practices,
    programmes,
    publications,
    questionnaires,
    reminders,
    reminding,
    replace_mentor,
    roadmap,
    roadmap_findings,
    roadmap_import,
    roadmap_item,
    roadmap_mending,
    school_holidays,
    settings,
    sign_in,
    survey_blanks,
    survey_compare,
    survey_entering,
    surveys,
    today,
    webhooks,
    word_cases,
    year_turn,
)
from web.parts import Parts

PAGES: tuple[ModuleType, ...] = (
    today,
    pairs,
    new_pair,
    pair,
    overdue,
    letter_link,
    assets,
    health,
    calendar_feed,
    choices,
    help,
    sign_in,
    invitation,
    account,
    mailbox,
    my,
    new_roadmap,
    publications,
    cascade,
    cascade_item,
    roadmap,
    roadmap_findings,
    roadmap_import,
    roadmap_item,
    roadmap_mending,
    events,
    event,
    event_guest,
    evidence,
    indicators,
    approvals,
    survey_blanks,
    survey_compare,
    surveys,
    survey_entering,
    questionnaires,
    plans,
    programmes,
    year_turn,
    matching,
    pair_records,
    pair_report,
    pair_meetings,
    pair_plan,
    pair_plan_items,
    pair_changes,
    replace_mentor,
    handover,
    papers,
    papers_new,
    papers_draft,
    papers_one,
    practices,
    reminding,
    forecast,
    letters,
    letter,
    people_import,
    people_registers,
    people,
    person_consents,
    consents,
    consent_texts,
    person,
    person_profile,
    organisations,
    journal,
    settings,
    reminders,
    letter_texts,
    paper_forms,
    paper_templates,
    word_cases,
    calendar,
    school_holidays,
    mail,
    leaving,
    lifecycles,
    first_run,
    first_steps,
    duties,
    webhooks,
    own_items,
)
"""Each has a `router`. What is opened most stands first, since addresses are compared one after the other;
otherwise the order matters only where one address could be read as another (`/pairs/new`)."""

THREADS = 4
"""Routes are plain functions in threads; more of them than this only wait for each other."""

_PACKING = 4  # gzip's level: twice as fast as the default for a few per cent more bytes
_SMALL = 1000


def build(parts: Parts) -> FastAPI:
    """The whole app over these parts. Raises PolicyFault when a route has no rule, or a rule no route."""
    app = FastAPI(
        title="Nastavnik",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_few_threads,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nobody collects it; /metrics is our own
    )
    app.state.parts = parts
    app.state.metrics = Metrics(parts)
    for page in (*PAGES, *NOUNS):
        router: APIRouter = page.router
        app.router.routes.extend(router.routes)  # flat: what is routed can be listed and compared with the policy
    failures.register(app)
    policy.check(routes_of(app))
    app.add_middleware(GZipMiddleware, minimum_size=_SMALL, compresslevel=_PACKING)
    app.add_middleware(BodyLimit)
    app.add_middleware(Headers, secure=parts.secure)
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


def routes_of(app: FastAPI) -> frozenset[str]:
    """Every route as the policy names it: `GET /pairs/{pair_id}`."""
    return frozenset(
        f"{method} {route.path}"
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
        if method != "HEAD"
    )


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncGenerator[None]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = THREADS
    yield
