"""Many mappings at once: files, folders, loaded ones, the user's and those of packages; each document has its own."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from kaigi_extract import Archive, extract, load_ward
from kaigi_extract.cli import main
from kaigi_extract.errors import InvalidMapping
from kaigi_extract.wards import Ward, bundled_wards, known
from kaigi_extract.wards.known import known_wards
from tests.archives import run

MAPPING = """\
id = "{id}"
name = "{name}"
councils = ["{name}個人情報保護運営会"] # heard twice a year

[[ordinances]]
id = "{id}-data"
name = "{name}個人情報取扱条例"

[[articles]]
article = 7
category = "{category}"

[sheet]
heading = ["相談書"]
bases = ["よりどころ"]
consultation = ["相談"]

[labels.cover]
title = ["相談の件"]
department = ["受け持ち"]
"""
PAPER = """\
{council} 相談書

相談の件	{title}
----	----

よりどころ

【相談】

◇{ordinance}第7条

（受け持ち：広報部 花課）
"""
OWN = {"hinode": ("ひので区", "outsourcing"), "tanigawa": ("たにがわ市", "linkage")}


def mapping(folder: Path, id_: str, **other: str) -> Path:
    name, category = OWN[id_]
    path = folder / f"{id_}.toml"
    folder.mkdir(exist_ok=True)
    path.write_text(MAPPING.format(**({"id": id_, "name": name, "category": category} | other)), encoding="utf-8")
    return path


def paper(folder: Path, name: str, title: str = "花の名札づくりについて") -> Path:
    path = folder / f"{name}.txt"
    council, ordinance = f"{name}個人情報保護運営会", f"{name}個人情報取扱条例"
    path.write_text(PAPER.format(council=council, ordinance=ordinance, title=title), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path) -> Path:
    """A folder with two mappings of one's own."""
    folder = tmp_path / "own"
    for id_ in OWN:
        mapping(folder, id_)
    return folder


def read_as(document):
    used = document.mapping
    return document.ward, used and used.origin, [case.category for case in document.cases]


class TestTheDocumentChooses:
    @pytest.mark.parametrize("given", ["files", "folder", "loaded", "turned"])
    def test_among_several(self, tmp_path, own, given):
        files = [own / "hinode.toml", own / "tanigawa.toml"]
        ways = {"files": files, "folder": own, "loaded": [load_ward(one) for one in files], "turned": files[::-1]}
        for id_, (name, category) in OWN.items():
            document = extract(paper(tmp_path, name), mapping=ways[given])
            assert read_as(document) == (id_, "own", [category])
            assert document.findings == []

    def test_a_bundled_ward_beside_them(self, tmp_path, own):
        path = tmp_path / "a.txt"
        path.write_text("練馬区個人情報保護条例第13条について", encoding="utf-8")
        document = extract(path, mapping=own)
        assert (document.ward, document.mapping.origin, document.findings) == ("nerima", "bundled", [])

    def test_one_that_none_knows_is_read_by_general_words(self, tmp_path, own):
        document = extract(paper(tmp_path, "みずほ町"), mapping=own)
        assert document.ward is None
        assert document.mapping is None or document.mapping.origin == "general"
        assert [found.code for found in document.findings if found.code.startswith("ward")] == ["ward_unknown"]

    def test_an_own_one_takes_the_place_of_the_bundled_one_of_its_id(self, tmp_path):
        path = mapping(tmp_path / "own", "hinode", id="nerima", name="練馬区")
        document = extract(paper(tmp_path, "練馬区"), mapping=[path, path.parent])
        assert read_as(document) == ("nerima", "own", ["outsourcing"])

    def test_a_council_that_no_mapping_lists_bears_the_ward_s_name(self, tmp_path, own):
        path = own / "hinode.toml"
        path.write_text('id = "hinode"\nname = "ひので区"\n', encoding="utf-8")
        document = extract(paper(tmp_path, "ひので区"), mapping=own)
        assert (document.ward, document.evidence["ward"].text) == ("hinode", "ひので区個人情報保護運営会")

    def test_by_name_it_is_a_wish(self, tmp_path, own):
        path = tmp_path / "a.txt"
        path.write_text("花の名札づくりについて\n条例第7条による。", encoding="utf-8")
        document = extract(path, mapping=own, ward="tanigawa")
        assert (document.ward, document.mapping.origin) == ("tanigawa", "given")
        assert extract(path, mapping=own).ward is None
        assert extract(path, mapping=own / "hinode.toml").mapping.origin == "own"


class TestContradiction:
    @pytest.mark.parametrize("given", [{"ward": "hinode"}, {}], ids=["ward and mapping", "mapping"])
    def test_a_body_that_no_mapping_knows(self, tmp_path, own, given):
        document = extract(paper(tmp_path, "みずほ町"), mapping=own / "hinode.toml", **given)
        (found,) = [found for found in document.findings if found.code == "ward_conflict"]
        assert "names みずほ町 by みずほ町個人情報" in found.message
        assert document.ward is None
        assert document.mapping is None or document.mapping.origin == "general"
        assert found.spans

    def test_its_own_labels_are_read_all_the_same(self, tmp_path, own):
        lines = ["みずほ町個人情報保護審査会　付議書", "（みずほ町個人情報保護条例第４条関係）", ""]
        rows = {
            "件名": "花の名札づくりの委託について",
            "担当課": "花課",
            "委託先": "つぼみ社",
            "委託の理由": "手が足りない。",
        }
        path = tmp_path / "paper.txt"
        path.write_text("\n".join([*lines, *(f"{label}：{value}" for label, value in rows.items())]), encoding="utf-8")
        document = extract(path, mapping=own / "hinode.toml")
        alone = extract(path)
        assert "ward_conflict" in {found.code for found in document.findings}
        assert document.cases == alone.cases
        (case,) = document.cases
        assert (case.forms[0].department, case.forms[0].reason) == ("花課", "手が足りない。")

    def test_the_ward_s_name_anywhere_is_enough_for_it(self, tmp_path, own):
        path = paper(tmp_path, "みずほ町", "ひので区から伝わった花について")
        document = extract(path, mapping=own / "hinode.toml")
        assert document.ward == "hinode"
        assert "ward_conflict" not in {found.code for found in document.findings}


class TestWhereTheyComeFrom:
    def test_the_user_s_folder(self, tmp_path, own, monkeypatch):
        path = paper(tmp_path, "ひので区")
        assert extract(path).ward is None
        monkeypatch.setattr(known, "user_folder", lambda: own)
        assert read_as(extract(path)) == ("hinode", "own", ["outsourcing"])

    def test_the_user_s_folder_is_where_the_system_has_settings(self, monkeypatch, tmp_path):
        from platformdirs import user_config_path

        assert known.user_folder() == user_config_path("kaigi_extract", appauthor=False) / "wards"

    @pytest.mark.parametrize("brings", ["path", "folder", "function", "ward"])
    def test_another_package(self, tmp_path, own, monkeypatch, brings):
        class Entry:
            name, value = "flowers", "flowers:wards"

            def load(self):
                ways = {"path": str(own / "hinode.toml"), "folder": own, "ward": load_ward(own / "hinode.toml")}
                return ways.get(brings, lambda: [own / "hinode.toml"])

        monkeypatch.setattr(known, "_entry_points", lambda: (Entry(),))
        assert read_as(extract(paper(tmp_path, "ひので区"))) == ("hinode", "own", ["outsourcing"])

    def test_another_package_that_stumbles(self, tmp_path, monkeypatch):
        class Entry:
            name, value = "flowers", "flowers:wards"

            def load(self):
                raise ImportError("no petals")

        monkeypatch.setattr(known, "_entry_points", lambda: (Entry(),))
        with pytest.raises(InvalidMapping, match=r"flowers: entry point .*no petals"):
            extract(paper(tmp_path, "ひので区"))

    def test_the_nearest_of_one_id(self, own, tmp_path, monkeypatch):
        monkeypatch.setattr(known, "user_folder", lambda: own)
        given = mapping(tmp_path / "given", "hinode", name="ひのでの区")
        wards = known_wards(mapping=given).wards
        assert [ward.name for ward in wards if ward.id in OWN] == ["ひのでの区", "たにがわ市"]
        assert len(wards) == len(bundled_wards()) + 2


class TestMistakes:
    def test_one_id_twice(self, own, tmp_path):
        other = mapping(tmp_path / "other", "hinode", category="linkage")
        with pytest.raises(InvalidMapping, match=r"hinode\.toml: id, line 1: expected an id of its own"):
            known_wards(mapping=[own, other])

    def test_the_same_file_twice_is_one(self, own):
        assert len(known_wards(mapping=[own, own / "hinode.toml"]).wards) == len(bundled_wards()) + 2

    def test_a_folder_with_nothing_in_it(self, tmp_path):
        with pytest.raises(InvalidMapping, match="a folder with mapping files"):
            known_wards(mapping=tmp_path)

    def test_a_mistake_in_a_folder(self, own):
        (own / "third.toml").write_text('id = "third"\n', encoding="utf-8")
        with pytest.raises(InvalidMapping, match=r"third\.toml: name"):
            known_wards(mapping=own)

    def test_a_changed_file_is_read_again(self, own, tmp_path):
        path = paper(tmp_path, "ひので区")
        assert read_as(extract(path, mapping=own))[2] == ["outsourcing"]
        mapping(own, "hinode", category="camera")
        assert read_as(extract(path, mapping=own))[2] == ["camera"]


def test_on_the_command_line(tmp_path, own, capsys):
    files = [str(paper(tmp_path, name)) for name, _ in OWN.values()]
    given = [word for id_ in OWN for word in ("--mapping", str(own / f"{id_}.toml"))]
    for mappings in (given, ["--mapping", str(own)]):
        assert main(["extract", *files, *mappings]) == 0
        assert [json.loads(line)["ward"] for line in capsys.readouterr().out.splitlines()] == [*OWN]
    assert main(["wards", "--mapping", str(own)]) == 0
    assert OWN["hinode"][0] in capsys.readouterr().out


def test_a_mapping_goes_to_another_process(own):
    ward = load_ward(own / "hinode.toml")
    assert ward.field("cover", "相談の件") == "title"
    there = pickle.loads(pickle.dumps(ward))
    assert there == ward
    assert there.label_place("cover", "相談の件") == f"{own / 'hinode.toml'}:19"


class TestArchive:
    """Six wards in one run: three bundled, two by mappings of one's own, one that none knows."""

    BUNDLED = ("nerima", "shinjuku", "setagaya")

    @pytest.fixture
    def source(self, tmp_path):
        folder = tmp_path / "source"
        folder.mkdir()
        names = {ward.id: ward.ordinances[0].name for ward in bundled_wards() if ward.ordinances}
        for id_ in self.BUNDLED:
            (folder / f"{id_}.txt").write_text(f"{names[id_]}第90条による。", encoding="utf-8")
        for name in (*(name for name, _ in OWN.values()), "みずほ町"):
            paper(folder, name)
        return folder

    def wards(self, dest):
        with Archive(dest) as archive:
            return {
                Path(one.source.path).stem: (one.ward, one.mapping and one.mapping.origin)
                for one in archive.documents()
            }

    def test_each_document_has_its_own(self, source, own, tmp_path):
        dest = tmp_path / "dest"
        assert run(source, dest, mapping=own) == (6, 0)
        found = self.wards(dest)
        assert {name: ward for name, (ward, _) in found.items()} == {
            **{id_: id_ for id_ in self.BUNDLED},
            **{name: id_ for id_, (name, _) in OWN.items()},
            "みずほ町": None,
        }
        assert [origin for _, origin in found.values()].count("own") == 2
        with Archive(dest) as archive:
            assert "ward_conflict" not in {one.code for document in archive.documents() for one in document.findings}

        kept = dest / "mappings"
        assert {path.stem for path in kept.iterdir()} == {*self.BUNDLED, *OWN}
        for id_ in OWN:
            assert (kept / f"{id_}.toml").read_bytes() == (own / f"{id_}.toml").read_bytes()

        assert run(source, dest, mapping=own) == (0, 0)
        mapping(own, "hinode", category="camera")
        assert run(source, dest, mapping=own) == (2, 2)  # its document, and the one that may turn out to be anybody's
        assert "camera" in (kept / "hinode.toml").read_text(encoding="utf-8")
        assert run(source, dest) == (0, 0)
        assert self.wards(dest) == found

    def test_it_can_be_read_again_with_what_it_keeps(self, source, own, tmp_path):
        dest, again = tmp_path / "dest", tmp_path / "again"
        given = [load_ward(own / f"{id_}.toml") for id_ in OWN]
        given[0] = Ward(**given[0].model_dump())  # one that never was a file
        run(source, dest, mapping=given)
        run(source, again, mapping=dest / "mappings")
        read, twice = self.wards(dest), self.wards(again)
        assert {name: ward for name, (ward, _) in twice.items()} == {name: ward for name, (ward, _) in read.items()}
        assert load_ward(dest / "mappings" / "hinode.toml").articles == given[0].articles
