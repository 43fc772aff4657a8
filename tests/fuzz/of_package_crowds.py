"""Damages of Word and Excel files in numbers, in depth or in size: tables in tables, rows of a million, parts elsewhere."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from random import Random

MANY = (300, 5_000, 30_000)
DEEP = (50, 240, 2_000)
"""lxml reads 256 deep, or any with `huge_tree`."""
LARGEST = "1048576"
"""Rows of a sheet."""


def crowded_word(data: bytes, chance: Random) -> bytes:
    """Tables in tables, boxes in boxes, fields in fields, cells over a million columns, parts from elsewhere, circles."""
    many, deep = chance.choice(MANY), chance.choice(DEEP)
    p = "<w:p><w:r><w:t>件名</w:t></w:r></w:p>"
    cell = f"<w:tc>{p}</w:tc>"
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='{0}'/></w:tcPr>" + p + "</w:tc>"
    box = "<w:p><w:r><w:pict><v:textbox><w:txbxContent>"
    begin, end = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    code = "<w:r><w:instrText> EQ \\o(" + "(" * 300 + "</w:instrText></w:r>"
    fraction = "<m:f><m:num>{}</m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    bodies: tuple[Callable[[], str], ...] = (
        lambda: "<w:tbl><w:tr><w:tc>" * deep + p + ("</w:tc></w:tr></w:tbl>" + p) * deep,
        lambda: (box * deep + p + "</w:txbxContent></v:textbox></w:pict></w:r></w:p>" * deep),
        lambda: "<w:sdt><w:sdtContent>" * deep + p + "</w:sdtContent></w:sdt>" * deep,
        lambda: "<w:p>" + begin * many + code + end * chance.choice((many, 0)) + "</w:p>",
        lambda: "<w:tbl><w:tr>" + wide.format(chance.choice((10**6, 2**31, -1, 16_000))) + cell + "</w:tr><w:tr>" + cell * 3 + "</w:tr></w:tbl>",
        lambda: "<w:tbl>" + ("<w:tr>" + wide.format(3_000) + cell + "</w:tr>") * min(many, 5_000) + "</w:tbl>",
        lambda: "<w:tbl><w:tblGrid>" + "<w:gridCol w:w='1'/>" * many + "</w:tblGrid><w:tr>" + cell * min(many, 5_000) + "</w:tr></w:tbl>",
        lambda: "<w:tbl>" + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * many + "</w:tbl>",
        lambda: "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='999999999'/></w:trPr>" + cell + "</w:tr></w:tbl>",
        lambda: "<w:p><m:oMath>" + nested(fraction, "<m:r><m:t>1</m:t></m:r>", deep) + "</m:oMath></w:p>",
        lambda: "<w:p>" + "<w:r><w:footnoteReference w:id='2'/></w:r>" * many + "</w:p>",
        lambda: "<w:altChunk r:id='rId1'/>" * many,
        lambda: ("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>鍵</w:t></w:r></w:p>") * many,
        lambda: "<w:p><w:r>" + "<w:br w:type='page'/>" * many + "</w:r></w:p>",
        lambda: "<w:p><w:r>" + "<w:tab/>" * many + "<w:t>件名</w:t></w:r></w:p>",
        lambda: "<w:p>" + "<w:r><w:t xml:space='preserve'> </w:t></w:r>" * many + "</w:p>",
        lambda: "<w:p>" + "<w:ins>" * deep + "<w:r><w:t>件名</w:t></w:r>" + "</w:ins>" * deep + "</w:p>",
        lambda: "<mc:AlternateContent><mc:Choice Requires='x'>" * deep + p + "</mc:Choice></mc:AlternateContent>" * deep,
        lambda: "<w:p><w:r><w:ruby><w:rt>" + "<w:r><w:t>か</w:t></w:r>" * many + "</w:rt><w:rubyBase><w:r><w:t>鍵</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    )  # fmt: skip
    body = chance.choice(bodies)()
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='s{n}'><w:basedOn w:val='s{(n + 1) % many}'/></w:style>"
        for n in range(many)
    )
    members = _members(data)
    document = members["word/document.xml"].decode()
    at = document.index(">", document.index("<w:body")) + 1
    members["word/document.xml"] = (document[:at] + body + document[at:]).encode()
    if chance.random() < 0.2 and "word/styles.xml" in members:
        members["word/styles.xml"] = re.sub(rb"(<w:styles[^>]*>)", rb"\1" + styles.encode(), members["word/styles.xml"])
        members["word/document.xml"] = members["word/document.xml"].replace(b"<w:p><w:r>", b"<w:p><w:pPr><w:pStyle w:val='s1'/></w:pPr><w:r>")  # fmt: skip
    return _package(members)


def crowded_sheet(data: bytes, chance: Random) -> bytes:
    """Cells in the last row and column, merged over all, long words in each, sheets by the thousand, endless formats."""
    many, deep = chance.choice(MANY), chance.choice(DEEP)
    members = _members(data)
    name = "xl/worksheets/sheet1.xml"
    sheet = members[name].decode()
    changes: tuple[Callable[[], str], ...] = (
        lambda: _in_rows(sheet, f"<row r='{LARGEST}'><c r='XFD{LARGEST}' t='inlineStr'><is><t>件名</t></is></c></row>"),
        lambda: _behind(sheet, "</sheetData>", f"<mergeCells><mergeCell ref='A1:XFD{LARGEST}'/></mergeCells>"),
        lambda: _behind(sheet, "</sheetData>", "<mergeCells>" + "".join(f"<mergeCell ref='A{n}:C{n + 2}'/>" for n in range(1, many)) + "</mergeCells>"),
        lambda: _in_rows(sheet, "".join(f"<row r='{100 + n}'><c r='A{100 + n}' t='s'><v>0</v></c></row>" for n in range(min(many, 9_000)))),
        lambda: _in_rows(sheet, "<row r='99'>" + "<c t='s'><v>0</v></c>" * min(many, 16_384) + "</row>"),
        lambda: _in_rows(sheet, "<row r='99'>" + "".join(f"<c r='A99'><v>{n}</v></c>" for n in range(many)) + "</row>"),
        lambda: _in_rows(sheet, "<row/>" * many + "<row r='-5'><c r='A-5'/></row>"),
        lambda: re.sub(r"<dimension[^>]*>", f"<dimension ref='A1:XFD{LARGEST}'/>", sheet),
        lambda: sheet.replace("<sheetData>", "<cols>" + "<col min='1' max='16384' width='9' hidden='1'/>" * min(many, 3_000) + "</cols><sheetData>"),
        lambda: _in_rows(sheet, "".join(f"<row r='{100 + n}' hidden='1'><c r='A{100 + n}'><v>44652</v></c></row>" for n in range(many))),
        lambda: _in_rows(sheet, "<row r='99'><c r='A99' t='inlineStr'><is>" + "<r><t>鍵</t></r><rPh sb='0' eb='1'><t>かぎ</t></rPh>" * many + "</is></c></row>"),
        lambda: _in_rows(sheet, "<row r='99'><c r='A99' t='inlineStr'><is>" + "<r>" * deep + "<t>鍵</t>" + "</r>" * deep + "</is></c></row>"),
        lambda: _in_rows(sheet, "".join(f"<row r='{100 + n}'><c r='A{100 + n}'><f t='array' ref='A1:XFD{LARGEST}'>A1</f></c></row>" for n in range(many))),
        lambda: _in_rows(sheet, f"<row r='99'><c r='A99'><f>{'(' * many}1{')' * many}</f><v>{'9' * many}</v></c></row>"),
        lambda: _in_rows(sheet, "<row r='99'><c r='A99' t='inlineStr'><is><t>" + "鍵\n" * many + "</t></is></c></row>"),
        lambda: sheet.replace("</sheetData>", "</sheetData><headerFooter><oddHeader>" + "&amp;L資料&amp;R" * many + "</oddHeader></headerFooter>"),
        lambda: _in_rows(sheet, "".join(f"<row r='{100 + n}'>" + "".join(f"<c r='{c}{100 + n}' t='s'><v>0</v></c>" for c in "ABCDEFGHIJ") + "</row>" for n in range(min(many, 9_000)))),
        lambda: _in_rows(sheet, "".join(f"<row r='{30 * n}'><c r='{'AZ'[n % 2]}{30 * n}' t='inlineStr'><is><t>鍵{n}</t></is></c></row>" for n in range(4, min(many, 9_000)))),
    )  # fmt: skip
    members[name] = chance.choice(changes)().encode()
    if chance.random() < 0.3 and "xl/sharedStrings.xml" in members:
        long = ("件名" * chance.choice((100, 16_000))).encode()
        members["xl/sharedStrings.xml"] = re.sub(rb"<si>", b"<si><t>" + long + b"</t></si><si>", members["xl/sharedStrings.xml"], count=1)  # fmt: skip
    if chance.random() < 0.2:
        sheets = "".join(f"<sheet name='s{n}' sheetId='{n + 9}' r:id='rId1'/>" for n in range(min(many, 3_000)))
        members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"</sheets>", sheets.encode() + b"</sheets>")
    if chance.random() < 0.2 and "xl/styles.xml" in members:
        code = chance.choice(
            ("ggge" * 3_000, "0" * 200 + "." + "0" * 5_000, "[" * 3_000, '"' * 3_001, ";" * 3_000, "#" * 9_000)
        )
        members["xl/styles.xml"] = re.sub(rb'formatCode="[^"]*"', b'formatCode="' + code.replace('"', "&quot;").encode() + b'"', members["xl/styles.xml"])  # fmt: skip
    return _package(members)


def odd_members(data: bytes, chance: Random) -> bytes:
    """Thousands of members, one name a hundred times, archives within archives, zeros by the hundred million."""
    how, made = chance.randrange(6), io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # that a name is there twice
        first = package.namelist()[0]
        if how == 0:
            for number in range(chance.choice(MANY[:2])):
                package.writestr(f"{number}.txt", "件名：鍵")
        elif how == 1:
            inner = data
            for _ in range(chance.choice((3, 40))):
                held = io.BytesIO()
                with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as outer:
                    outer.writestr("in.zip", inner)
                inner = held.getvalue()
            package.writestr("in.zip", inner)
        elif how == 2:
            package.writestr(
                chance.choice(("zeros.txt", "zeros.pdf", "customXml/item1.xml", "xl/media/a.png")), bytes(2**28)
            )
        elif how == 5:
            package.writestr("in.zip", _multiplied(chance.choice((3, 9))))
        elif how == 3:
            for number in range(300):
                package.writestr(("../" * number + "x.txt")[-200:], "件名：鍵")
        else:
            info = (
                zipfile.ZipInfo(first.swapcase(), (1980, 0, 0, 99, 99, 99))
                if chance.random() < 0.5
                else zipfile.ZipInfo("x")
            )
            info.external_attr = chance.choice((0o120777 << 16, 0o040755 << 16, 0o010644 << 16, 2**32 - 1))
            package.writestr(info, b"/etc/passwd")
    return made.getvalue()


def _multiplied(deep: int) -> bytes:
    """An archive of ten archives, which are of ten archives, all of them one."""
    inner = b"x"
    for level in range(deep):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as outer:
            for number in range(10):
                outer.writestr(f"{number}.{'zip' if level else 'txt'}", inner)
        inner = made.getvalue()
    return inner


def nested(around: str, inner: str, times: int) -> str:
    """A text within `around`, whose braces mark the place, again and again."""
    before, after = around.split("{}")
    return before * times + inner + after * times


def _in_rows(sheet: str, rows: str) -> str:
    return sheet.replace("</sheetData>", rows + "</sheetData>")


def _behind(sheet: str, mark: str, more: str) -> str:
    return re.sub(r"<mergeCells.*?</mergeCells>", "", sheet, flags=re.S).replace(mark, mark + more)


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _package(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return made.getvalue()
