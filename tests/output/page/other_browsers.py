"""Firefox and WebKit, driven with what they have built in: Marionette, and WebDriver over HTTP."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT_DRIVER = shutil.which("WebKitWebDriver")
XVFB = shutil.which("Xvfb")
MINI_BROWSER = next(
    (str(found) for found in sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), reverse=True)), None
)

WINDOW = (2000, 1240)
"""Pixels of the window, in which the largest of the tested viewports has room."""
_READY_S = 60
_ANSWER_S = 120

Send = Callable[[str, Mapping[str, object]], Any]

_FIREFOX_SETTINGS: Mapping[str, object] = {
    "marionette.port": 0,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "extensions.getAddons.cache.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
}
"""Sound may play unasked, as a test has no hand, and nothing is looked for on the network."""


class _Command(NamedTuple):
    """A command in both protocols."""

    method: str
    path: str
    marionette: str


_COMMANDS: Mapping[str, _Command] = {
    "open": _Command("POST", "url", "WebDriver:Navigate"),
    "frame": _Command("POST", "frame", "WebDriver:SwitchToFrame"),
    "run": _Command("POST", "execute/async", "WebDriver:ExecuteAsyncScript"),
    "rect": _Command("POST", "window/rect", "WebDriver:SetWindowRect"),
    "timeouts": _Command("POST", "timeouts", "WebDriver:SetTimeouts"),
    "screenshot": _Command("GET", "screenshot", "WebDriver:TakeScreenshot"),
}


class OtherBrowser:
    """A browser that shows one page in a frame of any size.

    A window has a least size that is larger than a phone; a frame has none, and everything in it, from `vh` to media
    queries, is relative to its size.
    """

    def __init__(self, name: str, send: Send, folder: Path) -> None:
        self.name = name
        self._send = send
        self._folder = folder
        self._size = (1440, 900)
        self._is_open = False
        send("timeouts", {"script": _ANSWER_S * 1000, "pageLoad": _ANSWER_S * 1000})
        send("rect", {"x": 0, "y": 0, "width": WINDOW[0], "height": WINDOW[1]})

    def open(self, url: str) -> None:
        """Opens a page and waits until it is loaded."""
        around = self._folder / "around.html"
        around.write_text(
            "<!doctype html><style>html, body { margin: 0; overflow: hidden }</style>"
            f'<iframe src="{url}" allow="autoplay; fullscreen" style="border: 0; display: block"></iframe>',
            encoding="utf-8",
        )
        self._send("frame", {"id": None})
        self._send("open", {"url": around.as_uri()})
        self._is_open = True
        self.resize(*self._size)

    def resize(self, width: int, height: int) -> None:
        """Gives the page, or the one that is opened next, a viewport in CSS pixels."""
        self._size = (width, height)
        if not self._is_open:
            return
        self._send("frame", {"id": None})
        self.run(f"const s = document.querySelector('iframe').style; s.width = '{width}px'; s.height = '{height}px';")
        self._send("frame", {"id": 0})
        self.run(
            f"for (let n = 0; n < 200 && (innerWidth !== {width} || innerHeight !== {height}); n += 1)"
            " await new Promise(go => setTimeout(go, 10));"
        )

    def run(self, script: str) -> Any:
        """Runs the body of an asynchronous function in the page, and returns the value that it returns.

        Raises:
            AssertionError: If the script fails.
        """
        body = f"const done = arguments[arguments.length - 1]; (async () => {{ {script} }})().then("
        body += "value => done({ value }), problem => done({ problem: `${problem}` }));"
        answer = self._send("run", {"script": body, "args": []})
        assert "problem" not in answer, f"{self.name}: {answer['problem']}"
        return answer.get("value")

    def screenshot(self) -> bytes:
        """Returns what the window shows as PNG; the page is at its top left."""
        return base64.b64decode(self._send("screenshot", {}))


@contextmanager
def firefox() -> Iterator[OtherBrowser]:
    """Starts Firefox without a window."""
    assert FIREFOX
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, profile = Path(name), Path(name) / "profile"
        profile.mkdir()
        lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in _FIREFOX_SETTINGS.items())
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        size = {"MOZ_HEADLESS_WIDTH": str(WINDOW[0]), "MOZ_HEADLESS_HEIGHT": str(WINDOW[1])}
        command = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        with _running(command, {"HOME": name, **size}) as process:
            file = profile / "MarionetteActivePort"
            port = int(_wait_for(lambda: file.exists() and file.read_text(encoding="utf-8"), process))
            with contextlib.closing(_Marionette(port)) as marionette:
                yield OtherBrowser("Firefox", marionette.send, folder)


class _Marionette:
    """The protocol of Firefox: messages as JSON, each after its length in bytes."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), _ANSWER_S)
        self._stream = self._socket.makefile("rb")
        self._last = 0
        self._read()  # Firefox says first what it speaks.
        self._ask("WebDriver:NewSession", {})

    def send(self, name: str, values: Mapping[str, object]) -> Any:
        more = {"full": False} if name == "screenshot" else {}
        answer = self._ask(_COMMANDS[name].marionette, {**values, **more})
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _ask(self, command: str, values: Mapping[str, object]) -> Any:
        self._last += 1
        data = json.dumps([0, self._last, command, values]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, problem, answer = self._read()
        assert problem is None, f"Firefox: {command}: {problem}"
        return answer

    def _read(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            assert byte, "Firefox ended"
            length += byte
        return json.loads(self._stream.read(int(length)))


@contextmanager
def webkit() -> Iterator[OtherBrowser]:
    """Starts WebKitGTK's browser on a screen that nobody sees."""
    assert WEBKIT_DRIVER
    assert MINI_BROWSER
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, _screen() as display:
        port = _free_port()
        more = {"DISPLAY": display, "HOME": name, "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        # The sandbox of WebKit does not work for root in most containers.
        more |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "NO_AT_BRIDGE": "1"}
        with _running([WEBKIT_DRIVER, f"--port={port}"], more) as process:
            _wait_for(lambda: _is_open(port), process)
            driver = _HttpDriver(port)
            try:
                yield OtherBrowser("WebKit", driver.send, Path(name))
            finally:
                driver.close()


class _HttpDriver:
    """The protocol of WebKit: W3C WebDriver."""

    def __init__(self, port: int) -> None:
        self._port = port
        options = {"binary": MINI_BROWSER, "args": ["--automation", "--autoplay-policy=allow"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{answer['sessionId']}"

    def send(self, name: str, values: Mapping[str, object]) -> Any:
        command = _COMMANDS[name]
        return self._ask(command.method, f"{self._session}/{command.path}", values)

    def close(self) -> None:
        self._ask("DELETE", self._session, {})

    def _ask(self, method: str, path: str, values: Mapping[str, object]) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_ANSWER_S)
        with contextlib.closing(connection):
            connection.request(method, path, json.dumps(values) if method == "POST" else None)
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
        assert answer.status == http.client.OK, f"WebKit: {path}: {value}"
        return value


@contextmanager
def _screen() -> Iterator[str]:
    """Starts an X server that draws nowhere, and yields the name of its display."""
    assert XVFB
    reading, writing = os.pipe()
    command = [XVFB, "-displayfd", str(writing), "-nolisten", "tcp", "-screen", "0", f"{WINDOW[0]}x{WINDOW[1]}x24"]
    with _running(command, {}, keep=writing), os.fdopen(reading) as number:
        os.close(writing)
        yield f":{number.readline().strip()}"


@contextmanager
def _running(command: list[str], more: Mapping[str, str], keep: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a program, and ends it with everything that it started."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=() if keep is None else (keep,),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(found: Callable[[], Any], process: subprocess.Popen[bytes]) -> Any:
    until = time.monotonic() + _READY_S
    while not (value := found()):
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode}"
        assert time.monotonic() < until, f"{process.args!r} is not ready"
        time.sleep(0.05)
    return value


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
