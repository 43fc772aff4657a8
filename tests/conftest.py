"""What several test files share: the composed papers, each extracted once for each reader."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from kaigi_extract import Document, extract
from kaigi_extract.extract import ReaderChoice

Extract = Callable[..., Document]


@functools.cache
def _extracted(path: Path, reader: ReaderChoice) -> Document:
    return extract(path, reader=reader)


@pytest.fixture(scope="session")
def extracted() -> Extract:
    """`extract`, but each file is read only once for each reader. What comes out is shared: do not change it."""

    def read(path: Path, reader: ReaderChoice = "pymupdf") -> Document:
        return _extracted(path, reader)

    return read
