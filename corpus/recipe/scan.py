"""Makes a scan of a PDF: every page an image that went through a copier or a scanner, the same for the same seed.

`Noise` says what happens to the paper; CLEAN, OFFICE, POOR, FAX, PHOTOCOPY and SEALED are the usual machines.
`write_pdf` keeps the page size, so a point of the scan is a point of the original but for skew and shift; `write_tiff`
and `write_images` write the same pages without a PDF around them.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import pymupdf
from numpy.random import Generator
from PIL import Image

Turn = Literal[0, 90, 180, 270]
Layer = Literal["fair", "garbage"]
WHITE = 255
POINTS = 72  # an inch
MILLIMETRES = 25.4  # an inch


@dataclass(frozen=True)
class Noise:
    """What copier and scanner do to a page. Grey levels are those of 8 bits; pixels are those of `dpi`."""

    dpi: int = 300
    skew: tuple[float, float] = (0.0, 0.0)  # degrees, least and most; either way round, drawn for every page
    scale: float = 0.0  # the most that a page grows or shrinks, as a share
    shift: float = 0.0  # mm, the most that a page is moved each way
    thick: float = 0.0  # pixels that strokes gain on each side; below 0 they lose
    breaks: float = 0.0  # share of the ink that is lost where a stroke breaks
    copies: int = 0  # how often the page was copied before it was scanned: soft, then hard edges
    blur: float = 0.0  # pixels, sigma
    paper: int = WHITE  # grey of the paper
    ink: int = 0  # grey of the print
    uneven: float = 0.0  # grey levels between the brightest and the darkest corner
    grain: float = 0.0  # grey levels, sigma
    specks: int = 0  # bits of dust on a page, of 1 to 4 pixels
    edge: float = 0.0  # mm that the shadow of the lid reaches into the page
    bleed: float = 0.0  # share of its ink with which the next page shows from behind
    holes: int = 0  # punch holes at the left
    halftone: int = 0  # dots an inch of which grey areas are made; 0 leaves them grey
    seals: int = 0  # round seals on a page, by turns over text and over a rule
    colour: bool = False  # the image is RGB
    jpeg: int = 90  # quality
    bilevel: int = 0  # grey under which a pixel is black in a 1-bit image (CCITT G4); 0 keeps the greys


CLEAN = Noise(dpi=300, skew=(0.0, 0.25), blur=0.5, paper=254, grain=0.9, jpeg=85)
OFFICE = Noise(
    dpi=200,
    skew=(0.6, 1.2),
    scale=0.004,
    shift=1.5,
    blur=0.5,
    paper=252,
    ink=24,
    uneven=8,
    grain=3,
    specks=180,
    jpeg=58,
)
POOR = Noise(
    dpi=150,
    skew=(0.4, 1.5),
    scale=0.006,
    shift=2,
    breaks=0.06,
    blur=0.45,
    paper=248,
    ink=20,
    uneven=24,
    grain=10,
    specks=550,
    jpeg=28,
)
FAX = Noise(
    dpi=200, skew=(0.2, 0.8), shift=2, breaks=0.12, blur=0.5, grain=12, specks=90, holes=2, halftone=50, bilevel=165
)
PHOTOCOPY = Noise(
    dpi=200,
    skew=(0.3, 1.0),
    scale=0.01,
    shift=3,
    thick=0.45,
    breaks=0.1,
    copies=2,
    blur=0.6,
    paper=244,
    uneven=12,
    grain=4,
    specks=220,
    edge=7,
    bleed=0.08,
    holes=2,
    halftone=60,
    jpeg=55,
)
SEALED = replace(OFFICE, seals=2, colour=True)
PRESETS = {"clean": CLEAN, "office": OFFICE, "poor": POOR, "fax": FAX, "photocopy": PHOTOCOPY, "sealed": SEALED}


@dataclass(frozen=True)
class Sheet:
    """A page as scanned."""

    image: np.ndarray  # grey or RGB, 8 bits
    size: tuple[float, float]  # points
    letters: list[tuple[str, float, float, float]]  # letter, its origin and its size in points of the scan
    turn: Turn  # clockwise


# What is done to a page of grey levels (float32)


def pixels(noise: Noise, millimetres: float) -> float:
    """Millimetres as pixels."""
    return millimetres / MILLIMETRES * noise.dpi


def field(rng: Generator, shape: tuple[int, int], cell: float) -> np.ndarray:
    """Smooth noise between 0 and 1 whose hills are about `cell` pixels apart."""
    small = rng.random((max(2, round(shape[0] / cell)), max(2, round(shape[1] / cell))), dtype=np.float32)
    return np.clip(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)


def halftoned(page: np.ndarray, noise: Noise) -> np.ndarray:
    """Grey areas become dots on a screen at 45 degrees; strokes and their soft edges stay."""
    tone = cv2.medianBlur(page.astype(np.uint8), 15).astype(np.float32)
    area = (tone > 120) & (tone < 250) & (np.abs(page - tone) < 20)
    y, x = np.indices(page.shape, dtype=np.float32)
    turn = np.float32(np.pi * noise.halftone / noise.dpi * np.sqrt(2))
    screen = (2 + np.cos((x + y) * turn) + np.cos((x - y) * turn)) / 4  # 0 to 1
    dots = np.where(page > WHITE * screen, WHITE, 40).astype(np.float32)
    return np.where(area, dots, page)


def stroked(page: np.ndarray, by: float) -> np.ndarray:
    """Thicker strokes, or thinner ones where `by` is below 0."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    other = cv2.erode(page, cross) if by > 0 else cv2.dilate(page, cross)
    return page + np.float32(min(1.0, abs(by))) * (other - page)


def broken(page: np.ndarray, noise: Noise, rng: Generator) -> np.ndarray:
    """Ink missing here and there: faint patches of about 3 mm, and in them gaps of a pixel or two."""
    patch = field(rng, page.shape, pixels(noise, 3))
    lost = noise.breaks * patch * (0.5 + 2.5 * (field(rng, page.shape, 2) > 0.72))
    return WHITE - (WHITE - page) * (1 - np.clip(lost, 0, 1))


def copied(page: np.ndarray) -> np.ndarray:
    """One pass through a copier: soft optics, hard toner."""
    return np.clip((cv2.GaussianBlur(page, (0, 0), 0.7) - 128) * 1.8 + 128, 0, WHITE)


def soiled(page: np.ndarray, noise: Noise, rng: Generator) -> np.ndarray:
    """Dust: dark or, on the print, light spots of 1 to 4 pixels."""
    height, width = page.shape
    for size in rng.choice([1, 2, 3, 4], noise.specks, p=[0.6, 0.3, 0.07, 0.03]):
        y, x = int(rng.integers(0, height - 4)), int(rng.integers(0, width - 4))
        tall = max(1, int(size) - int(rng.integers(0, 2)))
        page[y : y + tall, x : x + size] = rng.integers(0, 90) if rng.random() < 0.9 else noise.paper
    return page


def punched(page: np.ndarray, noise: Noise, rng: Generator) -> np.ndarray:
    """Two holes of 6 mm, 80 mm apart, 12 mm from the left: through them shows the dark lid."""
    middle, left = page.shape[0] / 2, pixels(noise, 12 + rng.uniform(-1, 1))
    for number in range(noise.holes):
        y = middle + pixels(noise, 80) * (number - (noise.holes - 1) / 2)
        cv2.circle(page, (round(left), round(y)), round(pixels(noise, 3)), float(rng.integers(40, 90)), -1, cv2.LINE_AA)
    return page


def shadowed(page: np.ndarray, noise: Noise, rng: Generator) -> np.ndarray:
    """The shadow of the lid at one side and, weaker, at the top."""
    height, width = page.shape
    reach = pixels(noise, noise.edge)
    side = np.exp(-((np.arange(width, dtype=np.float32) / reach) ** 2))
    top = np.exp(-((np.arange(height, dtype=np.float32) / (0.5 * reach)) ** 2))
    if rng.random() < 0.5:
        side = side[::-1]
    return page * (1 - 0.85 * side[None, :]) * (1 - 0.7 * top[:, None])


def lit(page: np.ndarray, noise: Noise, rng: Generator) -> np.ndarray:
    """Grey paper under uneven light, print that is not quite black, grain."""
    page = noise.ink + page * ((noise.paper - noise.ink) / WHITE)
    corners = np.array([[0, 0.35], [0.25, 1]], np.float32)
    corners = np.roll(corners, int(rng.integers(0, 2)), axis=1)
    slope = cv2.resize(corners, page.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return page - noise.uneven * slope + noise.grain * rng.standard_normal(page.shape, dtype=np.float32)


# A page


def laid(noise: Noise, size: tuple[float, float], rng: Generator) -> np.ndarray:
    """How the paper lies on the glass: points of the original -> points of the scan, 2 rows of 3."""
    angle = rng.uniform(*noise.skew) * rng.choice([-1, 1])
    grown = 1 + rng.uniform(-noise.scale, noise.scale)
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), float(angle), float(grown))
    matrix[:, 2] += rng.uniform(-noise.shift, noise.shift, 2) / MILLIMETRES * POINTS
    return matrix


def grey_page(page: pymupdf.Page, dpi: int) -> np.ndarray:
    """A page as printed, in grey levels."""
    pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    return rows[:, : pixmap.width].astype(np.float32)


def printed(page: pymupdf.Page, behind: pymupdf.Page, noise: Noise, rng: Generator) -> np.ndarray:
    """The sheet of paper before it is laid on the glass."""
    grey = grey_page(page, noise.dpi)
    if noise.halftone:
        grey = halftoned(grey, noise)
    if noise.thick:
        grey = stroked(grey, noise.thick)
    if noise.breaks:
        grey = broken(grey, noise, rng)
    for _ in range(noise.copies):
        grey = copied(grey)
    if noise.bleed:
        reverse = cv2.GaussianBlur(grey_page(behind, noise.dpi)[:, ::-1], (0, 0), 1.5)
        reverse = cv2.resize(reverse, grey.shape[::-1])
        grey = np.minimum(grey, WHITE - noise.bleed * (WHITE - reverse))
    return grey


def scanned(paper: np.ndarray, noise: Noise, rng: Generator) -> np.ndarray:
    """What the scanner makes of the sheet on its glass."""
    if noise.holes:
        paper = punched(paper, noise, rng)
    if noise.blur:
        paper = cv2.GaussianBlur(paper, (0, 0), noise.blur)
    paper = lit(paper, noise, rng)
    if noise.edge:
        paper = shadowed(paper, noise, rng)
    return np.clip(soiled(paper, noise, rng), 0, WHITE)


def moved(image: np.ndarray, matrix: np.ndarray, noise: Noise, empty: int) -> np.ndarray:
    """An image of the page as it lies on the glass."""
    matrix = matrix.copy()
    matrix[:, 2] *= noise.dpi / POINTS
    size = image.shape[1::-1]
    return cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(empty,))


def take(page: pymupdf.Page, behind: pymupdf.Page, noise: Noise, rng: Generator, turn: Turn) -> Sheet:
    """Scan one page."""
    size = (page.rect.width, page.rect.height)
    matrix = laid(noise, size, rng)
    grey = scanned(moved(printed(page, behind, noise, rng), matrix, noise, WHITE), noise, rng)
    if noise.seals:
        cover = moved(sealed(page, noise, rng, grey.shape), matrix, noise, 0)[:, :, None]
        red = grey[:, :, None] * (1 - cover * np.array([0.16, 0.78, 0.74], np.float32))
        grey = red if noise.colour else red @ np.array([0.299, 0.587, 0.114], np.float32)
    elif noise.colour:
        grey = np.repeat(grey[:, :, None], 3, axis=2)
    image = np.rot90(np.rint(grey).astype(np.uint8), -turn // 90)
    letters = [(c, *turned(*(matrix @ (x, y, 1)), size, turn), em) for c, x, y, em in written(page)]
    across = turn in {90, 270}
    return Sheet(np.ascontiguousarray(image), size[::-1] if across else size, letters, turn)


def turned(x: float, y: float, size: tuple[float, float], turn: Turn) -> tuple[float, float]:
    """A point of a page of `size` after the page was turned clockwise."""
    width, height = size
    return {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[turn]


def written(page: pymupdf.Page) -> Iterator[tuple[str, float, float, float]]:
    """The letters of a page: letter, origin, size."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                yield from ((c["c"], *c["origin"], span["size"]) for c in span["chars"] if c["c"].strip())


# Seals

SEAL = 34.0  # points across: a mayor's seal is about 12 mm
SEAL_WORDS = ("宿区", "長印")


def sealed(page: pymupdf.Page, noise: Noise, rng: Generator, shape: tuple[int, int]) -> np.ndarray:
    """How much red ink lies on each pixel, 0 to 1."""
    cover = np.zeros(shape, np.float32)
    texts = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1, *_ in page.get_text("words")]
    rules = [(x.x0, rng.uniform(x.y0, x.y1)) for x in (d["rect"] for d in page.get_drawings()) if x.height > SEAL]
    for number in range(noise.seals):
        places = (rules if number % 2 else texts) or texts or [(page.rect.width / 2, page.rect.height / 2)]
        x, y = places[int(rng.integers(len(places)))]
        seal = one_seal(noise, rng)
        half = seal.shape[0] // 2
        left = int(np.clip(x * noise.dpi / POINTS - half, 0, shape[1] - seal.shape[1]))
        top = int(np.clip(y * noise.dpi / POINTS - half, 0, shape[0] - seal.shape[0]))
        part = cover[top : top + seal.shape[0], left : left + seal.shape[1]]
        np.maximum(part, seal, out=part)
    return cover


def one_seal(noise: Noise, rng: Generator) -> np.ndarray:
    """A round seal with four letters, a little tilted, its ink uneven."""
    with pymupdf.open() as document:
        page = document.new_page(width=SEAL + 8, height=SEAL + 8)
        page.draw_circle((SEAL / 2 + 4, SEAL / 2 + 4), SEAL / 2 - 1, width=2)
        for column, words in enumerate(SEAL_WORDS):
            for row, letter in enumerate(words):
                page.insert_text((22 - 12 * column, 19 + 12 * row), letter, fontname="japan", fontsize=11)
        ink = WHITE - grey_page(page, noise.dpi)
    middle = (ink.shape[1] / 2, ink.shape[0] / 2)
    tilt = cv2.getRotationMatrix2D(middle, float(rng.uniform(-12, 12)), 1.0)
    ink = cv2.warpAffine(cv2.GaussianBlur(ink, (0, 0), 0.8), tilt, ink.shape[1::-1])
    return ink / WHITE * (0.75 + 0.25 * field(rng, ink.shape, pixels(noise, 0.6)))


# The invisible text that a scanner's own recogniser leaves

LOOK_ALIKE = dict(zip("口一未日土力二工夕卜八人。年業務情第", "ロー末曰士カニエタト入入．午菜矜清弟", strict=True))
LATIN = "aeilnrst~fE+Hff,.'!;:|/\\-=*^_$#%&3508JILTXYW"


def fair(letter: str, rng: Generator) -> str:
    """The letter, now and then one that looks like it, or none."""
    if rng.random() >= 0.03:
        return letter
    return LOOK_ALIKE.get(letter, "" if rng.random() < 0.3 else "・")


def latin(_letter: str, rng: Generator) -> str:
    """What a recogniser for English makes of Japanese."""
    return LATIN[int(rng.integers(len(LATIN)))]


def misread(letter: str, _rng: Generator) -> str:
    """Bytes of UTF-8 taken for Shift-JIS, the parts that are none left out."""
    return letter.encode().decode("cp932", errors="ignore")[:1] or "・"


def add_layer(page: pymupdf.Page, sheet: Sheet, layer: Layer, rng: Generator) -> None:
    """Write the letters where they stand in the picture, in render mode 3; garbage is of either kind by turns."""
    garbage = (latin, misread)[(page.number or 0) % 2]
    change: Callable[[str, Generator], str] = fair if layer == "fair" else garbage
    shape, upright = page.new_shape(), -sheet.turn % 360
    for letter, x, y, size in sheet.letters:
        if text := change(letter, rng):
            shape.insert_text((x, y), text, fontname="japan", fontsize=size, render_mode=3, rotate=upright)
    shape.commit()


# Files


def sheets(source: Path, noise: Noise, seed: int = 0, *, turn: Turn = 0, pages: range | None = None) -> Iterator[Sheet]:
    """The pages of a PDF as scanned, one at a time; `turn` is how the paper was put in, clockwise."""
    with pymupdf.open(source) as document:
        for number in pages or range(document.page_count):
            behind = document[(number + 1) % document.page_count]
            yield take(document[number], behind, noise, np.random.default_rng([seed, number]), turn)


def write_pdf(
    source: Path,
    out: Path,
    noise: Noise,
    seed: int = 0,
    *,
    turn: Turn = 0,
    rotate: bool = False,
    layer: Layer | None = None,
    pages: range | None = None,
) -> None:
    """A PDF of images; with `rotate` the page's /Rotate makes up for `turn`, so that it is shown upright."""
    with pymupdf.open() as document:
        for number, sheet in enumerate(sheets(source, noise, seed, turn=turn, pages=pages)):
            page = document.new_page(width=sheet.size[0], height=sheet.size[1])
            if noise.bilevel:
                page.insert_image(page.rect, xref=_g4_object(document, one_bit(sheet, noise)), keep_proportion=False)
            else:
                page.insert_image(page.rect, stream=_encoded(sheet, noise, "JPEG"), keep_proportion=False)
            if layer:
                add_layer(page, sheet, layer, np.random.default_rng([seed, number, 1]))
            if rotate:
                page.set_rotation(-turn % 360)
        document.set_metadata({})
        document.save(out, garbage=3, deflate=True, no_new_id=True)


def write_tiff(
    source: Path, out: Path, noise: Noise, seed: int = 0, *, turn: Turn = 0, pages: range | None = None
) -> None:
    """A TIFF of several pages: G4 where the noise is bilevel, else JPEG within."""
    images = [_picture(sheet, noise) for sheet in sheets(source, noise, seed, turn=turn, pages=pages)]
    how = {"compression": "group4"} if noise.bilevel else {"compression": "jpeg", "quality": noise.jpeg}
    images[0].save(out, save_all=True, append_images=images[1:], dpi=(noise.dpi, noise.dpi), **how)


def write_images(
    source: Path,
    out: Path,
    noise: Noise,
    seed: int = 0,
    *,
    turn: Turn = 0,
    pages: range | None = None,
) -> list[Path]:
    """One image a page, PNG or JPEG by the ending of `out`: its stem is followed by -1, -2 …"""
    files = []
    for number, sheet in enumerate(sheets(source, noise, seed, turn=turn, pages=pages), start=1):
        file = out.with_stem(f"{out.stem}-{number}")
        file.write_bytes(_encoded(sheet, noise, "PNG" if out.suffix == ".png" else "JPEG"))
        files.append(file)
    return files


def one_bit(sheet: Sheet, noise: Noise) -> Image.Image:
    """The sheet in black and white."""
    grey = sheet.image if sheet.image.ndim == 2 else cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)
    return Image.fromarray(np.where(grey < noise.bilevel, 0, WHITE).astype(np.uint8)).convert("1")


def _picture(sheet: Sheet, noise: Noise) -> Image.Image:
    return one_bit(sheet, noise) if noise.bilevel else Image.fromarray(sheet.image)


def _encoded(sheet: Sheet, noise: Noise, form: str) -> bytes:
    file = io.BytesIO()
    image = _picture(sheet, noise)
    if form == "JPEG" and image.mode == "1":
        image = image.convert("L")
    image.save(file, form, quality=noise.jpeg, dpi=(noise.dpi, noise.dpi))
    return file.getvalue()


def _g4_object(document: pymupdf.Document, image: Image.Image) -> int:
    """The xref of a new image object in CCITT group 4."""
    file = io.BytesIO()
    image.save(file, "TIFF", compression="group4", tiffinfo={278: image.height})  # 278: all rows in one strip
    with Image.open(file) as tiff:
        start, length, white = tiff.tag_v2[273][0], tiff.tag_v2[279][0], tiff.tag_v2[262] == 0
    xref = document.get_new_xref()
    document.update_object(xref, "<</Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 1>>")
    document.update_stream(xref, file.getvalue()[start : start + length], compress=False)
    document.xref_set_key(xref, "Width", str(image.width))
    document.xref_set_key(xref, "Height", str(image.height))
    document.xref_set_key(xref, "Filter", "/CCITTFaxDecode")
    black = "" if white else "/BlackIs1 true"
    document.xref_set_key(xref, "DecodeParms", f"<</K -1/Columns {image.width}/Rows {image.height}{black}>>")
    return xref
