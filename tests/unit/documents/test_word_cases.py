"""Cases of names and posts: a list written by hand, and that nothing a person can type breaks them."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.word_cases.exceptions import exceptions
from documents.word_cases.inflecting import inflected
from engine.papers.cases import CASES, OBLIQUE, WordKind

LIST = Path(__file__).parents[2] / "fixtures" / "word_cases.tsv"
# Names stand on odd lines, the post of each on the line under it.
ROWS = list(csv.DictReader(LIST.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
PAIRS = list(zip(ROWS[::2], ROWS[1::2], strict=True))


def test_the_list_is_long_enough() -> None:
    assert len(PAIRS) >= 70


@pytest.mark.parametrize(("name", "post"), PAIRS, ids=[name["nom"] for name, _ in PAIRS])
def test_a_name_and_its_post_in_every_case(name: dict[str, str], post: dict[str, str]) -> None:
    kinds: tuple[tuple[WordKind, dict[str, str]], ...] = (("name", name), ("position", post))
    for kind, row in kinds:
        made = inflected(kind, row["nom"], row["sex"]).cases
        assert {case: made.in_(case) for case in OBLIQUE} == {case: row[case] for case in OBLIQUE}


@pytest.mark.parametrize(
    ("kind", "words", "sex"),
    [
        ("name", "Кравец Пётр Ильич", ""),  # «Кравца» or «Кравеца»
        ("name", "Smith John", "m"),
        ("name", "Ли Саша", ""),  # nobody said who
        ("name", "Бах", ""),
        ("position", "Chief Happiness Officer", ""),
        ("position", "глокая куздра", ""),
    ],
)
def test_doubts_are_told(kind: WordKind, words: str, sex: str) -> None:
    assert inflected(kind, words, sex).doubtful


@pytest.mark.parametrize("words", ["Гусева Анна Сергеевна", "Дюма Александр", "Шевченко Ольга Ивановна"])
def test_what_the_rules_know_raises_no_doubt(words: str) -> None:
    assert not inflected("name", words).doubtful


def test_what_is_unknown_stays_in_the_nominative() -> None:
    made = inflected("position", "глокая куздра")
    assert {made.cases.in_(case) for case in CASES} == {"глокая куздра"}


def test_the_sex_is_believed_before_the_name() -> None:
    assert inflected("name", "Ким Саша", "f").cases.gen == "Ким Саши"
    assert inflected("name", "Ким Саша", "m").cases.gen == "Кима Саши"


@pytest.mark.parametrize("kind", ["surnames", "positions"])
def test_exceptions_are_whole(kind: str) -> None:
    for nominative, forms in exceptions(kind).items():
        assert forms.nom.lower() == nominative
        assert all(forms.in_(case) for case in CASES)


@given(st.sampled_from(["name", "position"]), st.text(max_size=60), st.sampled_from(["", "f", "m"]))
def test_nothing_breaks_it(kind: WordKind, words: str, sex: str) -> None:
    made = inflected(kind, words, sex)
    assert made.cases.nom == words or made.cases.nom.split() == words.split()


CYRILLIC = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ- ,.", max_size=40)


@given(st.sampled_from(["name", "position"]), CYRILLIC, st.sampled_from(["", "f", "m"]))
def test_no_word_is_lost(kind: WordKind, words: str, sex: str) -> None:
    made = inflected(kind, words, sex).cases
    for case in CASES:
        assert len(made.in_(case).split()) == len(words.split())
        assert all("Ѐ" <= letter <= "ӿ" or letter in "- ,." for letter in made.in_(case))


def test_the_dictionary_waits_for_its_first_word() -> None:
    """24 MB and a third of a second: the server starts without them."""
    code = (
        "import web.app, nastavnik.worker\n"
        "from documents.word_cases.dictionary import analyzer\n"
        "from documents.word_cases.inflecting import inflected\n"
        "before = analyzer.cache_info().currsize\n"
        "inflected('position', 'директор')\n"
        "print(before, analyzer.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
