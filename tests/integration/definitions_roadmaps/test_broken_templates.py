"""Every fault of a roadmap file is told with its line, column and word."""

import pytest

from engine.roadmaps import RoadmapTemplate
from tests.support.broken_samples import assert_told, break_at
from workflows.definitions.faults import Fault
from workflows.definitions.roadmap_files import read_template

SAMPLE = """\
roadmap: sample
title: {ru: "Проба", en: "Sample"}
organisation: school
period: {from: 2025-09-01, to: 2026-08-31}
sections:
  - {number: "1", title: "Начало"}
  - {number: "2", title: "Конец"}
items:
  - number: "1.1"
    key: consents
    section: "1"
    title: "Собрать согласия"
    deadline: {words: "до 20.09.2025", kind: point, value: 2025-09-20}
    responsible: to-assign
    coexecutors: [curator]
    thresholds:
      - {measure: consents, comparison: "=", value: 100, unit: percent}
      - {measure: meetings, comparison: ">=", value: 3, unit: count}
  - number: "1.2"
    key: closing
    section: "2"
    title: "Подвести итоги"
    deadline: {words: "декабрь 2025", kind: month, value: 2025-12}
    responsible: head
    document: report
indicators:
  - key: K1
    title: "Доля, %"
    formula: "А : Б"
    numerator: "А"
    denominator: "Б"
    targets: {2025: 10, 2026: 30}
"""

BROKEN = [
    ("organisation: school", "organisation: §scool", "`school`"),
    ("organisation: school", "organisation: school\n§organization: school", "`organisation`"),
    ("to: 2026-08-31", "to: §2026-02-30", "no such day"),
    ("to: 2026-08-31", "to: §2025-08-31", "ends before it starts"),
    ('{number: "2", title: "Конец"}', '{number: §"1", title: "Конец"}', "already taken"),
    ('number: "1.2"', 'number: §"1.1"', "already taken"),
    ("key: closing", "key: §consents", "already taken"),
    ('section: "2"', 'section: §"3"', "known: 1, 2"),
    ("kind: point", "kind: §pount", "`point`"),
    ("value: 2025-09-20", "value: §2025-09-31", "not written so"),
    ("kind: month, value: 2025-12", "kind: §month", "not written so"),
    ('words: "до 20.09.2025"', 'words: §"до 21.09.2025"', "read differently: point 2025-09-21"),
    ('words: "декабрь 2025"', 'words: §"до 25.12.2025"', "read differently: point 2025-12-25"),
    ('words: "декабрь 2025"', 'words: §"когда-нибудь потом"', "read differently"),
    ("responsible: head", "responsible: §director", "known: administrator, head"),
    ("document: report", "document: §raport", "`report`"),
    ('{measure: meetings, comparison: ">=", value: 3, unit: count}', "{§measure: meetings}", "required"),
    ("value: 100, unit: percent", "value: §101, unit: percent", "100 percent"),
    ("measure: meetings", "measure: §consents", "has this measure already"),
    ("targets: {2025: 10,", "targets: {§2024: 10,", "outside the roadmap's period"),
    ("targets: {2025: 10,", "targets: {2025: §110,", "at most 100"),
]


def faults_of(text: str) -> tuple[Fault, ...]:
    outcome = read_template(text, "sample.yaml")
    assert isinstance(outcome, tuple), "the broken file was accepted"
    return outcome


def test_the_sample_itself_is_sound() -> None:
    assert isinstance(read_template(SAMPLE, "sample.yaml"), RoadmapTemplate)


@pytest.mark.parametrize(("sound", "broken", "said"), BROKEN, ids=[broken for _, broken, _ in BROKEN])
def test_a_fault_points_at_its_word(sound: str, broken: str, said: str) -> None:
    text, line, column = break_at(SAMPLE, sound, broken)
    assert_told(read_template(text, "sample.yaml"), line, column, said)


def test_every_fault_is_told_in_reading_order() -> None:
    text = SAMPLE.replace("key: closing", "key: consents").replace('section: "1"', 'section: "9"')
    text = text.replace("value: 100", "value: 200")
    assert [(fault.line, fault.word) for fault in faults_of(text)] == [(11, "9"), (17, "200"), (20, "consents")]


def test_a_co_executor_is_not_the_responsible_again() -> None:
    faults = faults_of(SAMPLE.replace("responsible: to-assign", "responsible: curator"))
    assert [(fault.line, fault.column, fault.word) for fault in faults] == [(15, 19, "curator")]


def test_a_broken_file_speaks_both_languages() -> None:
    (fault,) = faults_of(SAMPLE.replace("value: 100", "value: 101"))
    assert str(fault) == "sample.yaml:17:53: 101: больше 100 процентов не бывает"
    assert fault.in_("en") == "sample.yaml:17:53: 101: there is no more than 100 percent"
