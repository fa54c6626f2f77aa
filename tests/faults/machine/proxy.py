"""nginx in front of a site, as deploy/nginx.conf has it, but for names, ports, certificates."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.content import ROOT
from tests.served.site import START, free_port

FRAME = """\
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
access_log off;
{paths}
{site}
}}
"""
KEPT = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""What nginx keeps in folders, of whose names each needs one."""


def program() -> str | None:
    """Return where nginx is, or None."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@contextmanager
def proxy_of(port: int, folder: Path) -> Iterator[int]:
    """Pass on to a site what arrives at a port, and give that port."""
    own, nginx = free_port(), program()
    assert nginx
    (folder / "nginx.conf").write_text(_configured(port, own, folder))
    command = [nginx, "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - our own command
    try:
        _wait(own, server)
        yield own
    finally:
        server.terminate()
        server.communicate()


def _configured(port: int, own: int, folder: Path) -> str:
    """Return the example's text, with this machine's ports and without what needs a certificate."""
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    site = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", site, flags=re.DOTALL)  # leads to https
    site = re.sub(r"\n +(ssl_\w+|listen \[::\]:443) .*", "", site)
    site = site.replace("listen 443 ssl http2", f"listen 127.0.0.1:{own}")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    site = site.replace("learn.example.org", "localhost").replace("Host $host;", "Host $http_host;")
    paths = "".join(f"{name}_temp_path {folder}/{name};\n" for name in KEPT)
    return FRAME.format(folder=folder, paths=paths, site=site)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START
    while True:
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        assert server.poll() is None, server.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.05)
