"""Two clause sets side by side: on a terminal, in plain text, and as a page of HTML. Shows a `Diff`; compares nothing.

What was taken out is red and struck through, what was put in green; another spelling and renumbered references are
blue, for nothing else is meant by them. Where there are no colours, brackets say the same: [-out-] {+in+}.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from rich.console import Console
from rich.text import Text

from kaigi_extract.clauses.diff import ClauseDiff, Diff
from kaigi_extract.clauses.edits import Edit
from kaigi_extract.records import Clause, Item

ENDLESS = 100_000
"""Columns where nothing is a terminal: lines stay whole, for grep and diff."""
STYLES = {"out": "red strike", "in": "green", "meant": "blue", "doubt": "yellow", "head": "bold", "change": "magenta"}

PAGE = """\
<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --in: #0a6b2d; --out: #a8152b; --meant: #1f4fbf; --doubt: #805500; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --in: #6fdc8c; --out: #ff8389; --meant: #8fb4ff; --doubt: #f1c21b; }}
}}
body {{ max-width: 60em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.7; }}
h2 {{ font-size: 1em; margin: 1.6em 0 0; }}
h2 small {{ font-weight: normal; }}
ins {{ color: var(--in); text-decoration: underline; }}
del {{ color: var(--out); text-decoration: line-through; }}
.meant ins, .meant del {{ color: var(--meant); }}
.doubt {{ border-bottom: 2px dotted var(--doubt); }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def diff_text(found: Diff, terminal: bool) -> str:
    """Every link with its changes, then what stands on one side only; coloured for a terminal."""
    console = Console(highlight=False) if terminal else Console(width=ENDLESS, color_system=None, highlight=False)
    with console.capture() as capture:
        for line in _lines(found, terminal):
            console.print(line)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _lines(found: Diff, colours: bool) -> Iterable[Text]:
    alignment = found.alignment
    yield Text(f"{alignment.old} → {alignment.new}", STYLES["head"])
    for clause in found.clauses:
        head = Text.assemble((_numbers(clause), STYLES["head"]), " ")
        _put(head, clause.heading, colours)
        yield head.append(f"  {_said(clause)}", STYLES["doubt" if clause.link.doubtful else "change"])
        if any(edit.kind != "equal" for edit in clause.text):
            line = Text("    ")
            _put(line, clause.text, colours)
            yield line
    for sign, style, clauses in (("+", "in", found.added), ("-", "out", found.removed)):
        for one in clauses:
            yield Text(f"{sign} {_title(one)}", STYLES[style].split()[0])
            yield Text(f"    {_printed(one)}", STYLES[style].split()[0])


def _put(line: Text, edits: Iterable[Edit], colours: bool) -> None:
    for edit in edits:
        if edit.kind == "equal":
            line.append(edit.new)
            continue
        meant = STYLES["doubt"] if edit.doubtful else STYLES["meant"] if _is_meant(edit) else ""
        if edit.old:
            line.append(edit.old if colours else f"[-{edit.old}-]", f"{meant} strike" if meant else STYLES["out"])
        if edit.new:
            line.append(edit.new if colours else f"{{+{edit.new}+}}", meant or STYLES["in"])


def diff_html(found: Diff) -> str:
    """A page of its own, everything from the papers escaped; it follows the reader's light or dark scheme."""
    parts = [_html_clause(clause) for clause in found.clauses]
    for tag, clauses in (("ins", found.added), ("del", found.removed)):
        parts += [f"<h2><{tag}>{escape(_title(one))}</{tag}></h2>\n{_marked(tag, _printed(one))}" for one in clauses]
    title = escape(f"{found.alignment.old} → {found.alignment.new}")
    return PAGE.format(title=title, body="\n".join(parts))


def _html_clause(clause: ClauseDiff) -> str:
    said = f"<small>{escape(_said(clause))}</small>"
    head = f"<h2>{escape(_numbers(clause))} {_html(clause.heading)} {said}</h2>"
    return f"{head}\n<p>{_html(clause.text)}</p>"


def _html(edits: Iterable[Edit]) -> str:
    return "".join(_html_edit(edit) for edit in edits)


def _html_edit(edit: Edit) -> str:
    if edit.kind == "equal":
        return escape(edit.new)
    parts = [f"<{tag}>{escape(text)}</{tag}>" for tag, text in (("del", edit.old), ("ins", edit.new)) if text]
    kinds = [name for name, does in (("meant", _is_meant(edit)), ("doubt", edit.doubtful)) if does]
    return f'<span class="{" ".join([edit.kind, *kinds])}">{"".join(parts)}</span>'


def _marked(tag: str, text: str) -> str:
    return f"<p><{tag}>{escape(text)}</{tag}></p>"


def _is_meant(edit: Edit) -> bool:
    """Whether the same is meant in other characters or numbers."""
    return edit.kind in ("spelling", "references")


def _numbers(clause: ClauseDiff) -> str:
    """第６ → 第７; where the labels are the same, once."""
    old, new = "・".join(clause.old_labels), "・".join(clause.new_labels)
    return old if old == new else f"{old} → {new}"


def _said(clause: ClauseDiff) -> str:
    """same, or what changed; ? where it is doubtful."""
    said = ", ".join(clause.link.changes) or "same"
    return f"{said} ? ({clause.link.reason})" if clause.link.doubtful else said


def _title(clause: Clause) -> str:
    return f"{clause.label} {clause.heading or ''}".rstrip()


def _printed(parent: Clause | Item) -> str:
    return parent.text + "".join(f" {item.label} {_printed(item)}" for item in parent.items)
