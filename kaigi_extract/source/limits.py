"""What a single file may take by default: beyond it nothing is a document. Numbers only."""

from __future__ import annotations

MAX_BYTES = 2**30
"""Bytes of a file: the largest council document known to us, a scanned bundle, has 180 MB."""
MAX_PAGES = 20_000
"""Pages of a file: the longest bundle known to us has 1,100. A PDF may claim any number of them."""
MOST_REPEATED = 20
"""Times that the pages of a PDF may be listed, on average: each is there once, as the format has it, and what prints a
form two hundred times over draws it anew. Two kilobytes may list one page as often as they like."""
MOST_ATTACHED = 5_000
"""Files that a PDF may carry for them to be read: each becomes a document, in a millisecond or more."""
MOST_UNPACKED = 2**28
"""Bytes that one stream of a PDF may unpack to, pictures apart: the longest page content known to us has 12 MB."""
MOST_PAINTED = 100_000
"""Drawings (form XObjects) that one of them may paint, each as often as it is used: a map of 2,000 symbols has 2,000;
ten in ten in ten, six deep, a million out of two kilobytes."""
MOST_NESTED = 100
"""Drawings in drawings, the one in the next: a plan that was printed again and again has ten. At some hundred MuPDF
ends the process."""
MOST_COLUMNS = 2**20
"""Numbers in one row of a packed stream: the longest rows are those of pictures, and A0 at 1,200 dots an inch has
56,000. pdfminer makes a row before it looks at what is there."""
MOST_PIXELS = 2**30
"""Pixels of one picture in a PDF: A0 at 600 dots an inch has half as many."""
MOST_DECODED = 560_000_000
"""Bytes that a picture file may have unpacked, one for each colour of a pixel: A0 in four colours at 300 dots an inch
has 558 million. What shows it holds it twice. Pillow itself opens nothing of more than 179 million pixels."""
MOST_RENDERED = 160_000_000
"""Pixels of a page that is drawn, at whatever size: A0 at 300 dots an inch has 140 million, three bytes each. A page
may claim to be a kilometre wide."""
MOST_MAPPED = 2**18
"""Characters that one table of a font of a PDF may name, each as often as it does: a font has 65,536 at most, and a
range of a damaged one claims any number."""
MOST_NAMED = 2**20
"""Characters that the tables of one font program may name, each as often as they do: three full tables of the largest
fonts name 200,000, and four bytes of a damaged one claim any number."""
MOST_KEPT = 2**22
"""Characters that the tables of fonts may name that are kept at a time, those of pages before and of the one that is
read: 200 fonts of 20,000 characters, some 800 MB."""
MOST_CODES = 2**24
"""Codes that the ranges of such a table may take in: all of Unicode are a million. MuPDF looks at each."""
MOST_OBJECTS = 2**27
"""Bytes of the objects of a PDF, but for what is in their streams: a bundle of a thousand pages has 20 MB. MuPDF takes
six times as many for them before it counts a page."""
MOST_WIDTHS = 2**22
"""Characters that the ranges of widths of a font may take in, each as often as they do: a font has 65,536 at most.
MuPDF looks at each."""
MOST_PACKED = 2**26
"""Bytes that all streams of packed objects of a PDF are unpacked to where a name is looked for: a bundle of a thousand
pages has some 5 MB."""
LEAST_TILE = 0.0036
"""Square points of one tile of a pattern: a dot at 1,200 dots an inch. MuPDF paints each tile of a page by itself."""
