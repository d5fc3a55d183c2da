"""Every failure as an answer: a page for people, a problem (RFC 9457) for programs. Nothing of a traceback goes out."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from engine.refusals import BadInput, ChangedMeanwhile
from engine.words import Language, Words
from storage.database import DatabaseFailed
from web import cookies, problems
from web.faults import Faults, FieldFault, of_bad_input
from web.fields import TooBig
from web.problems import ConditionNeeded, Declined, TooFast, WrongMedia
from web.refusing import Forged, Missing, SecondStepNeeded, SignInNeeded, TokenTooNarrow
from web.rendering import render_bare

log = structlog.get_logger()
API = "/api/"
Handler = Callable[[Request, Exception], Response]


def register(app: FastAPI) -> None:
    """Tell the app how each failure is answered: by a page under every address but the API's."""
    pages: Mapping[type[Exception], Handler] = {
        SignInNeeded: _sign_in,
        SecondStepNeeded: _second_step,
        Missing: _missing,
        Forged: _forged,
        TooBig: _too_big,
        RequestValidationError: _missing,
        HTTPException: _http,
        BadInput: _bad_input,
        DatabaseFailed: _database,
        Exception: _unexpected,
    }
    for kind, page in pages.items():
        app.add_exception_handler(kind, _by_address(page))
    for kind in (ChangedMeanwhile, ConditionNeeded, Declined, TokenTooNarrow, TooFast, WrongMedia):
        app.add_exception_handler(kind, _problem)


def _by_address(page: Handler) -> Handler:
    def answer(request: Request, error: Exception) -> Response:
        return (_problem if request.url.path.startswith(API) else page)(request, error)

    return answer


def _problem(request: Request, error: Exception) -> Response:
    asked = request.headers.get("accept-language", "ru").partition(",")[0].strip().lower()
    told = problems.answer(request, error, "en" if asked.startswith("en") else "ru")
    if told.status_code >= 500:
        log.error("call failed", route=_route(request), kind=type(error).__name__, exc_info=error)
    return told


def language_of(request: Request) -> Language:
    """The language of somebody who is not signed in: the one chosen here, else Russian.

    Not what the browser asks for: in schools many are installed in English and nobody has chosen it.
    """
    return "en" if cookies.read(request, cookies.LANGUAGE) == "en" else "ru"


def missing_page(request: Request) -> Response:
    """The one answer for what does not exist and for what the visitor may not know of."""
    return HTMLResponse(render_bare("errors/missing.html", language_of(request)), status_code=404)


def _sign_in(request: Request, _error: Exception) -> Response:
    if request.method not in ("GET", "HEAD"):
        return _told(request, 401, Faults(status=401), "errors/sign_in_again.html")
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='')}", 303)


def _second_step(_request: Request, _error: Exception) -> Response:
    return RedirectResponse("/sign-in/second-step", 303)


def _missing(request: Request, _error: Exception) -> Response:
    return missing_page(request)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in (404, 405):
        return missing_page(request)
    return _told(request, status, Faults(status=status), "errors/refused_bare.html")


def _forged(request: Request, _error: Exception) -> Response:
    faults = _sentence(
        403,
        "Форма устарела или открыта в другом окне. Вернитесь, обновите страницу и отправьте ещё раз.",
        "The form is out of date or was opened elsewhere. Go back, reload the page and send it again.",
    )
    return _told(request, 403, faults, "errors/refused_bare.html")


def _too_big(request: Request, _error: Exception) -> Response:
    faults = _sentence(413, "Файл больше 10 МБ: уменьшите его.", "The file is bigger than 10 MB: make it smaller.")
    return _told(request, 413, faults, "errors/refused_bare.html")


def _bad_input(request: Request, error: Exception) -> Response:
    """A page was asked for something that cannot be (GET), or an action without a form of its own got bad fields."""
    if request.method in ("GET", "HEAD"):
        return missing_page(request)
    assert isinstance(error, BadInput)  # noqa: S101  # registered for it
    return _told(request, 422, of_bad_input(error), "errors/refused_bare.html")


def _database(request: Request, error: Exception) -> Response:
    assert isinstance(error, DatabaseFailed)  # noqa: S101  # registered for it
    log.error("database failed", route=_route(request), sentence=error.words.en)
    return _told(request, 503, _sentence(503, error.words.ru, error.words.en), "errors/refused_bare.html")


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected", route=_route(request), kind=type(error).__name__, exc_info=error)
    faults = _sentence(
        500,
        "Что-то сломалось у нас, ничего не сохранено. Мы записали это; попробуйте ещё раз через минуту.",
        "Something broke on our side, nothing was saved. It is noted; try again in a minute.",
    )
    return _told(request, 500, faults, "errors/refused_bare.html")


def _told(request: Request, status: int, faults: Faults, template: str) -> Response:
    return HTMLResponse(render_bare(template, language_of(request), faults=faults), status_code=status)


def _sentence(status: int, ru: str, en: str) -> Faults:
    return Faults((FieldFault("", Words(ru, en)),), status=status)


def _route(request: Request) -> str:
    """The template of the address, never the address itself: it may hold a token."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))
