"""The first thing a stranger runs: it says in one sentence what is missing."""

import ast
import re
import shutil
import stat
from pathlib import Path

import pytest

from demo import setup_check
from demo.setup_check import Python, Unfit

ROOT = Path(__file__).resolve().parents[3]
OLD = Python("/usr/bin/python3", (3, 8), has_venv=True)
BARE = Python("/usr/bin/python3", (3, 11), has_venv=False)
GOOD = Python("/opt/python3.12", (3, 12), has_venv=True)


def test_it_starts_under_a_python_too_old_for_everything_else() -> None:
    source = (ROOT / "demo/setup_check.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", source, re.MULTILINE))
    assert imported <= {
        "argparse", "collections", "fcntl", "hashlib", "os", "shutil", "subprocess", "sys",
        "time", "typing",
    }  # fmt: skip


def test_an_old_python_is_told_of_in_one_sentence() -> None:
    with pytest.raises(Unfit) as told:
        setup_check.choose([OLD], has_uv=False)
    sentence = str(told.value)
    assert "Python 3.11 or newer is needed, found 3.8 (/usr/bin/python3)" in sentence
    assert "\n" not in sentence


def test_an_old_python_does_not_matter_where_a_newer_one_is() -> None:
    assert setup_check.choose([OLD, GOOD], has_uv=False) == GOOD


def test_without_venv_the_package_to_install_is_named() -> None:
    with pytest.raises(Unfit, match=r"sudo apt install python3\.11-venv"):
        setup_check.choose([BARE], has_uv=False)


def test_without_venv_another_python_is_taken_or_uv_helps() -> None:
    assert setup_check.choose([BARE, GOOD], has_uv=False) == GOOD
    assert setup_check.choose([BARE], has_uv=True) == BARE


def test_no_python_at_all_is_told_of_too() -> None:
    with pytest.raises(Unfit, match="found none"):
        setup_check.choose([], has_uv=False)


@pytest.mark.parametrize("platform", ["linux", "linux2", "darwin"])
def test_linux_and_macos_will_do(platform: str) -> None:
    setup_check.check_platform(platform)
    assert setup_check.is_supported(platform)


@pytest.mark.parametrize("platform", ["win32", "cygwin", "freebsd14"])
def test_other_systems_are_told_what_to_use(platform: str) -> None:
    with pytest.raises(Unfit, match=platform):
        setup_check.check_platform(platform)


def test_a_command_that_is_no_python_is_passed_over(tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(stat.S_IRWXU)
    assert setup_check.probe(str(shim)) is None
    assert setup_check.probe(str(tmp_path / "absent")) is None


def project(folder: Path) -> Path:
    root = folder / "a path with spaces"
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").touch()
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def stamp(root: Path, extra: str) -> None:
    setup_check.write_stamp(str(root), extra)


def test_an_installation_without_its_stamp_is_not_whole(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert not setup_check.is_installed("all", str(root))
    stamp(root, "all")
    assert setup_check.is_installed("all", str(root))
    assert not setup_check.is_installed("dev", str(root))


def test_what_is_installed_for_tests_will_do_for_the_demo(tmp_path: Path) -> None:
    root = project(tmp_path)
    stamp(root, "dev")
    assert setup_check.is_installed("all", str(root))


def test_a_changed_project_file_or_a_moved_folder_is_installed_again(tmp_path: Path) -> None:
    root = project(tmp_path)
    stamp(root, "all")
    moved = root.rename(tmp_path / "elsewhere")
    assert not setup_check.is_installed("all", str(moved))
    stamp(moved, "all")
    (moved / "pyproject.toml").write_text("[project]\n")
    assert not setup_check.is_installed("all", str(moved))


def test_pip_does_it_and_uv_does_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make, install = setup_check.install_commands(GOOD, "all", uv=None)
    assert make == ["/opt/python3.12", "-m", "venv", ".venv"]
    assert install[:3] == [".venv/bin/python", "-m", "pip"]
    assert install[-2:] == ["-e", ".[all]"]
    make, install = setup_check.install_commands(GOOD, "dev", uv="/bin/uv")
    assert make[:2] == ["/bin/uv", "venv"]
    assert install[-1] == ".[dev]"


def test_a_failed_command_is_told_of_by_its_last_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var/log").mkdir(parents=True)
    script = "echo 'ERROR: no such host' >&2; echo '[notice] a new pip is out'; exit 1"
    with pytest.raises(Unfit, match=r"install\.log: ERROR: no such host"):
        setup_check.run(["/bin/sh", "-c", script], lambda _: None)


def test_settings_of_another_python_do_not_leak_into_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    (tmp_path / "var/log").mkdir(parents=True)
    setup_check.run(["/bin/sh", "-c", "echo path=$PYTHONPATH user=$PIP_USER"], lambda _: None)
    assert "path= user=0" in (tmp_path / "var/log/install.log").read_text()
