"""What typists, scanners and converters do does not change the meaning."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import read
from engine.deadlines.noise import normalised
from engine.periods import Period
from tests.support.deadline_rows import Row, rows

ALL = [row for row in rows("seeds.tsv", "examples.tsv", "own.tsv") if row.phrase.strip()]
TWINS = str.maketrans("асеорхуАСЕОРХУКМТВН", "aceopxyACEOPXYKMTBH")
NBSP, SOFT_HYPHEN = "\u00a0", "\u00ad"


def meaning(phrase: str, period: Period | None) -> tuple[str, str]:
    deadline = read(phrase, period).deadline
    return deadline.kind, deadline.value


def broken_at_spaces(phrase: str, luck: random.Random) -> str:
    return "".join("\n" if sign == " " and luck.random() < 0.5 else sign for sign in phrase)


def with_doubled_spaces(phrase: str, luck: random.Random) -> str:
    return "".join(sign * luck.choice((1, 2, 3)) if sign == " " else sign for sign in phrase)


def with_hard_spaces(phrase: str, luck: random.Random) -> str:
    return "".join(NBSP if sign == " " and luck.random() < 0.5 else sign for sign in phrase)


def in_other_case(phrase: str, luck: random.Random) -> str:
    return luck.choice((phrase.upper(), phrase.lower(), phrase.capitalize(), phrase.swapcase()))


def with_latin_twins(phrase: str, luck: random.Random) -> str:
    return "".join(sign.translate(TWINS) if luck.random() < 0.4 else sign for sign in phrase)


def with_soft_hyphens(phrase: str, luck: random.Random) -> str:
    shy = (SOFT_HYPHEN, SOFT_HYPHEN + "\n", "\u200b")
    return "".join(
        sign + luck.choice(shy) if sign.isalpha() and after.isalpha() and luck.random() < 0.3 else sign
        for sign, after in zip(phrase, phrase[1:] + " ", strict=True)
    )


NOISES = (
    broken_at_spaces,
    with_doubled_spaces,
    with_hard_spaces,
    in_other_case,
    with_latin_twins,
    with_soft_hyphens,
)


Noise = Callable[[str, random.Random], str]
SOME = st.lists(st.sampled_from(NOISES), min_size=1, max_size=3)


@given(st.sampled_from(ALL), SOME, st.randoms(use_true_random=False))
def test_noise_does_not_change_the_meaning(row: Row, noises: list[Noise], luck: random.Random) -> None:
    noisy = row.phrase
    for noise in noises:
        noisy = noise(noisy, luck)
    kind, value = meaning(noisy, row.period)
    before = meaning(row.phrase, row.period)
    # the key of an unknown event or plan is made of its letters, so only its kind and offset are compared
    if kind in {"event", "external"}:
        assert (kind, value.partition(" ")[2]) == (before[0], before[1].partition(" ")[2])
    else:
        assert (kind, value) == before


@pytest.mark.parametrize("month", ["сентябрь", "октября", "феврале"])
def test_a_hyphenated_break_anywhere_in_a_month(month: str) -> None:
    whole = meaning(f"{month} 2025", None)
    for place in range(1, len(month)):
        for sign in ("-\n", "-", "\n", " ", "- "):
            assert meaning(f"{month[:place]}{sign}{month[place:]} 2025", None) == whole


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("До 2О.О9.2О25", "до 20.09.2025"),
        ("до З0.09.2025", "до 30.09.2025"),
        ("<b>Май</b><br/>2026&nbsp;г.", "май\n2026 г."),
        ("май 2026 г.*", "май 2026 г."),
        ("май 2026 г.¹", "май 2026 г."),
        ("20.09.2025[1]", "20.09.2025"),
        ("сентябрь — май", "сентябрь - май"),
        ("0ктябрь", "октябрь"),
        ("МАРT", "март"),
        ("II п/г", "ii полугодие"),
        ("ІІ кв.", "ii кв."),
        ("май", "май"),
    ],
)
def test_letters_and_digits_are_restored(noisy: str, clean: str) -> None:
    assert " ".join(normalised(noisy).split()) == " ".join(clean.split())


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("втечениевсегопериода", "в течение всего периода"),
        ("до20сентября2025г.", "до 20 сентября 2025 г."),
        ("1разв квартал", "1 раз в квартал"),
        ("сентябрь2025-май2026", "сентябрь 2025 - май 2026"),
        ("ежегоднодо1июня", "ежегодно до 1 июня"),
    ],
)
def test_lost_spaces(glued: str, apart: str) -> None:
    assert meaning(glued, None) == meaning(apart, None)


@pytest.mark.parametrize("typo", ["сентабрь", "сетнябрь", "сентябрьь", "сентбрь"])
def test_one_wrong_letter_in_a_long_word(typo: str) -> None:
    assert meaning(f"{typo} 2025", None) == ("month", "2025-09")


def test_june_and_july_are_not_guessed() -> None:
    assert meaning("июкь 2026", None)[0] in {"ambiguous", "unreadable"}
