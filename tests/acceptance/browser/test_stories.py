"""What the product is for, told by people at browsers: wide and narrow, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.browser.conftest import Comes
from tests.support.browser import DESKTOP, DEVICES, PATIENCE, Device, Person

everywhere = pytest.mark.parametrize("device", DEVICES, ids=str)


def menu(person: Person, name: str) -> None:
    """A line of the menu at the side (on a phone at the top)."""
    person.page.get_by_role("navigation", name="Разделы").get_by_role("link", name=re.compile(f"^{name}")).click()


def letters_to(person: Person, address: str) -> Page:
    """The mailbox of one reader, in the same browser."""
    person.goes("/mailbox")
    person.page.get_by_label("Кому").select_option(address)
    person.page.get_by_role("button", name="Показать").click()
    return person.page


@everywhere
def test_a_curator_sees_why_a_pair_cannot_go_on_mends_it_advances_it_and_undoes_it(
    comes: Comes, device: Device
) -> None:
    curator = comes(device)
    curator.signs_in("Гусева")
    page = curator.page
    menu(curator, "Пары")
    page.get_by_role("link", name=re.compile("Бушуева")).first.click()

    needs = page.get_by_role("region", name=re.compile("Что нужно для перехода"))
    expect(needs).to_contain_text("Не выполнено: согласие")
    move = needs.get_by_role("button", name="Начать знакомство")
    expect(move).to_have_attribute("aria-disabled", "true")
    if not device.scripts:  # without them the button can be pressed, and the server says the reasons, too
        move.click(force=True)
        expect(page.get_by_role("alert")).to_contain_text("Сысолятина")

    page.get_by_role("link", name="Внести согласие").first.click()
    page.get_by_label("Когда подписано").fill("23 ноября")
    page.get_by_role("button", name="Записать согласие").click()
    expect(needs).to_contain_text("выполнено 4 из 4")

    move.click()
    said = page.get_by_role("status")
    expect(said).to_contain_text("Знакомство")
    expect(page.locator("[aria-current=step]")).to_contain_text("Знакомство")

    said.get_by_role("button", name="Отменить").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Сформирована")


@everywhere
def test_a_mentor_reports_a_meeting_by_the_link_of_a_delivered_letter(comes: Comes, device: Device) -> None:
    mentor = comes(device)
    page = letters_to(mentor, "smirnov@svetloe.example")
    page.locator("#kept a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пробная встреча")
    page.get_by_role("region", name="Текст письма").get_by_role("link").first.click()

    # The page asks nobody to sign in, and looking at it has changed nothing.
    expect(page).to_have_url(re.compile("/m/"))
    expect(page.get_by_text("Мальцева")).to_be_visible()
    page.get_by_label("Да, продолжаем").check()
    page.get_by_role("button", name="Встреча прошла").click()
    told = page.get_by_role("status").filter(has_text="Отмечено: встреча прошла")
    expect(told).to_contain_text("24\u00a0ноября")

    curator = comes(device)
    curator.signs_in("Гусева")
    menu(curator, "Пары")
    curator.page.get_by_role("link", name=re.compile("Смирнов")).first.click()
    meetings = curator.page.get_by_role("region", name="Встречи и отзывы")
    expect(meetings).to_contain_text("наставник: за")

    told.get_by_role("button", name="Отменить").click()
    expect(page.get_by_role("button", name="Встреча прошла")).to_be_visible()
    curator.page.reload()
    expect(meetings).not_to_contain_text("наставник: за")


@everywhere
def test_an_administrator_finds_the_longest_late_reminds_and_sees_the_letter_arrive(
    comes: Comes, device: Device
) -> None:
    official = comes(device)
    official.signs_in("Куимова")
    page = official.page
    before = letters_to(official, "dudina@school-14.example").locator("#kept time").first.get_attribute("datetime")
    official.goes("/")

    menu(official, "Просрочено")  # the first click
    late = page.get_by_role("table").first.locator("tbody tr").first
    title = late.get_by_role("link").first.inner_text()
    expect(late).to_contain_text("Школа № 14")
    late.get_by_role("button", name="Напомнить").click()  # the second one; a third is not needed

    expect(page.get_by_role("status")).to_be_visible()
    page = letters_to(official, "dudina@school-14.example")
    newest = _arrives(official, page, after=before)
    newest.click()
    expect(page.locator(".words")).to_contain_text(title.split("«")[0].strip())


@everywhere
def test_somebody_signs_in_by_a_link_from_a_letter(comes: Comes, device: Device) -> None:
    mentor = comes(device)
    page = letters_to(mentor, "lapteva@svetloe.example")
    before = page.locator("#kept time").first.get_attribute("datetime")
    mentor.goes("/sign-in")
    page.get_by_label("Адрес почты").fill("lapteva@svetloe.example")
    page.get_by_role("button", name="Прислать ссылку на почту").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте почту")
    _arrives(mentor, letters_to(mentor, "lapteva@svetloe.example"), after=before).click()
    page.get_by_role("region", name="Текст письма").get_by_role("link").first.click()
    page.get_by_role("button", name="Войти").click()
    expect(
        page.get_by_role("navigation", name="Разделы").get_by_role("link", name=re.compile("^Мои пары"))
    ).to_be_visible()


def test_the_board_is_walked_by_keys(comes: Comes) -> None:
    curator = comes(DESKTOP)
    curator.signs_in("Гусева")
    page = curator.page
    menu(curator, "Пары")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пары")
    page.keyboard.press("j")
    # the same key on a Russian keyboard, which the driver does not know
    page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', bubbles: true}))")
    second = page.locator("[data-walk]").nth(1)
    expect(second).to_be_focused()
    name = second.inner_text().split("\n")[0]
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").or_(page.locator("[data-search]")).first).to_be_focused()
    page.keyboard.press("Tab")
    second.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])


def _arrives(person: Person, page: Page, *, after: str | None):  # type: ignore[no-untyped-def]  # a locator
    """The newest letter of the list, once it is another than before."""
    for _ in range(int(PATIENCE)):
        if page.locator("#kept time").first.get_attribute("datetime") != after:
            return page.locator("#kept a").first
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("no letter came")


@everywhere
def test_a_head_approves_plans_as_a_list(comes: Comes, device: Device) -> None:
    head = comes(device)
    head.signs_in("Громов")
    page = head.page
    menu(head, "На утверждение")
    plans = page.get_by_role("region", name="Индивидуальные планы")
    expect(plans.get_by_role("checkbox")).to_have_count(3)
    plans.get_by_text("Пункты плана").first.click()
    expect(
        plans.get_by_text("Лабораторная без ошибок").or_(plans.get_by_text("Алгебра без страха")).first
    ).to_be_visible()
    plans.get_by_role("checkbox").last.uncheck()
    plans.get_by_label("Номер приказа").fill("140-л")
    plans.get_by_role("button", name="Утвердить отмеченные").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("region", name="Индивидуальные планы").get_by_role("checkbox")).to_have_count(1)
