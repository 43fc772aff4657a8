"""PDFs that hold one thing many times, for `bench_growth`: boxes, strokes, a table or speeches over pages. Invented."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, String

FONT = "japan"
LEFT, RIGHT, TOP, WIDTH, HEIGHT = 40.0, 555.0, 60.0, 595.0, 842.0


def document(draw: Callable[[pymupdf.Page, int], None], pages: int = 1, height: float = HEIGHT) -> bytes:
    """A PDF whose pages, counted from 0, are drawn by a function."""
    with pymupdf.open() as made:
        for number in range(pages):
            draw(made.new_page(width=WIDTH, height=height), number)
        return bytes(made.tobytes())


def write(page: pymupdf.Page, x: float, y: float, text: str, size: float = 10.0) -> None:
    """Sets a line of text."""
    page.insert_text((x, y), text, fontname=FONT, fontsize=size)


def strewn(count: int, draw: Callable[[pymupdf.Shape, float, float, float], None]) -> bytes:
    """A page strewn with so many things, each in a square field of its own whose side is given."""
    across = math.ceil(math.sqrt(count))
    side = (RIGHT - LEFT) / across

    def fill(page: pymupdf.Page, _: int) -> None:
        write(page, LEFT, TOP - 20, "件名　温室の鍵の貸出しについて")
        shape = page.new_shape()
        for k in range(count):
            draw(shape, LEFT + k % across * side, TOP + k // across * side, side)
        shape.finish(width=0.3)
        shape.commit()

    return document(fill)


def boxes(count: int) -> bytes:
    """Small squares side by side, without words."""
    return strewn(count, lambda shape, x, y, _: shape.draw_rect((x, y, x + 4.5, y + 4.5)))


def strokes(count: int) -> bytes:
    """Short level strokes that meet no other."""
    return strewn(count, lambda shape, x, y, side: shape.draw_line((x, y), (x + side / 2, y)))


def slants(count: int) -> bytes:
    """Short slanting strokes."""
    return strewn(count, lambda shape, x, y, side: shape.draw_line((x, y), (x + side / 2, y + side / 2)))


def choices(count: int, mark: Callable[[pymupdf.Shape, float, float], None] = lambda *_: None) -> bytes:
    """Checkboxes with a word beside each, ten in a row, on one page as long as it takes."""

    def fill(page: pymupdf.Page, _: int) -> None:
        shape = page.new_shape()
        places = [(LEFT + k % 10 * 51.0, TOP + k // 10 * 12.0) for k in range(count)]
        for at, (x, y) in enumerate(places):
            shape.draw_rect((x, y, x + 6, y + 6))
            if at % 2:
                mark(shape, x, y)
        shape.finish(width=0.3)
        for x, y in places:  # all in one stream: each word in its own takes the square of the time
            shape.insert_text((x + 8, y + 6), "温室", fontname=FONT, fontsize=8.0)
        shape.commit()

    return document(fill, height=2 * TOP + count // 10 * 12.0)


def ticks(count: int) -> bytes:
    """The same with a tick drawn over every other checkbox."""
    return choices(count, lambda shape, x, y: shape.draw_polyline([(x + 1, y + 3), (x + 3, y + 5), (x + 7, y - 1)]))


def _ruled(rows: int, texts: Callable[[int, int], tuple[str, str]], pages: int) -> bytes:
    """A table of two columns, so many rows a page."""
    height = (HEIGHT - 2 * TOP) / rows

    def fill(page: pymupdf.Page, number: int) -> None:
        shape = page.new_shape()
        for k in range(rows + 1):
            shape.draw_line((LEFT, TOP + k * height), (RIGHT, TOP + k * height))
        for x in (LEFT, LEFT + 120, RIGHT):
            shape.draw_line((x, TOP), (x, HEIGHT - TOP))
        shape.finish(width=0.5)
        shape.commit()
        for k in range(rows):
            for x, text in zip((LEFT + 5, LEFT + 125), texts(number, k), strict=True):
                write(page, x, TOP + k * height + 16, text)

    return document(fill, pages)


def table(pages: int) -> bytes:
    """One table over all pages."""
    return _ruled(24, lambda page, row: (f"項目{24 * page + row}", f"温室の鍵{24 * page + row}を預かる"), pages)


def speaker_table(pages: int) -> bytes:
    """Minutes whose speakers stand in the first column of a table over all pages."""

    def said(page: int, row: int) -> tuple[str, str]:
        if page == row == 0:
            return "日時", "令和５年１月５日（木）午後２時"
        return ("会長", "委員", "事務局")[row % 3], f"温室の鍵{28 * page + row}を預かるということですね。"

    return _ruled(28, said, pages)


def _lines(texts: Callable[[int, int], str], pages: int, rows: int = 40) -> bytes:
    """Pages of so many lines."""

    def fill(page: pymupdf.Page, number: int) -> None:
        for k in range(rows):
            write(page, LEFT, TOP + k * 18.0, texts(number, k))

    return document(fill, pages)


def prose(pages: int) -> bytes:
    """Sentences, one a line."""
    return _lines(lambda page, row: f"温室の鍵を預かる者{40 * page + row}は、これを温室の外に持ち出さない。", pages)


def clauses(pages: int) -> bytes:
    """One clause set."""

    def text(page: int, row: int) -> str:
        if page == row == 0:
            return "個人情報取扱特記事項"
        return f"第{40 * page + row}条　乙は、温室の鍵{40 * page + row}を外に持ち出してはならない。"

    return _lines(text, pages)


def speeches(pages: int) -> bytes:
    """Minutes of speeches that begin with a mark and an office."""
    head = ("情報公開・個人情報保護審議会　会議録", "日時　令和５年１月５日（木）午後２時", "場所　区役所第一会議室")

    def text(page: int, row: int) -> str:
        if page == 0 and row < len(head):
            return head[row]
        return "○委員　はい。分かりました。" if row % 2 else "○会長　それでは、温室の鍵について説明をお願いします。"

    return _lines(text, pages)


def fields(count: int) -> bytes:
    """Fields to write in with a word in each, and boxes to tick, by turns. Set by pikepdf: PyMuPDF takes n² for it."""
    text = Dictionary(FT=Name.Tx, V=String("東"), DA=String("/Helv 6 Tf"))
    return _annotated(count, lambda k: text if k % 2 else Dictionary(FT=Name.Btn, V=Name.Yes), Name.Widget)


def notes(count: int) -> bytes:
    """A reviewer's notes."""
    return _annotated(count, lambda k: Dictionary(Contents=String(f"注{k}")), Name.Text)


def _annotated(count: int, each: Callable[[int], Dictionary], kind: Name) -> bytes:
    """A page with so many annotations, each at a place of its own."""
    pdf, made = (
        pikepdf.open(io.BytesIO(document(lambda page, _: write(page, LEFT, TOP, "件名　温室の鍵の貸出し")))),
        io.BytesIO(),
    )
    across = math.ceil(math.sqrt(count))
    side = (RIGHT - LEFT) / across
    annotations = []
    for k in range(count):
        x, y = LEFT + k % across * side, TOP + k // across * side
        about = Dictionary({**each(k), "/Subtype": kind, "/T": String(f"f{k}"), "/F": 4})
        about.Rect = Array([x, y, x + side * 0.8, y + side * 0.8])
        annotations.append(pdf.make_indirect(about))
    pdf.pages[0].obj.Annots = Array(annotations)
    if kind == Name.Widget:
        pdf.Root.AcroForm = Dictionary(Fields=Array(annotations))
    pdf.save(made)
    return made.getvalue()
