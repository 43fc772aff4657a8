"""Workers that are the process itself, for tests of what is around them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Self


class Here:
    """Workers that are this process: what they do is under test elsewhere, and to start them takes longer than it."""

    count = 1

    def __init__(self, workers: int) -> None:
        assert workers == 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""

    def submit(
        self, function: Callable[..., Any], *given: Any, timeout: float | None = None, memory: int | None = None
    ) -> Future[Any]:
        """Does the task at once."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*given))
        except Exception as error:
            future.set_exception(error)
        return future
