"""PDF/A-2b: what of a file stands in its way, and what it needs besides.

What is looked for is what scanners and offices put into files; no validator is replaced by it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Any

from kaigi_extract.invisible_text.font import packed

ENCRYPTED = "it is encrypted"
"""What stands in the way of PDF/A before anything is looked at."""
PROFILE_DATE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
"""The day that the colour profile says it was made on: the same file comes out the same on every day."""
DATE_AT = slice(24, 36)
"""Where a colour profile says so."""
PRINTED = 4
"""Flag of an annotation that is printed."""
UNSEEN = 1 | 2 | 32 | 256
"""Flags of one that is not shown: invisible, hidden, no view, or shown at times."""
CMYK = {"k", "K"}
"""Operators that choose a colour of CMYK."""


def hindrances(pdf: Any) -> list[str]:
    """Why a file cannot become PDF/A-2b, in words; nothing where nothing was found."""
    return [why for why, is_so in _CHECKS if is_so(pdf)]


def make_archival(pdf: Any) -> None:
    """Adds what PDF/A-2b asks for: its name in the metadata, which say what the old ones say, and what colours mean."""
    from pikepdf import Array, Dictionary, Name, String

    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata.load_from_docinfo(pdf.docinfo)
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
    for _, image in _images(pdf):
        if "/Interpolate" in image:
            del image["/Interpolate"]
    intents = pdf.Root.get("/OutputIntents", Array([]))
    if any(intent.get("/S") == "/GTS_PDFA1" for intent in intents):
        return
    profile = packed(pdf, _srgb(), N=3)
    name = String("sRGB IEC61966-2.1")
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=name,
                    Info=name,
                    DestOutputProfile=profile,
                )
            )
        ]
    )


def _srgb() -> bytes:
    """The profile of sRGB that comes with Pillow."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[DATE_AT] = PROFILE_DATE
    return bytes(profile)


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Every object of the file that has keys, streams too."""
    from pikepdf import Array, Dictionary, Stream

    waiting = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            inside = list(one)
        elif isinstance(one, Dictionary | Stream):
            yield one
            inside = [value for _, value in one.items()]
        else:
            continue
        waiting += [value for value in inside if isinstance(value, Array | Dictionary) and not value.is_indirect]


def _images(pdf: Any) -> Iterator[tuple[Any, Any]]:
    return ((one.objgen, one) for one in _dictionaries(pdf) if one.get("/Subtype") == "/Image")


def _filters(one: Any) -> list[str]:
    from pikepdf import Array

    found = one.get("/Filter")
    return [str(name) for name in found] if isinstance(found, Array) else [str(found)]


def _has_bare_font(pdf: Any) -> bool:
    programs = ("/FontFile", "/FontFile2", "/FontFile3")
    simple = ("/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2")
    for font in (one for one in _dictionaries(pdf) if one.get("/Type") == "/Font" and one.get("/Subtype") in simple):
        descriptor = font.get("/FontDescriptor")
        if descriptor is None or not any(program in descriptor for program in programs):
            return True
    return False


def _has_cmyk(pdf: Any) -> bool:
    if any(image.get("/ColorSpace") == "/DeviceCMYK" for _, image in _images(pdf)):
        return True
    from pikepdf import DependencyError, PdfError, parse_content_stream

    try:
        return any(str(one.operator) in CMYK for page in pdf.pages for one in parse_content_stream(page, "k K"))
    except (PdfError, DependencyError):  # damaged, or of a picture that only a program of the system decodes
        return True


def _has_odd_note(pdf: Any) -> bool:
    notes = (note for page in pdf.pages for note in page.obj.get("/Annots", []) if note is not None)
    for note in notes:
        flags = int(note.get("/F", 0))
        drawn = note.get("/Subtype") in ("/Popup", "/Link") or "/AP" in note
        if note.get("/Subtype") != "/Popup" and (not flags & PRINTED or flags & UNSEEN or not drawn):
            return True
    return False


def _has_program(pdf: Any) -> bool:
    names = pdf.Root.get("/Names", {})
    kinds = ("/JavaScript", "/Launch", "/Sound", "/Movie")
    actions = (one.get("/S") in kinds for one in _dictionaries(pdf))
    return "/JavaScript" in names or "/AA" in pdf.Root or any(actions)


_CHECKS: list[tuple[str, Callable[[Any], bool]]] = [
    ("a font is not embedded", _has_bare_font),
    ("something in it is compressed as LZW", lambda pdf: any("/LZWDecode" in _filters(d) for d in _dictionaries(pdf))),
    ("it has colours of CMYK", _has_cmyk),
    ("it has annotations that are not printed as they are seen", _has_odd_note),
    ("it has programs or sounds", _has_program),
    ("files are attached to it", lambda pdf: "/EmbeddedFiles" in pdf.Root.get("/Names", {})),
    ("it is a form to fill in", lambda pdf: bool(len(pdf.Root.get("/AcroForm", {}).get("/Fields", [])))),
    ("it has layers", lambda pdf: "/OCProperties" in pdf.Root),
]
"""What of a file stands in the way, in words, and how that is seen."""
