"""One form in every dress that tools give it: Markdown, HTML, columns of spaces, lines by themselves, tabs, commas."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from unicodedata import east_asian_width

Row = tuple[list[str], list[str]]
"""The lines of a label and those of its value."""

HEAD = [
    "情報公開・個人情報保護審議会　諮問・報告事項",
    "件名　貸出自転車の鍵の郵送に係る業務の委託について",
    "内容は別紙のとおり",
    "条例の根拠",
    "【報告】",
    "◇第14条第1項（業務委託）",
    "（担当部課：みどり土木部自転車対策課）",
]
OUTLINE: list[Row] = [
    (["事業名"], ["貸出自転車の鍵の郵送"]),
    (["担当課"], ["自転車対策課"]),
    (["目的"], ["返し忘れられた鍵を速やかに集め、次に借りる者を待たせない。"]),
    (["対象者"], ["貸出自転車を借りた者"]),
    (["事業内容"], ["鍵を持ち帰った者に返信用の封筒を送る。", "1 封筒の送付　毎週月曜日", "2 鍵の受取り　毎日"]),
]
FORM: list[Row] = [
    (["保有課(担当課)"], ["自転車対策課"]),
    (["登録業務の名称"], ["自転車等の適正利用に関する事務"]),
    (["委託先"], ["株式会社はしり便"]),
    (
        ["委託に伴い事業者に処理", "させる情報項目(だれの、", "どのような項目か)"],
        ["【貸出自転車を借りた者】", "氏名、住所、電話番号、貸出番号"],
    ),
    (["処理させる情報項目の記", "録媒体"], ["紙及び電磁的媒体"]),
    (["委託理由"], ["封筒の作成から発送までを一括して行える者に委ねるため。"]),
    (["委託の内容"], ["1 封筒の印刷", "2 封筒の発送"]),
    (["委託の開始時期及び期限"], ["平成30年10月1日から平成31年3月31日まで"]),
    (["委託にあたり区が行う情", "報保護対策"], ["1 契約書に「特記事項」を添える。", "2 年に1回、立ち入って確かめる。"]),
    (
        ["受託事業者に行わせる情", "報保護対策"],
        ["1 作業を行う者をあらかじめ届け出させる。", "2 名簿を鍵の掛かる棚に納めさせる。"],
    ),
]
TITLE = "件名　貸出自転車の鍵の郵送に係る業務の委託について"
CLAUSES = [
    "特記事項",
    "（基本的事項）",
    "1　乙は、個人の権利利益を侵すことのないよう、個人情報を慎重に取り扱わなければならない。",
    "（秘密の保持）",
    "2　乙は、業務を通じて知った個人の秘密を、他人に知らせてはならない。",
]
FACTS = {
    "title": "貸出自転車の鍵の郵送に係る業務の委託について",
    "outline department": "自転車対策課",
    "subjects": "貸出自転車を借りた者",
    "department": "自転車対策課",
    "business_name": "自転車等の適正利用に関する事務",
    "counterparty": "株式会社はしり便",
    "media": "紙及び電磁的媒体",
    "items": ["氏名", "住所", "電話番号", "貸出番号"],
    "reason": "封筒の作成から発送までを一括して行える者に委ねるため。",
    "periods": [("2018-10-01", "2019-03-31")],
    "ward": ["契約書に「特記事項」を添える。", "年に1回、立ち入って確かめる。"],
    "counterparty measures": ["作業を行う者をあらかじめ届け出させる。", "名簿を鍵の掛かる棚に納めさせる。"],
    "clauses": 2,
}


def facts(document):
    """What a record says of the form, as FACTS has it."""
    [case] = document.cases
    [form] = case.forms
    return {
        "title": case.title,
        "outline department": case.outline.department if case.outline else None,
        "subjects": case.outline.subjects if case.outline else None,
        "department": form.department,
        "business_name": form.business_name,
        "counterparty": form.counterparty.name if form.counterparty else None,
        "media": form.media,
        "items": [item.text for item in form.data_items.items] if form.data_items else None,
        "reason": form.reason,
        "periods": [(str(period.start), str(period.end)) for period in form.periods],
        "ward": [measure.text for measure in form.ward_safeguards],
        "counterparty measures": [measure.text for measure in form.counterparty_safeguards],
        "clauses": sum(len(one.clauses) for one in document.clause_sets),
    }


def paper(table: Callable[[list[Row]], str], *, apart: str = "\n\n") -> str:
    """The whole document, its two tables in one dress; `apart` is between blocks."""
    blocks = [*HEAD, "事業の概要", table(OUTLINE), TITLE, table(FORM), *CLAUSES]
    return apart.join(block.strip("\n") for block in blocks) + "\n"


def wide(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def pipes(rows: list[Row]) -> str:
    lines = [f"|{'<br>'.join(label)}|{'<br>'.join(value)}|" for label, value in rows]
    return "\n".join([lines[0], "|---|---|", *lines[1:]])


def bare_pipes(rows: list[Row]) -> str:
    lines = [f"**{''.join(label)}** | {'<br/>'.join(value)}" for label, value in rows]
    return "\n".join(["項目 | 内容", ":---|:---:", *lines])


def pipes_without_rule(rows: list[Row]) -> str:
    return "\n".join(f"| {''.join(label)} | {'<br>'.join(value)} |" for label, value in rows)


def html_table(rows: list[Row]) -> str:
    cells = (
        f"<tr>\n<th>{'<br>'.join(map(html.escape, label))}</th>\n<td>{''.join(f'<p>{html.escape(one)}</p>' for one in value)}</td>\n</tr>"
        for label, value in rows
    )
    return "\n".join(["<table>", *cells, "</table>"])


def drawn(rows: list[Row], corners: str = "+-|", width: Callable[[str], int] = wide) -> str:
    left = max(width(line) for label, _ in rows for line in label) + 2
    right = max(width(line) for _, value in rows for line in value) + 2
    corner, across, side = corners
    edge = f"{corner}{across * left}{corner}{across * right}{corner}"
    lines = [edge]
    for label, value in rows:
        for k in range(max(len(label), len(value))):
            a, b = (part[k] if k < len(part) else "" for part in (label, value))
            lines.append(f"{side} {a}{' ' * (left - 1 - width(a))}{side} {b}{' ' * (right - 1 - width(b))}{side}")
        lines.append(edge)
    return "\n".join(lines)


def boxed(rows: list[Row]) -> str:
    left = max(wide(line) for label, _ in rows for line in label)
    right = max(wide(line) for _, value in rows for line in value)
    left, right = left + left % 2, right + right % 2
    lines = [f"┌{'─' * (left // 2)}┬{'─' * (right // 2)}┐"]
    for number, (label, value) in enumerate(rows):
        if number:
            lines.append(f"├{'─' * (left // 2)}┼{'─' * (right // 2)}┤")
        for k in range(max(len(label), len(value))):
            a, b = (part[k] if k < len(part) else "" for part in (label, value))
            lines.append(f"│{a}{' ' * (left - wide(a))}│{b}{' ' * (right - wide(b))}│")
    lines.append(f"└{'─' * (left // 2)}┴{'─' * (right // 2)}┘")
    return "\n".join(lines)


def spaced(
    rows: list[Row], width: Callable[[str], int] = len, *, gap: int = 4, middle: bool = True, between: str = "\n\n"
) -> str:
    """Columns of spaces; `width` is how the tool counts, `middle` whether labels are half way down their values."""
    column = max(width(line) for label, _ in rows for line in label) + gap
    made = []
    for label, value in rows:
        height = max(len(label), len(value))
        top = (height - len(label)) // 2 if middle else 0
        below = (height - len(value)) // 2 if middle else 0
        lines = []
        for k in range(height):
            a = label[k - top] if 0 <= k - top < len(label) else ""
            b = value[k - below] if 0 <= k - below < len(value) else ""
            lines.append((a + " " * (column - width(a)) + b).rstrip())
        made.append("\n".join(lines))
    return between.join(made)


def above(rows: list[Row], between: str = "\n") -> str:
    """A line with the label, below it those of the value."""
    return between.join("\n".join([*label, *value]) for label, value in rows)


def beside(rows: list[Row], gap: str = " ") -> str:
    """Label and value on one line, as they are copied from a page."""
    return "\n".join("".join(label) + gap + "\n".join(value) for label, value in rows)


def labels_first(rows: list[Row]) -> str:
    """All labels, then all values, groups of lines by themselves: a table read column by column."""
    return "\n\n".join(["\n".join(label) for label, _ in rows] + ["\n".join(value) for _, value in rows])


def tabs(rows: list[Row]) -> str:
    """Tabs between cells; the further paragraphs of a cell are lines by themselves, as Word saves them."""
    return "\n".join("".join(label) + "\t" + "\n".join(value) for label, value in rows)


def indented_tabs(rows: list[Row]) -> str:
    return "\n".join("".join(label) + "\t" + "\n\t".join(value) for label, value in rows)


def commas(rows: list[Row]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(["".join(label), " ".join(value)] for label, value in rows)
    return file.getvalue()
