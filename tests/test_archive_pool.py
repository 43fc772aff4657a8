"""Workers that hang, swell and die: each is stopped with its reason, and the others go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from kaigi_extract.archive.pool import Processes, Stopped, result_of
from tests.archives import _eat

pytestmark = pytest.mark.slow


def leave(code):
    os._exit(code)


def die():
    os.kill(os.getpid(), signal.SIGSEGV)


def wait_for(seconds):
    time.sleep(seconds)
    return os.getpid()


def stopped(future):
    with pytest.raises(Stopped) as caught:
        result_of(future)
    return caught.value.kind, str(caught.value)


def test_each_is_told_by_its_reason_and_the_rest_goes_on():
    with Processes(2) as processes:
        hanging = processes.submit(time.sleep, 600, timeout=0.5)
        eating = processes.submit(_eat, memory=600)
        after = [processes.submit(wait_for, 0) for _ in range(4)]
        dying, leaving, quiet = (processes.submit(*task) for task in ((die,), (leave, 3), (leave, 0)))
        last = [processes.submit(wait_for, 0) for _ in range(2)]
        assert stopped(hanging) == (
            "timeout",
            "not read in the time that it was given; give --timeout more if it is worth it",
        )
        kind, reason = stopped(eating)
        assert (kind, reason.startswith("stopped at ")) == ("memory", True)
        assert stopped(dying) == ("died", "its process was killed by SIGSEGV while reading it")
        assert stopped(leaving) == ("died", "its process ended with exit code 3 while reading it")
        assert stopped(quiet) == ("died", "its process ended without a word while reading it")
        assert all(result_of(future) for future in [*after, *last])


def test_a_worker_killed_while_it_has_nothing_to_do():
    with Processes(1) as processes:
        pid = result_of(processes.submit(wait_for, 0))
        [slot] = processes._slots
        os.kill(pid, signal.SIGKILL)
        until(lambda: not slot.pool.active)
        assert result_of(processes.submit(wait_for, 0)) != pid


@pytest.mark.parametrize("task", ["os.getpid", "spin"])
def test_workers_end_with_their_parent_at_once(tmp_path, task):
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, time\nfrom kaigi_extract.archive.pool import Processes\n"
        "def spin():\n    while True: pass\n"
        "if __name__ == '__main__':\n"
        "    with Processes(1) as processes:\n"
        "        print(processes.submit(os.getpid).result(), flush=True)\n"
        f"        processes.submit({task})\n"
        "        time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, cwd=os.getcwd()) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    until(lambda: not is_running(pid))


def until(holds):
    """Waits for something that must come; a machine may be as busy as it likes."""
    for _ in range(6000):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not come in ten minutes")


def is_running(pid):
    import psutil

    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


_HELD = []


def hold(megabytes, seconds=0.0):
    _HELD.append(bytearray(b"x") * (megabytes * 2**20))
    time.sleep(seconds)
    return len(_HELD)


def test_what_the_file_before_left_behind_is_not_counted_against_the_next():
    with Processes(1) as processes:
        assert result_of(processes.submit(hold, 300)) == 1
        with pytest.raises(Stopped) as caught:
            result_of(processes.submit(hold, 300, 600, memory=500))
        assert (caught.value.kind, caught.value.again) == ("memory", True)
        assert result_of(processes.submit(hold, 200, 0.5, memory=500)) == 1
        with pytest.raises(Stopped) as caught:
            result_of(processes.submit(_eat, memory=1500))
        assert (caught.value.kind, caught.value.again) == ("memory", False)
