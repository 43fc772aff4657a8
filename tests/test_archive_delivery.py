"""Records on their way from a cluster to the run: left in a folder that both see, or brought over the network."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kaigi_extract import migrate
from kaigi_extract.archive.dask import Cluster
from kaigi_extract.archive.delivery import incoming, read_files, taken_in
from kaigi_extract.archive.folder import INCOMING
from kaigi_extract.archive.worker import Options, Task
from tests.archives import PLAIN, TEXT


def tasks(folder):
    """A document, something that is none, and a document again."""
    made = []
    for name, content in (
        ("a.txt", TEXT.read_bytes()),
        ("b.pdf", b"%PDF-1.7 no"),
        ("c.txt", TEXT.read_bytes() + b"\n"),
    ):
        (folder / name).write_bytes(content)
        made.append(Task(name, str(folder / name), None, hashlib.sha256(content).hexdigest(), None))
    return made


def records(outcomes):
    return [(one.name, one.kind, one.record) for one in outcomes]


def test_what_is_left_in_the_folder_is_what_the_network_would_bring(tmp_path):
    (tmp_path / "src").mkdir()
    given, options = tasks(tmp_path / "src"), Options(recogniser="none", parent=os.getpid())
    expected = records(read_files(given, options).outcomes)
    assert [(name, kind, record is None) for name, kind, record in expected] == [
        ("a.txt", None, False), ("b.pdf", "unreadable", True), ("c.txt", None, False),
    ]  # fmt: skip
    with incoming(tmp_path) as folder:
        delivery = read_files(given, options, folder)
        assert [one.record for one in delivery.outcomes] == [b"", None, b""], "nothing of them goes over the network"
        assert records(taken_in(delivery)) == expected
        assert os.listdir(folder) == [], "what was taken in is gone"
        with pytest.raises(OSError, match="No such file"):
            taken_in(delivery)
    assert not Path(folder).exists()


def test_a_worker_that_does_not_see_the_folder_sends_records(tmp_path):
    (tmp_path / "src").mkdir()
    delivery = read_files(tasks(tmp_path / "src")[:1], Options(parent=os.getpid()), str(tmp_path / "elsewhere"))
    assert delivery.file is None
    assert taken_in(delivery)[0].record


def test_what_is_cut_off_is_not_taken_in(tmp_path):
    (tmp_path / "src").mkdir()
    with incoming(tmp_path) as folder:
        delivery = read_files(tasks(tmp_path / "src"), Options(parent=os.getpid()), folder)
        path = Path(delivery.file)
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(OSError, match="not as long"):
            taken_in(delivery)


def test_what_a_killed_run_left_is_gone_after_the_next(tmp_path):
    """And is no reason to refuse the folder."""
    from concurrent.futures import ThreadPoolExecutor

    migrate(TEXT, tmp_path, **PLAIN)
    (tmp_path / f"{INCOMING}1").mkdir()
    (tmp_path / f"{INCOMING}1" / "half").write_bytes(b"1")
    with ThreadPoolExecutor(1) as executor:
        migrate(TEXT, tmp_path, executor=executor, **PLAIN)
    assert not list(tmp_path.glob(f"{INCOMING}*"))


class Client:
    """What a cluster of so many workers says of itself."""

    def __init__(self, *threads):
        self.threads = threads

    def get_executor(self):
        return None

    def nthreads(self):
        return {str(number): threads for number, threads in enumerate(self.threads)}


@pytest.mark.parametrize(
    ("threads", "count", "files", "under_way"),
    [
        ((1, 1), 1000, 24, 6),
        ((1,) * 100, 100_000, 24, 300),  # none waits for the parent: three tasks a thread
        ((1, 1), 30, 5, 6),  # few files: still some for each
        ((4, 4), 10, 1, 24),
        ((), 1000, 24, 3),  # before the first worker is there
    ],
)
def test_how_much_a_cluster_is_given(threads, count, files, under_way):
    cluster = Cluster(Client(*threads))
    assert (cluster.files_a_task(count), cluster.under_way()) == (files, under_way)
