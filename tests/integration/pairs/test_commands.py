"""The commands about pairs, as scripts call them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Cli
from workflows.definitions.lifecycle_files import lifecycle, to_json

FACTS = ("--org", "school-5")


class School(Cli):
    """A school with a curator, two teachers with consents, a programme and one pair."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, database_url=url)
        self.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
        for name, box in (("Белова Анна", "curator"), ("Иванова Мария", "mentor"), ("Смирнов Егор", "mentee")):
            person = self.json("person", "add", *FACTS, "--name", name, "--email", f"{box}@school.test")["id"]
            self.json("role", "grant", "--person", person, "--role", box, *FACTS)
            self.json("consent", "record", "--person", person, "--kind", "personal-data", "--signed", "2025-08-31")
        self.json("consent", "record", "--person", 2, "--kind", "mentoring-duty", "--signed", "2025-08-31")
        period = ("--from", "2025-09-01", "--to", "2026-05-31")
        self.json("programme", "start", *FACTS, "--title", "Пары", "--lifecycle", "teacher-pair", *period)
        self.made = self.json("pair", "form", "--programme", 1, "--mentor", 2, "--mentee", 3)

    def register(self, purpose: str, number: str, *, kind: str = "order", day: str = "2025-09-01") -> Any:
        paper = ("--kind", kind, "--purpose", purpose, "--number", number, "--date", day)
        return self.json("paper", "register", *FACTS, *paper, "--pair", 1)


@pytest.fixture
def school(tmp_path: Path, url: str) -> School:
    return School(tmp_path, url)


def test_a_whole_life_by_commands(school: School) -> None:
    assert next(iter(school.made)) == "id"
    refused = school.json("pair", "advance", 1, "acquaint", exit_code=1)
    assert set(refused["refused"][0]) == {"need", "reason", "mend"}
    school.register("pairing", "12")
    moved = school.json("pair", "advance", 1, "acquaint")
    assert (moved["from_stage"], moved["stage"], moved["seq"]) == ("formed", "acquaintance", 2)
    school.json("meeting", "record", "--pair", 1, "--kind", "acquaintance", "--held", "2025-09-01")
    school.json("pair", "advance", 1, "try")
    verdicts = ("--mentor-verdict", "go", "--mentee-verdict", "go")
    school.json("meeting", "record", "--pair", 1, "--kind", "trial", "--held", "2025-09-01", *verdicts)
    school.json("pair", "advance", 1, "plan")
    school.json("plan", "set", "--pair", 1, "--item", "Урок; открытый;2025-10-01", "--item", "Отчёт;2025-12-20")
    school.json("plan", "approve", "--pair", 1, "--paper", school.register("plan-approval", "13")["id"])
    school.json("pair", "advance", 1, "start_work")
    for item in (1, 2):
        school.json("plan", "mark", "--pair", 1, "--item", item, "--done", "2025-09-01")
    survey = school.json("survey", "open", "--programme", 1, "--kind", "diagnostics", "--period", "2025-Q3")["id"]
    for person in (2, 3):
        school.json("survey", "answer", survey, "--person", person, "--answer", "Вопрос=Да, очень")
    school.json("survey", "close", survey)
    school.json("pair", "advance", 1, "finish")
    school.json("meeting", "record", "--pair", 1, "--kind", "final", "--held", "2025-09-01")
    school.register("mentoring-report", "1", kind="report")
    for person in (2, 3):
        school.json("feedback", "record", "--pair", 1, "--by", person, "--text", "Спасибо")
    closed = school.json("pair", "advance", 1, "close")
    assert (closed["outcome"], closed["closed_on"]) == ("completed", "2025-09-01")
    shown = school.json("pair", "show", 1)
    assert (shown["stage"], shown["outcome"], shown["moves"]) == ("closed", "completed", [])
    assert [item["title"] for item in shown["plan"]["items"]] == ["Урок; открытый", "Отчёт"]
    assert [step["move"] for step in school.json("pair", "history", 1)][-1] == "close"
    assert school.json("pair", "list", "--live") == []
    [listed] = school.json("pair", "list", *FACTS, "--outcome", "completed", "--person", 2)
    assert (listed["mentor"], listed["mentees"], listed["curator"]) == (2, [3], 1)


def test_show_lists_the_moves_with_reasons(school: School) -> None:
    moves = {move["move"]: move for move in school.json("pair", "show", 1)["moves"]}
    assert set(moves["acquaint"]) == {"move", "title", "to", "allowed", "refused"}
    assert (moves["acquaint"]["to"], moves["acquaint"]["allowed"]) == ("acquaintance", False)
    assert [one["need"] for one in moves["acquaint"]["refused"]] == ["order"]
    assert moves["suspend"]["allowed"]
    english = json.loads(school("pair", "show", 1, "--json", "--lang", "en").stdout)
    assert english["stage_title"] == "Formed"


def test_suspend_resume_undo_replace_end_and_keep(school: School) -> None:
    assert school.json("pair", "suspend", 1, "--reason", "Отпуск")["stage"] == "suspended"
    assert school.json("pair", "resume", 1)["stage"] == "formed"
    assert school.json("pair", "undo", 1)["stage"] == "suspended"
    school.json("pair", "resume", 1)
    said = school.json("pair", "end", 1, "--outcome", "mentor_left", "--notice", "2025-09-01")
    assert (said["id"], said["ending_on"]) == (1, "2025-09-04")
    assert school.json("pair", "show", 1)["ending_on"] == "2025-09-04"
    assert school.json("pair", "end", 1, "--withdraw")["stage"] == "formed"
    school.json("pair", "end", 1, "--outcome", "mentor_left", "--notice", "2025-09-01")
    assert school.json("pair", "keep", 1)["id"] == 1
    assert school.json("pair", "show", 1)["ending_on"] is None
    assert school.json("pair", "replace", 1, "--mentor", 1)["stage"] == "formed"
    reasons = [step["reason"] for step in school.json("pair", "history", 1)]
    assert reasons[1] == "Отпуск"


def test_a_pair_may_enter_at_a_later_stage(school: School) -> None:
    entry = ("--stage", "work", "--since", "2025-08-25")
    made = school.json("pair", "form", "--programme", 1, "--mentor", 2, "--mentee", 3, *entry)
    assert (made["stage"], made["since"], made["entered"]) == ("work", "2025-08-25", "back-dated")


@pytest.mark.parametrize(
    "args",
    [
        ("pair", "form", "--programme", 9, "--mentor", 2, "--mentee", 3),
        ("pair", "form", "--programme", 1, "--mentor", 2, "--mentee", 2),
        ("pair", "form", "--programme", 1, "--mentor", 2),
        ("pair", "advance", 1, "fly"),
        ("pair", "advance", 9, "acquaint"),
        ("pair", "advance", "first", "acquaint"),
        ("pair", "show", 9),
        ("pair", "history", 9),
        ("pair", "undo", 9),
        ("pair", "end", 1, "--outcome", "gone"),
        ("pair", "end", 1),
        ("pair", "end", 1, "--outcome", "by_agreement", "--notice", "завтра"),
        ("pair", "replace", 1, "--mentor", 9),
        ("meeting", "record", "--pair", 1, "--kind", "work", "--held", "2025-09-02"),
        ("meeting", "record", "--pair", 1, "--kind", "party", "--held", "2025-09-01"),
        ("feedback", "record", "--pair", 1, "--by", 1, "--text", "Да"),
        ("plan", "set", "--pair", 1, "--item", "без срока"),
        ("plan", "set", "--pair", 1, "--item", "Урок;31.12.2025"),
        ("plan", "set", "--pair", 1),
        ("plan", "approve", "--pair", 1, "--paper", 9),
        ("plan", "mark", "--pair", 1, "--item", 1, "--done", "2025-09-01"),
        ("paper", "register", *FACTS, "--kind", "order", "--purpose", "x", "--number", "1", "--date", "2025-09-01"),
        ("paper", "register", "--kind", "order", "--purpose", "award", "--number", "1", "--date", "2025-09-01"),
        ("survey", "open", "--programme", 1, "--period", "осень"),
        ("survey", "answer", 9, "--person", 2),
        (
            "programme",
            "start",
            *FACTS,
            "--title",
            "П",
            "--lifecycle",
            "x",
            "--from",
            "2025-09-01",
            "--to",
            "2026-01-01",
        ),
        ("workflow", "show", "нет"),
        ("workflow", "migrate-pairs", "--map", "/нет/такого"),
    ],
)
def test_wrong_input_is_one_sentence_exit_2_and_nothing_is_stored(school: School, args: tuple[object, ...]) -> None:
    before = school("pair", "history", 1, "--json").stdout, school("pair", "list", "--json").stdout
    error = school.error(*args)
    assert error["message"]
    assert (school("pair", "history", 1, "--json").stdout, school("pair", "list", "--json").stdout) == before


def test_a_repeat_with_the_same_key_changes_nothing(school: School) -> None:
    again = ("pair", "suspend", 1, "--idempotency-key", "k1")
    assert school.json(*again) == school.json(*again)
    assert len(school.json("pair", "history", 1)) == 2


def test_a_dry_run_stores_nothing(school: School) -> None:
    assert school.json("pair", "suspend", 1, "--dry-run")["dry_run"] is True
    assert school.json("pair", "show", 1)["stage"] == "formed"


def test_the_actor_is_asked_for_his_rights(school: School) -> None:
    school.register("pairing", "12")
    refused = school.json("pair", "advance", 1, "acquaint", "--actor", "mentor@school.test", exit_code=1)
    assert [one["need"] for one in refused["refused"]] == ["permission"]
    school.json("pair", "advance", 1, "acquaint", "--actor", "curator@school.test")
    assert school.json("pair", "history", 1)[-1]["actor"] == "Белова Анна"


class TestWorkflow:
    def second(self, tmp_path: Path, **changed: str) -> Path:
        """The lifecycle of teachers as version 2, in a file (JSON is YAML), with words replaced."""
        text = json.dumps(json.loads(to_json(lifecycle("teacher-pair"))) | {"version": 2}, ensure_ascii=False)
        for old, new in changed.items():
            text = text.replace(f'"{old}"', f'"{new}"')
        file = tmp_path / "second.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    def test_check_show_graph_and_schema(self, school: School, tmp_path: Path) -> None:
        file = self.second(tmp_path)
        assert school.json("workflow", "check", file)["valid"] is True
        assert school.json("workflow", "show", "teacher-pair")["version"] == 1
        assert "stateDiagram" in school("workflow", "graph", "teacher-pair").stdout
        assert school("workflow", "graph", "teacher-pair", "--svg").stdout.startswith("<svg")
        assert "$schema" in school.json("workflow", "schema")
        assert len(school.json("workflow", "list")) == 5

    def test_every_fault_has_its_place(self, school: School, tmp_path: Path) -> None:
        file = tmp_path / "broken.yaml"
        file.write_text("lifecycle: x\nversion: один\nstagse: []\n", encoding="utf-8")
        result = school("workflow", "check", file)
        assert result.exit_code == 2
        assert "broken.yaml:2:10: один" in result.stdout
        assert "broken.yaml:3:1: stagse" in result.stdout
        faults = json.loads(school("workflow", "check", file, "--json").stdout)["faults"]
        assert {(one["line"], one["word"]) for one in faults} >= {(2, "один"), (3, "stagse")}
        assert school.error("workflow", "publish", file)["details"]["field"] == "FILE"

    def test_publish_preview_and_migrate(self, school: School, tmp_path: Path) -> None:
        entry = ("--stage", "trial_meeting", "--since", "2025-09-01")
        pair = school.json("pair", "form", "--programme", 1, "--mentor", 2, "--mentee", 3, *entry)["id"]
        file = self.second(tmp_path, trial_meeting="probation")
        mapping = tmp_path / "map.yaml"
        mapping.write_text("lifecycle: teacher-pair\nto: 2\nstages: {trial_meeting: probation}\n", encoding="utf-8")
        assert school("workflow", "publish", file).exit_code == 1
        assert school.json("workflow", "publish", file, "--map", mapping)["version"] == 2
        preview = school.json("workflow", "migrate-pairs", "--map", mapping, "--dry-run")
        assert [(row["pair_id"], row["to_stage"]) for row in preview["pairs"]] == [(1, "formed"), (pair, "probation")]
        assert school.json("pair", "show", pair)["version"] == 1
        school.json("workflow", "migrate-pairs", "--map", mapping, "--programme", 1)
        shown = school.json("pair", "show", pair)
        assert (shown["stage"], shown["version"]) == ("probation", 2)
        assert school.json("programme", "list")[0]["version"] == 2


def test_a_mentor_who_leaves_hands_over_by_one_command(school: School) -> None:
    heir = school.json("person", "add", *FACTS, "--name", "Новикова Ирина", "--email", "heir@school.test")["id"]
    told = ("pair", "hand-over", "--mentor", 2, "--pair", f"1={heir}")
    assert school.json(*told, "--dry-run")["dry_run"] is True
    made = school.json(*told, "--reason", "Переезд")
    assert next(iter(made)) == "id"
    assert (made["id"], made["left"], len(made["drafts"])) == (2, 0, 1)
    assert [(one["pair"], one["mentor"], one["ending_on"]) for one in made["pairs"]] == [(1, heir, None)]
    assert school.json("pair", "show", 1)["stage"] == "formed"
    ended = school.json("pair", "hand-over", "--mentor", heir, "--pair", "1=end", "--notice", "2025-09-01")
    assert ended["pairs"][0]["ending_on"] == "2025-09-04"
    wrong = school("pair", "hand-over", "--mentor", heir, "--pair", "1-2")
    assert wrong.exit_code == 2
    assert "3=12" in wrong.stderr
