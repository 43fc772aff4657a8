"""Every composed paper against its NAME.expected.json, value by value, and what must hold of any record."""

from __future__ import annotations

import json
import pickle
import re
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kaigi_extract import Document, extract

CORPUS = Path(__file__).parents[1] / "corpus"
PAPERS = sorted(path for path in CORPUS.iterdir() if path.suffix in {".pdf", ".docx", ".txt"})
SHEETS = [path for path in PAPERS if path.name.startswith("shinjuku")]
"""Papers of one sheet each; the bundle has a test of its own (test_corpus_bundle.py)."""
PDFS = [path for path in PAPERS if path.suffix == ".pdf"]

OUTLINE = {
    "事業名": "business_name",
    "担当課": "department",
    "目的": "purpose",
    "対象者": "subjects",
    "事業内容": "description",
}
FORM = {
    "保有課(担当課)": "department",
    "登録業務の名称": "business_name",
    "委託先": "counterparty",
    "結合の相手方": "counterparty",
    "委託に伴い事業者に処理させる情報項目(だれの、どのような項目か)": "data_items",
    "結合される情報項目(だれの、どのような項目か)": "data_items",
    "処理させる情報項目の記録媒体": "media",
    "委託理由": "reason",
    "結合する理由": "reason",
    "委託の内容": "content",
    "結合の形態": "content",
    "委託の開始時期及び期限": "periods",
    "結合の開始時期と期間": "periods",
    "委託にあたり区が行う情報保護対策": "ward_safeguards",
    "情報保護対策": "ward_safeguards",
    "受託事業者に行わせる情報保護対策": "counterparty_safeguards",
}
PLAIN_FIELDS = ("department", "business_name", "media", "reason", "content", "current_handling")

Read = Callable[..., Document]
Flat = dict[str, Any]


def fold(text: str | None) -> str | None:
    """What is printed, in one width, with one wave dash; white space goes, but not the ends of paragraphs."""
    if text is None:
        return None
    text = re.sub("[〜~]", "～", unicodedata.normalize("NFKC", text)).replace("~", "～")
    return re.sub(r"[^\S\n]+", "", text)


def squeeze(text: str | None) -> str | None:
    """The same without the ends of paragraphs: text exports lose them."""
    return re.sub(r"\s+", "", fold(text) or "") if text is not None else None


class Wanted:
    """What the paper says, as one flat table; `text` says how closely printed text is compared."""

    def __init__(self, want: dict[str, Any], *, marked: bool, text: Callable[[str | None], str | None]) -> None:
        self.want, self.marked, self.text = want, marked, text
        self.flat: Flat = {}

    def table(self) -> Flat:
        want, flat, text = self.want, self.flat, self.text
        flat["ward"], flat["cases"], flat["clause_sets"] = want["ward"], 1, 1
        for name in ("title", "department"):
            flat[name] = text(want[name])
        flat["material"] = want["material"]
        keys = ("kind", "article", "branches", "paragraph", "item", "label", "category")
        flat["bases"] = [{key: basis[key] for key in keys} for basis in want["bases"]]
        flat["category"] = want["bases"][0]["category"]
        flat |= {f"outline {OUTLINE[label]}": text("\n".join(lines)) for label, lines in want["outline"].items()}
        flat |= {f"outline {OUTLINE[label]} label": label for label in want["outline"]}
        flat["forms"] = len(want["forms"])
        for number, form in enumerate(want["forms"]):
            self.form(f"form {number}", form)
        flat["clauses"] = [clause["number"] for clause in want["clauses"]]
        for clause in want["clauses"]:
            at = f"clause {clause['number']}"
            flat[f"{at} heading"] = text(clause["heading"])
            flat[f"{at} references"] = [[text(r["text"]), r["kind"], r["targets"]] for r in clause["references"]]
            self.item(at, clause)
        return flat

    def form(self, at: str, form: dict[str, Any]) -> None:
        flat, text, normal = self.flat, self.text, form["normal"]
        flat[f"{at} title"], flat[f"{at} category"] = text(form["title"]), form["category"]
        fields = {fold(label) or "": lines for label, lines in form["fields"].items()}
        flat[f"{at} fields"] = sorted({"title", *(FORM[label] for label in fields)})
        for label, lines in fields.items():
            flat[f"{at} {FORM[label]}"], flat[f"{at} {FORM[label]} label"] = text("\n".join(lines)), label
        flat[f"{at} extra"] = []
        keys = ("kind", "start", "end", "start_precision", "end_precision", "open_ended", "scope")
        flat[f"{at} periods"] = [{key: period[key] for key in keys} for period in normal["periods"]]
        flat[f"{at} items"] = [squeeze(item) for item in normal["items"]]
        if "groups" in normal:  # where it says nothing, a caption may be either a group or whose data it is
            flat[f"{at} groups"] = [squeeze(group) for group in normal["groups"]]
        flat[f"{at} open"] = normal["open"]
        flat[f"{at} subjects"] = squeeze(normal.get("subjects"))
        flat[f"{at} name"] = squeeze(normal["counterparty"]["name"])
        flat[f"{at} undecided"] = normal["counterparty"]["undecided"]
        for side in ("ward_safeguards", "counterparty_safeguards"):
            flat[f"{at} {side} numbers"] = [[squeeze(group), number] for group, number in normal.get(side, [])]
        if self.marked:
            added = normal.get("additions", {}).items()
            flat[f"{at} additions"] = {name: [squeeze(run) for run in runs] for name, runs in added}

    def item(self, at: str, item: dict[str, Any]) -> None:
        self.flat[f"{at} label"], self.flat[f"{at} text"] = squeeze(item["label"]), self.text(item["text"])
        items = item.get("items") or []
        self.flat[f"{at} items"] = [child["number"] for child in items]
        for child in items:
            self.item(f"{at} ({child['number']})", child)


class Got:
    """What the library reads, as the same table."""

    def __init__(self, document: Document, *, marked: bool, text: Callable[[str | None], str | None]) -> None:
        self.document, self.marked, self.text = document, marked, text
        self.flat: Flat = {}

    def table(self) -> Flat:
        document, flat, text = self.document, self.flat, self.text
        flat["ward"], flat["cases"], flat["clause_sets"] = (
            document.ward,
            len(document.cases),
            len(document.clause_sets),
        )
        case = document.cases[0].model_dump(mode="json")
        for name in ("title", "department"):
            flat[name] = text(case[name])
        flat["material"], flat["category"] = case["material"], case["category"]
        keys = ("kind", "article", "branches", "paragraph", "item", "label", "category")
        flat["bases"] = [{key: basis[key] for key in keys} for basis in case["bases"]]
        for name, evidence in case["outline"]["evidence"].items():
            flat[f"outline {name}"], flat[f"outline {name} label"] = text(evidence["text"]), fold(evidence["label"])
        flat["forms"] = len(case["forms"])
        for number, form in enumerate(case["forms"]):
            self.form(f"form {number}", form)
        clauses = document.clause_sets[0].model_dump(mode="json")["clauses"]
        flat["clauses"] = [clause["number"] for clause in clauses]
        for clause in clauses:
            at = f"clause {clause['number']}"
            flat[f"{at} heading"] = text(clause["heading"])
            flat[f"{at} references"] = [[text(r["text"]), r["kind"], r["targets"]] for r in clause["references"]]
            self.item(at, clause)
        return flat

    def form(self, at: str, form: dict[str, Any]) -> None:
        flat, text = self.flat, self.text
        evidence = {name: value for name, value in form["evidence"].items() if value["text"]}
        flat[f"{at} title"], flat[f"{at} category"] = text(form["title"]), form["category"]
        flat[f"{at} fields"] = sorted(evidence)
        for name, value in evidence.items():
            if name != "title":
                flat[f"{at} {name}"], flat[f"{at} {name} label"] = text(value["text"]), fold(value["label"])
        flat[f"{at} extra"] = form["extra"]
        keys = ("kind", "start", "end", "start_precision", "end_precision", "open_ended", "scope")
        flat[f"{at} periods"] = [{key: period[key] for key in keys} for period in form["periods"]]
        items = form["data_items"] or {"items": [], "groups": [], "open": None, "subjects": None}
        flat[f"{at} items"] = [squeeze(item["text"]) for item in items["items"]]
        flat[f"{at} groups"] = [squeeze(group) for group in items["groups"]]
        flat[f"{at} open"], flat[f"{at} subjects"] = items["open"], squeeze(items["subjects"])
        party = form["counterparty"] or {"name": None, "undecided": None}
        flat[f"{at} name"], flat[f"{at} undecided"] = squeeze(party["name"]), party["undecided"]
        for side in ("ward_safeguards", "counterparty_safeguards"):
            flat[f"{at} {side} numbers"] = [[squeeze(measure["group"]), measure["number"]] for measure in form[side]]
        if self.marked:
            added = {name: value["additions"] for name, value in evidence.items() if value["additions"]}
            flat[f"{at} additions"] = {name: [squeeze(run) for run in runs] for name, runs in added.items()}

    def item(self, at: str, item: dict[str, Any]) -> None:
        self.flat[f"{at} label"], self.flat[f"{at} text"] = squeeze(item["label"]), self.text(item["text"])
        self.flat[f"{at} items"] = [child["number"] for child in item["items"]]
        for child in item["items"]:
            self.item(f"{at} ({child['number']})", child)


def differences(want: Flat, got: Flat) -> str:
    """Every value that is not as it should be; empty where all are."""
    missing = "nothing"
    rows = [(key, want.get(key, missing), got.get(key, missing)) for key in [*want, *(k for k in got if k not in want)]]
    return "".join(f"\n{key}\n  want {a!r}\n  got  {b!r}" for key, a, b in rows if a != b or type(a) is not type(b))


def expected(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((path.parent / f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    return loaded


def records(document: Document) -> dict[str, Any]:
    """A document without its places, and without what only one reader reports."""
    return {
        name: without_places(value) for name, value in document.model_dump(mode="json", exclude={"findings"}).items()
    }


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items() if key not in {"spans", "confidence"}}
    return [without_places(part) for part in value] if isinstance(value, list) else value


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar of a record with its JSON Pointer."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, f"{at}/{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, f"{at}/{index}")
    else:
        yield at, value


class TestPapers:
    @pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
    def test_says_what_is_expected(self, path: Path, extracted: Read) -> None:
        plain = path.suffix == ".txt"  # an export has no bold type and sets several paragraphs on one line
        text, marked = (squeeze, False) if plain else (fold, True)
        want = Wanted(expected(path), marked=marked, text=text).table()
        got = Got(extracted(path), marked=marked, text=text).table()
        for key in [key for key in got if key.endswith(" groups") and key not in want]:
            del got[key]
        if wrong := differences(want, got):
            pytest.fail(f"{path.name}:{wrong}", pytrace=False)

    def test_there_are_papers_of_every_kind(self) -> None:
        assert {path.suffix for path in PAPERS} == {".pdf", ".docx", ".txt"}
        assert len(PDFS) >= 5

    def test_a_wrong_value_is_told(self) -> None:
        """The comparison itself can fail."""
        want = Wanted(expected(SHEETS[0]), marked=True, text=fold).table()
        for key, value in want.items():
            assert differences(want, want | {key: "other" if value != "other" else None}), key
        assert not differences(want, dict(want))

    @pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
    def test_values_are_their_evidence_folded(self, path: Path, extracted: Read) -> None:
        for case in extracted(path).cases:
            for record in filter(None, [case.outline, *case.forms]):
                for name in {"title", *OUTLINE.values(), *PLAIN_FIELDS} & record.evidence.keys():
                    value = getattr(record, name, None)
                    assert squeeze(value) == squeeze(record.evidence[name].text), f"{path.name} {name}"
                    folded = unicodedata.normalize("NFKC", value or "").replace("~", "～").replace("〜", "～")
                    assert (value or "") == folded, name


class TestReaders:
    @pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
    def test_both_give_the_same_records(self, path: Path, extracted: Read) -> None:
        one, other = (dict(leaves(records(extracted(path, reader)))) for reader in ("pymupdf", "pdfplumber"))
        if wrong := differences(one, other):
            pytest.fail(f"{path.name}, PyMuPDF wanted, pdfplumber got:{wrong}", pytrace=False)

    @pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
    def test_both_together_agree(self, path: Path, extracted: Read) -> None:
        together = extracted(path, "both")
        assert [f.message for f in together.findings if f.code == "readers_disagree"] == []
        assert records(together) == records(extracted(path))


class TestRecords:
    @pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
    def test_json_round_trip(self, path: Path, extracted: Read) -> None:
        document = extracted(path)
        stored = document.model_dump_json()
        again = Document.model_validate_json(stored)
        assert again == document
        assert again.model_dump_json() == stored

    @pytest.mark.parametrize("version", ["0", "1", "3", ""])
    def test_other_schema_versions_are_refused(self, version: str, extracted: Read) -> None:
        stored = extracted(PDFS[0]).model_dump(mode="json") | {"schema_version": version}
        with pytest.raises(ValidationError, match=f"schema version {version}"):
            Document.model_validate_json(json.dumps(stored))

    def test_an_unknown_key_is_refused(self, extracted: Read) -> None:
        stored = extracted(PDFS[0]).model_dump(mode="json") | {"nonsense": 1}
        with pytest.raises(ValidationError, match="nonsense"):
            Document.model_validate_json(json.dumps(stored))

    @pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
    def test_findings_point_into_the_document(self, path: Path, extracted: Read) -> None:
        stored = extracted(path).model_dump(mode="json")
        for finding in stored["findings"]:
            value: Any = stored
            for step in (finding["record"] or "").split("/")[1:]:
                value = value[int(step)] if isinstance(value, list) else value[step]


class TestExtract:
    @pytest.mark.parametrize("path", [PDFS[0], *(p for p in PAPERS if p.suffix != ".pdf")], ids=lambda path: path.name)
    def test_is_deterministic(self, path: Path) -> None:
        assert extract(path).model_dump_json() == extract(path).model_dump_json()

    def test_is_the_same_in_another_process(self, extracted: Read) -> None:
        paths = [PDFS[0], PDFS[-1]]
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            for path, document in zip(paths, pool.map(extract, paths), strict=True):
                assert document == extracted(path)

    def test_is_picklable(self, extracted: Read) -> None:
        assert pickle.loads(pickle.dumps(extract)) is extract
        document = extracted(PDFS[0])
        assert pickle.loads(pickle.dumps(document)) == document

    def test_takes_a_string_as_well(self, extracted: Read) -> None:
        assert extract(str(PDFS[0])) == extracted(PDFS[0])
