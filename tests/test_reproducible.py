"""The same bytes give the same record: whatever the locale, the zone, the hash seed, the folder and the engine's threads.

Each record is read in a process of its own. KAIGI_EXTRACT_OTHER_PYTHON names the Python of another environment that has
the same versions of the packages: its records must be the same, too.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
PAPERS = ("nerima-2014-bundle.pdf", "shinjuku-2015-tax-entry.docx", "shinjuku-2019-evacuation-list.txt")
CIRCUMSTANCES = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "a third hash seed, C locale, old encodings": {
        "PYTHONHASHSEED": "4321",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "Japan": {"PYTHONHASHSEED": "0", "LC_ALL": "ja_JP.UTF-8", "TZ": "Asia/Tokyo"},
    "the other side of the date line": {"PYTHONHASHSEED": "0", "TZ": "Pacific/Honolulu"},
    "optimised": {"PYTHONHASHSEED": "0", "PYTHONOPTIMIZE": "2"},
}
ENGINE = {
    "one thread": {"KAIGI_EXTRACT_OCR_THREADS": "1", "OMP_NUM_THREADS": "1"},
    "two threads, another hash seed": {
        "KAIGI_EXTRACT_OCR_THREADS": "2",
        "OMP_NUM_THREADS": "2",
        "PYTHONHASHSEED": "99",
    },
    "four threads": {"KAIGI_EXTRACT_OCR_THREADS": "4"},
}
HASHED = """
import hashlib, sys
from pathlib import Path
from kaigi_extract import extract
for path in sys.argv[1:]:
    print(hashlib.sha256(extract(Path(path).name).model_dump_json().encode()).hexdigest())
"""


def hashed(papers: list[Path], python: str = sys.executable, **circumstances: str) -> list[str]:
    """What the records hash to, read in the papers' folder by another process."""
    done = subprocess.run(
        [python, "-c", HASHED, *papers],
        cwd=papers[0].parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), **circumstances},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def here() -> list[str]:
    """What the records hash to that this process reads, which tests have used for much else."""
    found = []
    for name in PAPERS:
        document = extract(CORPUS / name)
        document.source.path = name
        found.append(hashlib.sha256(document.model_dump_json().encode()).hexdigest())
    return found


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_the_same_record(name, here):
    assert hashed([CORPUS / paper for paper in PAPERS], **CIRCUMSTANCES[name]) == here


@pytest.mark.scan
def test_the_same_record_of_a_scan_whatever_the_threads(tmp_path):
    path = tmp_path / "scan.pdf"
    with pymupdf.open(CORPUS / "scans" / "shinjuku-2018-health-checkups.poor.pdf") as document:
        document.select([2])
        document.save(path)
    assert len({hashed([path], **given)[0] for given in ENGINE.values()}) == 1


@pytest.mark.skipif("KAIGI_EXTRACT_OTHER_PYTHON" not in os.environ, reason="KAIGI_EXTRACT_OTHER_PYTHON names none")
def test_the_same_record_by_another_python(here):
    python = os.environ["KAIGI_EXTRACT_OTHER_PYTHON"]
    assert hashed([CORPUS / paper for paper in PAPERS], python) == here
