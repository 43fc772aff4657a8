"""The measure that the papers' gold is held with: ../shared/tools/score.py as a module, where it is there."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from types import ModuleType

SHARED = Path(__file__).parents[2].parent / "shared"
REAL = SHARED / "real"
SCORE = SHARED / "tools" / "score.py"


@functools.cache
def measure() -> ModuleType:
    """The module; SCORE must be there."""
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
