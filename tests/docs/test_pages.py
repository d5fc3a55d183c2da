"""What the pages tell a reader to type works, and what they point to is there."""

import re
import shlex
from pathlib import Path

import pytest

from nastavnik.cli.main import ENTRIES, group_of
from tests.support.cli import Cli

_ROOT = Path(__file__).parents[2]
_PAGES = sorted([*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md")])
_IDS = [str(page.relative_to(_ROOT)) for page in _PAGES]
_WRITTEN_BY_A_RUN = {"benchmarks/RESULTS.md"}
_HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "References"]


def _commands(page: str) -> list[tuple[list[str], int]]:
    """The `nastavnik …` lines of a page's shell blocks, and the exit code a comment `(exit N)` promises."""
    text = (_ROOT / page).read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    found: list[tuple[list[str], int]] = []
    for line in lines:
        if line.startswith("nastavnik "):
            code = re.search(r"\(exit (\d)\)", line)
            found.append((shlex.split(line, comments=True)[1:], int(code[1]) if code else 0))
    return found


def test_the_five_minutes_of_the_readme_lead_to_an_own_school(tmp_path: Path) -> None:
    school = Cli(tmp_path, now="2026-11-21T10:00:00+03:00")
    commands = _commands("README.md")
    assert len(commands) > 15
    for args, exit_code in commands:
        result = school(*args)
        assert result.exit_code == exit_code, (args, result)
    pair = school.json("pair", "show", 1)
    assert pair["stage"] == "acquaintance"
    letters = school.json("forecast", "--org", "school-5", "--from", "2026-12-01", "--to", "2026-12-31")
    assert {letter["recipient"] for letter in letters} >= {"belova@school-5.example", "nosov@school-5.example"}


def test_the_readme_names_what_the_refused_move_lacks(tmp_path: Path) -> None:
    school = Cli(tmp_path, now="2026-11-21T10:00:00+03:00")
    for args, exit_code in _commands("README.md"):
        if exit_code == 1:
            refused = school.json(*args, exit_code=1)["refused"]
            assert sorted(reason["need"] for reason in refused) == ["consents", "consents", "order"]
            return
        school(*args)
    raise AssertionError("the README shows no refusal")


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
def test_the_commands_a_page_names_exist(page: Path) -> None:
    known = {entry.name: None if entry.alone else set(group_of(entry.module).commands) for entry in ENTRIES}
    said = re.findall(r"(?:^|`|bin/)nastavnik ([a-z]+)(?: ([a-z-]+))?", page.read_text(encoding="utf-8"), re.MULTILINE)
    wrong = [(noun, verb) for noun, verb in said if noun not in known or verb not in (known[noun] or {verb})]
    assert wrong == []


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link and not link.startswith("#")]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("page", _PAGES, ids=_IDS)
def test_the_files_a_page_names_are_there(page: Path) -> None:
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", page.read_text(encoding="utf-8"))) - _WRITTEN_BY_A_RUN
    assert [path for path in named if not (_ROOT / path).exists()] == []


def test_the_pages_that_code_names_are_there() -> None:
    folders = ("engine", "workflows", "notifications", "storage", "nastavnik", "tests", "benchmarks")
    code = (file for folder in folders for file in (_ROOT / folder).rglob("*.py"))
    named = {name for file in code for name in re.findall(r"\b([\w-]+\.md)\b", file.read_text(encoding="utf-8"))}
    assert named - {page.name for page in _PAGES} - {Path(page).name for page in _WRITTEN_BY_A_RUN} == set()


@pytest.mark.parametrize("record", sorted((_ROOT / "docs" / "decisions").glob("*.md")), ids=lambda record: record.stem)
def test_a_decision_has_its_five_headings(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.match(rf"# {int(record.name[:4])}\. \S", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == _HEADINGS


def test_every_make_target_is_explained_and_every_mentioned_one_exists() -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split())
    explained = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))
    assert explained == phony
    for page in _PAGES:
        mentioned = set(re.findall(r"(?:^|`|&& )make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert mentioned <= phony, page


def test_the_readme_s_test_command_is_the_one_that_ci_runs() -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    [recipe] = re.findall(r"^test: .*\n\t@(.+) \$\(ARGS\)$", makefile, re.MULTILINE)
    command = recipe.replace("$(BIN)", ".venv/bin")
    assert f"`{command}`" in (_ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{command}`" in (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "make test" in (_ROOT / ".ci" / "run").read_text(encoding="utf-8")
