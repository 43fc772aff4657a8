"""The comparison report as a file: what it says, what it lets in, how big it is, and the command that writes it."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from kaigi_extract import extract
from kaigi_extract.clauses import align, diff
from kaigi_extract.cli import main
from kaigi_extract.records import Alignment, Clause, ClauseSet, Item, PageSpan, Reference
from kaigi_extract.show.comparison.report import page, to_html
from kaigi_extract.show.comparison.report.links import linked
from kaigi_extract.show.comparison.rows import Piece
from kaigi_extract.show.comparison.table import contrast
from kaigi_extract.show.japanese import side_words
from tests.sets import NEW, OLD

CORPUS = Path(__file__).parents[1] / "corpus"
OLD_PAPER, NEW_PAPER = CORPUS / "shinjuku-2016-sports-booking.pdf", CORPUS / "shinjuku-2020-bulky-waste.pdf"
NERIMA, TEXT = CORPUS / "nerima-2014-bundle.pdf", CORPUS / "shinjuku-2019-evacuation-list.txt"
VOID = {"meta", "input"}


class Page(HTMLParser):
    """A report taken apart: text by tag and class, ids, links, scripts."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements, self.scripts, self.policy, self.text = [], [], [], "", ""
        self.marks = {"del": [], "ins": []}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.elements.append((tag, given))
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if tag == "script":
            self.scripts.append([given, ""])
        if tag in self.marks:
            self.marks[tag].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts[-1][1] += data
        elif "style" not in self.open:
            self.text += data
        if self.open and self.open[-1] in self.marks:
            self.marks[self.open[-1]][-1] += data

    def with_class(self, name):
        return [given for _, given in self.elements if name in (given.get("class") or "").split()]

    @property
    def ids(self):
        return [given["id"] for _, given in self.elements if "id" in given]

    @property
    def rows(self):
        return [given["data-kinds"] for given in self.with_class("row")]

    def data(self, name):
        return next(json.loads(text) for given, text in self.scripts if given.get("id") == name)

    @property
    def pictures(self):
        return {
            given["id"]: self.data(given["id"]) for given, _ in self.scripts if given.get("id", "").startswith("page")
        }


@pytest.fixture(scope="session")
def sets(extracted):
    """The clause set of a paper, by its path."""
    return lambda paper: extracted(paper).clause_sets[0]


@pytest.fixture(scope="session")
def versions(sets):
    """The report on two versions of one ward's terms."""
    return to_html(align(sets(OLD_PAPER), sets(NEW_PAPER)))


class TestContent:
    def test_well_formed_and_marked(self):
        shown = Page(to_html(diff(OLD, NEW)))
        assert shown.open == []
        assert shown.marks["del"][1:] == ["棚", "及び", "第1項", "掲示", "甲は、<区報> & 広報に掲示する。"]
        assert shown.marks["ins"][4:] == [
            "心得",
            "甲と乙は、互いに誠実に協議する。",
            "耐火金庫",
            "および",
            "第2項",
        ]

    def test_rows_and_counts(self, versions):
        shown = Page(versions)
        assert shown.rows == [
            *["wording", "same", "same", "same", "same", "added", "number", "wording number", "number", "number"],
            *["wording number", "added", "added", "number", "wording heading number", "added", "added"],
            *["wording heading number", "number", "wording heading number", "references number"],
        ]
        counts = re.findall(r'value="(\w+)".*?<b>(\d+)</b>', versions, re.DOTALL)
        assert {kind: int(count) for kind, count in counts} == {
            **{"wording": 6, "added": 5, "removed": 0, "heading": 3, "spelling": 0},
            **{"references": 1, "number": 11, "doubtful": 0, "same": 4},
        }

    def test_head_tells_both_sets(self, versions):
        text = " ".join(Page(versions).text.split())
        assert "特記事項 新宿区 16項16 clauses shinjuku-2016-sports-booking.pdf 6ページ6 pages" in text
        assert "特記事項 新宿区 21項21 clauses shinjuku-2020-bulky-waste.pdf 6ページ6 pages" in text
        assert str(CORPUS) not in versions

    def test_two_wards_go_by_their_names(self, sets):
        shown = to_html(align(sets(NEW_PAPER), sets(NERIMA)), evidence=False)
        assert "練馬区のみ" in shown
        assert "新宿区のみ" in shown
        assert "新旧比較" not in shown

    @pytest.mark.parametrize(
        ("wards", "heads"),
        [
            (("shinjuku", "nerima"), ("新宿区", "練馬区")),
            (("shinjuku", "shinjuku"), ("旧", "新")),
            ((None, "shinjuku"), ("旧", "新")),
            ((None, None), ("旧", "新")),
        ],
    )
    def test_every_form_of_it_knows_two_wards_from_two_versions(self, wards, heads):
        old, new = (one.model_copy(update={"ward": ward}) for one, ward in zip((OLD, NEW), wards, strict=True))
        compared = align(old, new)
        assert side_words((old, new)) == heads
        assert ("改正前" in contrast(compared, old, new).names) is (heads == ("旧", "新"))
        assert f'<span class="tag"><span class="t-ja">{heads[0]}</span>' in to_html(compared)

    def test_nothing_that_cannot_be_written(self, tmp_path):
        odd = OLD.model_copy(update={"title": "旧\x1b\ud800\u202e"})
        to_html(align(odd, NEW), tmp_path / "a.html")
        assert "旧\ufffd\ufffd\ufffd" in (tmp_path / "a.html").read_text(encoding="utf-8")

    def test_an_alignment_and_its_diff_give_one_page(self):
        assert to_html(align(OLD, NEW)) == to_html(diff(OLD, NEW))

    def test_a_day(self):
        dated = NEW.model_copy(update={"date": datetime.date(2020, 4, 1)})
        assert '<time datetime="2020-04-01">' in to_html(diff(OLD, dated))
        assert "2020年4月1日" in to_html(diff(OLD, dated))


class TestSafety:
    EVIL = "<script>hit()</script><img src=x onerror=hit()></textarea></style>\"' onfocus=hit() {{ 7*7 }} <!--"

    def evil(self, more=""):
        text = self.EVIL + more
        reference = Reference(text=self.EVIL, kind="clause", targets=[1], resolved=True)
        item = Item(label=text, number=1, text=text, spans=[])
        clause = Clause(number=1, label=text, heading=text, text=text, items=[item], references=[reference], spans=[])
        return ClauseSet(title=text, kind="special_terms", ward=text, clauses=[clause], spans=[])

    def test_nothing_from_a_paper_is_markup(self):
        html = to_html(diff(self.evil(), self.evil("名簿")))
        shown = Page(html)
        assert html.count("<script") == 2  # ours, and the list of crops
        assert [tag for tag, given in shown.elements if any(name.startswith("on") for name in given)] == []
        assert "img" not in {tag for tag, _ in shown.elements}
        assert shown.text.count(self.EVIL) >= 10

    def test_a_file_name_is_no_markup_either(self, tmp_path, sets):
        path = tmp_path / "<b>a & b.pdf"
        path.write_bytes(OLD_PAPER.read_bytes())
        shown = Page(to_html(align(extract(path).clause_sets[0], sets(NEW_PAPER))))
        assert "<b>a & b.pdf" in shown.text

    def test_policy_names_our_script_and_style_and_nothing_else(self, versions):
        def hashed(text):
            return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

        shown = Page(versions)
        [script] = [text for given, text in shown.scripts if given.get("type") is None]
        [style] = re.findall(r"<style>(.*?)</style>", versions, re.DOTALL)
        assert shown.policy.split("; ") == [
            *["default-src 'none'", "img-src data:", f"script-src {hashed(script)}", f"style-src {hashed(style)}"],
            *["base-uri 'none'", "form-action 'none'"],
        ]
        assert [given for _, given in shown.elements if "style" in given] == []

    def test_leads_nowhere_outside(self, versions):
        shown = Page(versions)
        led = {value for _, given in shown.elements for name, value in given.items() if name in ("href", "src")}
        assert {value[0] for value in led} == {"#"}
        assert set(re.findall(r"https?://[^\s\"']+", versions)) == {"http://www.w3.org/2000/svg"}  # a name, not a place
        assert "@import" not in versions
        assert "url(" not in versions


class TestReferences:
    def test_every_link_leads_to_a_clause(self, versions, sets):
        shown = Page(versions)
        assert len(shown.ids) == len(set(shown.ids))
        links = shown.with_class("reference")
        for link in links:
            targets = link["data-targets"].split(" ")
            assert link["href"] == f"#{targets[0]}"
            assert set(targets) <= set(shown.ids)
        said = {(link["href"], len(link["data-targets"].split(" "))) for link in links}
        assert {("#old-1", 14), ("#new-1", 19), ("#new-15", 1)} <= said

    def test_words_are_the_link_though_part_of_them_changed(self):
        html = to_html(
            diff(
                OLD.model_copy(update={"clauses": [*OLD.clauses[:1], self.pointing(OLD.clauses[1], "第1項", 1)]}),
                NEW.model_copy(update={"clauses": [*NEW.clauses[:2], self.pointing(NEW.clauses[2], "第2項", 2)]}),
            )
        )
        assert '<a class="reference" href="#old-1" data-targets="old-1"><del class="references">第1項</del></a>' in html
        assert '<a class="reference" href="#new-2" data-targets="new-2"><ins class="references">第2項</ins></a>' in html

    def pointing(self, clause, text, target):
        reference = Reference(text=text, kind="clause", targets=[target], resolved=True)
        return clause.model_copy(update={"references": [reference]})

    @pytest.mark.parametrize(
        ("lines", "references", "found"),
        [
            # across the border of two pieces
            ([["前", "項の名簿"]], [("前項", [1])], [[(["前", "項"], (0,)), (["の名簿"], ())]]),
            # twice the same words: each its own target
            ([["前項と前項"]], [("前項", [1]), ("前項", [2])], [[(["前項"], (0,)), (["と"], ()), (["前項"], (1,))]]),
            # in an item behind the clause's own words; the first of them leads nowhere
            (
                [["次の各号と前項"], ["前項"]],
                [("次の各号", []), ("前項", [1]), ("前項", [2])],
                [[(["次の各号と"], ()), (["前項"], (0,))], [(["前項"], (1,))]],
            ),
            # a clause that is not there, words that are not there
            ([["第９項"]], [("第９項", [9])], [[(["第９項"], ())]]),
            ([["前項"]], [("前々項", [1])], [[(["前項"], ())]]),
        ],
    )
    def test_found_again_in_the_lines(self, lines, references, found):
        pieces = [[Piece(text) for text in line] for line in lines]
        given = [Reference(text=text, kind="clause", targets=targets) for text, targets in references]
        cut = linked(pieces, given, {1: 0, 2: 1})
        assert [[([piece.text for piece in s.pieces], s.places) for s in line] for line in cut] == found

    def test_a_number_that_stands_twice_leads_to_the_first(self):
        twice = NEW.model_copy(
            update={"clauses": [c.model_copy(update={"number": 1}) for c in NEW.clauses[:2]] + NEW.clauses[2:]}
        )
        twice.clauses[2] = self.pointing(NEW.clauses[2], "第2項", 1)
        assert 'href="#new-1" data-targets="new-1">' in to_html(diff(OLD, twice))


class TestEvidence:
    def test_each_page_once_and_a_picture(self, versions, sets):
        shown = Page(versions)
        pages = {(s.page) for clause in sets(OLD_PAPER).clauses for s in clause.spans}
        pages_of_new = {(s.page) for clause in sets(NEW_PAPER).clauses for s in clause.spans}
        assert len(shown.pictures) == len(pages) + len(pages_of_new)
        for picture in shown.pictures.values():
            image = Image.open(BytesIO(base64.b64decode(picture["webp"])))
            assert image.format == "WEBP"
            assert (round(picture["width"]), round(picture["height"])) == (595, 842)
            assert image.width / picture["width"] == pytest.approx(130 / 72, rel=0.01)
            assert image.convert("L").getextrema() == (0, 255)

    def test_crops_are_where_the_clause_stands(self, versions, sets):
        crops = Page(versions).data("crops")
        clause = sets(NEW_PAPER).clauses[5]
        [crop] = crops["row-6 new"]
        assert "row-6 old" not in crops
        assert crop["number"] == clause.spans[0].page
        for span, box in zip(clause.spans, crop["boxes"], strict=True):
            assert box == pytest.approx(span.bbox, abs=1)
            assert crop["area"][1] < box[1] < box[3] < crop["area"][3]

    def test_items_belong_to_their_clause(self, versions, sets):
        clause = sets(OLD_PAPER).clauses[4]
        [crop] = Page(versions).data("crops")["row-5 old"]
        assert len(clause.items) == 4
        assert crop["boxes"][-1] == pytest.approx(clause.items[-1].spans[-1].bbox, abs=1)

    def test_without(self, sets):
        html = to_html(align(sets(OLD_PAPER), sets(NEW_PAPER)), evidence=False)
        assert Page(html).pictures == {}
        assert 'class="open' not in html
        assert "原本の画像は含めていません" in html

    def test_a_file_that_is_gone_and_one_that_changed(self, tmp_path, sets):
        path = tmp_path / "old.pdf"
        path.write_bytes(OLD_PAPER.read_bytes())
        compared = align(extract(path).clause_sets[0], sets(NEW_PAPER))
        for do, why in ((path.write_bytes, "not the one that was read"), (lambda _: path.unlink(), "old.pdf: ")):
            do(NEW_PAPER.read_bytes())
            html = to_html(compared)
            [note] = re.findall(r'<p class="note">(.*?)</p>', html)
            assert why in note
            assert str(tmp_path) not in note
            assert {tuple(key.split()[1:]) for key in Page(html).data("crops")} == {("new",)}

    def test_an_encrypted_file_asks_for_nothing_that_cannot_be_given(self, tmp_path, sets):
        with pymupdf.open(OLD_PAPER) as paper:
            paper.save(tmp_path / "old.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="鍵", owner_pw="主")
        compared = align(extract(tmp_path / "old.pdf", password="鍵").clause_sets[0], sets(NEW_PAPER))
        [note] = re.findall(r'<p class="note">(.*?)</p>', to_html(compared))
        assert "No pictures of old.pdf: encrypted; extract a copy without a password" in note
        assert "--password" not in note

    def test_a_file_without_pages_says_that_its_text_is_the_evidence(self, sets):
        html = to_html(align(sets(TEXT), sets(NEW_PAPER)))
        assert "shinjuku-2019-evacuation-list.txt）はページのない形式です。" in html
        assert {key.split()[1] for key in Page(html).data("crops")} == {"new"}

    def test_clauses_of_no_file(self):
        assert to_html(diff(OLD, NEW)).count("どのファイルから読み取られたか分からない") == 2

    def test_coarser_then_fewer(self, monkeypatch, sets, versions):
        compared = align(sets(OLD_PAPER), sets(NEW_PAPER))
        monkeypatch.setattr(page, "BYTES", len(versions.encode()) - 50_000)
        smaller = to_html(compared)
        assert len(smaller.encode()) <= page.BYTES
        assert len(Page(smaller).pictures) == len(Page(versions).pictures)
        assert 'class="note"' not in smaller
        monkeypatch.setattr(page, "BYTES", 140_000)
        html = to_html(compared)
        assert 0 < len(Page(html).pictures) < len(Page(versions).pictures)
        left_out = [int(count) for count in re.findall(r"一部（(\d)ページ）は入れていません", html)]
        assert sum(left_out) == len(Page(versions).pictures) - len(Page(html).pictures)
        drawn = {crop["page"] for crops in Page(html).data("crops").values() for crop in crops}
        assert drawn == set(Page(html).pictures)

    def test_a_page_that_two_sets_share_is_there_once(self, sets):
        new = sets(NEW_PAPER)
        assert len(Page(to_html(align(new, new))).pictures) == len({s.page for c in new.clauses for s in c.spans})


class TestSets:
    def test_a_loaded_alignment_must_be_given_them(self):
        loaded = Alignment.model_validate_json(align(OLD, NEW).model_dump_json())
        with pytest.raises(ValueError, match="give both: old=…, new=…"):
            to_html(loaded)
        assert loaded.to_html(old=OLD, new=NEW) == to_html(align(OLD, NEW))

    def test_written(self, tmp_path):
        path = tmp_path / "a.html"
        html = diff(OLD, NEW).to_html(path)
        assert path.read_text(encoding="utf-8") == html == to_html(diff(OLD, NEW))


class TestCommand:
    def run(self, capsys, *arguments):
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    def test_html(self, tmp_path, capsys, versions):
        out = tmp_path / "a.HTML"
        assert self.run(capsys, "report", OLD_PAPER, NEW_PAPER, "-o", out) == (0, "", "")
        assert out.read_text(encoding="utf-8") == versions

    def test_without_evidence_and_of_named_sets(self, tmp_path, capsys):
        out = tmp_path / "a.html"
        code, *_ = self.run(capsys, "report", f"{OLD_PAPER}::特記", NEW_PAPER, "--out", out, "--no-evidence")
        assert (code, Page(out.read_text(encoding="utf-8")).pictures) == (0, {})

    @pytest.mark.parametrize(("ending", "method"), [("docx", "to_docx"), ("xlsx", "to_xlsx")])
    def test_office(self, tmp_path, capsys, monkeypatch, ending, method):
        asked = []
        monkeypatch.setattr(Alignment, method, lambda compared, path, **_: asked.append((compared.old, path)))
        out = tmp_path / f"a.{ending}"
        assert self.run(capsys, "report", OLD_PAPER, NEW_PAPER, "-o", out)[0] == 0
        assert asked == [("特記事項", out)]

    @pytest.mark.parametrize(
        ("out", "said"),
        [
            ("a.pdf", "a report ends in .html, .docx, .xlsx"),
            ("a", "a report ends in .html, .docx, .xlsx"),
            ("nowhere/a.html", "make it first"),
        ],
    )
    def test_wrong_out_is_refused_before_anything_is_read(self, tmp_path, capsys, out, said):
        code, _, err = self.run(capsys, "report", "nowhere.pdf", "nowhere.pdf", "-o", tmp_path / out)
        assert code == 2
        assert said in err

    def test_out_that_cannot_be_written(self, tmp_path, capsys):
        (tmp_path / "a.html").mkdir()
        code, _, err = self.run(capsys, "report", OLD_PAPER, NEW_PAPER, "-o", tmp_path / "a.html")
        assert code == 2
        assert "a.html: cannot be written (Is a directory)" in err

    def test_a_file_that_is_not_there(self, tmp_path, capsys):
        code, _, err = self.run(capsys, "report", "nowhere.pdf", NEW_PAPER, "-o", tmp_path / "a.html")
        assert (code, (tmp_path / "a.html").exists()) == (3, False)
        assert err.startswith("kaigi-extract: nowhere.pdf: ")


def test_a_span_on_no_page_that_is_there_is_told(sets):
    """A page that the file does not have: no picture, and the page says why."""
    old = sets(OLD_PAPER)
    moved = old.clauses[0].model_copy(update={"spans": [PageSpan(page=99, bbox=(0, 0, 9, 9))]})
    html = to_html(align(old.model_copy(update={"clauses": [moved]}), sets(NEW_PAPER)))
    [note] = re.findall(r'<p class="note">(.*?)</p>', html)
    assert "shinjuku-2016-sports-booking.pdf" in note
