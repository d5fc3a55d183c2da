"""What each verb of the journal is called, and the groups people look for it in."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.words import Words

VERBS: Mapping[str, Words] = MappingProxyType(
    {
        "pair.form": Words("Сформирована пара", "A pair was formed"),
        "pair.advance": Words("Пара переведена", "A pair moved on"),
        "pair.suspend": Words("Пара приостановлена", "A pair was suspended"),
        "pair.resume": Words("Пара возобновлена", "A pair was resumed"),
        "pair.replace": Words("Заменён наставник", "The mentor was replaced"),
        "pair.close": Words("Пара закрыта", "A pair was closed"),
        "pair.undo": Words("Переход отменён", "A move was undone"),
        "pair.end": Words("Объявлено прекращение", "An ending was announced"),
        "pair.keep": Words("Прекращение отозвано", "The ending was withdrawn"),
        "pair.migrate": Words("Пара переведена на новую версию этапов", "A pair follows a new lifecycle version"),
        "pair.prolong": Words("Пара продлена на следующий год", "A pair goes on in the next year"),
        "pair.unprolong": Words("Продление пары отменено", "The going on of a pair was undone"),
        "pair.reschedule": Words("Перенесён срок этапа", "The day of a stage was moved"),
        "meeting.record": Words("Записана встреча", "A meeting was recorded"),
        "meeting.verdict": Words("Записано решение после встречи", "A verdict on a meeting was recorded"),
        "meeting.withdraw": Words("Запись о встрече отменена", "The record of a meeting was taken back"),
        "meeting.plan": Words("Назначена встреча", "A meeting was agreed"),
        "meeting.plan-undo": Words("Договорённость о встрече отменена", "An agreed meeting was taken back"),
        "meeting.call-off": Words("Встреча не состоится", "A meeting was called off"),
        "feedback.record": Words("Оставлен отзыв", "Feedback was given"),
        "feedback.withdraw": Words("Отзыв взят обратно", "Feedback was taken back"),
        "plan.set": Words("Составлен план", "A plan was written"),
        "plan.approve": Words("План утверждён", "A plan was approved"),
        "plan.mark": Words("Выполнен пункт плана", "An item of a plan is done"),
        "plan.unmark": Words("Отметка пункта плана снята", "The mark of a plan's item was taken off"),
        "call.make": Words("Просьба поговорить с куратором", "A wish to talk to the curator"),
        "call.answer": Words("Куратор связался с участником", "The curator got in touch"),
        "call.reopen": Words("Просьба поговорить снова открыта", "A wish to talk is open again"),
        "call.take-back": Words("Просьба поговорить взята обратно", "A wish to talk was taken back"),
        "survey.open": Words("Открыто анкетирование", "A survey was opened"),
        "survey.answer": Words("Получен ответ на анкету", "A survey was answered"),
        "survey.close": Words("Анкетирование закрыто", "A survey was closed"),
        "roadmap.apply": Words("Введена дорожная карта", "A roadmap came into force"),
        "roadmap.read": Words("Прочитан файл дорожной карты", "A roadmap's file was read"),
        "roadmap.mend": Words("Исправлен черновик дорожной карты", "A roadmap's draft was mended"),
        "roadmap.import": Words("Введена дорожная карта из файла", "A roadmap from a file came into force"),
        "roadmap.correct": Words("Дорожная карта исправлена файлом", "A file corrected a roadmap"),
        "roadmap.import-drop": Words("Черновик дорожной карты убран", "A roadmap's draft was dropped"),
        "roadmap.import-keep": Words("Черновик дорожной карты возвращён", "A roadmap's draft was taken up again"),
        "roadmap.import-undo": Words("Загрузка дорожной карты отменена", "A roadmap's import was undone"),
        "roadmap.clarify": Words("Уточнён пункт дорожной карты", "A doubt about an item was settled"),
        "roadmap.complete": Words("Пункт выполнен", "An item was completed"),
        "roadmap.publication": Words("К пункту приложена публикация", "A publication was given to an item"),
        "roadmap.prove": Words("Пункт выполнен по показателю", "An item was proved by its figure"),
        "roadmap.fall-back": Words("Пункт снова открыт: показатель снизился", "An item's figure fell back"),
        "finding.silence": Words("Замечание к пункту снято с причиной", "A finding about an item was silenced"),
        "finding.unsilence": Words("Замечание к пункту возвращено", "A finding about an item was let speak again"),
        "roadmap.reopen": Words("Пункт снова открыт", "An item was reopened"),
        "roadmap.reschedule": Words("Перенесён срок пункта", "An item's date was moved"),
        "roadmap.assign": Words("Назначен ответственный", "A responsible person was named"),
        "roadmap.bind": Words("Назначен срок пункта", "An item was given its day"),
        "roadmap.publish": Words("Дорожная карта передана вниз", "A roadmap was handed down"),
        "roadmap.offer": Words("Предложена дорожная карта", "A roadmap was offered"),
        "roadmap.withdraw": Words("Предложение отозвано", "An offer was withdrawn"),
        "roadmap.adopt": Words("Принята дорожная карта сверху", "A roadmap from above was adopted"),
        "roadmap.decline": Words("Отклонена дорожная карта сверху", "A roadmap from above was declined"),
        "roadmap.unanswer": Words("Ответ на предложение отменён", "The answer to an offer was undone"),
        "roadmap.delegate": Words("Пункт передан", "An item was delegated"),
        "roadmap.take-back": Words("Пункт взят обратно", "An item was taken back"),
        "roadmap.take": Words("Приняты изменения сверху", "Changes from above were taken"),
        "roadmap.untake": Words("Изменения сверху отменены", "Changes from above were undone"),
        "count.enter": Words("Внесено число", "A number was entered"),
        "series.link": Words("Указано, что считает показатель", "What an indicator counts was set"),
        "programme.start": Words("Начата программа", "A programme was started"),
        "year.unturn": Words("Начало нового учебного года отменено", "The new school year was undone"),
        "year.turn": Words("Начат новый учебный год", "A new school year was begun"),
        "paper.register": Words("Зарегистрирован документ", "A paper was registered"),
        "paper.draft": Words("Составлен проект документа", "A paper was drafted"),
        "paper.type": Words("Исправлен проект документа", "A paper's draft was edited"),
        "paper.drop": Words("Проект документа убран", "A paper's draft was dropped"),
        "paper.keep": Words("Проект документа возвращён", "A paper's draft was taken up again"),
        "paper.annul": Words("Документ аннулирован", "A paper was annulled"),
        "paper.restore": Words("Документ снова действует", "A paper is in force again"),
        "paper.scan": Words("Приложен скан документа", "A scan of a paper was attached"),
        "paper.free": Words("Подтверждение пункта документом снято", "A paper proves an item no longer"),
        "numbering.change": Words("Изменена нумерация документов", "The numbering of papers was changed"),
        "practice.keep": Words("Практика записана в банк", "A practice was kept in the bank"),
        "practice.publish": Words("Практика опубликована", "A practice was published"),
        "practice.withdraw": Words("Практика снята с публикации", "A practice was taken out of publication"),
        "practice.send": Words("Практики отправлены в региональный центр", "Practices went to the regional centre"),
        "person.add": Words("Добавлен участник", "A person was added"),
        "person.change": Words("Изменены сведения об участнике", "A person's details were changed"),
        "role.grant": Words("Дана роль", "A role was granted"),
        "role.revoke": Words("Роль закончена", "A role was ended"),
        "consent.record": Words("Записано согласие", "A consent was recorded"),
        "consent.withdraw": Words("Согласие отозвано", "A consent was withdrawn"),
        "user.add": Words("Открыта учётная запись", "An account was opened"),
        "user.disable": Words("Учётная запись закрыта", "An account was closed"),
        "user.password": Words("Выбран пароль", "A password was chosen"),
        "user.second-step": Words("Второй шаг входа", "The second step of signing in"),
        "user.recovery-codes": Words("Выданы запасные коды", "Recovery codes were given"),
        "user.sign-in": Words("Вход", "Signed in"),
        "user.sign-out": Words("Выход", "Signed out"),
        "user.limit": Words("Вход временно ограничен", "Signing in was limited for a while"),
        "token.make": Words("Создан токен или календарь", "A token or calendar was made"),
        "token.revoke": Words("Токен отозван", "A token was revoked"),
        "outbox.retry": Words("Письмо отправлено повторно", "A letter was sent again"),
        "outbox.cancel": Words("Письмо отменено", "A letter was cancelled"),
        "outbox.release": Words("Отпущены удержанные письма", "Held letters were let go"),
        "reminder.send": Words("Напоминание вручную", "A reminder by hand"),
        "reminder.send-all": Words("Напоминание всем просрочившим", "A reminder to everybody late"),
        "reminder.snooze": Words("Напоминание отложено", "A reminder was put off"),
        "reminder.wake": Words("Напоминание снова включено", "A reminder was taken up again"),
        "letter.mute": Words("Письма отключены получателем", "Letters were muted by their reader"),
        "letter.unmute": Words("Письма снова включены", "Letters were wanted again"),
        "organisation.add": Words("Добавлена организация", "An organisation was added"),
        "organisation.change": Words("Изменена организация", "An organisation was changed"),
        "calendar.change": Words("Изменён календарь", "The calendar was changed"),
        "policy.publish": Words("Изменены правила напоминаний", "The reminder policy was changed"),
        "letter_text.change": Words("Изменены тексты писем", "The words of letters were changed"),
        "mail.test": Words("Проверка почты", "The mail was tested"),
        "workflow.publish": Words("Опубликован жизненный цикл", "A lifecycle was published"),
        "webhook.add": Words("Добавлен веб-хук", "A webhook was added"),
        "webhook.change": Words("Изменён веб-хук", "A webhook was changed"),
        "webhook.retry": Words("Веб-хук отправлен повторно", "A webhook was sent again"),
    }
)

GROUPS: Mapping[str, tuple[Words, tuple[str, ...]]] = MappingProxyType(
    {
        "pairs": (Words("Пары", "Pairs"), ("pair", "meeting", "feedback", "plan", "call", "survey")),
        "roadmap": (
            Words("Дорожная карта", "Roadmap"),
            ("roadmap", "finding", "programme", "paper", "practice", "count", "series", "year"),
        ),
        "people": (Words("Люди", "People"), ("person", "role", "consent")),
        "access": (Words("Вход", "Signing in"), ("user", "token")),
        "letters": (Words("Письма", "Letters"), ("outbox", "reminder", "letter")),
        "settings": (
            Words("Настройки", "Settings"),
            ("organisation", "calendar", "policy", "letter_text", "numbering", "mail", "workflow", "webhook"),
        ),
    }
)
"""Title and nouns of each group."""


def title_of(verb: str) -> Words:
    """«Сформирована пара»; a verb nobody has titled yet is told as it is stored."""
    return VERBS.get(verb) or Words(verb, verb)


def verbs_of(group: str) -> tuple[str, ...]:
    """The verbs of a group, () for one that is not there.

    >>> verbs_of("access")[:2]
    ('user.add', 'user.disable')
    """
    nouns = GROUPS[group][1] if group in GROUPS else ()
    return tuple(verb for verb in VERBS if verb.partition(".")[0] in nouns)
