"""What a single file may take: time, memory, bytes, pages; and files that are none, or unfold to what no document has."""

from __future__ import annotations

import io
import os
import pickle
import socket
import struct
import threading
import time
import zipfile
import zlib

import pytest

from kaigi_extract import LimitExceeded, UnreadableSource, extract
from kaigi_extract.cli import main
from kaigi_extract.limited_process import run_limited
from kaigi_extract.source import limits, read
from tests import test_hostile_files as hostile_files
from tests.fuzz import of_font_programs as font_programs
from tests.made import pages, save

pikepdf = pytest.importorskip("pikepdf")


@pytest.fixture
def three(tmp_path):
    return save(pages("第一頁の本文", "第二頁の本文", "第三頁の本文"), tmp_path / "three.pdf")


@pytest.mark.parametrize(
    ("given", "limit", "words"),
    [
        ({"max_bytes": 100}, "bytes", "the file has more than 100 bytes"),
        ({"max_pages": 2}, "pages", "the file has more than 2 pages"),
        ({"max_seconds": 0.01}, "seconds", "not read in 0.01 seconds"),
        ({"max_memory": 1}, "memory", "stopped at more than 1 MB of memory"),
    ],
)
def test_what_takes_more_is_not_read_and_says_what_to_do(three, given, limit, words):
    with pytest.raises(LimitExceeded) as caught:
        extract(three, **given)
    error = caught.value
    assert (error.limit, error.allowed, error.exit_code) == (limit, next(iter(given.values())), 12)
    assert str(error).startswith(f"{three}: {words}; ")
    assert pickle.loads(pickle.dumps(error)).said("ja")


@pytest.mark.parametrize("given", [{"max_pages": 3}, {"max_pages": 0}, {"max_pages": None, "max_bytes": None}])
def test_what_takes_no_more_is_read_whole(three, given):
    assert extract(three, **given).source.page_count == 3


@pytest.mark.parametrize("how", [bytes, io.BytesIO, str])
def test_the_size_counts_however_the_file_is_given(three, how):
    data = three.read_bytes()
    given = str(three) if how is str else how(data)
    with pytest.raises(LimitExceeded):
        extract(given, max_bytes=len(data) - 1)
    given = str(three) if how is str else how(data)
    assert extract(given, max_bytes=len(data)).source.page_count == 3


@pytest.mark.slow
def test_the_record_of_a_limited_process_is_that_of_this_one(three):
    limited = extract(three, max_seconds=300, max_memory=4000)
    assert limited.model_dump_json() == extract(three).model_dump_json()
    with pytest.raises(ValueError, match="no ward 'nowhere'"):
        extract(three, ward="nowhere", max_seconds=300)


def kill_itself():
    os.kill(os.getpid(), 11)


def keep_a_grandchild(path):
    import subprocess
    import sys

    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(4); open({path!r}, 'w').close()"])
    time.sleep(600)


def test_a_process_that_dies_is_an_error_of_its_file():
    with pytest.raises(UnreadableSource, match=r"^a\.pdf: its process was killed by SIGSEGV while reading it"):
        run_limited(kill_itself, path="a.pdf", seconds=300)


@pytest.mark.slow
def test_what_the_process_started_ends_with_it(tmp_path):
    sign = tmp_path / "alive"
    with pytest.raises(LimitExceeded):
        run_limited(keep_a_grandchild, str(sign), path="a.pdf", seconds=2)
    time.sleep(5)
    assert not sign.exists()


def test_the_command_line_has_the_words_of_migrate(three, capsys):
    assert main(["extract", "--max-pages", "2", str(three)]) == 12
    assert main(["extract", "--timeout", "0.01", str(three)]) == 12
    assert main(["extract", "--memory", "1", str(three)]) == 12
    assert main(["extract", "--max-bytes", "10", str(three)]) == 12
    assert capsys.readouterr().err.count("give max_") == 4


class TestNoFiles:
    def refused(self, path):
        with pytest.raises(UnreadableSource, match="this is a pipe, a socket or a device; write what it gives"):
            extract(path)

    def test_a_pipe(self, tmp_path):
        os.mkfifo(tmp_path / "a.pdf")
        self.refused(tmp_path / "a.pdf")

    def test_a_socket(self, tmp_path):
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(tmp_path / "a.pdf"))
            self.refused(tmp_path / "a.pdf")

    @pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
    def test_a_device(self, path):
        self.refused(path)


def form(pdf, content, **inner):
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(**inner)) if inner else pikepdf.Dictionary()
    return pdf.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 595, 842],
        Resources=resources,
    )


def nested(depth, uses):
    """A page with drawings in drawings: each paints the one within it so many times."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    drawing = form(pdf, b"0 0 1 1 re f")
    for _ in range(depth):
        drawing = form(pdf, b"/F Do " * uses, F=drawing)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=drawing))
    page.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def in_itself():
    """A page with a drawing that paints itself."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    drawing = form(pdf, b"/F Do /G Do", F=form(pdf, b"0 0 1 1 re f"))
    drawing.Resources.XObject.G = drawing
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=drawing))
    page.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def flate(megabytes, times):
    """A page whose content is blanks, packed so many times over."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    packing = zlib.compressobj(9)
    data = b"".join(packing.compress(b" " * 2**20) for _ in range(megabytes)) + packing.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    page.Contents = pdf.make_stream(b"")
    page.Contents.write(data, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * times))
    return saved(pdf)


def wide_picture(width):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    drawn = pdf.make_stream(
        b"\x00",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=width,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=drawn))
    page.Contents = pdf.make_stream(b"q 500 0 0 500 0 0 cm /I Do Q")
    return saved(pdf)


def tiled(step, *matrix):
    """A page painted with a pattern."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    side = pikepdf.Array([0, 0, step, step])
    tile = pdf.make_stream(b"0 0 1 1 re f", PatternType=1, PaintType=1, TilingType=1, BBox=side, XStep=step, YStep=step)
    tile.Resources = pikepdf.Dictionary()
    if matrix:
        tile.Matrix = pikepdf.Array(matrix)
    page.Resources = pikepdf.Dictionary(Pattern=pikepdf.Dictionary(P=tile))
    page.Contents = pdf.make_stream(b"/Pattern cs /P scn 0 0 900 900 re f")
    return saved(pdf)


def in_rows(columns, *, apart=False, packed=False):
    """A page whose content is packed in rows of so many numbers; whether that stands in an object of its own, and
    whether this one is packed with others."""
    with pikepdf.open(io.BytesIO(pages("温室の鍵").tobytes())) as pdf:
        content = zlib.compress(b"\x00" + b"0 0 1 1 re f ")
        how = pikepdf.Dictionary(Predictor=15, Colors=1, BitsPerComponent=8, Columns=columns)
        stream = pdf.make_stream(content, Filter=pikepdf.Name.FlateDecode)
        stream.DecodeParms = pdf.make_indirect(how) if apart else how
        pdf.pages[0].Contents = pikepdf.Array([pdf.pages[0].Contents, stream])
        return saved(pdf, packed=packed)


def coded(last, *, said=True, packed=False):
    """A page with a font whose own table of codes goes to `last`; whether the table says that it is one, and whether
    the font is packed with other objects."""
    with pikepdf.open(io.BytesIO(pages("温室の鍵").tobytes())) as pdf:
        font = pdf.pages[0].Resources.Font.japan
        content = b"begincmap 1 begincidrange <00000000> <%08X> 0 endcidrange endcmap" % last
        more = {"Type": pikepdf.Name.CMap, "CMapName": pikepdf.Name.x} if said else {}
        font.Encoding = pdf.make_stream(content, **more)
        font.ToUnicode = pdf.make_stream(b"begincmap 1 beginbfchar <0001> <3042> endbfchar endcmap")
        return saved(pdf, packed=packed)


def wide_table(ranges, *, apart=False):
    """A page with a font whose table of widths has so many ranges of all characters; whether it is an object."""
    with pikepdf.open(io.BytesIO(pages("温室の鍵").tobytes())) as pdf:
        font = pdf.pages[0].Resources.Font.japan.DescendantFonts[0]
        table = pikepdf.Array([1, pikepdf.Array([500, 600]), *[0, 65535, 500] * ranges])
        font.W = pdf.make_indirect(table) if apart else table
        return saved(pdf)


def painting(deep, often, kind):
    """A page that a drawing paints, which so often uses a tile, or the mask of a state, which uses another one, …"""
    with pikepdf.new() as pdf:
        page, inner = pdf.add_blank_page(), None
        for _ in range(deep):
            held = {} if inner is None else {"ExtGState" if kind == "gs" else "Pattern": pikepdf.Dictionary(X=inner)}
            box = pikepdf.Array([0, 0, 9, 9])
            more = (
                {"Subtype": pikepdf.Name.Form}
                if kind == "gs"
                else {"PatternType": 1, "PaintType": 1, "XStep": 9, "YStep": 9}
            )
            content = f"/Pattern cs /X {kind} 0 0 9 9 re f ".encode() * often
            one = pdf.make_stream(content, BBox=box, Resources=pikepdf.Dictionary(**held), **more)
            inner = pdf.make_indirect(pikepdf.Dictionary(SMask=pikepdf.Dictionary(G=one))) if kind == "gs" else one
        page.Resources = pikepdf.Dictionary(**held)
        page.Contents = pdf.make_stream(content)
        return saved(pdf)


def drawn_fonts(deep):
    """A page with a word in a font whose glyph is ten in a font whose glyph is ten in …"""
    with pikepdf.new() as pdf:
        page, inner, name = pdf.add_blank_page(), None, pikepdf.Name
        for _ in range(deep):
            held = {} if inner is None else {"Font": pikepdf.Dictionary(F=inner)}
            glyph = pdf.make_stream(b"9 0 d0 BT /F 1 Tf (aaaaaaaaaa) Tj ET")
            inner = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=name.Font, Subtype=name.Type3, FontBBox=pikepdf.Array([0, 0, 9, 9]), FontMatrix=pikepdf.Array([1, 0, 0, 1, 0, 0]),
                    FirstChar=97, LastChar=97, Widths=pikepdf.Array([9]), CharProcs=pikepdf.Dictionary(a=glyph),
                    Encoding=pikepdf.Dictionary(Differences=pikepdf.Array([97, name.a])), Resources=pikepdf.Dictionary(**held),
                )
            )  # fmt: skip
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=inner))
        page.Contents = pdf.make_stream(b"BT /F 9 Tf 50 50 Td (a) Tj ET")
        return saved(pdf)


def listed(count, times):
    """So many pages, each of them in the tree of pages so many times, and as many objects as MuPDF asks of so many."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        pdf.Root.Pages.Kids = pikepdf.Array([*pdf.Root.Pages.Kids] * times)
        pdf.Root.Pages.Count = count * times
        pdf.Root.Rest = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(N=n)) for n in range(count * times)])
        return saved(pdf)


def heavy(megabytes, kind):
    """A page of a document that holds so much beside it: in streams, or as objects, these packed together or not."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for n in range(1, megabytes + 1):
            more = pdf.make_stream(bytes(2**20)) if kind == "streams" else pikepdf.String(chr(64 + n) * 2**20)
            pdf.Root[f"/N{n}"] = pdf.make_indirect(more)
        return saved(pdf, packed=kind == "packed")


def saved(pdf, *, packed=False):
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    pdf.save(out, compress_streams=packed, object_stream_mode=mode)
    return out.getvalue()


class TestBombs:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (nested(20, 10), "a drawing that paints more than 100000 others"),
            (nested(1000, 2), "a drawing that paints more than 100000 others"),
            (flate(300, 2), "a stream of more than 256 MB"),
            (flate(300, 1), "a stream of more than 256 MB"),
            (wide_picture(40_000), "a picture of 40000 by 40000 pixels"),
            (tiled(0.05), "a pattern of tiles too small to be seen"),
            (tiled(1, 0, 0.01, -0.01, 0, 5, 5), "a pattern of tiles too small to be seen"),
            (in_rows(2**31 - 1), "rows of more than 1048576 numbers"),
            (in_rows(2**31 - 1, apart=True), "rows of more than 1048576 numbers"),
            (in_rows(2**31 - 1, apart=True, packed=True), "rows of more than 1048576 numbers"),
            (coded(2**32 - 1), "a table of more than 16777216 codes"),
            (coded(2**32 - 1, said=False), "a table of more than 16777216 codes"),
            (coded(2**32 - 1, said=False, packed=True), "a table of more than 16777216 codes"),
            (painting(8, 10, "scn"), "a drawing that paints more than 100000 others"),
            (painting(8, 10, "gs"), "a drawing that paints more than 100000 others"),
            (drawn_fonts(8), "a drawing that paints more than 100000 others"),
            (nested(150, 1), "drawings in drawings, more than 100 deep"),
            (listed(1, 21), "the same pages more than 20 times"),
            (listed(3, 300), "the same pages more than 20 times"),
            (wide_table(80), "widths of more than 4194304 characters"),
            (wide_table(80, apart=True), "widths of more than 4194304 characters"),
        ],
    )
    @pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
    def test_a_pdf_that_unfolds_is_refused_before_it_is_read(self, data, words, reader):
        with pytest.raises(
            UnreadableSource, match=f"^bytes: this PDF unfolds to {words}, as no document does; if it is"
        ):
            extract(data, reader=reader)

    @pytest.mark.parametrize(
        "data",
        [
            in_rows(13),
            in_rows(60_000, apart=True),
            nested(3, 4),
            nested(30, 1),
            wide_table(1),
            wide_table(3, apart=True),
            in_itself(),
            flate(1, 2),
            wide_picture(2000),
            tiled(2),
            tiled(0.02, 9, 0, 0, 9, 0, 0),
            coded(0x10FFFF),
            coded(0x10FFFF, said=False, packed=True),
            painting(2, 9, "scn"),
            painting(2, 9, "gs"),
            drawn_fonts(2),
        ],
    )
    def test_a_pdf_that_unfolds_to_little_is_read(self, data):
        assert extract(data, recogniser="none").source.page_count == 1

    @pytest.mark.parametrize("data", [heavy(3, "objects"), heavy(3, "objects")[:-2_000], heavy(3, "packed")])
    def test_a_pdf_that_is_mostly_objects_is_refused_before_it_is_opened(self, data, monkeypatch):
        monkeypatch.setattr("kaigi_extract.source.pdf_bombs.MOST_OBJECTS", 2 * 2**20)
        with pytest.raises(UnreadableSource, match=r"unfolds to objects of more than 2 MB, streams aside, as no"):
            extract(data)

    @pytest.mark.parametrize(("megabytes", "kind"), [(1, "objects"), (1, "packed"), (3, "streams")])
    def test_one_that_holds_less_is_opened(self, megabytes, kind, monkeypatch):
        monkeypatch.setattr("kaigi_extract.source.pdf_bombs.MOST_OBJECTS", 2 * 2**20)
        assert extract(heavy(megabytes, kind)).source.page_count == 1

    @pytest.mark.parametrize(("count", "times"), [(1, 20), (3, 2), (60, 1)])
    def test_pages_that_are_listed_a_few_times_are_read(self, count, times):
        assert extract(listed(count, times), recogniser="none").source.page_count == count * times

    @pytest.mark.parametrize(
        ("tables", "text"),
        [
            ({"W": "[0 2147483647 500]"}, "温室の鍵"),
            ({"W": "[1 [500 500] 2 4294967296 500]"}, "温室の鍵"),
            ({"W2": "[0 2147483647 -1000 500 880]"}, "温室の鍵"),
            ({"ToUnicode": b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange"}, "温室の鍵"),
            ({"ToUnicode": b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange"}, "温室の鍵"),
            ({"ToUnicode": b"1 beginbfrange " + b"<0000> <FFFF> <3042> " * 9 + b"endbfrange"}, "温室の鍵"),
            ({"ToUnicode": b"1 beginbfrange <00000000> <00010000> <3042> endbfrange"}, "㕻㤪㎹㞦"),
        ],
    )
    def test_a_font_whose_tables_name_more_than_there_is(self, tables, text):
        document = pages("温室の鍵")
        font = document[0].get_fonts()[0][0]
        descendant = int(document.xref_get_key(font, "DescendantFonts")[1].strip("[]").split()[0])
        for key, table in tables.items():
            if isinstance(table, bytes):
                number = document.get_new_xref()
                document.update_object(number, "<<>>")
                document.update_stream(number, b"begincmap " + table + b" endcmap", new=True)
                document.xref_set_key(font, key, f"{number} 0 R")
            else:
                document.xref_set_key(descendant, key, table)
        [page] = read(document.tobytes(), reader="pdfplumber").pages()
        assert text in "".join(run.text for run in page.runs)

    @pytest.mark.parametrize(
        ("groups", "text"),
        [
            ([(0x3042, 0x3043, 1)], "あぃ"),
            ([(0x3042, 0x3043, 1), (0, 0xFFFFFFFF, 0)], "\ufffd\ufffd"),
            ([(0x3042, 0x3043, 1)] + [(0, 0xFFFF, 0)] * 17, "\ufffd\ufffd"),
        ],
    )
    def test_a_font_program_whose_own_table_names_more_than_there_is(self, groups, text):
        table = struct.pack(">HHIII", 12, 0, 0, 0, len(groups)) + b"".join(struct.pack(">3I", *one) for one in groups)
        program = font_programs.program({b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table})
        font = (
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
            "/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type"
            "/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 9 9]/FontFile2 6 0 R>>>>]>>"
        )
        file = f"<</Length {2 * len(program)}/Filter/ASCIIHexDecode>>stream\n{program.hex()}\nendstream"
        data = hostile_files.pdf("", file, font=font, content="BT /F1 12 Tf 72 700 Td <00010002> Tj ET")
        [page] = read(data, reader="pdfplumber").pages()
        assert "".join(run.text for run in page.runs) == text

    def test_a_word_file_that_unpacks_to_more_than_any(self, tmp_path):
        path = tmp_path / "a.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("[Content_Types].xml", "<Types/>")
            made.writestr(
                "_rels/.rels",
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                'Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
                'Target="word/document.xml"/></Relationships>',
            )
            with made.open("word/document.xml", "w", force_zip64=True) as part:
                for _ in range(260):
                    part.write(b" " * 2**20)
        with pytest.raises(UnreadableSource, match="larger than any document"):
            extract(path)

    def test_a_picture_that_unpacks_to_more_than_any(self, tmp_path):
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        head = struct.pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
        path = tmp_path / "a.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")))
        with pytest.raises(UnreadableSource, match="this picture cannot be opened"):
            extract(path)


def test_defaults_leave_room_for_documents():
    """The longest bundles known to us have 180 MB and 1,100 pages; A0 at 600 dots an inch is 19,866 by 28,087."""
    assert limits.MAX_BYTES > 4 * 180e6
    assert limits.MAX_PAGES > 4 * 1100
    assert limits.MOST_PIXELS > 19_866 * 28_087


def test_a_script_needs_no_guard(three, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"from kaigi_extract import extract\nprint(extract({str(three)!r}, max_seconds=300).source.page_count)\n"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=os.environ, check=False)
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_threads_may_limit_at_the_same_time(three):
    met = []

    def one():
        with pytest.raises(LimitExceeded):
            extract(three, max_seconds=0.01)
        met.append(1)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 3


def escaped(data, *pairs):
    for plain, spelled in pairs:
        assert plain in data
        data = data.replace(plain, spelled)
    return data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (escaped(flate(300, 2), (b"/FlateDecode", b"/#46lateDecode")), "a stream of more than 256 MB"),
        (escaped(flate(300, 2), (b"/FlateDecode", b"/F#6cate#44ecode")), "a stream of more than 256 MB"),
        (escaped(nested(20, 10), (b"/Form", b"/#46orm")), "a drawing that paints more than 100000 others"),
        (escaped(nested(20, 10), (b"/F Do", b"/#46 Do")), "a drawing that paints more than 100000 others"),
        (escaped(wide_picture(40_000), (b"/Image", b"/#49mage")), "a picture of 40000 by 40000 pixels"),
    ],
)
def test_names_that_are_spelled_in_another_way_hide_nothing(data, words):
    with pytest.raises(UnreadableSource, match=f"^bytes: this PDF unfolds to {words}"):
        extract(data)


def test_a_page_a_kilometre_wide_is_not_drawn(tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_000, 14_000)).obj.UserUnit = 50
    path = tmp_path / "a.pdf"
    path.write_bytes(saved(pdf))
    document = extract(path)
    with pytest.raises(
        UnreadableSource, match=r"page 1 cannot be drawn \(it would have \d+ by \d+ pixels; ask for fewer"
    ):
        document.show_page(1)
