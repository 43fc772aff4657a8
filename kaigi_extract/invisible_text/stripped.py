"""The invisible text of a page taken out of its drawing instructions, all else as it was."""

from __future__ import annotations

from typing import Any

from kaigi_extract.invisible_text.content import INVISIBLE
from kaigi_extract.invisible_text.font import packed

SHOWN_BY = {"Tj": None, "TJ": None, "'": "T*", '"': "T*"}
"""Operators that show text, and what each does besides: it goes to the next line."""
DEEPEST = 8
"""Forms within forms that are followed; real files have two or three."""


def strip_invisible(pdf: Any, page: Any) -> None:
    """Takes the text out of a page that is drawn invisibly, also within the forms that it draws."""
    from pikepdf import Dictionary, unparse_content_stream

    kept = _kept(page, page.resources, 0, set(), 0)
    if kept is None:
        return
    if not _shows_text(kept):
        kept = _without_fonts(kept)
        page.obj.Resources = Dictionary({key: value for key, value in page.resources.items() if key != "/Font"})
    page.obj.Contents = packed(pdf, unparse_content_stream(kept))


def _shows_text(instructions: list[Any]) -> bool:
    return any(str(instruction.operator) in SHOWN_BY for instruction in instructions)


def _without_fonts(instructions: list[Any]) -> list[Any]:
    """The instructions without those that choose a font: where no text is left, nor need its fonts be."""
    return [instruction for instruction in instructions if str(instruction.operator) != "Tf"]


def _kept(holder: Any, resources: Any, mode: int, seen: set[tuple[int, int]], depth: int) -> list[Any] | None:
    """The instructions without those that show invisible text; None where there are none such. `mode` is the rendering
    mode at their start."""
    from pikepdf import ContentStreamInstruction, Operator, parse_content_stream

    kept: list[Any] = []
    saved: list[int] = []
    changed = False
    for instruction in parse_content_stream(holder):
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q" and saved:
            mode = saved.pop()
        elif operator == "Tr" and instruction.operands:
            mode = int(instruction.operands[0])
        elif operator == "Do" and depth < DEEPEST:
            _strip_form(resources, instruction.operands, mode, seen, depth)
        elif operator in SHOWN_BY and mode == INVISIBLE:
            changed = True
            if besides := SHOWN_BY[operator]:
                kept.append(ContentStreamInstruction([], Operator(besides)))
            continue
        kept.append(instruction)
    return kept if changed else None


def _strip_form(resources: Any, operands: Any, mode: int, seen: set[tuple[int, int]], depth: int) -> None:
    """Strips the form that an instruction draws, where it draws one."""
    from pikepdf import Dictionary, unparse_content_stream

    forms = resources.get("/XObject") if resources is not None else None
    form = forms.get(str(operands[0])) if forms is not None and operands else None
    if form is None or form.get("/Subtype") != "/Form" or form.objgen in seen:
        return
    seen.add(form.objgen)
    kept = _kept(form, form.get("/Resources", resources), mode, seen, depth + 1)
    if kept is None:
        return
    if not _shows_text(kept) and "/Resources" in form:
        kept = _without_fonts(kept)
        form.Resources = Dictionary({key: value for key, value in form.Resources.items() if key != "/Font"})
    form.write(unparse_content_stream(kept))
