"""Words of the deadline language in all their forms, and the mending of words that were broken, glued or
misspelt."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`tag` is what the grammar sees (`month`, `do`, …), `number` the month, weekday or ordinal it stands
    for."""

    tag: str
    number: int = 0


# One line: tag or tag:number, then forms. "стем|а б -" means стем+а, стем+б, стем.
_WORDS = """
month:1 январ|ь я ю ем е -
month:1 янв
month:2 феврал|ь я ю ем е -
month:2 февр фев
month:3 март|- а у ом е
month:3 мар
month:4 апрел|ь я ю ем е -
month:4 апр
month:5 ма|й я ю ем е
month:6 июн|ь я ю ем е -
month:7 июл|ь я ю ем е -
month:8 август|- а у ом е
month:8 авг
month:9 сентябр|ь я ю ем е -
month:9 сент сен сентяб
month:10 октябр|ь я ю ем е -
month:10 окт октяб
month:11 ноябр|ь я ю ем е -
month:11 нояб ноя
month:12 декабр|ь я ю ем е -
month:12 дек декаб
weekday:1 понедельник|- а у ом е и ов ам
weekday:1 пн понед
weekday:2 вторник|- а у ом е и ов ам
weekday:2 вт
weekday:3 сред|а ы е у ой ам
weekday:3 ср
weekday:4 четверг|- а у ом е и ов ам
weekday:4 чт четв
weekday:5 пятниц|а ы е у ей - ам
weekday:5 пт пятн
weekday:6 суббот|а ы е у ой - ам
weekday:6 сб субб
weekday:7 воскресень|е я ю ем ям
weekday:7 воскресений вс
ordinal:1 перв|ый ая ое ого ой ую ому ом ые ых ыми
ordinal:2 втор|ой ая ое ого ую ому ом ые ых
ordinal:3 трет|ий ья ье ьего ьей ью ьему ьем ьи ьих
ordinal:4 четверт|ый ая ое ого ой ую ому ом ые ых
ordinal:5 пят|ый ая ое ого ой ую
ordinal:6 шестого
ordinal:7 седьмого
ordinal:8 восьмого
ordinal:9 девятого
ordinal:10 десятого
ordinal:11 одиннадцатого
ordinal:12 двенадцатого
ordinal:13 тринадцатого
ordinal:14 четырнадцатого
ordinal:15 пятнадцатого
ordinal:16 шестнадцатого
ordinal:17 семнадцатого
ordinal:18 восемнадцатого
ordinal:19 девятнадцатого
ordinal:20 двадцатого
ordinal:30 тридцатого
ordinal:-1 последн|ий яя ее его ей юю ему ем ие их
number:1 один одна одно одного одной одну однократно
number:2 дв|а е ух ум умя
number:3 тр|и ех ем емя
number:4 четыр|е ех ем
number:5 пят|ь и
number:6 шест|ь и
number:7 сем|ь и
number:8 восемь восьми
number:9 девят|ь и
number:10 десят|ь и
number:12 двенадцат|ь и
number:14 четырнадцат|ь и
number:15 пятнадцат|ь и
number:20 двадцат|ь и
number:30 тридцат|ь и
day день дня дню днем дне дни дней дням днях дн
hours сут|ки ок кам
week недел|я и ю е ей ь ям ях
week нед
decade декад|а ы е у ой - ам
monthword месяц|- а у ем е ы ев ам ах
monthword мес
quarter квартал|- а у ом е ы ов ам ах
quarter кв
schoolquarter четверт|ь и ью ей ям ях
trimester триместр|- а у ом е ы ов
semester семестр|- а у ом е ы ов ам ах
half полугоди|е я ю ем и й ям ях
half полуг
halfyear полгода полугода
year год|- а у ом е ы ов ам ах
year г гг лет
halfpart половин|а ы е у ой
middle середин|а ы е у ой
begin начал|о а у ом е
end кон|ец ца цу цом це
finish окончани|е я ю ем и
finish завершени|е я ю ем и
results итог|и ам ами ах
results результат|ам ы ами
school учебн|ый ая ое ого ой ую ому ом ые ых ым
school уч учебнаго школьного школьный
calendarword календарн|ый ая ое ого ой ую ому ом ые ых ым
calendarword кал
working рабоч|ий ая ее его ей ую ему ем ие их им
working раб
current текущ|ий ая ее его ей ую ему ем ие их
current сего
next следующ|ий ая ее его ей ую ему ем ие их им
next последующ|ий ая ее его ей ую ему ем ие их
next предстоящ|ий его ем ему
newword нов|ый ого ому ом
reporting отчетн|ый ая ое ого ой ую ому ом ым ыми ых
number_of_month числ|о а у ом е ам
each кажд|ый ая ое ого ой ую ому ом ые ых
all вес|ь
all кругл|ый ого
all вс|его ей я ю ем е ех
period период|- а у ом е ы ов
deadline срок|- а у ом е и ов ам ами ах
yearly ежегодн|о ый ая ое ого ой ые ых
quarterly ежеквартальн|о ый ая ое ого ой ые ых
quarterly поквартально
monthly ежемесячн|о ый ая ое ого ой ые ых
monthly помесячно
weekly еженедельн|о ый ая ое ого ой ые ых
weekly понедельно
daily ежедневн|о ый ая ое ого ой ые ых
schoolquarterly ежечетвертно
twiceword дважды двукратно
onceword единожды однажды
times раз раза разов
always постоянн|о ая ый ое ой
always систематически непрерывно регулярно круглогодично бессрочно
always повседневно планомерно периодически
flow течени|е и я й ю
flow теч
flow протяжени|и е
flow продолжени|е и
course ход|е
course процесс|е
frame рамк|ах
measure мер|е
need необходимост|и ь ью
need надобност|и ь
need потребност|и ь ям
request запрос|- у ам ы а ов е
request заявк|е ам и
request требовани|ю е ям
request обращени|ю ям и
request желани|ю
plan план|- а у ом е ы ов ам ами ах
plan план-график|- а у ом
plan график|- а у ом е и ов ам ами ах
plan циклограмм|а ы е ой
plan расписани|е я ю ем и
plan положени|е ю ем
plan приказ|у ом
plan распоряжени|ю ем
plan договору соглашению программе дорожной
agreement согласовани|ю е я ем
agreement договоренност|и ь
agreement назначению усмотрению приглашению
according согласно
accordance соответстви|и е ем
bound установленн|ый ые ого ых ому ыми ом
bound определенн|ый ые ого ых ому ыми ом
bound утвержденн|ый ые ого ых ому ыми ом
bound указанн|ый ые ого ых ому ыми ом
bound предусмотренн|ый ые ого ых ому ыми ом
bound назначенн|ый ые ого ых ому ыми ом
bound обозначенн|ый ые ого ых ому ыми ом
individual отдельн|ый ому ым ого
individual особому индивидуальному специальному утвержденному
holidays каникул|ы ам ах ярн ярное ярный -
holidays каникулярн|ое ый ого ом ые
holidaykind:1 осенн|ие их им ими ий его ем
holidaykind:2 зимн|ие их им ими ий его ем
holidaykind:3 весенн|ие их им ими ий его ем
holidaykind:4 летн|ие их им ими ий его ем
season:1 зима зимой зимы зиму зиме
season:2 весна весной весны весну весне
season:3 лето летом лета лету лете
season:4 осень осенью осени
do до
k к ко
s с со
po по
v в во
na на
za за
not не
than чем
later позднее позже
sooner ранее раньше
atleast реже менее меньше
minimum минимум минимально
atmost более больше чаще
through через спустя
after после
before перед
eve накануне
term:1 однодневн|ый ого
term:2 двухдневн|ый ого
term:3 трехдневн|ый ого
term:5 пятидневн|ый ого
term:7 семидневн|ый ого
term:10 десятидневн|ый ого
term:100 недельн|ый ого
term:200 двухнедельн|ый ого
term:1000 месячн|ый ого
term:2000 двухмесячн|ый ого
term:3000 трехмесячн|ый ого
expiry истечении истечению прошествии
from от
moment момент|- а у
dateword дат|а ы у е ой
and и
or или либо
then далее затем потом
then дальнейшем последующем
starting начиная
include включительно вкл
meanwhile но
hour час|- а ов ы у ам
hour ч мин минут
unset указан|- а о ы
unset уточня|ется ются
unset установлен|- а о ы
unset определен|- а о ы
soon незамедлительно немедленно срочно оперативно своевременно
soon кратчайш|ие ий
soon ближайш|ее ий ие
today сегодня завтра вчера
except кроме исключая исключением
moved перенес|ен ена ено ены ти
moved отменен|- а о ы
season:5 сезон|- а е ы
word программ|а ы у ой
word положени|я й
word приказ|- а ы ов
word договор|- а ы ов
word соглашени|я е
word распоряжени|я й
word расписани|й
word назначени|я е
word обращение желание усмотрение результат уроков
"""

_MIN_FUZZY = 6
_MIN_SPLIT, _MAX_SPLIT, _MIN_PIECE = 4, 40, 3
_MAX_WORD = 60


def _expanded() -> dict[str, Lexeme]:
    forms: dict[str, Lexeme] = {}
    for line in _WORDS.strip().splitlines():
        head, _, rest = line.partition(" ")
        tag, _, number = head.partition(":")
        lexeme = Lexeme(tag, int(number or 0))
        stem, bar, endings = rest.partition("|")
        words = [stem + ("" if ending == "-" else ending) for ending in endings.split()] if bar else rest.split()
        for word in words:
            forms.setdefault(word, lexeme)
    return forms


FORMS = _expanded()


def _deletions(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _misspellings() -> dict[str, set[str]]:
    """Every long form with one letter left out → the forms it may come from."""
    index: dict[str, set[str]] = {}
    for form in FORMS:
        if len(form) >= _MIN_FUZZY:
            for short in _deletions(form):
                index.setdefault(short, set()).add(form)
    return index


_SHORTENED = _misspellings()


def known(word: str) -> Lexeme | None:
    """The lexeme of a form, exact spelling only.

    >>> known("сентября")
    Lexeme(tag='month', number=9)
    """
    return FORMS.get(word)


@lru_cache(maxsize=4096)
def misspelt(word: str) -> Lexeme | None:
    """The lexeme one letter away (missing, extra, wrong or swapped), when all such forms agree.

    >>> misspelt("сентябль")
    Lexeme(tag='month', number=9)
    """
    if word in FORMS or not _MIN_FUZZY <= len(word) <= _MAX_WORD:
        return FORMS.get(word)
    near = set(_SHORTENED.get(word, ()))
    for short in _deletions(word):
        if short in FORMS and len(short) >= _MIN_FUZZY:
            near.add(short)
        near |= {form for form in _SHORTENED.get(short, ()) if _one_letter_apart(word, form)}
    found = {FORMS[form] for form in near}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def unglued(word: str) -> tuple[str, ...]:
    """The known words a run of letters consists of, () when it does not; at least one has three letters.

    >>> unglued("втечениевсегопериода")
    ('в', 'течение', 'всего', 'периода')
    """
    if not _MIN_SPLIT <= len(word) <= _MAX_SPLIT:
        return ()
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            before, piece = best[start], word[start:end]
            if before is None or piece not in FORMS:
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = (*before, piece)
    pieces = best[-1]
    return pieces if pieces and max(map(len, pieces)) >= _MIN_PIECE else ()


def _one_letter_apart(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
