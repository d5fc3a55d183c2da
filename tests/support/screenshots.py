"""`make screenshots`: every page of the played demonstration, into docs/screenshots; some also into the guides.

`make screenshots ARGS="pairs overdue"` takes only pages whose name contains one of the words; with `PLAYED_DEMO=folder`
of a demonstration that is played already.
"""

import base64
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from nastavnik.demo.folder import fresh_folder
from nastavnik.demo.play import play
from tests.support.browser import DESKTOP, PHONE, Device, District, Person, chromium, district
from tests.support.chromium import CHROMIUM
from tests.support.living_demo import PLAYED_AT
from tests.support.page_list import WALKERS, Listed, pages_of

_ROOT = Path(__file__).parents[2]
FOLDER = _ROOT / "docs" / "screenshots"
_FIRST = (
    "nobody",
    "careless-curator",
    "curator",
    "head",
    "administrator",
    "region",
    "mentor",
    "mentee",
    "representative",
)
_LATE = ("/", "/overdue", "/overdue/remind", "/letters", "/letters/{letter_id}")  # where much is late, these say more
_OF_TREE = ("/organisations", "/organisations/{organisation_id}")  # from above there is more to see
_OF_EVERYBODY = ("/", "/overdue", "/my")  # pages that look different to each role
_OF_PAIRS = ("mentor", "mentee", "representative")
# The pictures of the guides: file name without its ending → walker, device, route.
_GUIDES = {
    "today-curator": ("careless-curator", "desktop", "/"),
    "today-head": ("head", "desktop", "/"),
    "pairs-board": ("curator", "desktop", "/pairs"),
    "pair": ("curator", "desktop", "/pairs/{pair_id}"),
    "roadmap": ("curator", "desktop", "/roadmap"),
    "people-import": ("curator", "desktop", "/people/imports/{people_import_id}"),
    "match-proposal": ("curator", "desktop", "/matching/{match_id}"),
    "paper-draft": ("curator", "desktop", "/papers/drafts/{draft_id}"),
    "approvals": ("head", "desktop", "/approvals"),
    "overdue-district": ("administrator", "desktop", "/overdue"),
    "letter-link-phone": ("nobody", "phone", "/m/{token}"),
}
_DARK = (
    *("/", "/pairs", "/pairs/{pair_id}", "/roadmap", "/overdue", "/letters", "/sign-in", "/m/{token}"),
    *("/matching/{match_id}", "/events/{event_id}", "/programmes/{programme_id}/diagnostics"),
    *("/papers/drafts/{draft_id}", "/people/imports/{people_import_id}"),
)
_TALLEST = 1700  # px: of a longer page the beginning is enough
_QUALITY = 0.5
_SHRINK = """async ([png, quality]) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + png;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d').drawImage(picture, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def main(wanted: Sequence[str]) -> int:
    if CHROMIUM is None:
        sys.stderr.write("no chromium on this machine (Debian: apt-get install chromium)\n")
        return 1
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept) / "demo"
        if "PLAYED_DEMO" in os.environ:
            shutil.copytree(os.environ["PLAYED_DEMO"], folder)
        else:
            sys.stderr.write("the demonstration is played …\n")
            play(fresh_folder(Path(kept)), base_url=PLAYED_AT)
        with district(folder) as place, chromium() as browser:
            darkroom = browser.new_page()
            taken = sum(_walk(browser, place, walker, wanted, darkroom) for walker in _FIRST)
    index()
    size = sum(file.stat().st_size for file in FOLDER.rglob("*.webp"))
    sys.stderr.write(f"{taken} pictures; all of docs/screenshots: {size / 1_000_000:.1f} MB\n")
    return 0


def index() -> None:
    """The list of all pictures, for whoever reads the folder."""
    names = sorted({file.stem for file in FOLDER.rglob("*.webp")})
    lines = ["# Pictures of every page", "", "Made by `make screenshots` from the demonstration.", ""]
    lines += ["| page | desktop | phone | dark |", "|-|-|-|-|"]
    for name in names:
        there = [device for device in ("desktop", "phone", "dark") if (FOLDER / device / f"{name}.webp").exists()]
        cells = [
            f"[{device}]({device}/{name}.webp)" if device in there else "" for device in ("desktop", "phone", "dark")
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _walk(browser: Browser, place: District, walker: str, wanted: Sequence[str], darkroom: Page) -> int:
    listed = [one for one in _own(place, walker) if not wanted or any(word in one.name for word in wanted)]
    if not listed:
        return 0
    taken = 0
    signed_in = Person(browser, place, DESKTOP)
    if WALKERS[walker]:
        signed_in.signs_in(WALKERS[walker])
    state = signed_in.context.storage_state()
    signed_in.context.close()
    for device in (DESKTOP, PHONE, replace(DESKTOP, name="dark", dark=True)):
        person = Person(browser, place, device)
        person.context.add_cookies(state["cookies"])  # type: ignore[arg-type]  # what it gives is what it takes
        for one in listed:
            if device.dark and one.route not in _DARK:
                continue
            taken += _take(person, one, walker, device, darkroom)
        person.context.close()
    return taken


def _take(person: Person, listed: Listed, walker: str, device: Device, darkroom: Page) -> int:
    answer = person.goes(listed.path)
    if answer is None or answer.status != 200:
        sys.stderr.write(f"  {walker} {listed.route}: {answer.status if answer else 'no answer'}\n")
        return 0
    if urlsplit(person.page.url).path != urlsplit(listed.path).path:
        return 0  # it leads to another page, which has its own picture
    person.page.evaluate("document.fonts.ready")
    tall = int(person.page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": device.width, "height": min(max(tall, device.height), _TALLEST)}
    png = person.page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]  # the library's own dictionary
    shrunk = darkroom.evaluate(_SHRINK, [base64.b64encode(png).decode(), _QUALITY])
    who = walker.removeprefix("careless-")
    name = f"{listed.name}-{who}" if listed.route in _OF_EVERYBODY else listed.name
    files = [FOLDER / device.name / f"{name}.webp"]
    files += [
        _ROOT / "web" / "guides" / "images" / f"{guide}.webp"
        for guide, shown in _GUIDES.items()
        if shown == (walker, device.name, listed.route)
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shrunk))
    return 1


def _own(place: District, walker: str) -> Iterator[Listed]:
    """The pages nobody before this walker has seen, those that look different to each, and those a guide shows."""
    before = [one for one in _FIRST[: _FIRST.index(walker)] if one != "careless-curator"]
    seen = {one.route for other in before for one in pages_of(place, other)} - set(_OF_EVERYBODY)
    shown = {route for by, _, route in _GUIDES.values() if by == walker}
    for one in pages_of(place, walker):
        late = one.route in _LATE
        if (one.route == "/my" and walker not in _OF_PAIRS) or (late and walker == "curator"):
            continue
        if one.route in _OF_TREE and walker != "administrator":
            continue
        if one.route in shown or (
            late if walker == "careless-curator" else one.route not in seen or one.route in _OF_TREE
        ):
            yield one


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
