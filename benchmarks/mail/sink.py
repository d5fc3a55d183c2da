"""postfix's `smtp-sink`: accepts letters as fast as they come and throws them away."""

import os
import shutil
import socket
import subprocess
import time
from types import TracebackType

HOST = "127.0.0.1"
_PLACES = "/usr/sbin:/usr/local/sbin:/usr/lib/postfix/sbin"
_START_SECONDS = 10.0


class NoSinkError(Exception):
    """`smtp-sink` is neither installed nor installable from here."""


class Sink:
    """A running sink on a free port of the loopback."""

    def __init__(self) -> None:
        self.port = _free_port()
        program = _program()
        # As root it insists on another user to run as; nobody else may name one.
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self._process = subprocess.Popen([program, *user, f"{HOST}:{self.port}", "100"], stderr=subprocess.DEVNULL)

    def __enter__(self) -> "Sink":
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        self._process.kill()
        raise NoSinkError(f"smtp-sink did not answer within {_START_SECONDS:.0f} s")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()


def _program() -> str:
    """The path of `smtp-sink`; on a Debian where we may, postfix is installed first, without a question."""
    if (found := _found()) is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "--no-install-recommends", "postfix"]
        subprocess.run(install, env=quiet, check=False, capture_output=True)
        found = _found()
    if found is None:
        raise NoSinkError("smtp-sink is absent: install postfix (Debian: apt-get install -y postfix)")
    return found


def _found() -> str | None:
    return shutil.which("smtp-sink") or shutil.which("smtp-sink", path=_PLACES)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
