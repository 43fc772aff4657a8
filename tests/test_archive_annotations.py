"""Topics, duties, versions and families of an archive's clauses: there at once, asked once, never missing in silence."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
import sys
from concurrent.futures import Future
from contextlib import closing

import duckdb
import pytest

from kaigi_extract import Archive, check_archive, crosswalk, repair_archive, timeline
from kaigi_extract.archive import annotate, annotation_tasks
from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.annotations import annotation_counts
from kaigi_extract.archive.build import build
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.lineages import SetCollection, related_sets
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.pool import Stopped
from kaigi_extract.archive.remove import remove_documents
from kaigi_extract.archive.summary import summary_text
from kaigi_extract.clauses import annotation
from kaigi_extract.cli import main
from tests.annotated import (
    ALLOWED,
    BAN,
    CONSENT,
    FILES,
    INSPECT,
    RETURN,
    RETURN_AT_ONCE,
    SECRET,
    archived,
    bound,
    terms,
)
from tests.archives import content
from tests.sets import make

DISTINCT = len({SECRET, CONSENT, RETURN, BAN, INSPECT, RETURN_AT_ONCE, ALLOWED})
OF_ANNOTATION = ["sentences", "clause_topics", "sentence_topics", "links", "life_events", "families"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The archive of all files."""
    folder = tmp_path_factory.mktemp("annotated")
    bound(folder)
    archived(folder, to=["sqlite"])
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    """A copy of it that may be changed."""
    return shutil.copytree(whole, tmp_path / "copy")


class Inline:
    """Workers that are none: each task is done when it is given, in this process."""

    count = 1

    def __init__(self, poison=""):
        self.poison = poison
        self.asked = []
        self.looked_into = []
        """The content hashes of records."""

    def submit(self, function, *given, **_):
        future = Future()
        batch = given[-1] if function is annotation_tasks.annotate_batch else ()
        self.asked += [question for _, question in batch]
        self.looked_into += given[1] if function is annotation_tasks.asked_by else ()
        if self.poison and any(self.poison in question.topic_text for _, question in batch):
            future.set_exception(Stopped("memory", "stopped at 9 MB of memory"))
        else:
            future.set_result(function(*given))
        return future


def annotated_again(dest, processes):
    """Forgets all answers, asks once more, and writes the tables."""
    with Manifest(dest, write=True) as manifest, Interrupts() as interrupts:
        with manifest.transaction():
            manifest.execute("DELETE FROM annotations")
        annotate_archive(manifest, processes, interrupts)
        build(manifest, processes, interrupts)


def test_only_what_is_new_is_looked_into(folder):
    """What the others ask is noted; of a new annotator all are looked into again."""
    (folder / "src" / "c.txt").write_text(
        terms(
            ("点検", "乙は、帳簿を点検するものとする。"),
            ("表示", "乙は、腕章を着けるものとする。"),
            day="令和3年4月1日",
        )
    )
    archived(folder, annotate=False)
    workers = Inline()
    with Manifest(folder / "dest", write=True) as manifest, Interrupts() as interrupts:
        annotate_archive(manifest, workers, interrupts, wanted=True)
        [(new,)] = manifest.rows("SELECT sha256 FROM files WHERE name LIKE '%c.txt'")
        assert workers.looked_into == [new]
        assert len(workers.asked) == 2
        with manifest.transaction():
            manifest.execute("UPDATE annotations SET sign = 'another'")
            manifest.execute("UPDATE meta SET value = '' WHERE key = 'annotated'")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(annotate, "damaged_annotations", lambda _: [])
            annotate_archive(manifest, workers, interrupts, wanted=True)
        assert len(workers.looked_into) == 1 + len(FILES) + 1


def asked(dest, query, *values):
    with closing(duckdb.connect(str(dest / "archive.duckdb"), read_only=True)) as db:
        return db.execute(query, list(values)).fetchall()


def annotated(dest):
    """What annotation has filled in; whose file it is counts, not where that lies now."""
    rows = content(dest)
    return {name: rows[name] for name in [*OF_ANNOTATION, "clauses", "findings"]}


class TestQuestions:
    """What the issue asks for: one query."""

    FORBID = "SELECT ward FROM forbidden WHERE topic = 'subcontracting'"

    def test_which_wards_forbid_subcontracting(self, whole):
        """One forbids it, first but for consent, then without; the other allows it."""
        assert asked(whole / "dest", self.FORBID) == [("shinjuku",)]
        [found] = asked(
            whole / "dest", "SELECT clause_sets, with_exception FROM forbidden WHERE topic = 'subcontracting'"
        )
        assert found == (3, 1)

    def test_sqlite_says_the_same(self, whole):
        with closing(sqlite3.connect(whole / "dest" / "archive.sqlite")) as db:
            assert db.execute(self.FORBID).fetchall() == [("shinjuku",)]

    def test_who_may_do_what(self, whole):
        query = "SELECT actor, modality FROM duty_list WHERE ward = 'nerima' AND topic = ?"
        assert asked(whole / "dest", query, "subcontracting") == [("contractor", "may")]
        assert asked(whole / "dest", query, "return_disposal") == [("contractor", "must")]

    def test_topics_with_their_score_and_reason(self, whole):
        query = "SELECT DISTINCT t.topic, reason, score > 0.9 FROM clause_topics t JOIN clauses k ON t.clause_id = k.id WHERE k.heading = '検査'"
        assert asked(whole / "dest", query) == [("inspection", "clause", True)]

    def test_what_became_stronger(self, whole):
        query = """SELECT k.heading, l.relation, l.duty FROM links l JOIN clauses k ON l.new_clause_id = k.id
            ORDER BY k.position"""
        assert asked(whole / "dest", query) == [
            ("秘密の保持", "same", None),
            ("再委託の禁止", "changed", "stronger"),
            ("検査", "added", None),
            ("資料の返還", "changed", "stronger"),
        ]

    def test_versions_are_distinct_texts(self, whole):
        """What is bound again a year later is no version; the other ward has its own."""
        query = "SELECT ward, count(DISTINCT clause_set_id), count(DISTINCT life) FROM life_events GROUP BY ward ORDER BY ward"
        assert asked(whole / "dest", query) == [("nerima", 1, 3), ("shinjuku", 2, 4)]

    def test_all_are_of_one_family(self, whole):
        query = "SELECT relation, count(*), count(DISTINCT family) FROM families GROUP BY relation ORDER BY relation"
        assert asked(whole / "dest", query) == [("descendant", 3, 1), ("template", 1, 1)]

    def test_every_key_leads_somewhere(self, whole):
        with closing(sqlite3.connect(whole / "dest" / "archive.sqlite")) as db:
            db.execute("PRAGMA foreign_keys = ON")
            tables = [(table, db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in OF_ANNOTATION]
            broken = [row for table in OF_ANNOTATION for row in db.execute(f"PRAGMA foreign_key_check({table})")]
        assert [table for table, rows in tables if not rows] == []
        assert broken == []


class TestSentenceOfSeveralTopics:
    def test_each_is_about_its_own(self, tmp_path):
        """A clause that forbids copies and allows passing on forbids no passing on."""
        both = ("再委託及び複写", f"{ALLOWED[1]}乙は、配達先の一覧を複写してはならない。")
        bound(tmp_path, {"c.txt": ("nerima", terms(both, RETURN, day="平成30年4月1日"))})
        archived(tmp_path)
        topics = (
            "SELECT topic FROM clause_topics t JOIN clauses k ON t.clause_id = k.id WHERE number = 1 ORDER BY topic"
        )
        assert asked(tmp_path / "dest", topics) == [("copying",), ("subcontracting",)]
        duties = "SELECT topic, modality FROM duty_list WHERE key = '1' ORDER BY topic"
        assert asked(tmp_path / "dest", duties) == [("copying", "must_not"), ("subcontracting", "may")]


class TestAskedOnce:
    def test_what_several_files_say(self, whole):
        with Manifest(whole / "dest") as manifest:
            assert annotation_counts(manifest) == {"clauses": DISTINCT}

    def test_nothing_is_asked_again(self, folder, monkeypatch):
        given = []
        submit = annotate._Annotation._submit
        monkeypatch.setattr(
            annotate._Annotation, "_submit", lambda self, task, way: (given.append(task), submit(self, task, way))
        )
        archived(folder)
        assert given == []
        text = terms(SECRET, INSPECT, ("掲示", "甲は、配達の日を掲示する。"), day="令和3年4月1日")
        bound(folder, FILES | {"d.txt": ("minato", text)})
        archived(folder)
        asked_of = [
            question.topic_text.partition("\n")[0]
            for task in given
            if task.function is annotation_tasks.annotate_batch
            for _, question in task.batch
        ]
        assert asked_of == ["掲示"]

    def test_what_nothing_says_any_more_is_forgotten(self, folder):
        remove_documents(folder / "dest", ["b-2018.txt"], workers=1)
        with Manifest(folder / "dest") as manifest:
            assert annotation_counts(manifest) == {"clauses": DISTINCT - 1}
        counts = {table: asked(folder / "dest", f"SELECT count(*) FROM {table}")[0][0] for table in OF_ANNOTATION}
        assert counts["sentences"] == 11
        assert counts["families"] == 3
        assert asked(folder / "dest", "SELECT DISTINCT ward FROM life_events") == [("shinjuku",)]
        assert check_archive(folder / "dest") == []

    def test_across_the_parts_that_workers_go_through(self, folder, monkeypatch):
        monkeypatch.setattr(annotate, "RECORDS_A_PART", 1)
        processes = Inline()
        annotated_again(folder / "dest", processes)
        assert len(processes.asked) == DISTINCT

    def test_a_run_that_is_stopped_goes_on(self, whole, folder, monkeypatch):
        """What a batch has answered is kept."""
        monkeypatch.setattr(annotate, "CLAUSES_A_BATCH", 2)
        monkeypatch.setattr(annotate, "AHEAD", 1)

        class Stopping(Inline):
            def submit(self, function, *given, **more):
                if len(self.asked) == 4 and function is annotation_tasks.annotate_batch:
                    raise KeyboardInterrupt
                return super().submit(function, *given, **more)

        with pytest.raises(KeyboardInterrupt):
            annotated_again(folder / "dest", Stopping())
        processes = Inline()
        with Manifest(folder / "dest", write=True) as manifest, Interrupts() as interrupts:
            annotate_archive(manifest, processes, interrupts)
            build(manifest, processes, interrupts)
        assert len(processes.asked) == DISTINCT - 4
        assert annotated(folder / "dest") == annotated(whole / "dest")

    def test_other_annotators_are_asked_anew(self, folder, monkeypatch):
        """Answers carry the sign of library, settings and models."""
        processes = Inline()
        monkeypatch.setattr(annotate, "annotators_sign", lambda: "others")
        with Manifest(folder / "dest", write=True) as manifest, Interrupts() as interrupts:
            annotate_archive(manifest, processes, interrupts)
        assert len(processes.asked) == DISTINCT


class TestLeftOut:
    def test_is_said_and_filled_in_later(self, whole, tmp_path, capsys):
        source, options = bound(tmp_path), ["--recogniser", "none", "--workers", "1", "--no-annotate"]
        given = ["migrate", str(source), str(tmp_path / "dest"), "--metadata", str(tmp_path / "list.csv"), *options]
        assert main([*given, "--report", str(tmp_path / "page.html")]) == 0
        assert "annotation was left out (--no-annotate)" in capsys.readouterr().err
        assert "annotation was left out" in (tmp_path / "page.html").read_text(encoding="utf-8")
        dest = tmp_path / "dest"
        assert [table for table in OF_ANNOTATION if asked(dest, f"SELECT count(*) FROM {table}") != [(0,)]] == []
        assert asked(dest, "SELECT DISTINCT code, severity FROM findings") == [("not_annotated", "info")]
        assert check_archive(dest) == []
        summary = archived(tmp_path)
        assert "--no-annotate" not in summary_text(summary)
        assert f"annotated: {DISTINCT} distinct clauses" in summary_text(summary)
        assert annotated(dest) == annotated(whole / "dest")

    def test_what_is_there_stays(self, whole, folder):
        archived(folder, annotate=False)
        assert annotated(folder / "dest") == annotated(whole / "dest")

    def test_families_name_no_set_that_is_gone(self, folder):
        archived(folder, annotate=False)
        remove_documents(folder / "dest", ["b-2018.txt"], workers=1)
        assert asked(folder / "dest", "SELECT count(*) FROM families") == [(0,)]
        assert asked(folder / "dest", "SELECT count(*) FROM sentences") == [(11,)]


class TestFailures:
    """The rest goes on, the set is named, and the next run asks again."""

    FINDING = "SELECT path, severity, message FROM findings f JOIN documents d ON f.document_id = d.id ORDER BY path"

    def healed(self, whole, folder):
        archived(folder)
        return annotated(folder / "dest") == annotated(whole / "dest")

    def test_a_clause_that_raises(self, whole, folder, monkeypatch):
        answers_to = annotation.answers_to

        def unable(questions, *more):
            every = list(questions)
            if any("検査" in one.topic_text for one in every):
                raise ArithmeticError("no such word")
            return answers_to(every, *more)

        monkeypatch.setattr(annotation, "answers_to", unable)
        annotated_again(folder / "dest", Inline())
        found = asked(folder / "dest", self.FINDING)
        assert [row[:2] for row in found] == [("a-2019.txt", "warning"), ("a-2020-again.txt", "warning")]
        assert "「個人情報取扱特記事項」: 1 of 4 clauses" in found[0][2]
        assert "ArithmeticError: no such word" in found[0][2]
        assert asked(folder / "dest", "SELECT DISTINCT heading FROM clauses WHERE topics IS NULL") == [("検査",)]
        assert check_archive(folder / "dest") == []
        assert self.healed(whole, folder)

    def test_models_that_are_missing(self, whole, folder, monkeypatch):
        def missing(*_):
            raise OSError("[E050] Can't find model 'ja_ginza'")

        monkeypatch.setattr(annotation, "answers_to", missing)
        monkeypatch.setattr(annotation, "load_annotators", missing)
        annotated_again(folder / "dest", Inline())
        found = asked(folder / "dest", self.FINDING)
        assert len(found) == len(FILES)
        assert "cannot be loaded (OSError: [E050] Can't find model 'ja_ginza')" in found[0][2]
        assert asked(folder / "dest", "SELECT count(*) FROM clauses WHERE topics IS NOT NULL") == [(0,)]
        assert asked(folder / "dest", "SELECT count(*) FROM links") == [(4,)]
        with Manifest(folder / "dest") as manifest:
            assert annotation_counts(manifest) == {"failed": DISTINCT}
        assert self.healed(whole, folder)

    def test_a_clause_that_ends_its_worker(self, whole, folder):
        processes = Inline(poison="検査")
        annotated_again(folder / "dest", processes)
        assert asked(folder / "dest", "SELECT DISTINCT heading FROM clauses WHERE topics IS NULL") == [("検査",)]
        assert "stopped at 9 MB of memory" in asked(folder / "dest", self.FINDING)[0][2]
        assert self.healed(whole, folder)

    def test_workers_that_end_whatever_they_are_asked(self, folder, monkeypatch):
        """Too little memory for the models, say: it is not tried a thousand times."""
        monkeypatch.setattr(annotate, "CLAUSES_A_BATCH", 2)
        monkeypatch.setattr(annotate, "MOST_STOPS", 2)
        processes = Inline(poison="乙は")
        annotated_again(folder / "dest", processes)
        with Manifest(folder / "dest") as manifest:
            assert annotation_counts(manifest)["failed"] >= DISTINCT - 2
        assert "stopped at 9 MB" in asked(folder / "dest", self.FINDING)[0][2]
        assert len(processes.asked) <= DISTINCT + 2  # one batch of two is asked half by half

    def test_versions_that_cannot_be_compared(self, whole, folder, monkeypatch):
        def unable(*_):
            raise ArithmeticError("too far apart")

        monkeypatch.setattr(annotation_tasks, "_aligned", unable)
        annotated_again(folder / "dest", Inline())
        [(path, severity, message)] = asked(folder / "dest", self.FINDING)
        assert (path, severity) == ("a-2019.txt", "warning")
        assert "too far apart" in message
        assert asked(folder / "dest", "SELECT DISTINCT ward FROM life_events") == [("nerima",)]
        assert self.healed(whole, folder)

    def test_families_that_cannot_be_found(self, whole, folder, monkeypatch):
        def unable(*_):
            raise ArithmeticError("nobody is related")

        monkeypatch.setattr(annotation_tasks, "related_sets", unable)
        annotated_again(folder / "dest", Inline())
        found = asked(folder / "dest", self.FINDING)
        assert len(found) == len(FILES)
        assert "nobody is related" in found[0][2]
        assert self.healed(whole, folder)


class TestDamage:
    def harm(self, dest, change):
        with closing(sqlite3.connect(dest / "manifest.sqlite")) as db, db:
            db.execute(change)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE annotations SET answer = replace(answer, 'must_not', 'may') WHERE kind = 'clause'",
            "UPDATE annotations SET answer = '{' WHERE kind = 'families'",
            "UPDATE annotations SET problem = 'nothing' WHERE kind = 'link'",
        ],
        ids=["clause", "families", "link"],
    )
    def test_is_noticed_and_healed(self, whole, folder, change):
        self.harm(folder / "dest", change)
        assert [fault.file for fault in check_archive(folder / "dest")] == ["manifest.sqlite"]
        repair_archive(folder / "dest", workers=1)
        assert check_archive(folder / "dest") == []
        assert annotated(folder / "dest") == annotated(whole / "dest")

    def test_all_answers_are_gone(self, whole, folder):
        self.harm(folder / "dest", "DELETE FROM annotations")
        assert [fault.file for fault in check_archive(folder / "dest")] == ["manifest.sqlite"]
        archived(folder)
        assert check_archive(folder / "dest") == []
        assert annotated(folder / "dest") == annotated(whole / "dest")

    def test_repair_of_an_archive_without(self, tmp_path):
        """What was left out stays left out where the manifest is written anew."""
        bound(tmp_path)
        archived(tmp_path, annotate=False)
        (tmp_path / "dest" / "manifest.sqlite").unlink()
        repair_archive(tmp_path / "dest", workers=1)
        assert asked(tmp_path / "dest", "SELECT count(*) FROM sentences") == [(0,)]
        assert check_archive(tmp_path / "dest") == []


class TestStoredAnswers:
    """Whoever asks the archive loads no model."""

    @pytest.fixture
    def no_models(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "kaigi_extract.clauses.topics", None)
        monkeypatch.setattr(annotation, "answers_of", None)

    def test_sets_are_annotated(self, whole, no_models):
        with Archive(whole / "dest") as archive:
            sets = list(archive.clause_sets("shinjuku"))
            table = crosswalk(archive.clause_sets())
        assert [[clause.topics for clause in one.clauses] for one in sets[:1]] == [
            [["confidentiality"], ["subcontracting"], ["return_disposal"]]
        ]
        [sentence] = sets[0].clauses[1].sentences
        assert (sentence.actor, sentence.modality) == ("contractor", "must_not")
        assert sentence.exception == "甲が書面で承諾したときは、この限りでない。"
        assert sets[0] == annotation_free(sets[0], whole)
        assert table.loc["inspection"].tolist() == [(), (), ("3",), ("3",)]

    def test_the_timeline_is_stored(self, whole, no_models):
        names = ["date", "event", "number", "before", "heading", "key", "label", "doubtful"]
        with Archive(whole / "dest") as archive:
            stored = archive.timeline("shinjuku")[names]
            distinct = [one for one in archive.clause_sets("shinjuku") if one.date != datetime.date(2020, 4, 1)]
        made = timeline(distinct)[names]
        assert sorted(map(str, stored.itertuples(index=False))) == sorted(map(str, made.itertuples(index=False)))


def annotation_free(clause_set, whole):
    """The set as `annotate` gives it."""
    bare = clause_set.model_copy(
        update={
            "clauses": [
                clause.model_copy(update={"topics": None, "sentences": None, "actor": None, "modality": None})
                for clause in clause_set.clauses
            ]
        }
    )
    for name in ("kaigi_extract.clauses.topics",):
        sys.modules.pop(name, None)
    return annotation.annotate(bare) if annotation.answers_of is not None else clause_set


def dated(title, year, *rows, ward="shinjuku", **more):
    """A set of a year."""
    day = None if year is None else datetime.date(year, 4, 1)
    return make(title, *[(f"第{at}", *row) for at, row in enumerate(rows, 1)], ward=ward, date=day, **more)


OLD, NEW = (SECRET, CONSENT, RETURN), (SECRET, CONSENT, RETURN_AT_ONCE)


class TestLineages:
    @pytest.mark.parametrize(
        ("sets", "lineages"),
        [
            ([dated("甲", 2001, *OLD), dated("甲", 2005, *NEW)], [[0, 1]]),
            ([dated("甲", 2005, *NEW), dated("甲", 2001, *OLD)], [[1, 0]]),
            ([dated("甲", 2001, *OLD), dated("乙", 2005, *NEW)], [[0, 1]]),
            ([dated("甲", 2001, *OLD), dated("乙", 2002, *NEW), dated("甲", 2003, *OLD, INSPECT)], [[0, 2], [1]]),
            ([dated("甲", 2001, *OLD), dated("甲", 2002, *OLD), dated("甲", 2005, *NEW)], [[0, 2]]),
            ([dated("甲", 2001, *OLD), dated("甲", 2005, *NEW, ward="nerima")], [[1], [0]]),
            ([dated("甲", 2001, *OLD), dated("甲", None, *NEW)], [[0]]),
            ([dated("甲", 2001, *OLD), dated("甲", 2005, *NEW, ward=None)], [[0]]),
            ([dated("甲", 2001, *OLD), dated("甲", 2005, *NEW, supplement_of=0)], [[0]]),
        ],
        ids=["two", "order", "retitled", "beside", "again", "wards", "undated", "nobody's", "附則"],
    )
    def test_which_sets_are_versions(self, sets, lineages):
        held = SetCollection()
        for at, one in enumerate(sets):
            held.add(str(at), one)
        found = related_sets(held.sets)["lineages"]
        assert sorted(found) == sorted([str(at) for at in one] for one in lineages)
