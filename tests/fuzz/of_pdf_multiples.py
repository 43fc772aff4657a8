"""Damages of PDFs by which little becomes much: what holds another twice, which holds another twice; what is packed in itself."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.fuzz.of_pdf_crowds import MANY, _drawn

DOUBLED = (8, 24, 60)
"""Times that a tree is doubled: two to that power are its leaves."""


def multiples(pdf: Pdf, chance: Random) -> None:
    """Trees of pages, names, fields, bookmarks, layers, structures, drawings, glyphs and tiles whose branches are all one."""
    page, root, times = chance.choice(pdf.pages).obj, pdf.Root, chance.choice(DOUBLED)

    def doubled(key: str, innermost: Any, more: dict[str, Any] | None = None) -> Any:
        one = innermost
        for _ in range(times):
            one = pdf.make_indirect(Dictionary({key: Array([one, one]), **(more or {})}))
        return one

    file = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.txt"), EF=Dictionary(F=pdf.make_stream(b"x"))))
    field = pdf.make_indirect(Dictionary(T=String("x"), FT=Name.Tx, V=String("鍵"), Subtype=Name.Widget, Rect=Array([9, 9, 99, 18])))  # fmt: skip
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    conditions: Any = layer
    for _ in range(min(times, 24)):
        conditions = pdf.make_indirect(Array([Name.And, conditions, conditions]))
    widget = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([9, 9, 99, 99]), AP=Dictionary(N=_painting(pdf, times, _forms))))  # fmt: skip
    changes: tuple[Callable[[], None], ...] = (
        lambda: root.Pages.__setitem__("/Kids", Array([doubled("/Kids", page, {"/Type": Name.Pages, "/Count": 2})])),
        lambda: root.Pages.__setitem__("/Kids", Array([doubled("/Kids", page, {"/Type": Name.Pages, "/Count": 2**min(times, 30)})])),
        lambda: root.__setitem__("/Names", Dictionary(EmbeddedFiles=doubled("/Kids", Dictionary(Names=Array([String("a"), file]))))),
        lambda: root.__setitem__("/PageLabels", doubled("/Kids", Dictionary(Nums=Array([0, Dictionary(S=Name.D)])))),
        lambda: root.__setitem__("/AcroForm", Dictionary(Fields=Array([doubled("/Kids", field, {"/T": String("y")})]))),
        lambda: root.__setitem__("/Outlines", Dictionary(First=_twice_below(pdf, page, times), Count=9)),
        lambda: root.__setitem__("/StructTreeRoot", doubled("/K", Dictionary(S=Name.P, Pg=page, K=0), {"/S": Name.Div})),
        lambda: root.__setitem__("/OCProperties", Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=doubled("/Order", layer)))),
        lambda: _drawn(pdf, page, b"/OC /MC0 BDC 0 0 9 9 re f EMC", Properties=Dictionary(MC0=Dictionary(Type=Name.OCMD, VE=conditions))),
        lambda: _drawn(pdf, page, b"/F Do", XObject=Dictionary(F=_painting(pdf, times, _forms))),
        lambda: _drawn(pdf, page, b"/Pattern cs /F scn 0 0 99 99 re f", Pattern=Dictionary(F=_painting(pdf, times, _tiles))),
        lambda: _drawn(pdf, page, b"BT /F 9 Tf 50 50 Td (a) Tj ET", Font=Dictionary(F=_painting(pdf, times, _glyphs))),
        lambda: _drawn(pdf, page, b"/F gs 0 0 99 99 re f", ExtGState=Dictionary(F=_painting(pdf, times, _masks))),
        lambda: page.__setitem__("/Annots", Array([widget])),
        lambda: page.__setitem__("/Annots", Array([_choices(pdf, chance.choice(MANY))])),
        lambda: page.__setitem__("/Annots", Array([_points(chance.choice(MANY))])),
    )  # fmt: skip
    chance.choice(changes)()


Holding = Callable[[Pdf, Any], Any]


def _painting(pdf: Pdf, times: int, holding: Holding) -> Any:
    """What paints another one ten times, which paints another one ten times."""
    one: Any = None
    for _ in range(min(times, 24)):
        one = holding(pdf, one)
    return one


def _forms(pdf: Pdf, inner: Any) -> Any:
    resources = Dictionary(XObject=Dictionary(F=inner)) if inner is not None else Dictionary()
    content = b"/F Do " * 10 if inner is not None else b"0 0 9 9 re f"
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]), Resources=resources)  # fmt: skip


def _tiles(pdf: Pdf, inner: Any) -> Any:
    resources = Dictionary(Pattern=Dictionary(F=inner)) if inner is not None else Dictionary()
    content = b"/Pattern cs /F scn 0 0 9 9 re f " * 10 if inner is not None else b"0 0 9 9 re f"
    return pdf.make_stream(content, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=resources)  # fmt: skip


def _glyphs(pdf: Pdf, inner: Any) -> Any:
    content = b"9 0 d0 BT /F 1 Tf (aaaaaaaaaa) Tj ET" if inner is not None else b"9 0 d0 0 0 9 9 re f"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9, 9]), FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]), FirstChar=97, LastChar=97, Widths=Array([9]),
                      CharProcs=Dictionary(a=pdf.make_stream(content)), Encoding=Dictionary(Differences=Array([97, Name("/a")])))  # fmt: skip
    font.Resources = Dictionary(Font=Dictionary(F=inner)) if inner is not None else Dictionary()
    return pdf.make_indirect(font)


def _masks(pdf: Pdf, inner: Any) -> Any:
    resources = Dictionary(ExtGState=Dictionary(F=inner)) if inner is not None else Dictionary()
    content = b"/F gs 0 0 99 99 re f " * 10 if inner is not None else b"0 0 9 9 re f"
    group = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]), Group=Dictionary(S=Name.Transparency), Resources=resources)  # fmt: skip
    return pdf.make_indirect(Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))


def _twice_below(pdf: Pdf, page: Any, times: int) -> Any:
    """A bookmark below which, and beside which, is the same other one."""
    one = pdf.make_indirect(Dictionary(Title=String("件名"), Dest=Array([page, Name.Fit])))
    for _ in range(times):
        one = pdf.make_indirect(Dictionary(Title=String("件名"), First=one, Last=one, Next=one, Count=9))
    return one


def _choices(pdf: Pdf, many: int) -> Any:
    """A field that offers thousands of words, and shows all of them."""
    words = Array([String(f"鍵{number}") for number in range(many)])
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Ch, T=String("x"), Opt=words, V=words, Rect=Array([9, 9, 99, 18]), DA=String("/Helv 9 Tf"), MaxLen=2**31 - 1)  # fmt: skip
    found = pdf.make_indirect(field)
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([found]))
    return found


def _points(many: int) -> Any:
    """A drawing of a pen with thousands of points."""
    line = Array([each for number in range(many) for each in (number % 500, number % 700)])
    return Dictionary(Type=Name.Annot, Subtype=Name.Ink, Rect=Array([0, 0, 500, 700]), InkList=Array([line] * 9))


def packed_in_itself(data: bytes, chance: Random) -> bytes:
    """A last table that says that objects are packed within one which is packed in itself, or in one after the other."""
    found = re.findall(rb"(?m)^(\d+) 0 obj", data)
    last = max((int(one) for one in found if len(one) < 9), default=1) + 1
    how, root = chance.randrange(5), (re.findall(rb"/Root (\d+) 0 R", data) or [b"1"])[-1]
    before = re.findall(rb"startxref\s+(\d+)", data)
    count = chance.choice((1, 40, 2_000))
    heads = b" ".join(b"%d %d" % (last + 1 + number, 3 * number) for number in range(count))
    packed = zlib.compress(heads + b" " + b"[] " * count)
    extends = (b"", b"/Extends %d 0 R" % last, b"/Extends %d 0 R" % (last + 1))[chance.randrange(3)]
    claimed = chance.choice((count, 0, 2**31 - 1, -1))
    at = len(data) + 1
    made = data + b"\n%d 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream\nendobj\n" % (
        last, claimed, chance.choice((len(heads) + 1, 0, 2**31 - 1)), len(packed), extends, packed,
    )  # fmt: skip
    rows = {
        0: [(2, last, 0)] * (last + 1),  # all of them in that one, itself too
        1: [(1, at, 0)] * last + [(2, last, 0)],
        2: [(2, (number + 1) % (last + 1), 0) for number in range(last + 1)],
        3: [(1, at, 0)] * (last + 1) + [(2, last, number) for number in range(count)],
        4: [(chance.randrange(4), chance.randrange(2**16), chance.randrange(2**8)) for _ in range(last + 1)],
    }[how]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    start, number = len(made), last + 1 + count
    made += b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Index[0 %d]/Size %d/Root %s 0 R/Prev %s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % (
        number, chance.choice((len(rows), 2**31 - 1)), number + 1, root, before[-1] if before else b"0", len(table), table,
    )  # fmt: skip
    return made + b"startxref\n%d\n%%%%EOF\n" % start
