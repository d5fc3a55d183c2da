"""What Prometheus is told: calls by route, and the state of letters and duties. No names, no ids, no addresses."""

import time
from collections.abc import Iterator
from datetime import UTC

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storage.gauges import letters_by_state, open_duties, waiting_events
from web.parts import Parts
from web.remembered import Remembered
from workflows.check_health import check_health

_FRESH = 60.0  # seconds for which counts are kept: at a million rows they cost a tenth of a second
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
_UNMATCHED = "unmatched"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The registry of one app."""

    def __init__(self, parts: Parts) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self.requests = Counter(
            "nastavnik_http_requests",
            "Requests by route template, method and status",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "nastavnik_http_request_seconds",
            "Time until the whole answer was sent, by route template",
            ("route",),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._registry.register(_Standing(parts))

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)


class Measured:
    """Counts every request by the template of its route: an address may hold a token."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            route = str(getattr(scope.get("route"), "path", _UNMATCHED))
            # Anybody may invent methods; each would be a series of its own.
            known = route != _UNMATCHED and scope["method"] in _METHODS
            method = scope["method"] if known else _UNMATCHED
            self._metrics.requests.labels(route, method, str(status)).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - began)


class _Standing(Collector):
    """What the database says, asked when somebody looks and at most once a minute."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._kept: Remembered[list[GaugeMetricFamily]] = Remembered(_FRESH)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        elapsed = self._parts.elapsed()
        found = self._kept.get("", elapsed)
        if found is None:
            found = self._kept.put("", elapsed, self._counted())
        yield from found
        yield self._last_tick()

    def _counted(self) -> list[GaugeMetricFamily]:
        now = self._parts.now()
        with self._parts.database.read() as tx:
            states = letters_by_state(tx)
            duties = open_duties(tx, today=now.astimezone(UTC).date())
            events = waiting_events(tx)
        letters = GaugeMetricFamily("nastavnik_letters", "Letters by state", labels=["state"])
        for state, count in states.items():
            letters.add_metric([state], count)
        return [
            letters,
            GaugeMetricFamily("nastavnik_obligations_open", "Open obligations with a date", value=duties.open),
            GaugeMetricFamily("nastavnik_obligations_overdue", "Of these, past their day", value=duties.overdue),
            GaugeMetricFamily("nastavnik_webhook_events_waiting", "Events not delivered yet", value=events),
        ]

    def _last_tick(self) -> GaugeMetricFamily:
        """Seconds; -1 = there never was one."""
        now = self._parts.now()
        with self._parts.database.read() as tx:
            ticked_at = check_health(tx, at=now).ticked_at
        age = -1.0 if ticked_at is None else (now - ticked_at).total_seconds()
        return GaugeMetricFamily("nastavnik_last_tick_age_seconds", "Since the clock's work was last done", value=age)
