"""People at browsers: Debian's Chromium, the demonstration in a process of its own, nothing but this machine.

with district(folder) as place, chromium() as browser:
    curator = Person(browser, place, PHONE)
    curator.signs_in("Гусева")
    curator.page.get_by_role("link", name="Пары").click()
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, sync_playwright

from tests.support.chromium import CHROMIUM

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60.0  # seconds until a story gives up; none of them says how fast anything must be
_STEP = 30  # seconds of one code of the second step
_AXE = Path(__file__).parents[1] / "fixtures" / "axe" / "axe.min.js"
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Device:
    """What somebody holds in the hands."""

    name: str
    width: int
    height: int
    scripts: bool = True
    dark: bool = False

    def __str__(self) -> str:
        return self.name


DESKTOP, PHONE = Device("desktop", 1440, 900), Device("phone", 360, 780)
DESKTOP_BARE, PHONE_BARE = (
    Device("desktop-no-js", 1440, 900, scripts=False),
    Device("phone-no-js", 360, 780, scripts=False),
)
DEVICES = (DESKTOP, PHONE, DESKTOP_BARE, PHONE_BARE)


@dataclass
class District:
    """The played district with its pages open."""

    folder: Path
    address: str
    process: subprocess.Popen[str]

    @property
    def maildir(self) -> Path:
        return self.folder / "mail"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'nastavnik.db'}"

    def sign_in_of(self, surname: str) -> dict[str, str]:
        listed: list[dict[str, str]] = json.loads((self.folder / "sign-ins.json").read_text(encoding="utf-8"))
        return next(one for one in listed if one["name"].startswith(f"{surname} "))


@contextmanager
def district(folder: Path) -> Generator[District]:
    """The pages over a played folder, in a process, until the block ends; then it is asked to stop and must."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("NASTAVNIK_")}
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.living_demo", str(folder)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline().split()
            assert said[:1] == ["open"], (folder / "log").read_text(encoding="utf-8")
            yield District(folder, f"http://localhost:{said[1]}", process)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE) == 0
        finally:
            process.kill()
            process.communicate()


@contextmanager
def chromium() -> Generator[Browser]:
    assert CHROMIUM is not None
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Person:
    """Somebody at a browser of their own. `outside` collects whatever asked for another machine: it must stay empty."""

    browser: Browser
    place: District
    device: Device
    bypass_csp: bool = False
    language: str = "ru-RU"
    outside: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(
            viewport={"width": self.device.width, "height": self.device.height},
            java_script_enabled=self.device.scripts,
            color_scheme="dark" if self.device.dark else "light",
            bypass_csp=self.bypass_csp,
            locale=self.language,
            base_url=self.place.address,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE * 1000 / 4)
        self.context.route("**/*", self._gate)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("console", lambda told: self._heard(told.type, told.text))

    def signs_in(self, surname: str) -> None:
        """By the sign-in page; administrators also give the code of the second step."""
        known = self.place.sign_in_of(surname)
        self.goes("/sign-in")
        self.page.get_by_label("почт", exact=False).first.fill(known["email"])
        self.page.get_by_label("Пароль").first.fill(known["password"])
        self.page.get_by_role("button", name="Войти", exact=True).click()
        if known["totp"]:
            self.page.get_by_label("Код").fill(self.code(known["totp"]))
            self.page.locator("main form button").first.click()
        self.page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/sign-in"))

    def goes(self, path: str) -> Response | None:
        return self.page.goto(path)

    @staticmethod
    def code(secret: str) -> str:
        """A code with some seconds of life left."""
        left = _STEP - time.time() % _STEP
        if left < 3:
            time.sleep(left + 0.1)
        return pyotp.TOTP(secret).now()

    def faults_by_axe(self, *, only: tuple[str, ...] = ()) -> list[str]:
        """What axe finds on the page: `rule: where`. Needs scripts and `bypass_csp`."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        how: dict[str, Any] = {"resultTypes": ["violations"]}
        if only:
            how["runOnly"] = {"type": "rule", "values": list(only)}
        found: list[dict[str, Any]] = self.page.evaluate(
            "how => axe.run(document, how).then(told => told.violations)", how
        )
        return [
            f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for one in found
            for node in one["nodes"]
        ]

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def widest(self) -> str:
        """What sticks out to the right, for the reader of a failed test."""
        return str(
            self.page.evaluate(
                "() => { const scrolls = one => one && (getComputedStyle(one).overflowX !== 'visible'"
                " || scrolls(one.parentElement));"
                "return [...document.querySelectorAll('main *')]"
                ".filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
                ".filter(one => !scrolls(one.parentElement))"
                ".slice(0, 4).map(one => one.outerHTML.slice(0, 120)).join(' | '); }"
            )
        )

    def closes(self) -> None:
        self.context.close()
        assert self.outside == [], "a page asked another machine"
        assert self.broken == [], "a script of a page failed, or the policy stopped something"

    def _gate(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.scheme in ("http", "https", "ws", "wss") and asked.hostname not in _HERE:
            self.outside.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    def _heard(self, kind: str, text: str) -> None:
        # A page that answers 404, 409 or 422 on purpose is an error to the console, not to us.
        if kind == "error" and "Failed to load resource" not in text:
            self.broken.append(text)
