"""One letter of every kind, as a school would get it: the material of the letters' tests."""

from datetime import date

from engine.words import Language
from notifications.content import (
    Addressee,
    Appointment,
    AppointmentOff,
    ConsentWanted,
    Correction,
    Count,
    CuratorCalled,
    DateMoved,
    Digest,
    DueToday,
    Escalation,
    EscalationCurator,
    EscalationHead,
    EscalationMunicipality,
    Invitation,
    LetterContent,
    MailTest,
    MoveRefused,
    Need,
    Occasion,
    Overdue,
    Pair,
    PairClosed,
    PairFormed,
    ReaderRole,
    Reminder,
    RoadmapOffered,
    SignInLink,
    StageOpened,
    SurveyOpened,
    Task,
)

TODAY = date(2026, 9, 18)
SCHOOL = "МБОУ «Средняя школа № 5»"
LINK = "https://nastavnik.example/m/Zx81"
PAIR = Pair(number=2, mentor="Е. В. Иванова", mentees=("И. С. Петров",))
AHEAD = Task(title="Утвердить персонализированные программы", number="3.2", due_on=date(2026, 9, 25), pair=PAIR)
TODAYS = Task(title="Провести первую встречу пары", number="2.1", due_on=TODAY, pair=PAIR)
FIRST = Task(
    title="Этап «Сформирована»",
    due_on=date(2026, 9, 25),
    needs=("Нет согласия на обработку персональных данных: Иванова Мария Петровна", "Нет приказа о закреплении пар"),
)
REVIEW = Task(title="Публиковать сведения о наставничестве", number="21", due_on=TODAY, review=True)
LATE = Task(
    title="Собрать согласия участников",
    number="1.4",
    due_on=date(2026, 9, 15),
    first_due_on=date(2026, 9, 11),
    days_late=3,
    pair=PAIR,
    holder="Е. В. Иванова",
)
COUNT = Count(
    title="Собрать согласия участников",
    number="1.4",
    organisation=SCHOOL,
    count=2,
    due_on=date(2026, 9, 9),
    days_late=7,
    pair_numbers=(2, 5),
)
HEAD_NEXT = Escalation(role="head", on=date(2026, 9, 23))


def reader(role: ReaderRole, language: Language = "ru") -> Addressee:
    return Addressee(name="Анна Сергеевна", role=role, language=language)


def every_kind(language: Language = "ru") -> tuple[LetterContent, ...]:
    """One letter of each kind, the digest full and one of its kind above the school."""

    def to(role: ReaderRole) -> Addressee:
        return reader(role, language)

    return (
        PairFormed(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            pair=PAIR,
            programme="Учитель — учитель",
            starts_on=TODAY,
            first_step=FIRST,
        ),
        StageOpened(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            pair=PAIR,
            stage="Знакомство",
            leave_by=date(2026, 10, 2),
            needs=("провести встречу-знакомство", "записать отзывы обоих"),
        ),
        Reminder(to=to("mentor"), organisation=SCHOOL, link=LINK, today=TODAY, task=AHEAD),
        DueToday(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            task=TODAYS,
            escalation=Escalation(role="curator", on=date(2026, 9, 21)),
        ),
        Overdue(to=to("mentor"), organisation=SCHOOL, link=LINK, today=TODAY, task=LATE, escalation=HEAD_NEXT),
        EscalationCurator(
            to=to("curator"), organisation=SCHOOL, link=LINK, today=TODAY, task=LATE, escalation=HEAD_NEXT
        ),
        EscalationHead(
            to=to("head"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            task=LATE,
            escalation=Escalation(role="municipality", on=date(2026, 9, 24)),
        ),
        EscalationMunicipality(to=to("administrator"), organisation=SCHOOL, link=LINK, today=TODAY, count=COUNT),
        Digest(to=to("curator"), organisation=SCHOOL, link=LINK, today=TODAY, tasks=(AHEAD, TODAYS, REVIEW, LATE)),
        DateMoved(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            task=AHEAD,
            old_due_on=date(2026, 9, 21),
            why="каникулы у части класса",
        ),
        MoveRefused(
            to=to("curator"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            pair=PAIR,
            stage="Знакомство",
            due_on=date(2026, 9, 10),
            days_late=6,
            needs=(
                Need(reason="нет отзыва наставляемого", mend="записать отзыв со слов участника"),
                Need(reason="не проведена встреча-знакомство", mend="отметить дату встречи"),
            ),
        ),
        PairClosed(
            to=to("mentee"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            pair=PAIR,
            outcome="программа пройдена",
            closed_on=TODAY,
        ),
        Correction(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            pair=PAIR,
            stage="Формирование пары",
            leave_by=date(2026, 9, 25),
        ),
        CuratorCalled(
            to=to("curator"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            pair=PAIR,
            who="И. С. Петров",
            text="нужна другая тема",
        ),
        RoadmapOffered(
            to=to("curator"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            roadmap="Комплекс мер по внедрению наставничества",
            offered_by="Слободской район",
            rows=14,
        ),
        SurveyOpened(
            to=to("asked"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            title="Анкета «Диагностика квартала: педагоги, III квартал 2026»",
            due_on=date(2026, 9, 25),
            many=2,
        ),
        ConsentWanted(
            to=to("invited"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            kinds=("на обработку персональных данных", "на выполнение работы по наставничеству"),
        ),
        Appointment(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            occasion=Occasion(
                title="Рабочая встреча",
                day=date(2026, 9, 22),
                at_time="15:00",
                place="кабинет 12",
                topic="план урока",
                pair=PAIR,
            ),
        ),
        Appointment(
            to=to("mentor"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            occasion=Occasion(title="Рабочая встреча", day=date(2026, 9, 22), at_time="15:00", pair=PAIR),
            days=(date(2026, 9, 22), date(2026, 9, 29)),
        ),
        Appointment(
            to=to("invited"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            occasion=Occasion(title="Педагогический совет", day=date(2026, 9, 25), at_time="14:30", minutes=90),
            moved_from=date(2026, 9, 24),
        ),
        AppointmentOff(
            to=to("representative"),
            organisation=SCHOOL,
            link=LINK,
            today=TODAY,
            occasion=Occasion(title="Пробная встреча", day=date(2026, 9, 22), at_time="15:00", pair=PAIR),
            why="болезнь",
        ),
        Invitation(to=to("user"), organisation=SCHOOL, link=LINK, today=TODAY, address="anna@school.test", days=7),
        SignInLink(to=to("user"), organisation=SCHOOL, link=LINK, today=TODAY, minutes=10),
        MailTest(to=to("operator"), organisation=SCHOOL, link=LINK, today=TODAY, server="mail.example"),
    )
