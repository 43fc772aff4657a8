"""Damages of PDF objects, the file whole: types, numbers, arrays, references, streams, page trees, operators, fonts."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from importlib.metadata import version
from random import Random
from typing import Any

import pikepdf
import pymupdf
from packaging.version import Version
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.fuzz import of_pdf_crowds as of
from tests.fuzz import of_pdf_multiples as more
from tests.fuzz.hostile_values import REALS, WORDS
from tests.fuzz.of_font_programs import programs

GOES_ROUND = Version(version("pikepdf")) < Version("10.18")
"""It ends the process when it compresses a file in which the globals of a JBIG2 picture are the picture itself."""
INTEGERS = (0, -1, 1, 2, 45, 255, 65_536, 2**31 - 1, -(2**31), 2**40)
FILTERS = (
    "FlateDecode",
    "LZWDecode",
    "ASCII85Decode",
    "ASCIIHexDecode",
    "RunLengthDecode",
    "DCTDecode",
    "JPXDecode",
    "JBIG2Decode",
    "CCITTFaxDecode",
    "Crypt",
    "Nothing",
)
OPERATORS = (
    b"q " * 20_000, b"Q " * 300, b"BT " * 300, b"/F1 0 Tf (x) Tj", b"BT /japan 1e30 Tf (x) Tj ET", b"1e38 1e38 m 1e38 -1e38 l S",
    b"BT /japan 12 Tf 0 0 0 0 0 0 Tm <3042> Tj ET", b"BT /japan 12 Tf 1 1e30 1 1 1e30 1 Tm <3042> Tj ET", b"NaN NaN NaN NaN re f",
    b"BT /japan -12 Tf 1 0 0 -1 50 50 Tm [<3042> -1e10 <3044>] TJ ET", b"BI /W 100000 /H 100000 /BPC 8 /CS /G ID xx EI",
    b"0 0 1e30 1e30 re W n", b"[0 0 0] 0 d 0 0 m 100 100 l S", b"[1e-9] 0 d 0 0 m 500 500 l S", b"99999999999999999999 w 0 0 m 9 9 l S",
    b"/Nothing Do", b"/Nothing gs", b"/Nothing sh", b"/Pattern cs /Nothing scn 0 0 9 9 re f", b"0 0 m " + b"1 1 l " * 5000 + b"f",
    b"10 10 300 0.1 re f " * 3000, b"BT /japan 12 Tf " + b"1 0 0 1 50 50 Tm <3042> Tj " * 3000 + b"ET", b"(" * 3000, b"[" * 3000,
    b"<<" * 3000, b"/OC /Nothing BDC (x) Tj", b"BT 200 Tz 1e9 TL 1e9 Tc 1e9 Tw /japan 9 Tf <30423044> ' ET", b"BT 3 Tr /japan 9 Tf <3042> Tj ET",
    b"BT 7 Tr /japan 9 Tf <3042> Tj ET 0 0 9 9 re f", b"1e-30 0 0 1e-30 0 0 cm 0 0 1 1 re f", b"0 0 0 0 0 0 cm 0 0 9 9 re S",
    b"\x00\xff\x80 Tj", b"-1 -1 -5 -5 re S", b"200 100 -100 50 re S", b"BT /japan 12 Tf <30> Tj <D800DC00DBFF> Tj ET",
)  # fmt: skip
CMAPS = (
    b"1 beginbfrange <0000> <FFFF> <D800> endbfrange", b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange",
    b"1 beginbfchar <3042> <> endbfchar", b"1 beginbfchar <3042> <" + b"0041" * 2000 + b"> endbfchar", b"1 beginbfchar <3042> /x endbfchar",
    b"/Japan1 usecmap", b"1 beginbfrange <0000> <00FF> [" + b"<DC00>" * 300 + b"] endbfrange", b"1 beginbfchar <3042> <0000> endbfchar",
    b"1 begincodespacerange <> <> endcodespacerange", b"1 beginbfrange <FFFF> <0000> <0041> endbfrange",
)  # fmt: skip


def opened(change: Callable[[Pdf, Random], None]) -> Callable[[bytes, Random], bytes]:
    """A damage of a PDF by a change of its objects."""

    def damaged(data: bytes, chance: Random) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for _ in range(chance.randrange(1, 5)):
                try:
                    change(pdf, chance)
                except (ValueError, TypeError, KeyError, NotImplementedError, RuntimeError, pikepdf.PdfError):
                    continue  # not of an object of this kind
            compress = chance.random() < 0.5
            pdf.save(
                made,
                compress_streams=compress and not (GOES_ROUND and _has_jbig2(pdf)),
                object_stream_mode=pikepdf.ObjectStreamMode(chance.randrange(3)),
            )
        return made.getvalue()

    damaged.__name__, damaged.__doc__ = change.__name__, change.__doc__
    return damaged


def _has_jbig2(pdf: Pdf) -> bool:
    return any(isinstance(one, Stream) and one.get("/Filter") == Name.JBIG2Decode for one in pdf.objects)


def _holders(pdf: Pdf) -> list[Any]:
    found = [pdf.trailer]
    waiting = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, (Dictionary, Array, Stream)):
            found.append(one)
            inner = [one[key] for key in one.keys()] if not isinstance(one, Array) else list(one)  # noqa: SIM118 - no mapping
            waiting += [each for each in inner if isinstance(each, (Dictionary, Array)) and not each.is_indirect]
    return found


def _place(pdf: Pdf, chance: Random) -> tuple[Any, Any]:
    holders = [one for one in _holders(pdf) if len(one) if not isinstance(one, Stream) or one.keys()]
    holder = chance.choice(holders)
    return holder, chance.choice(range(len(holder)) if isinstance(holder, Array) else sorted(holder.keys()))


def _value(pdf: Pdf, chance: Random) -> Any:
    numbers = [chance.choice(INTEGERS), Decimal(str(chance.choice(REALS)))]
    simple = [
        None,
        True,
        *numbers,
        Name("/" + chance.choice(("Nothing", "Page", "Type3", "Identity-H", *FILTERS))),
        String(chance.choice(WORDS[:30])),
    ]
    made = [
        Array([]),
        Dictionary(),
        Array([chance.choice(INTEGERS) for _ in range(chance.randrange(300))]),
        Dictionary(Type=Name.Page),
    ]
    objects = [pdf.Root, pdf.Root.Pages, *(list(pdf.objects)[:60])]
    return chance.choice((chance.choice(simple), chance.choice(made), chance.choice(objects)))


def types(pdf: Pdf, chance: Random) -> None:
    """Values of another type than is expected."""
    holder, key = _place(pdf, chance)
    holder[key] = _value(pdf, chance)


def numbers(pdf: Pdf, chance: Random) -> None:
    """Numbers too large, negative, of nothing."""
    for _ in range(50):
        holder, key = _place(pdf, chance)
        if isinstance(holder[key], (int, float, Decimal)) and not isinstance(holder[key], bool):
            holder[key] = chance.choice((chance.choice(INTEGERS), Decimal(str(chance.choice(REALS)))))
            return


def arrays(pdf: Pdf, chance: Random) -> None:
    """Arrays cut, emptied, lengthened."""
    arrays = [one for one in _holders(pdf) if isinstance(one, Array)]
    one = chance.choice(arrays)
    items = list(one)
    changed = chance.choice(
        (items[: len(items) // 2], [], items * 2, items[::-1], items * 200 if len(items) < 50 else items[1:])
    )
    while len(one):
        del one[0]
    for item in changed:
        one.append(item)


def keys(pdf: Pdf, chance: Random) -> None:
    """Entries of dictionaries missing."""
    holder, key = _place(pdf, chance)
    del holder[key]


def circles(pdf: Pdf, chance: Random) -> None:
    """References that lead back: parents, kids, next ones, resources, forms in themselves."""
    indirect = [one for one in pdf.objects if isinstance(one, (Dictionary, Stream))]
    one, other = chance.choice(indirect), chance.choice(indirect)
    names = [key for key in one.keys() if key not in ("/Length", "/Filter")]  # noqa: SIM118 - no mapping
    key = chance.choice(
        (*names, "/Parent", "/Kids", "/Next", "/First", "/Resources", "/XObject", "/Font", "/SMask", "/Annots")
    )
    one[key] = chance.choice((one, Array([one, one]), other, Dictionary(A=one, F=one)))


def streams(pdf: Pdf, chance: Random) -> None:
    """Streams in other filters than they say, with parameters that none has, cut, of anything."""
    one = chance.choice([each for each in pdf.objects if isinstance(each, Stream)])
    raw = one.read_raw_bytes()
    how = chance.randrange(5)
    if how == 0:
        chosen = [Name("/" + chance.choice(FILTERS)) for _ in range(chance.choice((1, 1, 2, 40)))]
        one.write(raw, filter=Array(chosen), decode_parms=None)
    elif how == 1:
        parameters = Dictionary(
            Predictor=chance.choice(INTEGERS),
            Columns=chance.choice(INTEGERS),
            Colors=chance.choice(INTEGERS),
            K=chance.choice(INTEGERS),
        )
        one.write(raw, filter=one.get("/Filter", Name.FlateDecode), decode_parms=parameters)
    elif how == 2:
        one.write(
            raw[: chance.randrange(len(raw) + 1)], filter=one.get("/Filter"), decode_parms=one.get("/DecodeParms")
        )
    elif how == 3:
        one.write(chance.randbytes(chance.randrange(3000)))
    else:
        unpacked = bytearray(one.read_bytes())
        for _ in range(chance.randrange(1, 20)):
            unpacked[chance.randrange(len(unpacked))] = chance.randrange(256)
        one.write(bytes(unpacked))


def page_tree(pdf: Pdf, chance: Random) -> None:
    """Kids that are no pages, that are their parents, counts of what is not there, pages of no or of any size."""
    page = chance.choice(pdf.pages).obj
    boxes = (
        [0, 0, 0, 0],
        [0, 0, -100, -100],
        [0, 0, 10**9, 10**9],
        [10, 10, 10, 500],
        [0, 0],
        [],
        [500, 700, 0, 0],
        [0, 0, 1, 1],
        [-5000, -5000, 5000, 5000],
    )
    box = Array(chance.choice(boxes))
    changes: tuple[Callable[[], None], ...] = (
        lambda: pdf.Root.Pages.Kids.append(pdf.Root.Pages),
        lambda: pdf.Root.Pages.Kids.append(Dictionary(Type=Name.Font)),
        lambda: pdf.Root.Pages.Kids.append(page),
        lambda: pdf.Root.Pages.__setitem__("/Count", chance.choice(INTEGERS)),
        lambda: pdf.Root.Pages.__setitem__("/Kids", Array([pdf.make_indirect(Array([page]))])),
        lambda: page.__setitem__("/" + chance.choice(("MediaBox", "CropBox", "TrimBox")), box),
        lambda: page.__setitem__("/Rotate", chance.choice((45, -90, 450, 91, 2**31, -(2**31)))),
        lambda: page.__setitem__("/UserUnit", chance.choice((0, -1, Decimal("0.00001"), 10**9))),
        lambda: page.__setitem__("/Contents", chance.choice((Array([]), Array([page]), page, pdf.Root, Array([page.Contents] * 300)))),
        lambda: page.__delitem__("/Type"),
    )  # fmt: skip
    chance.choice(changes)()


def operators(pdf: Pdf, chance: Random) -> None:
    """Operators that no program writes, at the end of a page or in the middle."""
    page = chance.choice(list(pdf.pages))
    page.contents_coalesce()
    content = page.Contents.read_bytes()
    at = chance.choice((len(content), 0, chance.randrange(len(content) + 1)))
    page.Contents.write(content[:at] + b"\n" + chance.choice(OPERATORS) + b"\n" + content[at:])


def fonts(pdf: Pdf, chance: Random) -> None:
    """Fonts whose maps, widths, encodings and kinds say what none says."""
    one = chance.choice(
        [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == Name.Font]
    )
    changes: dict[str, Any] = {
        "/ToUnicode": pdf.make_stream(b"/CIDInit /ProcSet findresource begin begincmap " + chance.choice(CMAPS) + b" endcmap end"),
        "/Encoding": chance.choice((Name.Nothing, Name("/90ms-RKSJ-V"), Name("/Identity-V"), Dictionary(Differences=Array([300, Name.a, -5, Name("/u1F600"), Name("/uniD800")])))),
        "/Subtype": Name("/" + chance.choice(("Type0", "Type1", "Type3", "TrueType", "CIDFontType0", "CIDFontType2", "Nothing"))),
        "/W": Array([0, Array([chance.choice(INTEGERS)]), 1, 65535, chance.choice(INTEGERS)]),
        "/DW": chance.choice(INTEGERS),
        "/W2": Array([0, 65535, 1, 2]),
        "/Widths": Array([chance.choice(INTEGERS) for _ in range(chance.choice((0, 3, 300)))]),
        "/DescendantFonts": chance.choice((Array([]), Array([one]), Array([Dictionary()]))),
        "/FontDescriptor": Dictionary(FontName=Name.x, FontBBox=Array([0, 0, chance.choice(INTEGERS), 0]), Ascent=chance.choice(INTEGERS)),
        "/FontMatrix": Array([0, 0, 0, 0, 0, 0]),
        "/CharProcs": Dictionary(a=pdf.make_stream(b"0 0 0 0 9 9 d1 BT /F 9 Tf (a) Tj ET")),
        "/BaseFont": chance.choice((Name("/ZapfDingbats"), Name("/Symbol"), Name("/" + "A" * 300), String("x"))),
    }  # fmt: skip
    for key in chance.sample(sorted(changes), chance.randrange(1, 4)):
        one[key] = changes[key]


def beside(pdf: Pdf, chance: Random) -> None:
    """Marks, fields, layers, bookmarks, attachments and labels of pages that are none or lead back."""
    page, root = chance.choice(pdf.pages).obj, pdf.Root
    circle = pdf.make_indirect(Dictionary(T=String("x"), FT=Name.Btn, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9])))
    circle.Kids, circle.Parent = Array([circle]), circle
    names = pdf.make_indirect(Dictionary(Names=Array([String("a")])))
    names.Kids = Array([names])
    subtype = Name(
        "/"
        + chance.choice(
            (
                "Widget",
                "FreeText",
                "Highlight",
                "Ink",
                "Stamp",
                "Redact",
                "Link",
                "Popup",
                "Nothing",
                "FileAttachment",
                "Square",
            )
        )
    )
    rect = Array(chance.choice(([0, 0, 9, 9], [], [9], [10**9, 0, 0, -(10**9)], [0, 0, 0, 0])))
    group = chance.choice(
        (
            circle,
            Dictionary(Type=Name.OCG, Name=String("x")),
            Dictionary(Type=Name.OCMD, VE=Array([Name.Not, Array([Name.And])])),
        )
    )
    changes: tuple[Callable[[], None], ...] = (
        lambda: root.__setitem__("/AcroForm", Dictionary(Fields=Array([circle, page, 1]), DA=String(chance.choice(WORDS[:20])))),
        lambda: page.__setitem__("/Annots", Array([circle, Dictionary(Type=Name.Annot, Subtype=subtype, Rect=rect, QuadPoints=Array([1, 2]), InkList=Array([1]), AP=Dictionary(N=page))])),
        lambda: root.__setitem__("/Names", Dictionary(EmbeddedFiles=names, Dests=names, JavaScript=names)),
        lambda: root.__setitem__("/Outlines", Dictionary(First=circle, Last=circle, Count=chance.choice(INTEGERS))),
        lambda: root.__setitem__("/OCProperties", Dictionary(OCGs=Array([pdf.make_indirect(group), 1]), D=chance.choice((Dictionary(OFF=Array([page, 1]), BaseState=Name.OFF), Array([]), circle)))),
        lambda: root.__setitem__("/PageLabels", Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=chance.choice(INTEGERS)), -1]), Kids=Array([names]))),
        lambda: root.__setitem__("/Collection", circle),
        lambda: root.__setitem__("/StructTreeRoot", circle),
        lambda: root.__setitem__("/AF", Array([circle])),
        lambda: page.__setitem__("/Resources", chance.choice((circle, Array([]), Dictionary(XObject=Dictionary(F=page), Font=Dictionary(japan=page, F1=circle), Properties=Dictionary(MC0=group))))),
    )  # fmt: skip
    chance.choice(changes)()


def locked(data: bytes, chance: Random) -> bytes:
    """Under a password, or with an encryption that is none."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        made = document.tobytes(
            encryption=chance.choice((1, 2, 3, 4, 5)), user_pw=chance.choice(("", "x")), owner_pw="y"
        )
    if chance.random() < 0.5:
        at = made.find(b"/Encrypt")
        made = made[: at + 9] + chance.choice((b"null", b"<<>>", b"[1]", b"1 0 R", b"9" * 20)) + made[at + 9 :]
    return bytes(made)


def worded(data: bytes, chance: Random) -> bytes:
    """Words and numbers that nothing expects, printed on its pages."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for _ in range(chance.randrange(1, 6)):
            page = document[chance.randrange(document.page_count)]
            place = (chance.uniform(-50, page.rect.width + 50), chance.uniform(-50, page.rect.height + 50))
            size = chance.choice((12, 12, 10.5, 0.1, 400))
            text = chance.choice(WORDS).replace("\x00", "")[:600]
            page.insert_text(place, text, fontname="japan", fontsize=size, rotate=chance.choice((0, 0, 90, 180)))
        return bytes(document.tobytes())


PDFS = {
    one.__name__: one
    for one in (
        *map(opened, (types, numbers, arrays, keys, circles, streams, page_tree, operators, fonts, beside)),
        *map(opened, (of.crowds, of.depths, of.sizes, of.tables, of.patterns, more.multiples, programs)),
        of.places,
        more.packed_in_itself,
        locked,
        worded,
    )
}
