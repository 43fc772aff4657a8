"""Content and a layout as one HTML page, for Chromium to print."""

import re
from dataclasses import replace
from html import escape

from .content import ADDITION, Clause, Form, Item, Paper
from .layout import Layout

COVER_TITLE = "情報公開・個人情報保護審議会　諮問・報告事項"
KINDS = {"consultation": "【諮問】", "report": "【報告】"}
# a paragraph that starts with one of these is a list item: 1 １ (1) （１） ① ア ・ ○ ※
LIST_ITEM = re.compile(r"^(?:[0-9０-９]{1,2}[ 　.．](?!万)|[(（][0-9０-９ア-ン]{1,2}[)）]|[①-⑳]|[ア-コ][ 　]|[・○※])")
GROUP = re.compile(r"^[【＜〈]")
SHORT_LABEL = 5  # characters; longer labels are not spread
PROSE = 22  # characters; shorter paragraphs get no first-line indent


def page(paper: Paper, layout: Layout) -> str:
    """The whole document."""
    body = [_mark(paper, layout), _cover(paper, layout), _outline(paper, layout)]
    body += [_form(x, layout) for x in paper.forms]
    body.append(clauses(paper.clause_title, paper.clauses, layout))
    head = f"<meta charset='utf-8'><title>{escape(paper.title)}</title><style>{css(layout, paper.material)}</style>"
    return f"<!doctype html><html lang='ja'><head>{head}</head><body>{''.join(body)}</body></html>"


def _mark(paper: Paper, layout: Layout) -> str:
    shown = paper.material and layout.running_head == "first"
    return f"<div class='mark'>{escape(paper.material)}</div>" if shown else ""


def _cover(paper: Paper, layout: Layout) -> str:
    bases = []
    for kind, group in by_kind(paper):
        bases.append(f"<p class='kind'>{kind}</p>" + "".join(f"<p class='basis'>{escape(x)}</p>" for x in group))
    row = _row("件名", [paper.title], replace(layout, first_line_indent="none"), spread=True)
    return (
        f"<section class='cover'><h1>{COVER_TITLE}</h1><table>{columns(layout.cover_label_width)}{row}</table>"
        f"<p class='line'>{escape(paper.cover_line)}</p><h2>条例の根拠</h2>{''.join(bases)}"
        f"<p class='right'>{escape(paper.department_line.format(paper.department))}</p></section>"
    )


def by_kind(paper: Paper) -> list[tuple[str, list[str]]]:
    """The printed bases under their heads, in order."""
    groups: list[tuple[str, list[str]]] = []
    for basis in paper.bases:
        head = KINDS[basis.kind]
        if not groups or groups[-1][0] != head:
            groups.append((head, []))
        groups[-1][1].append(basis.printed)
    return groups


def _outline(paper: Paper, layout: Layout) -> str:
    rows = "".join(_row(k, v, layout, spread=True, upright=True) for k, v in paper.outline.items())
    width = layout.label_width if layout.upright == "none" else 9
    return f"<section class='part'><h2>事業の概要</h2><table>{columns(width)}{rows}</table></section>"


def _form(form: Form, layout: Layout) -> str:
    note = f"<p class='note'>{escape(form.note)}</p>" if form.note else ""
    rows = "".join(_row(k, v, layout) for k, v in form.fields.items())
    title = f"<p class='title'>件名　{escape(form.title)}</p>"
    return f"<section class='part'>{title}{note}<table>{columns(layout.label_width)}{rows}</table></section>"


def columns(width: float) -> str:
    """The two columns of a form."""
    return f"<colgroup><col style='width:{width}%'><col></colgroup>"


def _row(label: str, values: list[str], layout: Layout, spread: bool = False, upright: bool = False) -> str:
    kind = ""
    shown = escape(label)
    if upright and layout.upright != "none":
        kind = layout.upright
        shown = "<br>".join(label) if kind == "stack" else f"<span>{label}</span>"
    elif spread and len(label) < SHORT_LABEL:
        kind = layout.label_spacing
        shown = spaced(label) if kind == "space" else shown
    value = "".join(paragraph(x, layout) for x in values)
    return f"<tr><th class='{kind}'>{shown}</th><td>{value}</td></tr>"


def spaced(label: str) -> str:
    """件名 -> 件　　名, 事業名 -> 事　業　名."""
    return ("　　" if len(label) == 2 else "　").join(label)


def kind_of(text: str) -> str:
    """How a paragraph is set: item, group, prose, or "" for a short value."""
    if LIST_ITEM.match(text.removeprefix("**")):
        return "item"
    if GROUP.match(text):
        return "group"
    return "prose" if len(text) > PROSE else ""


def paragraph(text: str, layout: Layout) -> str:
    """One paragraph of a value, set by what it begins with."""
    kind = kind_of(text)
    lead = "　" if kind == "prose" and layout.first_line_indent == "space" else ""
    words = ADDITION.sub(r"<b>\1</b>", escape(text, quote=False))
    return f"<p class='{kind}'>{lead}{words}</p>"


def clauses(title: str, clause_set: list[Clause], layout: Layout) -> str:
    """A clause set under its title; a heading that covers several clauses is printed once."""
    parts, heading = [], ""
    for clause in clause_set:
        if clause.heading != heading:
            parts.append(f"<p class='heading'>（{escape(clause.heading)}）</p>")
        heading = clause.heading
        parts.append(_clause(clause, layout))
    return f"<section class='part'><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def _clause(clause: Clause, layout: Layout) -> str:
    own = f"<p class='clause'>{clause.label}{layout.label_gap}{escape(clause.text)}</p>"
    return own + "".join(_item(x, layout, 1) for x in clause.items)


def _item(item: Item, layout: Layout, depth: int) -> str:
    own = f"<p class='sub' style='margin-left:{1 + depth}em'>{item.label}{layout.label_gap}{escape(item.text)}</p>"
    return own + "".join(_item(x, layout, depth + 1) for x in item.items)


def css(layout: Layout, material: str = "") -> str:
    """The style sheet of a layout; the material mark is for its running head."""
    parts = [_page_rules(material, layout), _text_rules(layout), _table_rules(layout)]
    return "\n".join(parts)


def _page_rules(material: str, layout: Layout) -> str:
    top, right, bottom, left = layout.margins
    size = layout.page + (" landscape" if layout.landscape else "")
    boxes = ""
    if layout.page_number:
        before, after = layout.page_number.split("{}")
        boxes += f"@bottom-center {{ content: '{before}' counter(page) '{after}'; font-size: 9pt; }}"
    if layout.running_head == "every" and material:
        box = "border: 0.75pt solid; height: 16pt; width: 70pt; margin-top: 14pt; text-align: center; font-size: 10pt"
        boxes += f"@top-right {{ content: '{material}'; {box}; font-family: IPAexGothic; }}"
    return f"@page {{ size: {size}; margin: {top}mm {right}mm {bottom}mm {left}mm; {boxes} }}"


def _text_rules(layout: Layout) -> str:
    size = layout.font_size
    align = "justify" if layout.justify else "left"
    indent = "1em" if layout.first_line_indent == "style" else "0"
    hanging = "padding-left: 1.4em; text-indent: -1.4em" if layout.hanging else ""
    part = "break-before: page" if layout.page_breaks else "margin-top: 2em"
    return f"""
* {{ box-sizing: border-box }}
body {{ margin: 0; font: {size}pt/{layout.line_height} {layout.font}; text-align: {align} }}
p {{ margin: 0 }}
h1, h2 {{ font-weight: normal; text-align: center; margin: 0 0 .6em; font-size: {size * 1.2}pt }}
h1 {{ margin: 0 0 2.2em; font-size: {size * 1.4}pt }}
.mark {{ border: 0.75pt solid; width: 5.5em; margin: 0 0 .8em auto; text-align: center; font-family: IPAexGothic }}
.cover h2 {{ margin: 3em 0 1em }}
.cover .prose {{ text-indent: 0 }}
.line {{ margin: 2em 0 0 1em }} .basis {{ margin: .8em 0 .8em 1em }} .right {{ text-align: right }}
.part {{ {part} }}
.title {{ margin-bottom: .8em }} .note {{ margin-bottom: .6em }}
.prose {{ text-indent: {indent} }} .item {{ {hanging} }}
b {{ font-family: IPAexGothic; text-decoration: underline }}
.heading {{ margin-top: {layout.heading_gap}pt }}
.clause {{ padding-left: 2.2em; text-indent: -1.6em }}
.sub {{ padding-left: 2em; text-indent: -2em }}"""


def _table_rules(layout: Layout) -> str:
    vertical, horizontal = layout.cell_padding
    rule = f"{layout.rule_width}pt {layout.border}" if layout.border != "none" else "none"
    outer = {
        "same": "",
        "thick": f"border: {layout.rule_width * 2.4}pt solid",
        "double": "border: 2.6pt double",
        "open": "border-left: hidden; border-right: hidden",
    }[layout.outer]
    shade = f"background: {layout.shading}; print-color-adjust: exact" if layout.shading else ""
    face = f"font-family: {layout.label_font}" if layout.label_font else ""
    return f"""
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; {outer} }}
th, td {{ border: {rule}; padding: {vertical}pt {horizontal}pt; vertical-align: {layout.value_valign} }}
th {{ font-weight: normal; text-align: left; vertical-align: {layout.label_valign}; {shade}; {face} }}
th.justify {{ text-align-last: justify }} th.stack {{ text-align: center }}
th.vertical {{ text-align: center }} th.vertical span {{ writing-mode: vertical-rl; text-orientation: upright }}"""
