"""A broken lifecycle file: one thing is changed in a sound one, and the fault names its line, column and word."""

from dataclasses import dataclass

import pytest

from engine.lifecycle.definition import Definition
from workflows.definitions.faults import Fault
from workflows.definitions.lifecycle_files import read_lifecycle

SOUND = """\
lifecycle: small
version: 1
title: {ru: Малая, en: Small}
stages:
  - {key: formed, title: {ru: Создана, en: Formed}}
  - key: work
    title: {ru: Работа, en: Work}
    due: [{roadmap: closing-game}, {programme: end}]
  - {key: closed, title: {ru: Конец, en: Closed}, final: true}
  - {key: suspended, title: {ru: Пауза, en: Suspended}, resumes: true}
moves:
  - key: begin
    title: {ru: Начать, en: Begin}
    from: formed
    to: work
    who: [curator]
    needs:
      - consents: {kind: personal-data, of: all}
      - order: {}
  - key: close
    title: {ru: Завершить, en: Close}
    from: work
    to: closed
    who: [curator]
    outcomes: [completed]
  - key: back
    title: {ru: Назад, en: Back}
    from: work
    to: formed
    kind: back
    who: [curator]
  - key: suspend
    title: {ru: Приостановить, en: Suspend}
    from: [formed, work]
    to: suspended
    kind: suspend
    who: [curator]
  - key: resume
    title: {ru: Возобновить, en: Resume}
    from: suspended
    to: before_suspension
    kind: resume
    who: [curator]
  - key: end_early
    title: {ru: Прекратить, en: End}
    from: [formed, work, suspended]
    to: closed
    kind: end
    who: [curator, mentor]
    needs:
      - notice: {working_days: 3}
    outcomes: [by_agreement]
"""


@dataclass(frozen=True)
class Broken:
    """`old` (its first occurrence) becomes `new`; then these faults are expected, as `line:column: word: message`."""

    name: str
    old: str
    new: str
    faults: tuple[str, ...]


def broken(name: str, old: str, new: str, *faults: str) -> Broken:
    return Broken(name, old, new, faults)


ONE_OF = "exactly one of these is needed: roadmap; after and working_days; after and days; programme"
CONSENTS = "`formed` is left only with everybody's consent: consents: {kind: personal-data, of: all}"

CASES = [
    # against the schema
    broken(
        "unknown field", "version: 1", "version: 1\nverzion: 1", "3:1: verzion: no such field; did you mean `version`?"
    ),
    broken("no version", "version: 1\n", "", "1:1: lifecycle: the required field `version` is missing"),
    broken("version zero", "version: 1", "version: 0", "2:10: 0: at least 1"),
    broken("version a word", "version: 1", "version: one", "2:10: one: must be a whole number"),
    broken("key in capitals", "lifecycle: small", "lifecycle: Small", "1:12: Small: must match ^[a-z][a-z0-9-]*$"),
    broken(
        "title in one language",
        "{ru: Малая, en: Small}",
        "{ru: Малая}",
        "3:1: title: the required field `en` is missing",
    ),
    broken("blank title", "ru: Малая", "ru: ' '", r"3:13:  : must match \S"),
    broken(
        "title not words",
        "title: {ru: Малая, en: Small}",
        "title: Small",
        "3:8: Small: must be fields like `name: value`",
    ),
    broken(
        "stage without a title",
        "{key: formed, title: {ru: Создана, en: Formed}}",
        "{key: formed}",
        "5:6: key: the required field `title` is missing",
    ),
    broken("final a word", "final: true", "final: yes", "9:58: yes: must be true or false"),
    broken("due of two kinds", "{programme: end}", "{programme: end, roadmap: x}", f"8:37: programme: {ONE_OF}"),
    broken("due without a number", "{programme: end}", "{after: entered}", f"8:37: after: {ONE_OF}"),
    broken(
        "due after something else",
        "{programme: end}",
        "{after: left, days: 3}",
        "8:44: left: only `entered` may stand here",
    ),
    broken("due in no days", "{programme: end}", "{after: entered, days: 0}", "8:59: 0: at least 1"),
    broken("empty due", "[{roadmap: closing-game}, {programme: end}]", "[]", "8:5: due: the list needs at least 1"),
    broken("unknown kind", "kind: back", "kind: bakc", "30:11: bakc: unknown value; did you mean `back`?"),
    broken(
        "unknown role", "who: [curator]", "who: [kurator]", "16:11: kurator: unknown value; did you mean `curator`?"
    ),
    broken("nobody may", "who: [curator]", "who: []", "16:5: who: the list needs at least 1"),
    broken("a role twice", "who: [curator]", "who: [curator, curator]", "16:5: who: the list repeats something"),
    broken(
        "unknown outcome",
        "outcomes: [completed]",
        "outcomes: [compleated]",
        "25:16: compleated: unknown value; did you mean `completed`?",
    ),
    broken("unknown need", "- order: {}", "- ordre: {}", "19:9: ordre: no such field; did you mean `order`?"),
    broken(
        "a purpose no paper has",
        "- order: {}",
        "- order: {purpose: paring}",
        "19:26: paring: no such paper can be registered; did you mean `pairing`?",
    ),
    broken(
        "a title of two lines",
        "{ru: Работа, en: Work}",
        '{ru: Работа, en: "Work\\nBcc: x"}',
        "7:29: Work: one line without control characters",
    ),
    broken("unknown parameter", "of: all", "off: all", "18:41: off: no such field; did you mean `of`?"),
    broken(
        "value of a parameter",
        "kind: personal-data",
        "kind: personal",
        "18:26: personal: unknown value; did you mean `personal-data`?",
    ),
    broken(
        "parameter left out",
        "consents: {kind: personal-data, of: all}",
        "consents: {of: all}",
        "18:9: consents: the required field `kind` is missing",
    ),
    broken("two needs in one", "- order: {}", "- {order: {}, report: {}}", "19:10: order: only 1 field may stand here"),
    broken("a need that is a word", "- order: {}", "- order", "19:9: order: must be fields like `name: value`"),
    broken("notice below the law", "working_days: 3", "working_days: 2", "51:32: 2: at least 3"),
    broken(
        "moves missing", SOUND[SOUND.index("moves:") :], "", "1:1: lifecycle: the required field `moves` is missing"
    ),
    # against YAML
    broken("a tab", "  - key: work", "\t- key: work", "6:1: ↵: cannot be read: a tab instead of spaces"),
    broken("a field twice", "version: 1", "version: 1\nversion: 2", "3:1: version: the field is repeated"),
    broken("an anchor", "who: [curator]", "who: &who [curator]", "16:10: &who: anchors (&) are not allowed"),
    broken(
        "an open bracket",
        "who: [curator, mentor]",
        "who: [curator",
        "50:10: :: cannot be read: look at indents, colons, quotes and brackets",
    ),
    # against sense: names
    broken(
        "stage twice",
        "  - {key: closed",
        "  - {key: work, title: {ru: Работа, en: Work}}\n  - {key: closed",
        "9:11: work: this key is already used above",
    ),
    broken("move twice", "- key: back", "- key: begin", "26:10: begin: this key is already used above"),
    broken(
        "reserved stage",
        "  - {key: closed",
        "  - {key: same, title: {ru: Там же, en: Same}}\n  - {key: closed",
        "9:11: same: this word is reserved",
    ),
    broken("unknown source", "from: formed", "from: fromed", "14:11: fromed: no such stage; did you mean `formed`?"),
    broken(
        "unknown source in a list",
        "from: [formed, work]",
        "from: [formed, wrok]",
        "34:20: wrok: no such stage; did you mean `work`?",
    ),
    broken("unknown target", "to: work", "to: wrok", "15:9: wrok: no such stage; did you mean `work`?"),
    broken(
        "another first stage",
        "  - {key: formed",
        "  - {key: before, title: {ru: До, en: Before}}\n  - {key: formed",
        "5:11: before: the first stage is always `formed`",
    ),
    # against sense: stages
    broken(
        "rule after a sure one",
        "{roadmap: closing-game}, {programme: end}",
        "{programme: end}, {roadmap: closing-game}",
        "8:12: programme: the rules after this one never count: it always yields a date",
    ),
    broken(
        "due of a final stage",
        "final: true",
        "final: true, due: [{programme: end}]",
        "9:64: due: a final stage has none",
    ),
    broken(
        "final and resuming",
        "  - {key: closed",
        "  - {key: limbo, title: {ru: Нигде, en: Limbo}, final: true, resumes: true}\n  - {key: closed",
        "9:62: resumes: a final stage does not resume",
    ),
    broken(
        "more at least than at most",
        "version: 1",
        "version: 1\nmentees: {at_least: 3, at_most: 2}",
        "3:1: mentees: at_most is less than at_least",
    ),
    # against sense: moves
    broken(
        "forward goes back", "kind: back", "kind: forward", "29:9: formed: kind: forward leads to a later stage only"
    ),
    broken(
        "back goes forward",
        "to: closed\n    who: [curator]\n    outcomes: [completed]",
        "to: closed\n    kind: back\n    who: [curator]\n    outcomes: [completed]",
        "23:9: closed: kind: back leads to an earlier stage only",
    ),
    broken(
        "resume elsewhere", "to: before_suspension", "to: work", "41:9: work: a resumption leads to before_suspension"
    ),
    broken(
        "forward into suspension",
        "from: [formed, work]\n    to: suspended\n    kind: suspend",
        "from: [work]\n    to: suspended",
        "35:9: suspended: only kind: suspend leads here",
    ),
    broken(
        "suspend elsewhere", "to: suspended", "to: work", "35:9: work: a suspension leads to a stage with resumes: true"
    ),
    broken("end that does not end", "kind: back", "kind: end", "29:9: formed: an ending leads to a final stage"),
    broken("staying in place", "to: formed", "to: same", "29:9: same: only kind: replace stays in place"),
    broken(
        "before_suspension by another",
        "to: formed",
        "to: before_suspension",
        "29:9: before_suspension: only kind: resume returns so",
    ),
    broken(
        "out of a final stage",
        "from: [formed, work]",
        "from: [formed, closed]",
        "34:20: closed: there is no way out of a final stage",
    ),
    broken("resume from work", "from: suspended", "from: work", "40:11: work: only a stage with resumes: true resumes"),
    broken("no consents", "      - consents: {kind: personal-data, of: all}\n", "", f"17:5: needs: {CONSENTS}"),
    broken("consents of one side", "of: all", "of: mentor", f"17:5: needs: {CONSENTS}"),
    broken(
        "no needs at all",
        "    needs:\n      - consents: {kind: personal-data, of: all}\n      - order: {}\n",
        "",
        f"12:10: begin: {CONSENTS}",
    ),
    broken("a need twice", "- order: {}", "- order: {}\n      - order: {}", "20:9: order: this need is already named"),
    broken("end without outcomes", "    outcomes: [completed]\n", "", "20:10: close: the outcomes are missing"),
    broken(
        "outcomes on the way",
        "to: work\n    who: [curator]",
        "to: work\n    outcomes: [completed]\n    who: [curator]",
        "16:5: outcomes: only a move to a final stage has outcomes",
    ),
    broken(
        "outcome without notice",
        "    needs:\n      - notice: {working_days: 3}\n",
        "",
        "50:16: by_agreement: this outcome needs a notice (needs: notice)",
    ),
    broken(
        "notice for completion",
        "outcomes: [by_agreement]",
        "outcomes: [completed]",
        "52:16: completed: this outcome needs no notice",
    ),
    broken(
        "notice on the way",
        "- order: {}",
        "- notice: {}",
        "19:9: notice: a notice is needed only where there are outcomes",
    ),
    # against sense: the way
    broken(
        "unreachable",
        "  - {key: closed",
        "  - {key: island, title: {ru: Остров, en: Island}}\n  - {key: closed",
        "9:11: island: this stage cannot be reached",
        "9:11: island: from this stage there is no way to an end",
    ),
    broken(
        "no end",
        "final: true",
        "final: false",
        "4:1: stages: no stage is final (final: true)",
        "25:5: outcomes: only a move to a final stage has outcomes",
        "47:9: closed: an ending leads to a final stage",
        "52:5: outcomes: only a move to a final stage has outcomes",
    ),
]


def faults_of(text: str) -> tuple[Fault, ...]:
    answer = read_lifecycle(text, "small.yaml")
    assert isinstance(answer, tuple)
    return answer


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_fault_is_named_where_it_stands(case: Broken) -> None:
    assert case.old in SOUND
    text = SOUND.replace(case.old, case.new, 1)
    found = faults_of(text)
    assert [fault.in_("en").removeprefix("small.yaml:") for fault in found] == list(case.faults)
    for fault in found:
        assert any("а" <= letter <= "я" for letter in fault.message.ru.lower()), fault
        line = text.splitlines()[fault.line - 1]
        assert fault.word == "↵" or line[fault.column - 1 :].lstrip("'\"").startswith(fault.word)


def test_a_repeated_stage_does_not_drag_the_moves_along() -> None:
    text = SOUND.replace("key: closed", "key: work")
    assert [fault.in_("en") for fault in faults_of(text)] == ["small.yaml:9:11: work: this key is already used above"]


def test_the_sound_file_is_sound() -> None:
    definition = read_lifecycle(SOUND, "small.yaml")
    assert isinstance(definition, Definition)
    assert [move.key for move in definition.moves] == ["begin", "close", "back", "suspend", "resume", "end_early"]
    assert (definition.mentees.at_least, definition.mentees.at_most) == (1, 1)


def test_a_stage_one_cannot_end_from() -> None:
    text = SOUND.replace("from: [formed, work, suspended]", "from: [formed, suspended]").replace(
        "  - key: close\n    title: {ru: Завершить, en: Close}\n    from: work",
        "  - key: close\n    title: {ru: Завершить, en: Close}\n    kind: end\n    from: suspended",
    )
    text = text.replace("from: [formed, work]\n    to: suspended", "from: formed\n    to: suspended")
    back = text[text.index("  - key: back") : text.index("  - key: suspend")]
    text = text.replace(back, "")
    assert [str(fault) for fault in faults_of(text)] == ["small.yaml:6:10: work: с этого этапа нет пути к завершению"]


def test_a_suspended_pair_must_have_a_way_to_resume() -> None:
    start, end = SOUND.index("  - key: resume"), SOUND.index("  - key: end_early")
    assert [fault.in_("en") for fault in faults_of(SOUND[:start] + SOUND[end:])] == [
        "small.yaml:10:11: suspended: no move of kind: resume leaves it"
    ]


def test_every_fault_at_once() -> None:
    text = (
        SOUND.replace("version: 1", "version: 0")
        .replace("- order: {}", "- ordre: {}")
        .replace("kind: back", "kind: bakc")
    )
    assert [(fault.line, fault.word) for fault in faults_of(text)] == [(2, "0"), (19, "ordre"), (30, "bakc")]


def test_stages_that_do_not_exist_are_named_beside_faults_of_another_kind() -> None:
    text = (
        SOUND.replace("version: 1", "version: 0")
        .replace("to: work", "to: wrok")
        .replace("[formed, work, suspended]", "[formed, rest, suspended]")
        .replace("to: before_suspension", "to: before")
    )
    found = [(fault.line, fault.word) for fault in faults_of(text)]
    assert found == [(2, "0"), (15, "wrok"), (41, "before"), (46, "rest")]
