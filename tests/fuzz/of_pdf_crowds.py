"""Damages of PDFs that are there in numbers, in depth or in size: crowds, trees, false sizes, tables, patterns, places."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

MANY = (300, 5_000, 30_000)
DEEP = (50, 600, 8_000)
"""Things within things."""
CLAIMED = (0, 1, 9_000, 30_000, 65_535, 2**31 - 1)
"""Pixels of a side."""
RANGES = (
    [0, 2**31 - 1, 500],
    [0, 65_535, 500] * 3_000,
    [-5, 9, 500],
    [0, [500] * 9_000],
    [2**40, 2**41, 1],
    [0, 65_535, 1, 2, 3] * 500,
    [0, 2**31 - 1, -1000, 500, 880],
)
"""Of tables of widths: from, to, width."""
MAPS = (
    b"1 beginbfrange " + b"<0000> <FFFF> <3042> " * 3_000 + b"endbfrange",
    b"1 beginbfchar " + b"<0000> <3042> " * 40_000 + b"endbfchar",
    b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange",
    b"1 begincidrange <0000> <FFFF> 0 endcidrange",
    b"<00> " * 400_000,
    b"1 beginbfrange <00000000> <0010FFFF> <0000> endbfrange",
    b"[" * 100_000,
)
TIMES_PAINTED = 2_000
MOST_PAGES = 60
"""That are listed again: three rounds of three hundred times each would make a gigabyte."""


def crowds(pdf: Pdf, chance: Random) -> None:
    """Thousands of fonts, marks, fields, layers, bookmarks, attachments, pages, labels of pages, parts of a structure."""
    page, root, many = chance.choice(pdf.pages).obj, pdf.Root, chance.choice(MANY)
    annotation = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name(chance.choice(("/Highlight", "/Square", "/FreeText", "/Link", "/Ink"))),
                   Rect=Array([9, 9, 90, 90]), QuadPoints=Array([9, 9, 90, 9, 9, 90, 90, 90]), Contents=String("x"))
    )  # fmt: skip
    field = pdf.make_indirect(Dictionary(T=String("x"), FT=Name.Btn, Subtype=Name.Widget, Rect=Array([9, 9, 18, 18])))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    file = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.txt"), EF=Dictionary(F=pdf.make_stream(b"x"))))
    font = next((one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.Font), page)
    names = [each for number in range(many) for each in (String(f"{number:08}"), file)]
    own = pdf.make_indirect  # pages that are listed again are written again, with all that is no object of its own
    changes: tuple[Callable[[], None], ...] = (
        lambda: page.__setitem__("/Annots", own(Array([annotation] * many))),
        lambda: page.__setitem__("/Annots", own(Array([Dictionary(annotation) for _ in range(min(many, 5_000))]))),
        lambda: _set(pdf, page, "/Annots", "/Fields", own(Array([field] * many))),
        lambda: root.__setitem__("/OCProperties", Dictionary(OCGs=Array([layer] * many), D=Dictionary(OFF=Array([layer] * many)))),
        lambda: root.__setitem__("/Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))),
        lambda: root.__setitem__("/AF", Array([file] * many)),
        lambda: root.__setitem__("/PageLabels", Dictionary(Nums=Array([each for n in range(many) for each in (n, Dictionary(S=Name.r, St=n))]))),
        lambda: root.__setitem__("/Outlines", _bookmarks(pdf, page, min(many, 5_000))),
        lambda: root.__setitem__("/StructTreeRoot", Dictionary(K=Array([Dictionary(S=Name.P, Pg=page, K=0)] * many))),
        lambda: page.__setitem__("/Resources", own(Dictionary(Font=Dictionary({f"/F{n}": font for n in range(many)})))),
        lambda: pdf.Root.Pages.__setitem__("/Kids", Array([*pdf.Root.Pages.Kids][:MOST_PAGES] * min(many, 300))),
        lambda: page.__setitem__("/Contents", own(Array([pdf.make_stream(b"q ")] * many))),
    )  # fmt: skip
    chance.choice(changes)()


def _set(pdf: Pdf, page: Any, key: str, fields: str, all_of_them: Array) -> None:
    page[key] = all_of_them
    pdf.Root["/AcroForm"] = Dictionary({fields: all_of_them})


def _bookmarks(pdf: Pdf, page: Any, many: int) -> Any:
    items = [pdf.make_indirect(Dictionary(Title=String("件名"), Dest=Array([page, Name.Fit]))) for _ in range(many)]
    top = pdf.make_indirect(Dictionary(First=items[0], Last=items[-1], Count=many))
    for one, other in pairwise(items):
        one.Next, other.Prev = other, one
    return top


def depths(pdf: Pdf, chance: Random) -> None:
    """Trees of pages, bookmarks, fields, names, layers, structures, arrays and drawings, as deep as nothing is."""
    page, root, deep = chance.choice(pdf.pages).obj, pdf.Root, chance.choice(DEEP)

    def nested(key: str, innermost: Any, more: Callable[[], dict[str, Any]] = dict, as_array: bool = True) -> Any:
        one = innermost
        for _ in range(deep):
            one = pdf.make_indirect(Dictionary({key: Array([one]) if as_array else one, **more()}))
        return one

    def drawing() -> Any:
        one = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
        for _ in range(min(deep, 600)):
            inner = Dictionary(XObject=Dictionary(F=one))
            one = pdf.make_stream(
                b"q /F Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]), Resources=inner
            )
        return one

    conditions: Any = Name.And
    for _ in range(min(deep, 200)):
        conditions = Array([Name.Not, conditions])
    field = pdf.make_indirect(Dictionary(T=String("x"), FT=Name.Tx, Subtype=Name.Widget, Rect=Array([9, 9, 99, 18])))
    title = pdf.make_indirect(Dictionary(Title=String("x")))
    inner = nested("/Kids", page, lambda: {"/Type": Name.Pages, "/Count": 1})
    painted = drawing()
    changes: tuple[Callable[[], None], ...] = (
        lambda: pdf.Root.Pages.__setitem__("/Kids", Array([inner])),
        lambda: root.__setitem__("/AcroForm", Dictionary(Fields=Array([nested("/Kids", field, lambda: {"/T": String("y")})]))),
        lambda: root.__setitem__("/Outlines", Dictionary(First=nested("/First", title, lambda: {"/Title": String("x")}, False))),
        lambda: root.__setitem__("/StructTreeRoot", nested("/K", Dictionary(S=Name.P), lambda: {"/S": Name.Div})),
        lambda: root.__setitem__("/Names", Dictionary(EmbeddedFiles=nested("/Kids", Dictionary(Names=Array([]))))),
        lambda: root.__setitem__("/PageLabels", nested("/Kids", Dictionary(Nums=Array([0, Dictionary(S=Name.D)])))),
        lambda: root.__setitem__("/OCProperties", Dictionary(OCGs=Array([]), D=Dictionary(Order=nested("/Order", Array([]))))),
        lambda: _drawn(pdf, page, b"/OC /MC0 BDC 0 0 9 9 re f EMC", Properties=Dictionary(MC0=Dictionary(Type=Name.OCMD, VE=conditions))),
        lambda: _drawn(pdf, page, b"/F Do", XObject=Dictionary(F=painted)),
        lambda: _drawn(pdf, page, b"/F Do " * TIMES_PAINTED, XObject=Dictionary(F=painted)),
        lambda: _drawn(pdf, page, b"[" * deep + b"]" * deep),
        lambda: _drawn(pdf, page, b"/P <<" + b"/A <<" * deep + b">>" * deep + b">> BDC"),
    )  # fmt: skip
    chance.choice(changes)()


def _drawn(pdf: Pdf, page: Any, content: bytes, **resources: Any) -> None:
    """Content behind that of a page, with what it needs."""
    resource = page.get("/Resources", Dictionary())
    for key, value in resources.items():
        resource[f"/{key}"] = value
    page.Resources = resource
    page.Contents = Array([*_streams(page), pdf.make_stream(b"\n" + content + b"\n")])


def _streams(page: Any) -> list[Any]:
    one = page.get("/Contents", Array([]))
    return list(one) if isinstance(one, Array) else [one]


def sizes(pdf: Pdf, chance: Random) -> None:
    """Pictures that are not of the size that they claim, in any packing, with masks and colours that are none."""
    page = chance.choice(pdf.pages).obj
    packing = chance.choice(
        ("FlateDecode", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "DCTDecode", "RunLengthDecode", "LZWDecode")
    )
    width, height = chance.choice(CLAIMED), chance.choice(CLAIMED)
    raw = chance.choice(
        (zlib.compress(b"\xff" * 99), zlib.compress(bytes(2**22)), chance.randbytes(200), b"", b"\xff\xd8\xff\xe0")
    )
    image = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=chance.choice((1, 8, 16, 0, 99)),
    )
    image.ColorSpace = chance.choice(
        (Name.DeviceGray, Name.DeviceCMYK, Array([Name.Indexed, Name.DeviceRGB, 255, String("x")]), Array([Name.ICCBased, image]),
         Array([Name.DeviceN, Array([Name.All] * 40), Name.DeviceRGB, Dictionary(FunctionType=4)]), Name.Nothing)
    )  # fmt: skip
    image.write(
        raw,
        filter=Name(f"/{packing}"),
        decode_parms=Dictionary(K=chance.choice((-1, 0, 1)), Columns=width, Rows=height, JBIG2Globals=image),
    )
    if chance.random() < 0.3:
        image[chance.choice(("/SMask", "/Mask", "/Alternates"))] = image
    place = chance.choice(
        (b"100 0 0 100 50 50 cm", b"1e-9 0 0 1e-9 0 0 cm", b"1e9 0 0 1e9 0 0 cm", b"0 100 100 0 0 0 cm")
    )
    times = chance.choice((1, 1, TIMES_PAINTED))
    _drawn(pdf, page, b"q " + place + b" " + b"/Im Do " * times + b"Q", XObject=Dictionary(Im=image))


def tables(pdf: Pdf, chance: Random) -> None:
    """Tables of fonts that name what no font has: widths, characters, codes, names of glyphs."""
    fonts = [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == Name.Font]
    holding = [one for one in fonts if "/DescendantFonts" in one]
    for one in fonts if chance.random() < 0.5 else [chance.choice(fonts)]:
        how = chance.randrange(5)
        if how == 0:
            one[chance.choice(("/W", "/W2", "/Widths"))] = Array(_arrays(chance.choice(RANGES)))
        elif how == 1:
            one.ToUnicode = pdf.make_stream(b"begincmap " + chance.choice(MAPS) + b" endcmap")
        elif how == 2:
            one.Encoding = pdf.make_stream(
                b"begincmap " + chance.choice(MAPS) + b" endcmap", Type=Name.CMap, CMapName=Name.x
            )
        elif how == 3:
            one.FirstChar, one.LastChar = chance.choice((0, -5, 2**31 - 1)), chance.choice((0, 255, 2**31 - 1))
            one.Encoding = Dictionary(Differences=Array([0, *[Name("/a")] * chance.choice(MANY)]))
        elif holding:
            chance.choice(holding).DescendantFonts = Array([chance.choice(fonts)])


def _arrays(items: list[Any]) -> list[Any]:
    return [Array(each) if isinstance(each, list) else each for each in items]


def patterns(pdf: Pdf, chance: Random) -> None:
    """Patterns of steps of nothing, shadings of functions that are none, soft masks in themselves, glyphs that paint themselves."""
    page = chance.choice(pdf.pages).obj
    step = chance.choice((0, 0.001, 1e-9, -1, 1e9))
    tile = pdf.make_stream(
        b"0 0 1 1 re f", PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 1, 1]), XStep=step, YStep=step
    )
    tile.Resources = Dictionary(Pattern=Dictionary(P=tile))
    counted = b"{" + b"{" * chance.choice((0, 300)) + b"dup mul " * 9_000 + b"}" * chance.choice((1, 301))
    function = chance.choice(
        (Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1e9), Dictionary(FunctionType=3, Domain=Array([0, 1]), Functions=Array([]), Bounds=Array([]), Encode=Array([])),
         pdf.make_stream(counted, FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1])),
         pdf.make_stream(b"x", FunctionType=0, Domain=Array([0, 1] * 9), Range=Array([0, 1]), Size=Array([300] * 9), BitsPerSample=32))
    )  # fmt: skip
    shade = Dictionary(
        ShadingType=chance.choice((1, 2, 3, 4, 7)),
        ColorSpace=Name.DeviceGray,
        Function=function,
        Coords=Array([0, 0, 0, 1e9, 1e9, 1e9]),
        Extend=Array([True, True]),
    )
    group = pdf.make_stream(
        b"/G gs 0 0 99 99 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 999, 999]),
        Group=Dictionary(S=Name.Transparency),
    )
    state = pdf.make_indirect(Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
    group.Resources = Dictionary(ExtGState=Dictionary(G=state))
    glyph = pdf.make_stream(b"9 0 0 0 9 9 d1 BT /T 9 Tf (aaaa) Tj ET")
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9, 9]), FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]), FirstChar=97,
                                        LastChar=97, Widths=Array([9]), CharProcs=Dictionary(a=glyph), Encoding=Dictionary(Differences=Array([97, Name("/a")]))))  # fmt: skip
    font.Resources = Dictionary(Font=Dictionary(T=font))
    changes: tuple[tuple[bytes, dict[str, Any]], ...] = (
        (b"/Pattern cs /P scn 0 0 900 900 re f", {"Pattern": Dictionary(P=tile)}),
        (b"/S sh " * chance.choice((1, 200)), {"Shading": Dictionary(S=shade)}),
        (b"/G gs 0 0 99 99 re f", {"ExtGState": Dictionary(G=state)}),
        (b"BT /T 9 Tf 50 50 Td (aaaa) Tj ET", {"Font": Dictionary(T=font)}),
        (b"0 0 900 900 re W n " * 9_000 + b"0 0 9 9 re f", {}),
        (b"q 0 0 9 9 re W* n 1 0 0 1 1 1 cm " * 3_000, {}),
        (b"".join(b"%d %d m %d %d l " % (n, n, n + 9, n) for n in range(20_000)) + b"S", {}),
        (b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (n, n, n, n) for n in range(600)), {}),
    )
    content, needed = chance.choice(changes)
    _drawn(pdf, page, content, **needed)


def places(data: bytes, chance: Random) -> bytes:
    """Tables of objects that lead back to themselves, claim any size, or are not where the end says."""
    big = str(chance.choice((0, -1, 2**31 - 1, 2**40))).encode()
    at = data.rfind(b"startxref")
    last = data[at + 9 :].split()[0] if at >= 0 and data[at + 9 :].split() else b"0"
    how = chance.randrange(6)
    if how == 0:
        return data.replace(b"trailer\n<<", b"trailer\n<</Prev " + last + b" ").replace(
            b"/Type/XRef", b"/Type/XRef/Prev " + last
        )
    if how == 1:
        return re.sub(rb"/Size \d+", b"/Size " + big, data)
    if how == 2:
        return re.sub(rb"/N \d+", b"/N " + big, re.sub(rb"/First \d+", b"/First " + big, data))
    if how == 3:
        return data[:at] + b"startxref\n" + chance.choice((big, b"9", str(at).encode(), last[:-1])) + b"\n%%EOF"
    if how == 4:
        return re.sub(
            rb"/Length \d+", b"/Length " + chance.choice((big, b"9 0 R", b"1 0 R")), data, count=chance.choice((0, 1))
        )
    head = b"xref\n0 " + big + b"\n" + b"0000000000 65535 f \n" * 9
    return data[:at] + head + b"trailer\n<</Root 1 0 R/Size " + big + b">>\nstartxref\n" + str(at).encode() + b"\n%%EOF"
