"""Why a phrase became a question: the reasons in both languages. The English text also stands in stored
values."""

from engine.words import Words

EDGE = Words(
    "год не назван, а такой срок есть и перед началом плана, и в его конце",
    "no year is written and such a date stands at both edges of the plan",
)
NO_YEAR = Words(
    "год не назван, а период плана неизвестен",
    "no year is written and the plan has no period",
)
NO_BORDER = Words(
    "у «начала», «середины» и «конца» нет точной границы",
    "a beginning, a middle or an end has no exact border",
)
WEEK_BORDER = Words(
    "границы недели месяца не определены",
    "the borders of a week of a month are not defined",
)
IMPOSSIBLE_DAY = Words(
    "такого дня в календаре нет",
    "the calendar has no such day",
)
REVERSED = Words(
    "конец раньше начала",
    "the end comes before the start",
)
EITHER = Words(
    "названо несколько сроков через «или»",
    "several dates are offered as alternatives",
)
YEAR_OF_RANGE = Words(
    "неясно, к какому краю срока относится год",
    "it is unclear which end of the span the year belongs to",
)
WHICH_YEAR = Words(
    "неясно, календарный это год или учебный",
    "it is unclear whether the calendar year or the school year is meant",
)
FOLLOWING_YEAR = Words(
    "сказано «следующего года», но не сказано, после какого",
    "it says the following year but not after which one",
)
OPEN_START = Words(
    "названо начало, но не назван конец",
    "a start is given but no end",
)
OPEN_END = Words(
    "неясно, входит ли названное в срок",
    "it is unclear whether the last named part is included",
)
HOW_OFTEN = Words(
    "сказано, сколько раз, но не сказано, в какие месяцы или дни",
    "it says how many times but not in which months or days",
)
WHICH_MONTH = Words(
    "неясно, какого месяца это число",
    "it is unclear which month this day belongs to",
)
NO_DATE = Words(
    "слово о времени есть, но ни дня, ни месяца из него не следует",
    "the words speak of time but give neither a day nor a month",
)
SEVERAL_MEANINGS = Words(
    "слова можно понять по-разному",
    "the words can be read in several ways",
)
NOT_A_DEADLINE = Words(
    "в словах нет срока",
    "the words hold no deadline",
)
HALF_UNDERSTOOD = Words(
    "часть слов о сроке не понята",
    "some words about the time were not understood",
)
TOO_LONG = Words(
    "для срока текст слишком длинный",
    "the text is too long for a deadline",
)

BY_ENGLISH = {words.en: words for words in list(globals().values()) if isinstance(words, Words)}
