"""Four council papers in many forms: each is one work, and none is another."""

from __future__ import annotations

import shutil

import pytest

from kaigi_extract import Archive, migrate
from tests.real.measure import REAL

PAPERS = {
    "nerima-2012-bundle",
    "shinjuku-2013-resident-code",
    "shinjuku-2016-card-system",
    "shinjuku-2020-postal-requests",
}


pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here")


@pytest.mark.slow
def test_each_paper_is_one_work(tmp_path):
    (tmp_path / "src").mkdir()
    count = 0
    for kind in ("docx", "pdf", "text"):
        for path in sorted((REAL / kind).iterdir()):
            shutil.copy(path, tmp_path / "src" / f"{kind}-{path.name}")
            count += 1
    migrate(tmp_path / "src", tmp_path / "dest", workers=2, recogniser="none")
    with Archive(tmp_path / "dest") as archive:
        found = archive.sql("SELECT work_id, path FROM document_list WHERE role <> 'part'")
    assert len(found) == count
    papers = found["path"].str.extract(r"^\w+-([^.]+)\.")[0]
    assert set(papers) == PAPERS
    assert all(papers[group.index].nunique() == 1 for _, group in found.groupby("work_id"))
    assert found["work_id"].nunique() == len(PAPERS)
