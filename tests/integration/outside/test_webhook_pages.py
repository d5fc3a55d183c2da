"""The webhooks of the settings, walked with a browser without scripts."""

import re
from collections.abc import Iterator

import pytest

from notifications.webhooks import Hooks
from storage import webhooks
from storage.database import Database
from storage.scope import below
from storage.webhooks import WebhookRow
from tests.support.installation import TurnedClock
from tests.support.listener import listening
from tests.support.pair_life import Story, story
from tests.support.site import Site, served
from workflows.deliver_webhooks import deliver_webhooks

HOSTILE = 'https://e.test/"><script>alert(1)</script>{{7*7}}'


@pytest.fixture
def told(database: Database) -> Story:
    return story(database)


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


def kept(told: Story) -> list[WebhookRow]:
    return told.read(lambda tx: webhooks.listing(tx, visible=below([told.cast.municipality.path])))


def test_a_webhook_is_added_tried_stopped_and_started(told: Story, site: Site) -> None:
    head = site.browser(told.cast.director.id)
    assert "Пока никому" in head.get("/settings/webhooks").text
    with listening() as listener, Hooks(private=True, timeout=1) as hooks:
        made = head.post("/settings/webhooks", {"url": listener.url, "events": ["stage.changed"]})
        [hook] = kept(told)
        assert hook.secret in made.text
        assert hook.secret not in head.get(f"/settings/webhooks/{hook.id}").text
        assert hook.secret not in head.get("/settings/webhooks").text
        tried = head.post(f"/settings/webhooks/{hook.id}/test")
        assert "Пробное событие в очереди" in tried.text
        deliver_webhooks(told.database, hooks, clock=TurnedClock(site.now()))
        assert len(listener.heard) == 1
        page = head.get(f"/settings/webhooks/{hook.id}").text
        assert "принято" in page
        assert "ответ 204" in page
    stopped = head.post(f"/settings/webhooks/{hook.id}/stop", {"version": str(hook.version)})
    assert "Вебхук остановлен" in stopped.text
    stale = head.post(f"/settings/webhooks/{hook.id}/start", {"version": str(hook.version)})
    assert stale.status_code == 409
    head.post(f"/settings/webhooks/{hook.id}/start", {"version": str(hook.version + 1)})
    [again] = kept(told)
    assert again.stopped_at is None


def test_what_was_given_up_is_sent_again_by_a_click(told: Story, site: Site) -> None:
    head = site.browser(told.cast.director.id)
    head.post("/settings/webhooks", {"url": "https://e.test/", "events": ["stage.changed"]})
    [hook] = kept(told)
    told.form()
    with told.database.write() as tx:
        tx.exec_driver_sql("UPDATE webhook_delivery SET state = 'failed', next_attempt_at = NULL")
    page = head.get(f"/settings/webhooks/{hook.id}").text
    [delivery] = re.findall(r'name="delivery" value="(\d+)"', page)
    assert "Событие снова в очереди" in head.post(f"/settings/webhooks/{hook.id}/retry", {"delivery": delivery}).text
    assert head.post(f"/settings/webhooks/{hook.id}/retry", {"delivery": "999"}).status_code == 422


@pytest.mark.parametrize("typed", ["http://school.test/", "просто текст", HOSTILE, ""])
def test_a_bad_address_comes_back_with_what_was_typed(told: Story, site: Site, typed: str) -> None:
    head = site.browser(told.cast.director.id)
    answer = head.post("/settings/webhooks", {"url": typed, "events": ["obligation.overdue"]})
    assert answer.status_code == 422
    assert 'href="#f-url"' in answer.text
    assert kept(told) == []
    assert "<script>alert" not in answer.text
    if typed == HOSTILE:
        assert "{{7*7}}" in answer.text


def test_only_leaders_and_only_their_own(told: Story, site: Site) -> None:
    head = site.browser(told.cast.director.id)
    head.post("/settings/webhooks", {"url": "https://e.test/", "events": ["stage.changed"]})
    [hook] = kept(told)
    curator, outsider = site.browser(told.cast.curator.id), site.browser(told.cast.outsider.id)
    missing = head.get("/settings/webhooks/999").content
    assert curator.get("/settings/webhooks").status_code == 404
    assert outsider.get(f"/settings/webhooks/{hook.id}").content == missing
    assert outsider.post(f"/settings/webhooks/{hook.id}/stop").status_code == 404
    above = site.browser(told.cast.administrator.id)
    assert "https://e.test/" in above.get("/settings/webhooks").text


def test_the_pages_in_english(told: Story, site: Site) -> None:
    head = site.browser(told.cast.director.id)
    head.post("/settings/webhooks", {"url": "https://e.test/", "events": ["stage.changed"]})
    [hook] = kept(told)
    told.form()
    head.post("/language", {"language": "en"})
    for address in ("/settings/webhooks", f"/settings/webhooks/{hook.id}"):
        main = head.get(address).text.partition("<main")[2].partition("</main>")[0]
        assert not re.search("[а-яё]", re.sub(r"<pre.*?</pre>", "", main, flags=re.S), re.I)
