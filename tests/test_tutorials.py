"""The tutorials do what they say: every command is run in order, in a folder of its own, and what it prints compared."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import DEMO
from tests.served import served
from tests.test_readme import printed

pytestmark = pytest.mark.slow

for package in ("starlette", "rapidocr", "openpyxl"):
    pytest.importorskip(package, reason="needs pip install 'kaigi-extract[web]'")

FOLDER = Path(__file__).parents[1] / ".github" / "docs" / "tutorials"
NAMES = ("newcomer", "archivist", "analyst", "engineer")
PAGES = [f"{name}{language}.md" for name in NAMES for language in (".ja", "")]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.M | re.S)
EXIT_CODE = re.compile(r"  # (?:exit code|終了コード) (\d+)$")
ELSEWHERE = "…"
"""What is anything: within a line, or as a line of its own any number of lines."""


class Command(NamedTuple):
    line: str
    code: int
    said: str
    """What the page says that it prints; empty where the page shows nothing."""


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((FOLDER / page).read_text(encoding="utf-8"))


def commands(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        line, _, said = part.partition("\n")
        code = EXIT_CODE.search(line)
        yield Command(EXIT_CODE.sub("", line), int(code[1]) if code else 0, said)


def fits(said: str, output: str) -> bool:
    """Whether a page shows what was printed."""
    if not said:
        return True
    lines = [".*?" if line == ELSEWHERE else _pattern(line) for line in said.splitlines()]
    pattern = "".join(f"(?:{line}\n)?" if line == ".*?" else f"{line}\n" for line in lines)
    return re.fullmatch(pattern, output if output.endswith("\n") else f"{output}\n", re.S) is not None


def _pattern(line: str) -> str:
    return "[^\n]*".join(map(re.escape, line.split(ELSEWHERE)))


def run(command: Command, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    if re.match(r"kaigi-extract (?:demo|serve|review) ", f"{command.line} ") and "--no-serve" not in command.line:
        return served([*shlex.split(command.line), "--port", "0", "--no-browser"], folder, environment)
    line = command.line
    if line.startswith("datasette "):  # asked for its first page instead of opening it in a browser
        line = line.replace("--open", "--get /")
    done = subprocess.run(
        line,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def problems(page: str, folder: Path) -> Iterator[str]:
    """What commands and lines of Python do that the page does not say."""
    language = "ja_JP.UTF-8" if page.endswith(".ja.md") else "C.UTF-8"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "LC_ALL": language, "LANG": language, "PYTHONUTF8": "1"}
    names: dict[str, object] = {}
    for kind, block in blocks(page):
        if kind == "python":
            for words, output in printed(block, names):
                if not re.fullmatch(".*".join(map(re.escape, words.split(ELSEWHERE))), output, re.S):
                    yield f"says {words!r}, prints {output!r}"
            continue
        for command in commands(block):
            code, output = run(command, folder, environment)
            if (code, fits(command.said, output)) != (command.code, True):
                yield f"$ {command.line}\nexit code {code}\n{output}\n-- and the page says:\n{command.said}"


@pytest.mark.parametrize("page", PAGES)
def test_a_tutorial_does_what_it_says(page, demo, tmp_path, monkeypatch):
    if "datasette " in (FOLDER / page).read_text(encoding="utf-8"):
        pytest.importorskip("datasette")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    if not page.startswith("newcomer"):
        shutil.copytree(demo / DEMO, tmp_path / DEMO)
    found = list(problems(page, tmp_path))
    assert found == [], "\n\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_do_the_same(name):
    """The same commands and the same code, comments and notes of people apart."""
    japanese, english = (
        [
            [re.sub(r" --note .*", "", one.line) for one in commands(block)]
            if kind == "console"
            else re.sub(r"\s*#.*", "", block)
            for kind, block in blocks(page)
        ]
        for page in (f"{name}.ja.md", f"{name}.md")
    )
    assert japanese == english
    assert japanese


@pytest.mark.parametrize(
    ("said", "output", "right"),
    [
        ("", "anything\n", True),
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("…\nb\n", "a\nb\n", True),
        ("…\nb\n", "a\nc\n", False),
        ("a…c\n", "abc\n", True),
        ("a…c\n", "ab\nc\n", False),
    ],
)
def test_what_fits(said, output, right):
    assert fits(said, output) == right
