"""How much of what the code decides is held by a test: small faults are put in one by one, and the tests must see them.

    python tests/benchmarks/mutate.py --sample 150            score of each room, and every fault that no test saw
    python tests/benchmarks/mutate.py --sample 0 --at kaigi_extract/layout/stitching.py:54
                                                              every fault of a file, or of one line of it
    python tests/benchmarks/mutate.py --list                  what there is to put in, without running anything

A fault is a comparison that takes or leaves its bound or its opposite, `and` for `or` or the other way round, a condition
left out of several, `not` left out, a returned True for False, a number halved or doubled. Which tests run a line is
found out first, by coverage (`pip install coverage`); only they are run for a fault of it, shortest first, until one
fails. Works in copies of the tree, a copy a process; the tree itself is not touched. A fault that changes nothing that
could be seen counts as unseen too: no score is to be 100 %.

Faults are tried in random order, so that those of a run that `--minutes` cuts short are a random sample too. The minutes
hold all of the run: finding out which tests run a line (`--map` keeps it for the next run) and the fault at the end,
which counts as not tried where its tests are not done by then.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import py_compile
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = "kaigi_extract"
CORPUS = ("test_corpus*", "test_extract")
ROOMS: dict[str, tuple[str, ...]] = {
    "layout": ("test_layout_*", "test_parts_*", *CORPUS),
    "parts": ("test_parts_*", "test_settings", "test_invented_ward", *CORPUS),
    "text": ("test_text_*", "test_layout_*", "test_parts_*", "test_references", *CORPUS),
    "references": ("test_references", "test_parts_clause_set", *CORPUS),
    "clauses": ("test_clauses_*", "test_corpus"),
}
"""The test files that hold each room. Every pattern names one that is there."""
COPIED = (PACKAGE, "tests", "corpus", "models", "pyproject.toml", "README.md", "README.ja.md")
AT_MOST = 60.0
"""Seconds that the tests of one fault may take together, as measured without a fault; the longest are left out."""
PATIENCE, START = 8.0, 90.0
"""How many times as long a fault may take as its tests did, and seconds beside that, before it counts as seen: it hangs."""
SHORT = 12
"""Characters of a fault that is printed with its line."""
WARM = ("pymupdf", "pdfplumber", "pydantic", "numpy", "hypothesis", "docx", "sudachipy", "spacy", "rich")
"""Loaded once: every fault is tried in a process forked from one that has them."""

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


@dataclass(frozen=True)
class Fault:
    """One place in one file, and what stands there instead. `lines` are those that it is run with."""

    path: str
    line: int
    start: int
    end: int
    """Bytes of the file that are replaced."""
    was: str
    now: str
    text: str
    """The line that it is in."""
    lines: tuple[int, ...]
    names: tuple[str, ...]
    """Of a constant: whoever reads it runs the fault."""

    @property
    def room(self) -> str:
        return self.path.split("/")[1]

    def __str__(self) -> str:
        of = f"  in  {self.text}" if len(self.was) < SHORT else ""
        return f"{self.path}:{self.line}: {' '.join(self.was.split())}  ->  {self.now}{of}"


class Finder(ast.NodeVisitor):
    """Every fault of one file."""

    def __init__(self, path: str, source: bytes) -> None:
        self.path, self.source = path, source
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.found: list[Fault] = []
        self.statements: list[ast.stmt] = []
        self.visit(ast.parse(source))

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, (ast.JoinedStr, ast.match_case)) or _is_typing(node):
            for child in getattr(node, "body", ()):
                self.visit(child)
            return
        if isinstance(node, ast.stmt):
            self.statements.append(node)
        if isinstance(node, ast.expr) and hasattr(node, "lineno"):
            for other in _others(node):
                self._add(node, other)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
            self._add(node.value, ast.Constant(not node.value.value))
        for name, child in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list") or (name == "slice" and _is_place(child)):
                continue
            for each in child if isinstance(child, list) else [child]:
                if isinstance(each, ast.AST):
                    self.visit(each)
        if isinstance(node, ast.stmt):
            self.statements.pop()

    def _add(self, node: ast.expr, other: ast.expr) -> None:
        start, end = (
            self.starts[line - 1] + column
            for line, column in ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
        )
        lines, names = self._run_by()
        was = self.source[start:end].decode()
        now = ast.unparse(ast.fix_missing_locations(other))
        text = self.source[self.starts[node.lineno - 1] : self.starts[node.lineno]].decode().strip()
        self.found.append(Fault(self.path, node.lineno, start, end, was, now, text, lines, names))

    def _run_by(self) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The lines of the statement; of a default the whole function; of a constant the names that it is read by."""
        inner = self.statements[-1]
        function = any(isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) for each in self.statements[:-1])
        if function or isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            last = inner.end_lineno if isinstance(inner, ast.FunctionDef) else _head_end(inner)
            return tuple(range(inner.lineno, (last or inner.lineno) + 1)), ()
        targets = inner.targets if isinstance(inner, ast.Assign) else [getattr(inner, "target", None)]
        return (), tuple(each.id for each in targets if isinstance(each, ast.Name))


def _head_end(statement: ast.stmt) -> int:
    """The last line of a statement before the block that it opens."""
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    first = body[0] if isinstance(body, list) else None
    line = getattr(first, "lineno", None) or getattr(getattr(first, "pattern", None), "lineno", None)
    return max(line - 1, statement.lineno) if line is not None else statement.end_lineno or statement.lineno


def _is_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _is_place(node: ast.AST) -> bool:
    """Whether an index is a number: faults of these only break the program."""
    parts = [node.lower, node.upper, node.step] if isinstance(node, ast.Slice) else [node]
    return all(part is None or isinstance(part, (ast.Constant, ast.UnaryOp)) for part in parts)


def _others(node: ast.expr) -> Iterator[ast.expr]:
    """What may stand in the place of an expression."""
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                for other in _COMPARED[type(operator)]:
                    yield ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            for at in range(len(node.values)):
                left = [*node.values[:at], *node.values[at + 1 :]]
                yield ast.BoolOp(node.op, left) if len(left) > 1 else left[0]
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=bool() | None):
            return
        case ast.Constant(value=int() as number):
            yield from (ast.Constant(one) for one in dict.fromkeys((number // 2, number * 2)) if one != number)
            if number == 0:
                yield ast.Constant(1)
        case ast.Constant(value=float() as number):
            yield from (ast.Constant(one) for one in (number * 0.5, number * 2) if one != number)


def faults(rooms: Iterable[str], tree: Path) -> list[Fault]:
    """Every fault of the rooms, file by file."""
    found: list[Fault] = []
    for room in rooms:
        for path in sorted((tree / PACKAGE / room).rglob("*.py")):
            found += Finder(path.relative_to(tree).as_posix(), path.read_bytes()).found
    return found


# What runs in a process of its own, with the copy of the tree as working folder.


class Recorder:
    """A pytest plugin: which tests run which lines, and how long they take."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}
        self.shared: set[str] = set()
        """Tests that get what another test of their file made."""

    def pytest_collectstart(self, collector: Any) -> None:
        self.coverage.switch_context(collector.nodeid.partition("::")[0])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(nodeid)

    def pytest_runtest_setup(self, item: Any) -> None:
        made = item._fixtureinfo.name2fixturedefs
        if any(each[-1].scope != "function" for name, each in made.items() if not name.startswith("tmp_path")):
            self.shared.add(item.nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


class Chosen:
    """A pytest plugin: runs the given tests only, in the given order."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.order = {nodeid: at for at, nodeid in enumerate(wanted)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])


def _pytest(tests: Iterable[str], plugin: object) -> int:
    import pytest

    options = ["-q", "-x", "--no-header", "-p", "no:cacheprovider", "--hypothesis-profile=quick"]
    return int(pytest.main([*options, *tests], plugins=[plugin]))


def record(tests: Sequence[str], target: str) -> None:
    """Runs the test files and writes which lines each test runs."""
    import coverage

    measured = coverage.Coverage(data_file=None, source=[PACKAGE], config_file=False)
    recorder = Recorder(measured)
    measured.start()
    code = _pytest(tests, recorder)
    measured.stop()
    data = measured.get_data()
    lines = {
        Path(path).relative_to(Path.cwd()).as_posix(): data.contexts_by_lineno(path) for path in data.measured_files()
    }
    found = {"code": code, "lines": lines, "seconds": recorder.seconds, "shared": sorted(recorder.shared)}
    Path(target).write_text(json.dumps(found), encoding="utf-8")


def serve() -> None:
    """Answers each line of standard input, a list of tests and a limit as JSON, with what came of them."""
    for name in WARM:
        __import__(name)
    __import__("pytest")
    answers = os.fdopen(os.dup(1), "w")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    for line in sys.stdin:
        tests, limit = json.loads(line)
        answers.write(f"{_in_fork(tests, limit, null)}\n")
        answers.flush()


def _in_fork(tests: list[str], limit: float, null: int) -> str:
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(null, 0)
        os.dup2(null, 2)
        sys.dont_write_bytecode = True
        code = 3
        try:
            code = _pytest(dict.fromkeys(test.partition("::")[0] for test in tests), Chosen(tests))
        finally:
            os._exit(code)
    end = time.monotonic() + limit
    while (done := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "hangs"
        time.sleep(0.02)
    return "unseen" if done[1] == 0 else "seen"


# What runs here.


class Map:
    """Which tests run a fault."""

    def __init__(self, found: dict[str, Any], tree: Path) -> None:
        self.seconds: dict[str, float] = found["seconds"]
        of_file: dict[str, set[str]] = defaultdict(set)
        for test in self.seconds:
            of_file[test.partition("::")[0]].add(test)
        shared = {test.partition("::")[0]: set[str]() for test in found["shared"]}
        for test in found["shared"]:
            shared[test.partition("::")[0]].add(test)
        self.tests: dict[str, dict[int, set[str]]] = {}
        for path, lines in found["lines"].items():
            at = self.tests[path] = {}
            for line, contexts in lines.items():
                run = at[int(line)] = set[str]()
                for context in filter(None, contexts):
                    file = context.partition("::")[0]
                    # What is run while a file is imported is read by any test of it, as is what tests share.
                    run |= of_file[file] if context == file else {context}
                    run |= shared.get(file, set())
        self.readers: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path in self.tests:
            for node in ast.walk(ast.parse((tree / path).read_bytes())):
                name = getattr(node, "id", None) or getattr(node, "attr", None)
                if isinstance(name, str) and isinstance(getattr(node, "ctx", None), ast.Load):
                    self.readers[name].append((path, node.lineno))

    def of(self, fault: Fault) -> list[str]:
        """The tests, shortest first, as many as `AT_MOST` allows."""
        places = [(fault.path, line) for line in fault.lines]
        places += [place for name in fault.names for place in self.readers[name]]
        found = set[str]().union(*(self.tests.get(path, {}).get(line, set()) for path, line in places))
        if not found and not fault.lines:
            found = set[str]().union(*self.tests.get(fault.path, {}).values())
        chosen, total = [], 0.0
        for test in sorted(found & self.seconds.keys(), key=lambda test: self.seconds[test]):
            total += self.seconds[test]
            if total > AT_MOST and chosen:
                break
            chosen.append(test)
        return chosen


def copied(target: Path) -> Path:
    """A copy of the tree, its modules compiled so that a changed one is known by its content."""
    target.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
        elif source.exists():
            shutil.copy(source, target)
    for path in (target / PACKAGE).rglob("*.py"):
        py_compile.compile(str(path), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    return target


def _command(*arguments: str) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), *arguments]


def _environment(tree: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}


class Worker:
    """A process with a copy of the tree, where one fault after the other is tried."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self.process = subprocess.Popen(
            _command("--serve"),
            cwd=tree,
            env=_environment(tree),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def attempt(self, fault: Fault, tests: list[str], seconds: float, end: float) -> str:
        """What the tests say of the fault; `not tried` where they are not done by `end`."""
        path = self.tree / fault.path
        source = path.read_bytes()
        try:
            path.write_bytes(source[: fault.start] + f"({fault.now})".encode() + source[fault.end :])
            # The file that runs it most is the likeliest to see it: no other one is loaded where it does.
            most = Counter(test.partition("::")[0] for test in tests).most_common(1)[0][0]
            first = [test for test in tests if test.startswith(f"{most}::")]
            rest = [test for test in tests if not test.startswith(f"{most}::")]
            came = self.ask(first, seconds, end)
            return self.ask(rest, seconds, end) if came == "unseen" and rest else came
        finally:
            path.write_bytes(source)

    def ask(self, tests: list[str], seconds: float, end: float) -> str:
        """What the tests say of the copy as it is; `not tried` where they are not done by `end`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        patience, left = PATIENCE * seconds + START, end - time.monotonic()
        if left <= 0:
            return "not tried"
        self.process.stdin.write(json.dumps((tests, min(patience, left))) + "\n")
        self.process.stdin.flush()
        came = self.process.stdout.readline().strip()
        return "not tried" if came == "hangs" and left < patience else came

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def files_of(rooms: Iterable[str], tree: Path) -> list[str]:
    """The test files that hold the rooms."""
    found: dict[str, None] = {}
    for pattern in dict.fromkeys(pattern for room in rooms for pattern in ROOMS[room]):
        paths = sorted((tree / "tests").glob(f"{pattern}.py"))
        if not paths:
            sys.exit(f"no test file is named {pattern}: ROOMS in {Path(__file__).name} is behind the tests")
        found |= dict.fromkeys(path.relative_to(tree).as_posix() for path in paths)
    return list(found)


def measure(tree: Path, rooms: Iterable[str], kept: Path | None, end: float) -> Map:
    """Runs the tests of the rooms once, without a fault; or takes what was kept of such a run."""
    if kept is not None and kept.exists():
        return Map(json.loads(kept.read_text(encoding="utf-8")), tree)
    target = tree / "map.json"
    command = _command("--record", str(target), *files_of(rooms, tree))
    try:
        left = max(end - time.monotonic(), 0.0)
        subprocess.run(command, cwd=tree, env=_environment(tree), check=True, stdout=2, timeout=left)
    except subprocess.TimeoutExpired:
        sys.exit("the tests take longer than the time given, without any fault; keep what they run with --map")
    found = json.loads(target.read_text(encoding="utf-8"))
    if found["code"] != 0:
        sys.exit("the tests fail without any fault")
    if kept is not None:
        shutil.copy(target, kept)
    return Map(found, tree)


def chosen(options: argparse.Namespace, tree: Path) -> list[Fault]:
    """The faults to try, in random order: the first of them are as good a sample as all."""
    found = faults(options.rooms, tree)
    if options.at:
        path, _, line = options.at.partition(":")
        found = [fault for fault in found if fault.path == path and line in ("", str(fault.line))]
    random.Random(options.seed).shuffle(found)
    return found[: options.sample or None]


def run(options: argparse.Namespace, folder: Path) -> list[tuple[Fault, str]]:
    """What came of each fault: `seen`, `hangs`, `unseen`, `no test` or `not tried`."""
    end = time.monotonic() + options.minutes * 60
    trees = [copied(folder / str(number)) for number in range(options.processes)]
    todo = chosen(options, trees[0])
    print(f"{len(todo)} faults; which tests run them is measured first", file=sys.stderr, flush=True)
    known = measure(trees[0], options.rooms, options.map, end)
    free: SimpleQueue[Worker] = SimpleQueue()
    workers = [Worker(tree) for tree in trees]
    for worker in workers:
        tests = next(filter(None, map(known.of, todo)), [])
        if worker.ask(tests, AT_MOST, end) not in ("unseen", "not tried"):
            sys.exit("the tests fail without any fault when they are run by themselves")
        free.put(worker)
    done = 0

    def attempt(fault: Fault) -> str:
        nonlocal done
        tests = known.of(fault)
        if not tests or time.monotonic() > end:
            return "no test" if not tests else "not tried"
        worker = free.get()
        try:
            came = worker.attempt(fault, tests, sum(known.seconds[test] for test in tests), end)
        finally:
            free.put(worker)
        done += 1
        print(f"{done} {came}: {fault} ({len(tests)} tests)", file=sys.stderr, flush=True)
        return came

    with ThreadPoolExecutor(options.processes) as executor:
        results = list(zip(todo, executor.map(attempt, todo), strict=True))
    for worker in workers:
        worker.close()
    return results


def report(results: Sequence[tuple[Fault, str]]) -> None:
    """Prints how many of the faults tried were seen, for each room and all, and every one that no test saw."""
    tried = [(fault, came) for fault, came in results if came != "not tried"]
    counts = Counter((fault.room, came in ("seen", "hangs")) for fault, came in tried)
    rooms = [room for room in ROOMS if any(fault.room == room for fault, _ in results)]
    for room in [*rooms, ""]:
        seen, unseen = (
            sum(n for (at, was), n in counts.items() if was is kind and room in ("", at)) for kind in (True, False)
        )
        tries = seen + unseen
        print(f"{room or 'all':10} {seen:4} seen of {tries:4} tried  {100 * seen / max(tries, 1):3.0f} %")
    if len(tried) < len(results):
        print(f"{len(results) - len(tried)} were not tried in the time given")
    for fault, came in tried:
        if came not in ("seen", "hangs"):
            print(f"{came}: {fault}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(ROOMS)}; all without any")
    parser.add_argument("--sample", type=int, default=150, help="how many faults, chosen at random; 0: all (150)")
    parser.add_argument("--seed", type=int, default=1, help="which ones, and in which order (1)")
    parser.add_argument("--at", metavar="PATH[:LINE]", help="only those of a file, or of a line")
    parser.add_argument("--processes", type=int, default=1, help="tried at a time (1)")
    parser.add_argument("--minutes", type=float, default=600, help="when the run ends, whatever is left to try (600)")
    parser.add_argument("--map", type=Path, help="where to keep which tests run which line, and take it from next time")
    parser.add_argument("--list", action="store_true", help="print what there is and end")
    options = parser.parse_args()
    if unknown := [room for room in options.rooms if room not in ROOMS]:
        parser.error(f"no room {', '.join(unknown)}; known are {', '.join(ROOMS)}")
    options.rooms = options.rooms or ([options.at.split("/")[1]] if options.at else list(ROOMS))
    if options.list:
        print(*sorted(chosen(options, ROOT), key=lambda fault: (fault.path, fault.start)), sep="\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        report(run(options, Path(folder)))
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--record"]:
        record(sys.argv[3:], sys.argv[2])
    elif sys.argv[1:] == ["--serve"]:
        serve()
    else:
        sys.exit(main())
