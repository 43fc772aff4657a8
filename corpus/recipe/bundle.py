"""A file that holds a whole sitting in the layout of Nerima's papers: minutes, case papers, registers, a clause set.

What it says stands in bundles/NAME.toml; here it is set as one HTML page, and told as its expected record.
"""

import json
import tomllib
import unicodedata
from html import escape
from pathlib import Path
from typing import Any

from . import html, render
from .content import HERE, Clause, additions, plain, read_clauses
from .expected import clause_record, period_record
from .layout import Layout

BUNDLES = HERE / "bundles"
Data = dict[str, Any]  # a table of the TOML file

CATEGORIES = {"外部委託記録票": "outsourcing"}
NAME_WIDTH = 5  # characters of a name that stand clear of the speech
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
# the printed labels in which papers mark additions -> the canonical field of the record contract
CANONICAL = {"送受信する項目": "data_items"}
RULES = """
.minutes h1 { margin-bottom: 1em; font-size: 13pt } .minutes .under { margin-left: 2em }
.speech { padding-left: 8em; text-indent: -8em } .speech span { display: inline-block; min-width: 8em; text-indent: 0 }
.corner { text-align: right; margin-bottom: .6em } .article { text-align: center; margin-bottom: .6em }
.case h2 { margin-bottom: .2em } .sheet h2 { margin-bottom: .6em } .case tr, .sheet tr { break-inside: avoid }
.heading { break-after: avoid } b { font: inherit }
.report h2 { text-align: left; margin: 0 2em .6em } .report .under { text-indent: 1em }
.sheet th { text-align: justify; text-align-last: justify }
"""


def build(name: str, layout: Layout, folder: Path) -> None:
    """Write the PDF of a bundle and its expected record."""
    data = tomllib.loads((BUNDLES / f"{name}.toml").read_text(encoding="utf-8"))
    clauses = read_clauses(data)
    render.print_page(page(data, clauses, layout), folder / f"{name}.pdf")
    told = json.dumps(expected(data, clauses), ensure_ascii=False, indent=1) + "\n"
    (folder / f"{name}.expected.json").write_text(told, encoding="utf-8")


# The page


def page(data: Data, clauses: list[Clause], layout: Layout) -> str:
    """Minutes first, then each case paper with what follows it."""
    body = _minutes(data["meeting"])
    for case in data["cases"]:
        body += _case(case, data["ordinance"], layout) if case["numbers"] else _report(case)
        for what in case.get("attachments_follow", ()):
            kind, _, index = what.partition(" ")
            is_sheet = kind == "register"
            body += _sheet(data["registers"][int(index)], layout) if is_sheet else _clauses(data, clauses, layout)
    head = f"<meta charset='utf-8'><title>会議要録</title><style>{html.css(layout)}{RULES}</style>"
    return f"<!doctype html><html lang='ja'><head>{head}</head><body>{body}</body></html>"


def _clauses(data: Data, clauses: list[Clause], layout: Layout) -> str:
    return html.clauses(data["clause_title"], clauses, layout)


def _minutes(meeting: Data) -> str:
    present = [*(f"{name}委員" for name in meeting["members"]), *meeting["officials"]]
    rows = [
        f"<p>１　日　　時　{meeting['when']}</p>",
        f"<p>２　場　　所　{meeting['place']}</p>",
        f"<p class='item' style='padding-left: 7em; text-indent: -7em'>３　出　席　者　{'、'.join(present)}</p>",
        f"<p>４　傍　聴　人　{meeting['observers']}</p>",
        "<p>５　議事および配布資料</p>",
    ]
    for numeral, section in meeting["sections"]:
        rows.append(f"<p class='under'>{numeral}　{section}</p>")
        items = [item for item in meeting["agenda"] if item["section"] == section]
        for position, item in enumerate(items, start=1):
            printed = item.get("printed")
            lines = [f"({position})　{printed or item['title']}", *([item["title"]] if printed else [])]
            lines.append(f"（{item['department']}）資料{item['material']}")
            rows += [f"<p class='under'>{line}</p>" for line in lines]
    rows.append("<p>６　発言内容</p>")
    rows += [_speech(x["speaker"], x["text"]) for x in meeting["speeches"]]
    return f"<section class='minutes'><h1>{meeting['heading']}</h1>{''.join(rows)}</section>"


def _speech(speaker: str, text: str) -> str:
    """The speaker stands in the margin; a long name runs into the first line."""
    gap = "　" if len(speaker) > NAME_WIDTH else ""
    return f"<p class='speech'><span>（{speaker}）</span>{gap}{escape(text)}</p>"


def _case(case: Data, ordinance: str, layout: Layout) -> str:
    rows = ""
    for position, field in enumerate(case["fields"], start=1):
        note = f"<p>{escape(field['note'])}</p>" if "note" in field else ""
        label = f"{str(position).translate(WIDE)}　{field['label']}"
        value = "".join(html.paragraph(x, layout) for x in field["value"])
        rows += f"<tr><th>{label}{note}</th><td>{value}</td></tr>"
    return (
        f"<section class='part case'><p class='corner'>資料{case['material']}</p><h2>{escape(case['title'])}</h2>"
        f"<p class='article'>（{ordinance}第{case['article']}条関係）</p>"
        f"<table>{html.columns(layout.label_width)}{rows}</table></section>"
    )


def _report(case: Data) -> str:
    rows = ""
    for position, field in enumerate(case["fields"], start=1):
        rows += f"<p>{str(position).translate(WIDE)}　{field['label']}</p>"
        rows += "".join(f"<p class='under'>{escape(x)}</p>" for x in field["value"])
    return (
        f"<section class='part report'><p class='corner'>資料{case['material']}</p>"
        f"<h2>{escape(case['title'])}</h2>{rows}</section>"
    )


def _sheet(register: Data, layout: Layout) -> str:
    rows = ""
    for row in register["rows"]:
        label = "<br>".join(row["label"].split("|"))
        rows += f"<tr><th>{label}</th><td>{''.join(f'<p>{escape(line)}</p>' for line in _lines(row))}</td></tr>"
    title = "　".join(register["title"]) + "（案）"
    return (
        f"<section class='part sheet'><p>{register['form']}</p><h2>{title}</h2>"
        f"<table>{html.columns(layout.label_width)}{rows}</table></section>"
    )


def _lines(row: Data) -> list[str]:
    """A row's value as printed, one string a paragraph."""
    return [str(x) for x in row.get("value", ())] + ["　".join(map(_box, line)) for line in row.get("boxes", ())]


def _box(box: Data) -> str:
    inside = box.get("detail", box.get("blank"))
    return f"{'■' if box.get('on') else '□'} {box['text']}" + (f"({inside})" if inside else "")


# The expected record


def expected(data: Data, clauses: list[Clause]) -> Data:
    """The whole expected record, ready for JSON, from the content alone."""
    meeting = data["meeting"]
    return {
        "ward": data["ward"],
        "meeting": {
            **meeting["normal"],
            "place": meeting["place"],
            "members": meeting["members"],
            "officials": meeting["officials"],
            "agenda": [_agenda_item(x) for x in meeting["agenda"]],
            "speeches": meeting["speeches"],
            "decisions": meeting["decisions"],
        },
        "cases": [_case_record(x) for x in data["cases"]],
        "registers": [_register_record(x) for x in data["registers"]],
        "clauses": [clause_record(x) for x in clauses],
    }


def _agenda_item(item: Data) -> Data:
    return {
        "section": item["section"],
        "number": item.get("number"),
        "title": item["title"],
        "department": item["department"],
        "material": _narrow(item["material"]),
    }


def _case_record(case: Data) -> Data:
    fields = {_bare(x["label"]): x for x in case["fields"]}
    normal = dict(case["normal"])
    normal["periods"] = [period_record(x) for x in normal["periods"]]
    normal["counterparty"] = {"name": None, "undecided": False, **normal["counterparty"]}
    safeguards = normal["ward_safeguards"]
    normal["ward_safeguards"] = [[x.get("group"), x.get("party"), x.get("number")] for x in safeguards]
    normal["attachments"] = [x.removeprefix("・") for x in fields.get("添付資料", {"value": []})["value"]]
    marked = {label: additions(field["value"]) for label, field in fields.items()}
    normal["additions"] = {CANONICAL[label]: runs for label, runs in marked.items() if runs}
    normal["notes"] = {label: field["note"].removeprefix("※") for label, field in fields.items() if "note" in field}
    return {
        "numbers": case["numbers"],
        "article": case.get("article"),
        "category": case["category"],
        "title": case["title"],
        "material": _narrow(case["material"]),
        "fields": {label: [plain(x) for x in field["value"]] for label, field in fields.items()},
        "normal": normal,
    }


def _register_record(register: Data) -> Data:
    rows = {row["label"].replace("|", ""): row for row in register["rows"]}
    return {
        "kind": CATEGORIES[register["title"]],
        "title": register["title"],
        "form": _narrow(register["form"]),
        "draft": True,
        "registration_number": register["registration_number"],
        "fields": {label: _lines(row) for label, row in rows.items()},
        "choices": {
            label: [_choice(box) for line in row["boxes"] for box in line]
            for label, row in rows.items()
            if "boxes" in row
        },
        "standing_approval": register.get("standing_approval"),
        "council_dates": register["council_dates"],
        "case": register["case"],
    }


def _choice(box: Data) -> list[Any]:
    return [box["text"].strip(), box.get("on", False), box["detail"].strip() if "detail" in box else None]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _bare(label: str) -> str:
    return label.replace("　", "")
