"""Each system call of writing an archive, a correction or a site fails once: a typed error, and nothing is lost.

A sample with a fixed seed, spread over all kinds of calls; all of them are tried by
`python tests/benchmarks/inject_errors.py`. What must hold of each failure is in `tests/injected.py`.
"""

from __future__ import annotations

import json

import pytest

from tests.failing_calls import compiler, with_failing_calls
from tests.injected import JOBS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(compiler() is None, reason="needs Linux and a C compiler"),
]

POINTS = {name: 25 if name == "migrate" else 8 for name in JOBS}
"""How many failures of each job are tried: a second or two each."""
CALLS = 1000
"""Fewer would mean that what native libraries write is not seen."""


@pytest.mark.parametrize("name", JOBS)
def test_each_ends_with_a_typed_error_and_the_next_run_makes_up_for_it(name, tmp_path):
    ended = with_failing_calls(tmp_path, "tests.injected", name, str(POINTS[name]), "22", timeout=600)
    assert ended.returncode == 0, ended.stderr[-2000:]
    met = json.loads(ended.stdout.splitlines()[-1])
    assert met["problems"] == []
    assert met["tried"] == POINTS[name]
    assert met["calls"] > CALLS
