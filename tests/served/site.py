"""The site as a start of it makes it: prepared, and served by the production server."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from random import SystemRandom

from tests.content import ROOT

CONFIG = "config/gunicorn.py"
HANDED = "LISTEN_PID=$$ LISTEN_FDS=1"
"""How systemd tells a server that its socket is the file with the number 3."""
START = 120  # seconds that a start may take
STOP = 60  # seconds; twice what the server grants its workers
PORTS = range(15_000, 30_000)
"""Below those that the system gives to clients: one of these might take the port of a dead site."""


def settings_in(folder: Path) -> dict[str, str]:
    """Return the variables of a site that keeps everything it makes in a folder."""
    return {
        "BLOTTER_VAR": str(folder),
        "SECRET_KEY": "served-" * 8,
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "DEBUG": "False",
        "HTTPS": "False",
        "ANSWERS_PER_MINUTE": "0",
        "DRAFTS_PER_MINUTE": "0",
        "ANSWERS_PER_MINUTE_OF_ADDRESS": "0",
    }


def free_port() -> int:
    """Return a port that nobody listens on."""
    while True:
        port = SystemRandom().choice(PORTS)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port


class Site:
    """A site on this machine. Its processes are a group of their own."""

    def __init__(
        self,
        settings: Mapping[str, str],
        *,
        config: str = CONFIG,
        keeps_socket: bool = False,
        root: Path = ROOT,
    ) -> None:
        self.config, self.root = config, root
        self.environment = os.environ | settings
        self.port = int(settings["PORT"])
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = Path(settings["BLOTTER_VAR"]) / "server.log"
        self._server: subprocess.Popen[bytes] | None = None
        self._socket = socket.create_server(("127.0.0.1", self.port)) if keeps_socket else None
        """Outlives the server, as one of systemd does: who connects meanwhile waits there."""

    def start(self) -> None:
        """Do what script/server does, and wait until a page is served."""
        with self.log.open("ab") as log:
            prepare = [sys.executable, "manage.py", "prepare"]
            serve = [sys.executable, "-m", "gunicorn", "--config", self.config]
            kept: tuple[int, ...] = ()
            if self._socket:
                kept = (self._socket.fileno(),)
                serve = ["sh", "-c", f'{HANDED} exec "$0" "$@" 3<&{kept[0]}', *serve]
            subprocess.run(  # noqa: S603 - our own command
                prepare, cwd=self.root, env=self.environment, stdout=log, check=True
            )
            self._server = subprocess.Popen(  # noqa: S603 - our own server
                serve,
                cwd=self.root,
                env=self.environment,
                stderr=log,
                start_new_session=True,
                pass_fds=kept,
            )
        self._wait(self._server)

    def restart(self) -> None:
        """End all of its processes at once, and start anew."""
        self.kill()
        self.start()

    def roll(self) -> None:
        """Let it finish what it is doing, and start it anew."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """End all of its processes at once, whatever they are doing."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish what it is doing, and end it."""
        self._end(signal.SIGTERM)

    def memory(self) -> int:
        """Return the most bytes that any of its processes has ever held."""
        assert self._server
        pids = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
        held = [_most_held(pid) for pid in pids if _group_of(pid) == self._server.pid]
        return max(held)

    def _end(self, how: signal.Signals) -> None:
        if self._server is None:
            return
        os.killpg(self._server.pid, how)
        self._server.wait(timeout=STOP)
        self._server = None

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + START
        while True:
            assert server.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"{self.url}/robots.txt")  # noqa: S310 - our own server
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                return


def _group_of(pid: str) -> int | None:
    try:
        return os.getpgid(int(pid))
    except ProcessLookupError:
        return None


def _most_held(pid: str) -> int:
    """Read the peak of resident memory, which the kernel gives in KiB."""
    status = Path("/proc", pid, "status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
