"""`/people/{id}/leaving`: everything about a person as a file, a transfer, and erasing with what it does, confirmed."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.personal_package import personal_package
from engine.permissions import PERMISSIONS, Verb
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import evidence_files
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.people import number_of
from web.refusing import Missing
from web.visit import Visit
from web.went import Went
from workflows.erase_person import GROUNDS, PersonErased, erase_person
from workflows.export_person import export_person
from workflows.find import find_organisation
from workflows.list_acts import list_acts
from workflows.show_leaving import show_leaving
from workflows.transfer_person import PersonTransferred, transfer_person

router = APIRouter()

TITLES: dict[str, Words] = {
    "letter": Words("письма", "letters"),
    "reminder": Words("напоминания", "reminders"),
    "consent": Words("согласия", "consents"),
    "profile": Words("сведения для базы", "the fields of the registers"),
    "membership": Words("участие в парах", "memberships in pairs"),
    "feedback": Words("отзывы его пар", "feedback in the pairs"),
    "meeting": Words("встречи его пар", "meetings of the pairs"),
    "planned_meeting": Words("договорённости о встречах", "agreed meetings"),
    "plan": Words("индивидуальные планы", "individual plans"),
    "plan_item": Words("пункты планов", "items of plans"),
    "plan_edition": Words("прежние редакции планов", "earlier editions of plans"),
    "survey_answer": Words("ответы на анкеты", "answers to questionnaires"),
    "paper": Words("документы", "papers"),
    "paper_file": Words("файлы документов", "files of papers"),
    "role_grant": Words("роли", "roles"),
    "event_person": Words("участие в мероприятиях", "events attended"),
    "curator_call": Words("просьбы к куратору", "calls to the curator"),
    "obligation": Words("поручения", "things owed"),
    "evidence": Words("подтверждения", "evidence"),
    "practice": Words("практики", "practices"),
    "article": Words("публикации", "articles"),
    "sign_in": Words("входы", "sign-ins"),
    "session": Words("сеансы", "sessions"),
    "account": Words("учётная запись", "the account"),
    "link_use": Words("ответы по ссылкам", "answers by link"),
    "person": Words("имя, адрес и должность", "name, address and position"),
    "journal_entry": Words("записи журнала", "lines of the journal"),
    "people_import": Words("загрузки участников", "imports of people"),
    "paper_person": Words("упоминания в документах", "names in papers"),
    "paper_draft": Words("проекты документов", "drafts of papers"),
    "word_forms": Words("падежи имени", "cases of the name"),
    "meeting_word": Words("слова о встречах", "words about meetings"),
    "plan_move": Words("просьбы о переносе срока", "wishes to move a date"),
    "match_proposal": Words("предложения пар", "proposals of pairs"),
    "match_exclusion": Words("запреты подбора", "exclusions of matching"),
    "transfer": Words("переводы между организациями", "transfers between organisations"),
    "event": Words("события", "events"),
    "external_count": Words("внесённые числа", "entered figures"),
    "indicator_series": Words("показатели", "indicators"),
    "item": Words("пункты дорожной карты", "rows of the roadmap"),
    "roadmap": Words("дорожные карты", "roadmaps"),
    "roadmap_import": Words("загрузки дорожных карт", "imports of roadmaps"),
    "publication": Words("предложения дорожных карт", "roadmaps offered"),
    "silenced_finding": Words("принятые замечания", "findings silenced"),
    "postponement": Words("переносы сроков", "postponements"),
    "programme": Words("программы", "programmes"),
    "snooze": Words("отложенные напоминания", "reminders put off"),
    "mute": Words("отказы от писем", "letters not wanted"),
    "letter_text": Words("тексты писем", "texts of letters"),
    "channel": Words("состояние почты", "the state of the mail"),
    "webhook_delivery": Words("переданные события", "webhook deliveries"),
    "idempotent_answer": Words("запомненные ответы команд", "remembered answers"),
    "api_token": Words("ключи доступа", "tokens"),
    "sign_in_link": Words("ссылки для входа", "sign-in links"),
}

HOW = {
    "gone": Words("строки удалены", "rows deleted"),
    "struck": Words("сведения стёрты, строки остались для подсчёта", "emptied, the rows stay for the counts"),
    "swept": Words("имя стёрто из текста", "the name was struck out of the text"),
}
ACT = Words("Акт об уничтожении персональных данных", "Act of the destruction of personal data")
ACTS = Words("Акты об уничтожении данных", "Acts of erasure")


@router.get("/people/{person_id}/leaving")
def leaving(visit: Entered, person_id: int) -> Response:
    return _shown(visit, person_id, NONE)


@router.post("/people/{person_id}/export")
def export(visit: Entered, person_id: int) -> Response:
    """A POST: telling everything is noted in the journal. Above the own organisation nobody is told of."""
    if visit.home is None or not visit.names_shown(visit.home.path):
        raise Missing
    with visit.write() as tx:
        made = export_person(tx, by=visit.by, person_id=person_id)
    if isinstance(made, Refused):
        return _shown(visit, person_id, Faults(reasons=made.reasons, status=409))
    scans = [(name, evidence_files.read(visit.parts.data_dir, name)) for name in made.scans]
    content = personal_package(
        made.document, papers=made.papers, scans=[(name, found) for name, found in scans if found is not None]
    )
    return download(content, f"nastavnik-{person_id}.zip", media_type="application/zip")


@router.post("/people/{person_id}/transfer")
def transfer(visit: Entered, person_id: int) -> Response:
    fields, today = visit.fields, visit.today

    def flow(tx: Connection) -> PersonTransferred | Refused:
        return transfer_person(
            tx,
            by=visit.by,
            person_id=person_id,
            to_organisation_id=find_organisation(tx, fields.line("to"), by=visit.by, field="to").id,
            on=fields.day_if_given("on", today=today),
            consent_signed=fields.day_if_given("consent", today=today),
        )

    def done(made: PersonTransferred) -> Went:
        lost = Words("; остались имя, адрес и должность", "; name, address and position were kept")
        return Went(
            f"/people/{person_id}",
            Words(
                "Участник переведён" + ("" if made.kept else lost.ru),
                "The person was transferred" + ("" if made.kept else lost.en),
            ),
        )

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, person_id, faults, form="transfer"))


@router.post("/people/{person_id}/erase")
def erase(visit: Entered, person_id: int) -> Response:
    """Confirmed on the page itself; the free pages of the file are overwritten by the worker's next pulse."""
    fields = visit.fields

    def flow(tx: Connection) -> PersonErased | Refused:
        ground = fields.choice("ground", GROUNDS)
        if not fields.ticked("sure"):
            raise BadInput("sure", "Отметьте: удаление нельзя отменить", "Tick it: erasing cannot be undone")
        return erase_person(tx, by=visit.by, person_id=person_id, ground=ground)

    def done(made: PersonErased) -> Went:
        day = f"{made.keep_until:%d.%m.%Y}"
        return Went(
            f"/erasures/{made.id}",
            Words(f"Данные удалены. Храните акт до {day}", f"The data are erased. Keep the act until {day}"),
        )

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, person_id, faults, form="erase"))


def _shown(visit: Visit, person_id: int, faults: Faults, *, form: str = "") -> Response:
    with visit.read() as tx:
        found = show_leaving(tx, by=visit.by, person_id=person_id)
    if isinstance(found, Refused):
        raise Missing
    here = found.person.org_path

    def may(verb: Verb) -> bool:
        return not visit.roles_on(here).isdisjoint(PERMISSIONS[verb])

    return visit.page(
        "leaving/leaving.html",
        title=Words("Данные участника", "The person's data"),
        row=found.person,
        found=found,
        kept=[(TITLES[name], count) for name, count in found.kept if name in TITLES],
        others=sum(count for name, count in found.kept if name not in TITLES),
        targets=[(each.path, each.name) for each in found.targets],
        grounds=[(key, visit.say(words)) for key, words in GROUNDS.items()],
        form=form,
        may=may,
        called=found.person.name if visit.names_shown(found.person.org_path) else visit.say(number_of(person_id)),
        faults=faults,
    )


@router.get("/erasures")
def acts(visit: Entered) -> Response:
    with visit.read() as tx:
        found = list_acts(tx, by=visit.by)
    return visit.page("leaving/acts.html", title=ACTS, acts=found, grounds=GROUNDS)


@router.get("/erasures/{erasure_id}")
def act(visit: Entered, erasure_id: int) -> Response:
    with visit.read() as tx:
        found = next((each for each in list_acts(tx, by=visit.by) if each.id == erasure_id), None)
    if found is None:
        raise Missing
    return visit.page("leaving/act.html", title=ACT, act=found, grounds=GROUNDS, titles=TITLES, how=HOW)
