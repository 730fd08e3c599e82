"""What travels inside the wheel, and whether it is enough to work away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation, for the tests need no network: hatchling is one of the dev tools.
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "wheel", "--quiet"]
    built = subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("kneadcast-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as pip leaves it: a wheel of pure Python is installed by unpacking it."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed: Path, folder: Path, *arguments: str) -> str:
    """Runs Python elsewhere, with the wheel and its dependencies but no way to the checkout.

    `-S` leaves out the `.pth` file through which an editable install would reach it.
    """
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    places = {name: str(folder) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    done = subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=folder,
        env={"PYTHONPATH": path, "PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""), **places},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def declared_dependencies() -> list[str]:
    block = re.search(r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.M | re.S)
    assert block
    return re.findall(r'^ *"([\w.-]+)', block[1], re.M)


@pytest.mark.parametrize("folder", ["routines", "audio_templates"])
def test_the_wheel_carries_every_built_in_file(wheel: Path, folder: str) -> None:
    authored = {f"kneadcast/data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*.yaml")}
    assert authored
    assert authored <= set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    source = ROOT / "src"
    files = {path.relative_to(source).as_posix() for path in (source / "kneadcast").rglob("*") if path.is_file()}
    files = {name for name in files if "__pycache__" not in name}
    assert {
        "kneadcast/output/page/template/page.js",
        "kneadcast/output/pictures/fonts/atkinson-hyperlegible-bold.ttf",
        "kneadcast/output/pictures/scenes/artwork/sole.svg",
        "kneadcast/speech/lengths/en.json",
    } <= files
    assert files <= set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert "kneadcast/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_the_wheel_carries_the_package_and_nothing_of_the_workshop(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {re.sub(r"-[\w.]+\.dist-info", ".dist-info", top) for top in tops} == {"kneadcast", "kneadcast.dist-info"}


def test_the_wheel_asks_for_the_declared_dependencies_and_offers_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.rpartition("/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = message_from_bytes(archive.read(names["METADATA"]))
        commands = archive.read(names["entry_points.txt"]).decode()
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert sorted(re.split(r"[^\w.-]", line)[0].lower() for line in needed) == sorted(
        name.lower() for name in declared_dependencies()
    )
    assert "kneadcast = kneadcast.cli:main" in commands


def test_the_installed_wheel_finds_the_built_in_routines_away_from_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    found_at = run_installed(installed, tmp_path, "-c", "import kneadcast, sys; print(kneadcast.__file__, *sys.path)")
    assert found_at.startswith(str(installed))
    assert str(ROOT / "src") not in found_at

    listed = run_installed(installed, tmp_path, "-c", "import kneadcast.routine as r; print(*r.routine_names())")
    authored = {yaml.safe_load(path.read_text(encoding="utf-8"))["name"] for path in (ROOT / "routines").glob("*.yaml")}
    assert authored
    assert set(listed.split()) == authored
    assert "From toes to hip" in run_installed(installed, tmp_path, "-m", "kneadcast", "show", "toes-to-hip")


@pytest.mark.parametrize("name", declared_dependencies())
def test_every_dependency_has_a_line_that_says_why_it_is_there(name: str) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = re.search(r"^#+ *What we depend on\s*\n(.*?)(?=^#|\Z)", guide, re.M | re.S)
    assert section, "CONTRIBUTING.md has no section 'What we depend on'"
    assert re.search(rf"^ *[-*|].*(?<![\w-]){re.escape(name)}(?![\w-])", section[1], re.M | re.I)
