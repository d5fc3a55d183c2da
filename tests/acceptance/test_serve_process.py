"""`nastavnik serve` as a process: what a service manager, a proxy and a second program see."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.acceptance.test_worker_process import PAIR_LETTERS, PATIENCE, House, Post, Running, eventually, settle
from tests.support.cli import Cli


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as made:
        yield made


@pytest.fixture
def house(tmp_path: Path, sqlite_url: str, post: Post) -> House:
    return House(tmp_path, sqlite_url, post)


@contextmanager
def pages(house: House, *more: str) -> Iterator[tuple[Running, str]]:
    """The process and the address it prints."""
    with house.running("serve", "--port", "0", *more, says="The pages are open") as running:
        yield running, running.heard[-1].split(": ")[1].split(" ")[0]


def test_pages_answer_and_letters_go_by_the_same_process(house: House, post: Post) -> None:
    settle(house, pairs=1)
    with pages(house) as (running, address):
        assert httpx.get(f"{address}/sign-in").status_code == 200
        house.turn("2025-09-01T09:10+03:00")
        post.await_letters(PAIR_LETTERS)
        running.ask_to_stop()
        assert running.ended() == 0
    # without NASTAVNIK_BASE_URL the links lead to where the pages are
    assert address in str(post.letters[0].message.get_body(("plain",)).get_content())


def test_without_the_worker_nothing_goes(house: House, post: Post) -> None:
    settle(house, pairs=1)
    house.turn("2025-09-01T09:10+03:00")
    with pages(house, "--no-worker") as (running, address):
        assert httpx.get(f"{address}/sign-in").status_code == 200
        running.process.terminate()
        assert running.ended() == 0
    assert post.letters == []
    assert house.rows("SELECT count(*) FROM heartbeat") == [(0,)]


def test_several_processes_answer_at_one_door_and_end_together(house: House, post: Post) -> None:
    settle(house, pairs=1)
    with pages(house, "--processes", "3") as (running, address):
        assert len(children(running.process.pid)) == 3
        assert {httpx.get(f"{address}/sign-in").status_code for _ in range(20)} == {200}
        house.turn("2025-09-01T09:10+03:00")
        post.await_letters(PAIR_LETTERS)
        running.process.terminate()
        assert running.ended() == 0
        eventually(lambda: _turns_away(address))


def test_when_one_of_them_dies_nobody_keeps_the_door(house: House) -> None:
    with pages(house, "--processes", "2") as (running, address):
        one, _ = children(running.process.pid)
        os.kill(one, signal.SIGKILL)
        running.ended()
        eventually(lambda: _turns_away(address))
    with pages(house, "--processes", "2") as (running, address):
        running.process.kill()
        running.ended()
        eventually(lambda: _turns_away(address))


def children(pid: int) -> list[int]:
    """The processes born by this one."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_request_under_way_is_answered_before_the_end(house: House) -> None:
    with pages(house) as (running, address):
        at = urlsplit(address)
        with socket.create_connection(("127.0.0.1", at.port or 0), timeout=PATIENCE) as caller:
            body = b"language=en"
            head = f"POST /language HTTP/1.1\r\nHost: {at.netloc}\r\nOrigin: {address}\r\nConnection: close\r\n"
            kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
            caller.sendall((head + kind).encode() + body[:3])
            httpx.get(f"{address}/sign-in")  # answered later than the first bytes above were read
            running.process.terminate()
            eventually(lambda: _turns_away(address))
            caller.sendall(body[3:])
            assert caller.recv(65536).startswith(b"HTTP/1.1 303 ")
        assert running.ended() == 0


def _turns_away(address: str) -> bool:
    """Whether a newcomer finds the door closed."""
    try:
        httpx.get(f"{address}/sign-in", timeout=PATIENCE)
    except httpx.ConnectError:
        return True
    return False


def test_the_log_names_routes_and_never_addresses(house: House) -> None:
    with pages(house, "--no-worker") as (running, address):
        httpx.get(f"{address}/help/no-such-guide?who=ivanova@school.test")
        running.process.terminate()
        assert running.ended() == 0
        assert running.process.stderr is not None
        log = running.process.stderr.read()
    assert "route=/help/{guide} status=404" in log
    assert "ivanova" not in log
    assert "no-such-guide" not in log


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for command in (("serve",), ("demo",)):
            result = Cli(tmp_path)(*command, "--port", port, "--lang", "en")
            assert (result.exit_code, result.stdout) == (2, "")
            assert f"port {port} is taken" in result.stderr


def test_an_address_of_another_machine_is_said_in_a_sentence(tmp_path: Path) -> None:
    result = Cli(tmp_path)("serve", "--host", "192.0.2.1", "--port", 0, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "192.0.2.1 is no address of this machine" in result.stderr
