"""Runs cases in processes that may crash, hang and swell, and says of each what came of it.

A process takes one case after the other and says when it begins and ends each: where it dies within one, takes too much
time or too much memory, that is the fault of the case, and the next one gets a new process.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from kaigi_extract.errors import KaigiError
from tests.fuzz.cases import Case
from tests.fuzz.ways import WAYS, quiet
from tests.fuzz.with_parent import end_with

ROOT = Path(__file__).parents[2]
PACKAGE = "kaigi_extract"
SECONDS = 30.0
"""Of CPU, for one file and what the process started for it: sound ones take a tenth of one."""
WAITING = 300.0
"""Of wall time, whatever the machine does beside it."""
MEMORY = 2000
"""Megabytes of one process while it is at a case."""
ADDRESSES = 8 * 2**30
"""Bytes of addresses: what asks for more gets an error at once, and the machine keeps its memory."""
CASES_A_PROCESS = 400
WATCH = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: `read`, the name of a typed error, or a fault."""

    case: str
    what: str
    where: str = ""
    """Of a fault: the last lines of ours that it came through."""
    seconds: float = 0.0
    megabytes: int = 0

    @property
    def is_fault(self) -> bool:
        return bool(self.where)

    def __str__(self) -> str:
        return (
            f"{self.what}\n  at {self.where}\n  {self.seconds:.1f} s, {self.megabytes} MB; again: "
            f"python -m tests.benchmarks.fuzz --case {self.case}"
        )


def attempt(case: Case, run: Callable[[Path], object] | None = None) -> Outcome:
    """What came of a case in this process."""
    start, way = time.process_time(), run or WAYS[case.way].run
    what, where = "read", ""
    with tempfile.TemporaryDirectory(prefix="kaigi-fuzz-") as folder:
        path = Path(folder) / case.file
        try:
            path.write_bytes(case.data)
        except Exception as error:  # the library that damages it stumbles, none of ours
            return Outcome(str(case), f"not damaged ({type(error).__name__})")
        try:
            way(path)
        except KaigiError as error:
            what = type(error).__name__
            if not error.path or not str(error).startswith(error.path):
                what, where = f"{what} names no file: {error}", _frames(error)
        except (Exception, SystemExit) as error:
            what, where = f"{type(error).__name__}: {str(error)[:300]}", _frames(error)
    return Outcome(str(case), what, where, time.process_time() - start, _peak())


def _frames(error: BaseException) -> str:
    """The last frames of the library, the innermost first, and the very last of all."""
    while error.__cause__ is not None and isinstance(error, KaigiError):
        error = error.__cause__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"/{PACKAGE}/" in frame.filename and "site-packages" not in frame.filename]
    told = [f"{frame.filename.rpartition(f'/{PACKAGE}/')[2]}:{frame.lineno}" for frame in own[-4:]][::-1]
    last = frames[-1] if frames else None
    return " < ".join(told or ["nowhere"]) + (f" ({last.name} of {Path(last.filename).name})" if last else "")


def _peak() -> int:
    """Megabytes that this process has had at most since it was asked last; of all its time where the system has no such."""
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def serve() -> None:
    """Answers each line of standard input, the name of a case, with what came of it, as JSON."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    quiet()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    attempt(Case("paper.txt", "cut", 0, "extract"))  # what is loaded once is none of the first file's
    for line in sys.stdin:
        answers.write(json.dumps(asdict(attempt(Case.of(line.strip())))) + "\n")
        answers.flush()


class Process:
    """A process that cases are tried in."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.fuzz.trial", str(os.getpid())]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self.done = 0
        self.megabytes = 0
        """What the last case took at most."""

    def attempt(self, case: Case) -> Outcome:
        """What came of a case; the process may be gone then."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{case}\n".encode())
        self.process.stdin.flush()
        started, before = time.monotonic(), self._taken()[0]
        used, megabytes = 0.0, 0
        while not select.select([self.process.stdout], [], [], WATCH)[0]:
            seconds, megabytes = self._taken()
            used = seconds - before if self.done else 0.0  # the first one waits for what is loaded
            if used > SECONDS or time.monotonic() - started > WAITING:
                return self._ended(case, "it hangs", used, megabytes)
            if megabytes > MEMORY:
                return self._ended(case, "it takes too much memory", used, megabytes)
        answer = self.process.stdout.readline()
        self.done += 1
        if not answer:
            code = self.process.wait()
            return self._ended(
                case, f"its process ended with {signal.strsignal(-code) if code < 0 else code}", used, megabytes
            )
        outcome = Outcome(**json.loads(answer))
        self.megabytes = outcome.megabytes
        if outcome.megabytes > MEMORY:
            return Outcome(outcome.case, "it takes too much memory", "the process", outcome.seconds, outcome.megabytes)
        return outcome

    def _taken(self) -> tuple[float, int]:
        """Seconds of CPU and megabytes of the process and of what it started."""
        seconds, size = 0.0, 0
        with contextlib.suppress(psutil.Error):
            one = psutil.Process(self.process.pid)
            times = one.cpu_times()
            seconds, size = (
                times.user + times.system + times.children_user + times.children_system,
                one.memory_info().rss,
            )
            for child in one.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    seconds += sum(child.cpu_times()[:2])
                    size += child.memory_info().rss
        return seconds, size // 2**20

    def _ended(self, case: Case, what: str, seconds: float, megabytes: int) -> Outcome:
        self.close()
        return Outcome(str(case), what, "the process", seconds, megabytes)

    @property
    def is_spent(self) -> bool:
        """Whether the next case needs a new one: what one case took and the system has not got back would count as
        the next one's."""
        over = self.done >= CASES_A_PROCESS or self.megabytes > MEMORY // 2
        return over or self.process.poll() is not None

    def close(self) -> None:
        """Ends it with all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


def outcomes(cases: Iterable[Case]) -> Iterator[Outcome]:
    """What came of each case, one after the other."""
    process: Process | None = None
    try:
        for case in cases:
            if process is None or process.is_spent:
                if process is not None:
                    process.close()
                process = Process()
            yield process.attempt(case)
    finally:
        if process is not None:
            process.close()


if __name__ == "__main__":
    end_with(int(sys.argv[1]))
    serve()
