"""The expected record of a paper, written from its content alone (the library has no part in it)."""

import json
import unicodedata
from pathlib import Path
from typing import Any

from .content import Basis, Clause, Form, Item, Paper, additions, plain

WARD = "shinjuku"
# the printed labels in which papers mark additions -> the canonical field of the record contract
CANONICAL = {
    "委託の内容": "content",
    "委託理由": "reason",
    "委託に伴い事業者に処理させる情報項目(だれの、どのような項目か)": "data_items",
    "結合の形態": "content",
    "処理させる情報項目の記録媒体": "media",
}


def expected(paper: Paper) -> dict[str, Any]:
    """The whole expected record, ready for JSON."""
    return {
        "ward": WARD,
        "title": paper.title,
        "department": paper.department,
        "material": unicodedata.normalize("NFKC", paper.material.removeprefix("資料")) or None,
        "bases": [_basis(x) for x in paper.bases],
        "outline": _fields(paper.outline),
        "forms": [_form(x) for x in paper.forms],
        "clauses": [clause_record(x) for x in paper.clauses],
    }


def write(paper: Paper, path: Path) -> None:
    """Write the expected record as JSON."""
    path.write_text(json.dumps(expected(paper), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "kind": basis.kind,
        "article": basis.article,
        "branches": list(basis.branches),
        "paragraph": basis.paragraph,
        "item": basis.item,
        "label": basis.label,
        "category": basis.category,
    }


def _fields(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    return {label: [plain(text) for text in paragraphs] for label, paragraphs in fields.items()}


def _form(form: Form) -> dict[str, Any]:
    return {"title": form.title, "category": form.category, "fields": _fields(form.fields), "normal": _normal(form)}


def _normal(form: Form) -> dict[str, Any]:
    """The hand-written values in the shape of the gold files: nulls filled in, safeguards as [group, number]."""
    normal = dict(form.normal)
    normal["periods"] = [period_record(x) for x in normal["periods"]]
    normal["counterparty"] = {"name": None, "undecided": False, **normal["counterparty"]}
    for key in ("ward_safeguards", "counterparty_safeguards"):
        if key in normal:
            normal[key] = [[x.get("group"), x.get("number")] for x in normal[key]]
    marked = {label: additions(texts) for label, texts in form.fields.items()}
    new = {CANONICAL[label]: runs for label, runs in marked.items() if runs}
    return {**normal, **({"additions": new} if new else {})}


def period_record(period: dict[str, Any]) -> dict[str, Any]:
    """A period with what it leaves out."""
    empty = {"end": None, "end_precision": None, "open_ended": False, "scope": None}
    return {**empty, **period}


def clause_record(clause: Clause) -> dict[str, Any]:
    """A clause with its items and references."""
    return {
        "number": clause.number,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "items": [_item(x) for x in clause.items],
        "references": list(clause.references),
    }


def _item(item: Item) -> dict[str, Any]:
    return {"label": item.label, "number": item.number, "text": item.text, "items": [_item(x) for x in item.items]}
