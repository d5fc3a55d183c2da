"""The demonstration's mailbox: letters, their look, their links, who can sign in."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Comes
from tests.support.browser import DEVICES, Device


@pytest.mark.parametrize("device", DEVICES, ids=str)
def test_letters_are_read_as_they_were_delivered(comes: Comes, device: Device) -> None:
    reader = comes(device)
    page = reader.page
    reader.goes("/mailbox")
    expect(page.get_by_text("Гусева Анна Сергеевна")).to_be_visible()
    page.get_by_label("Кому").select_option("lapteva@svetloe.example")
    page.get_by_role("button", name="Показать").click()
    page.locator("#kept a").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    expect(page.get_by_text("Здравствуйте, Ольга Сергеевна!").first).to_be_visible()
    framed = page.frame_locator("iframe")
    expect(framed.get_by_role("heading", level=1)).to_have_text(page.get_by_role("heading", level=1).inner_text())
    ground = (
        framed.locator(".b").first.evaluate("link => getComputedStyle(link).backgroundColor") if device.scripts else ""
    )
    assert ground != "rgba(0, 0, 0, 0)"  # the letter's own style is let in
