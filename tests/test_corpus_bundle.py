"""The composed Nerima bundle against its expected record: a sitting with minutes, case papers, registers and clauses."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaigi_extract import Document

BUNDLE = Path(__file__).parents[1] / "corpus" / "nerima-2014-bundle.pdf"
WANT: dict[str, Any] = json.loads(BUNDLE.with_suffix(".expected.json").read_text(encoding="utf-8"))
CASES = [f"{index} {case['numbers'] or '報告'}" for index, case in enumerate(WANT["cases"])]
LARGEST = 400_000
"""Bytes of the PDF."""

FORM = {
    "件名": "title",
    "委託件名": "title",
    "所管課名": "department",
    "所管課": "department",
    "提供課": "department",
    "業務登録名": "business_name",
    "委託先": "counterparty",
    "結合先": "counterparty",
    "利用課": "counterparty",
    "取り扱う個人情報": "data_items",
    "追加する個人情報の項目": "data_items",
    "送受信する項目": "data_items",
    "追加する送受信項目": "data_items",
    "利用する個人情報": "data_items",
    "利用媒体": "media",
    "利用目的": "reason",
    "委託内容": "content",
    "変更内容": "content",
    "変更概要": "content",
    "現行処理および提供方法": "current_handling",
    "委託開始年月": "periods",
    "実施予定年月日": "periods",
    "変更予定年月日": "periods",
    "利用時期": "periods",
    "適用日": "periods",
    "個人情報の保護": "ward_safeguards",
    "利用課における個人情報の保護": "ward_safeguards",
    "添付資料": "attachments",
}
PERIOD = ("kind", "start", "end", "start_precision", "end_precision", "open_ended", "scope")

Read = Callable[..., Document]


def fold(value: Any) -> Any:
    """Every text of a value in one width and without white space."""
    if isinstance(value, dict):
        return {fold(key): fold(part) for key, part in value.items()}
    if isinstance(value, list):
        return [fold(part) for part in value]
    if not isinstance(value, str):
        return value
    text = re.sub("[〜~]", "～", unicodedata.normalize("NFKC", value)).replace("~", "～")
    return re.sub(r"\s+", "", re.sub("[‐‑–—―−]", "-", text))


def compare(want: dict[str, Any], got: dict[str, Any]) -> None:
    """Fails with every field that is not as it should be."""
    want, got = fold(want), fold(got)
    keys = [*want, *(key for key in got if key not in want)]
    rows = [(key, want.get(key, "nothing"), got.get(key, "nothing")) for key in keys]
    wrong = "".join(f"\n{key}\n  want {a!r}\n  got  {b!r}" for key, a, b in rows if a != b)
    if wrong:
        pytest.fail(wrong, pytrace=False)


def in_order(values: list[Any]) -> dict[str, Any]:
    return {str(index): value for index, value in enumerate(values)}


def lines(value: list[str]) -> str:
    return "\n".join(value)


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items() if key not in {"spans", "confidence"}}
    return [without_places(part) for part in value] if isinstance(value, list) else value


def numbered(clause: dict[str, Any]) -> dict[str, Any]:
    """A clause or an item with those below it, without what the expected record does not hold."""
    kept: dict[str, Any] = {key: clause[key] for key in ("number", "label", "heading", "text") if key in clause}
    if "references" in clause:
        kept["references"] = [{key: each[key] for key in ("text", "kind", "targets")} for each in clause["references"]]
    return {**kept, "items": [numbered(item) for item in clause["items"]]}


@pytest.fixture(scope="module")
def bundle(extracted: Read) -> dict[str, Any]:
    return extracted(BUNDLE).model_dump(mode="json")


class TestMeeting:
    @pytest.mark.parametrize(
        "name", ["council", "term", "session", "date", "start", "end", "place", "members", "officials", "observers"]
    )
    def test_head(self, bundle: dict[str, Any], name: str) -> None:
        assert fold(bundle["meeting"][name]) == fold(WANT["meeting"][name])

    def test_agenda(self, bundle: dict[str, Any]) -> None:
        keys = ("section", "number", "title", "department", "material")
        agenda = [{key: item[key] for key in keys} for item in bundle["meeting"]["agenda"]]
        compare(in_order(WANT["meeting"]["agenda"]), in_order(agenda))

    def test_speeches(self, bundle: dict[str, Any]) -> None:
        speeches = [{key: speech[key] for key in ("speaker", "text")} for speech in bundle["meeting"]["speeches"]]
        compare(in_order(WANT["meeting"]["speeches"]), in_order(speeches))

    def test_decisions(self, bundle: dict[str, Any]) -> None:
        decisions = [[str(decision["number"]), decision["result"]] for decision in bundle["meeting"]["decisions"]]
        assert decisions == [list(pair) for pair in WANT["meeting"]["decisions"].items()]


class TestCases:
    def test_ward_and_order(self, bundle: dict[str, Any]) -> None:
        assert bundle["ward"] == WANT["ward"]
        assert [case["numbers"] for case in bundle["cases"]] == [case["numbers"] for case in WANT["cases"]]

    @pytest.mark.parametrize("index", range(len(CASES)), ids=CASES)
    def test_head(self, bundle: dict[str, Any], index: int) -> None:
        want, case = WANT["cases"][index], bundle["cases"][index]
        got = {key: case[key] for key in ("numbers", "category", "title", "material")}
        got["article"] = [basis["article"] for basis in case["bases"]]
        got["decisions"] = {str(decision["number"]): decision["result"] for decision in case["decisions"]}
        got["date"], got["forms"] = case["meeting_date"], [form["category"] for form in case["forms"]]
        compare(
            {
                **{key: want[key] for key in ("numbers", "category", "title", "material")},
                "article": [want["article"]] if want["article"] else [],
                "decisions": {str(n): WANT["meeting"]["decisions"][str(n)] for n in want["numbers"]},
                "date": WANT["meeting"]["date"],
                "forms": [want["category"]],
            },
            got,
        )

    @pytest.mark.parametrize("index", range(len(CASES)), ids=CASES)
    def test_fields(self, bundle: dict[str, Any], index: int) -> None:
        want, form = WANT["cases"][index]["fields"], bundle["cases"][index]["forms"][0]
        got = {name: [value["label"], value["text"]] for name, value in form["evidence"].items() if value["text"]}
        extra = {"extra": form["extra"]}
        compare({FORM[label]: [label, lines(value)] for label, value in want.items()} | {"extra": []}, got | extra)

    @pytest.mark.parametrize("index", range(len(CASES)), ids=CASES)
    def test_normal(self, bundle: dict[str, Any], index: int) -> None:
        normal, form = WANT["cases"][index]["normal"], bundle["cases"][index]["forms"][0]
        items, party, evidence = form["data_items"], form["counterparty"], form["evidence"]
        compare(
            {"groups": [], **normal},
            {
                "periods": [{key: period[key] for key in PERIOD} for period in form["periods"]],
                "items": [item["text"] for item in items["items"]],
                "groups": items["groups"],
                "open": items["open"],
                "counterparty": {key: party[key] for key in ("name", "undecided")},
                "ward_safeguards": [[m["group"], m["party"], m["number"]] for m in form["ward_safeguards"]],
                "attachments": form["attachments"],
                "additions": {name: value["additions"] for name, value in evidence.items() if value["additions"]},
                "notes": {v["label"]: v["note"].removeprefix("※") for v in evidence.values() if v["note"]},
            },
        )


class TestRegisters:
    def test_as_many(self, bundle: dict[str, Any]) -> None:
        assert len(bundle["registers"]) == len(WANT["registers"])

    @pytest.mark.parametrize("index", range(len(WANT["registers"])))
    def test_register(self, bundle: dict[str, Any], index: int) -> None:
        want, register = WANT["registers"][index], bundle["registers"][index]
        got = {key: register[key] for key in want}
        got["fields"] = {field["label"]: field["text"] for field in register["fields"]}
        got["choices"] = {
            label: [[choice[key] for key in ("text", "checked", "detail")] for choice in choices]
            for label, choices in register["choices"].items()
        }
        compare({**want, "fields": {label: lines(value) for label, value in want["fields"].items()}}, got)


class TestClauses:
    def test_clauses(self, bundle: dict[str, Any]) -> None:
        (found,) = bundle["clause_sets"]
        assert (found["kind"], found["case"]) == ("special_terms", 0)
        assert found["parties"] == {"principal": "委託者", "contractor": "受託者"}
        want = {clause["label"]: clause for clause in WANT["clauses"]}
        compare(want, {clause["label"]: numbered(clause) for clause in found["clauses"]})


class TestDocument:
    @pytest.mark.parametrize(
        "code", ["decision_number_mismatch", "agenda_without_decision", "misprint", "numbering_gap"]
    )
    def test_reports_no_slip(self, bundle: dict[str, Any], code: str) -> None:
        assert [finding for finding in bundle["findings"] if finding["code"] == code] == []

    def test_both_readers_give_the_same(self, extracted: Read) -> None:
        one, other = (
            without_places(extracted(BUNDLE, reader).model_dump(mode="json", exclude={"findings"}))
            for reader in ("pymupdf", "pdfplumber")
        )
        for name, value in one.items():
            assert value == other[name], name

    def test_is_small(self) -> None:
        assert BUNDLE.stat().st_size < LARGEST

    def test_a_wrong_value_is_told(self) -> None:
        """The comparison itself can fail."""
        compare({"a": "１ "}, {"a": "1"})
        with pytest.raises(pytest.fail.Exception, match="want '1'"):
            compare({"a": "1"}, {"a": "2"})
        with pytest.raises(pytest.fail.Exception, match="nothing"):
            compare({}, {"a": "2"})
