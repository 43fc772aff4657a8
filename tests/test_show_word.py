"""The 新旧対照表 in Word: what stands in which cell, what is underlined, and how the paper is set."""

from __future__ import annotations

import datetime
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_UNDERLINE

from kaigi_extract.clauses import align, diff
from kaigi_extract.records import Alignment, Item
from kaigi_extract.show.comparison.table import japanese_day
from tests.sets import make

CORPUS = Path(__file__).parents[1] / "corpus"
WHOLE = "all of it"
VERSIONS = [
    # label new, old, underlined on the new side, on the old side, remarks
    ("１", "1", ["（特定個人情報を含む。以下同じ。）"], [], ["文言"]),
    ("２", "2", [], [], []),
    ("３", "3", [], [], []),
    ("４", "4", [], [], []),
    ("５", "5", [], [], []),
    ("６", "（新設）", WHOLE, WHOLE, ["新設"]),
    ("７", "6", ["７"], ["6"], ["番号の繰下げ（6→7）"]),
    ("８", "7", ["８", "、情報機器への接続の制限"], ["7"], ["番号の繰下げ（7→8）", "文言"]),
    ("９", "8", ["９"], ["8"], ["番号の繰下げ（8→9）"]),
    ("10", "9", ["10"], ["9"], ["番号の繰下げ（9→10）"]),
    ("11", "10", ["11", "たとき又は資料を使う必要がなくなっ", "戻さ"], ["10", "戻し、乙の機器に残った個人情報を、復元できない方法で消し去ら"], ["番号の繰下げ（10→11）", "文言"]),
    ("12", "（新設）", WHOLE, WHOLE, ["新設"]),
    ("13", "（新設）", WHOLE, WHOLE, ["新設"]),
    ("14", "11", ["14"], ["11"], ["番号の繰下げ（11→14）"]),
    ("15", "12", ["（監査等）", "15", "ものとする"], ["（監査）", "12", "ことができる", "この場合において、乙は、正当な理由なくこれを拒んではならない。"], ["番号の繰下げ（12→15）", "見出し", "文言"]),
    ("16", "（新設）", WHOLE, WHOLE, ["新設"]),
    ("17", "（新設）", WHOLE, WHOLE, ["新設"]),
    ("18", "13", ["（従事者に対する教育）", "18", "及び毎年度"], ["（従業員に対する教育）", "13"], ["番号の繰下げ（13→18）", "見出し", "文言"]),
    ("19", "14", ["19"], ["14"], ["番号の繰下げ（14→19）"]),
    ("20", "15", ["（公表等）", "20", "怠ったときは", "期限を示して", "を求め、なお"], ["（公表）", "15", "怠り", "の求めにも"], ["番号の繰下げ（15→20）", "見出し", "文言"]),
    ("21", "16", ["21", "第１項から第１９項まで"], ["16", "第１項から第１４項まで"], ["番号の繰下げ（16→21）", "引用条項"]),
]  # fmt: skip
WARDS = [
    # label on the side of Shinjuku, of Nerima, remarks
    ("特記事項", "個人情報の保護および管理に関する特記事項", ["題名"]),
    ("（該当なし）", "第１", ["練馬区のみ"]),
    ("１", "（該当なし）", ["新宿区のみ"]),
    ("２", "第２", ["見出し", "文言", "対応関係要確認"]),
    ("３", "（該当なし）", ["新宿区のみ"]),
]
DAY = datetime.date


@pytest.fixture
def written(tmp_path):
    """Writes a comparison and opens it again."""

    def write(compared, **sets):
        path = tmp_path / "table.docx"
        compared.to_docx(path, **{"unchanged": "printed"} | sets)
        return docx.Document(str(path))

    return write


def label(cell):
    """What its clause begins with: the first paragraph that is no heading."""
    lines = [paragraph.text for paragraph in cell.paragraphs]
    return next((line for line in lines if not line.startswith("（")), lines[0]).split("　")[0]


def underlined(cell):
    return [run.text for paragraph in cell.paragraphs for run in paragraph.runs if run.underline]


def marked(cell):
    """What is underlined; or whether all of it is, the spaces behind labels aside."""
    found = underlined(cell)
    return WHOLE if "".join(found) == "".join(cell.text.split("　")).replace("\n", "") else found


def body(document):
    return [row.cells for row in document.tables[0].rows][1:]


def remarks(cell):
    return cell.text.split("\n") if cell.text else []


class TestRows:
    def test_of_two_versions(self, terms, written):
        document = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))
        assert document.paragraphs[0].text == "特記事項　新旧対照表"
        assert document.paragraphs[1].text == "（下線部分は改正部分）"
        assert [cell.text for cell in document.tables[0].rows[0].cells] == ["改正後（新）", "改正前（旧）", "備考"]
        found = [(label(new), label(old), marked(new), marked(old), remarks(note)) for new, old, note in body(document)]
        assert found == VERSIONS

    def test_of_two_wards(self, terms, written):
        document = written(align(terms("nerima-2014"), terms("shinjuku-2020")))
        assert document.paragraphs[0].text == "特記事項　比較表（新宿区・練馬区）"
        assert document.paragraphs[1].text == "（下線部分は相違部分）"
        assert [cell.text for cell in document.tables[0].rows[0].cells] == [
            "新宿区",
            "練馬区\n（平成26年7月23日審議会）",
            "備考",
        ]
        found = [(label(new), label(old), remarks(note)) for new, old, note in body(document)]
        assert found[: len(WARDS)] == WARDS
        assert not underlined(body(document)[1][0])

    def test_alignment_and_diff_are_one(self, terms, written):
        sets = terms("shinjuku-2016"), terms("shinjuku-2020")
        one, other = ([[cell.text for cell in row] for row in body(written(of(*sets)))] for of in (align, diff))
        assert one == other

    def test_sources_stand_below(self, terms, written):
        document = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))
        assert [paragraph.text for paragraph in document.paragraphs[2:]] == [
            "出典　改正後：shinjuku-2020-bulky-waste.pdf（5–6頁）",
            "　　　改正前：shinjuku-2016-sports-booking.pdf（5–6頁）",
        ]

    def test_removed_clause_stands_where_it_stood(self, written):
        keep, copy, back = (
            ("1", "保管", "乙は、名簿を棚に納める。"),
            ("2", "複写", "乙は、写さない。"),
            ("3", "返却", "乙は、台帳を返す。"),
        )
        found = body(
            written(align(make("旧", keep, copy, back), make("旧", keep, ("2", "返却", "乙は、台帳を返す。"))))
        )
        assert [(new.text, old.text, note.text) for new, old, note in found[1:]] == [
            ("（削る）", "（複写）\n2　乙は、写さない。", "削除"),
            ("（返却）\n2　乙は、台帳を返す。", "（返却）\n3　乙は、台帳を返す。", "番号の繰上げ（3→2）"),
        ]

    @pytest.mark.parametrize(("ward", "told"), [("minami", "条項の分割"), ("kita", "複数の条項に対応")])
    def test_clause_that_was_split(self, written, ward, told):
        keep, tell = (
            "乙は、名簿を棚に納め、棚に鍵を掛けなければならない。",
            "乙は、名簿の扱いを毎月甲に報告しなければならない。",
        )
        back = ("2", "返却", "乙は、仕事が済んだときは、名簿を甲に返却しなければならない。")
        new = make("特記", ("1", "保管", keep), ("2", "報告", tell), ("3", *back[1:]), ward=ward)
        [first, *_] = body(written(align(make("特記", ("1", "保管と報告", keep + tell), back, ward="minami"), new)))
        assert [label(first[0]), first[0].text.count("\n"), first[2].text.split("\n")[0]] == ["1", 3, told]

    def test_titles_and_days_are_told(self, written):
        clause = ("1", "保管", "乙は、名簿を棚に納める。")
        old = make("取扱特記事項", clause, date=DAY(2016, 4, 1))
        document = written(align(old, make("特記事項", clause, date=DAY(2019, 5, 1))))
        heads = [cell.text for cell in document.tables[0].rows[0].cells]
        assert heads == ["改正後（新）\n（令和元年5月1日）", "改正前（旧）\n（平成28年4月1日）", "備考"]
        [new, old_cell, note] = body(document)[0]
        assert (underlined(new), underlined(old_cell), note.text) == (["特記事項"], ["取扱特記事項"], "題名")

    def test_items_and_shared_headings(self, written):
        def of(word):
            [one, two] = make(
                "特記", ("1", "保管", "乙は、次のことを守る。"), ("2", "保管", "乙は、鍵を掛ける。")
            ).clauses
            items = [
                Item(
                    label="(1)",
                    number=1,
                    text=f"棚を{word}。",
                    items=[Item(label="ア", number="ア", text="南の棚", spans=[])],
                    spans=[],
                )
            ]
            return make("特記").model_copy(update={"clauses": [one.model_copy(update={"items": items}), two]})

        [first, second] = body(written(align(of("閉める"), of("必ず閉める"))))
        assert first[0].text == "（保管）\n1　乙は、次のことを守る。\n(1)　棚を必ず閉める。\nア　南の棚"
        assert second[0].text == "2　乙は、鍵を掛ける。"
        indents = [paragraph.paragraph_format.left_indent.pt for paragraph in first[0].paragraphs]
        assert indents == [10.5, 10.5, 21.0, 31.5]
        first_rows = [paragraph.paragraph_format.first_line_indent.pt for paragraph in first[0].paragraphs]
        assert first_rows == [0, -10.5, -10.5, -10.5]
        assert underlined(first[0]) == ["必ず"]

    def test_label_of_an_item_is_new_with_the_item(self, written):
        def of(number, *texts):
            [*_, clause] = make(
                "特記", *[(str(n), "保管", "乙は、次のことを守る。") for n in range(1, number + 1)]
            ).clauses
            items = [Item(label=f"({n})", number=n, text=text, spans=[]) for n, text in enumerate(texts, 1)]
            return make("特記").model_copy(update={"clauses": [clause.model_copy(update={"items": items})]})

        [[new, old, _]] = body(written(align(of(1, "棚を閉める。"), of(2, "棚を閉める。", "月ごとに台帳と照らす。"))))
        assert (underlined(new), underlined(old)) == (["2", "(2)", "月ごとに台帳と照らす。"], ["1"])

    def test_doubt_is_marked_otherwise(self, written):
        old, new = (
            make("特記", ("1", "保管", "乙は、名簿を棚に納める。")),
            make("特記", ("1", "保管", "乙は、名薄を棚に納める。")),
        )
        new.clauses[0].confidence = 0.5
        document = written(align(old, new))
        [[cell, _, note]] = body(document)
        runs = [run for paragraph in cell.paragraphs for run in paragraph.runs if run.underline]
        assert [(run.text, run.underline, str(run.font.color.rgb)) for run in runs] == [
            ("名薄", WD_UNDERLINE.WAVY, "595959")
        ]
        assert note.text == "読取り要確認"
        assert document.paragraphs[1].text == "（下線部分は改正部分、波線部分は読取り要確認）"


class TestPaper:
    def test_landscape_with_repeated_head_and_page_numbers(self, terms, written):
        document = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))
        section = document.sections[0]
        assert section.orientation == WD_ORIENT.LANDSCAPE
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
        rows = document.tables[0].rows
        assert [len(row._tr.xpath("w:trPr/w:tblHeader")) for row in rows] == [1] + [0] * len(VERSIONS)
        footer = section.footer.paragraphs[0]._p
        assert footer.xpath("w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]

    def test_only_long_rows_break(self, written):
        rows = ("1", "短", "乙は、守る。"), ("2", "長", "乙は、名簿を棚に納める。" * 60)
        table = written(align(make("特記", *rows), make("特記", *rows))).tables[0]
        assert [len(row._tr.xpath("w:trPr/w:cantSplit")) for row in table.rows] == [1, 1, 0]

    def test_japanese_font_everywhere(self, terms, written):
        document = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))
        assert document.styles["Normal"].element.xpath("w:rPr/w:rFonts/@w:eastAsia") == ["ＭＳ 明朝"]
        assert document.styles.element.xpath("w:docDefaults//w:rFonts/@w:eastAsia") == ["ＭＳ 明朝"]
        assert not document.styles.element.xpath("w:docDefaults//w:rFonts/@w:eastAsiaTheme")
        assert document.styles.element.xpath("w:docDefaults//w:lang/@w:eastAsia") == ["ja-JP"]

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (DAY(2019, 5, 1), "令和元年5月1日"),
            (DAY(2019, 4, 30), "平成31年4月30日"),
            (DAY(1989, 1, 7), "昭和64年1月7日"),
            (DAY(1920, 1, 7), "1920年1月7日"),
        ],
    )
    def test_days(self, day, words):
        assert japanese_day(day) == words


class TestTrouble:
    def test_characters_that_no_file_holds(self, written):
        old = make("題\ud800名", ("1", "見出し", "乙は、守る。"))
        new = make("題\ud800名", ("1\x0b", "見\x00出し", "<b>&\ufffe甲は、\r\n守る。"))
        [row, *_] = body(written(align(old, new)))
        assert row[0].text == "（見�出し）\n1�　<b>&�甲は、\n守る。"

    def test_loaded_alignment_asks_for_its_sets(self, terms, written):
        old, new = terms("shinjuku-2016"), terms("shinjuku-2020")
        loaded = Alignment.model_validate_json(align(old, new).model_dump_json())
        with pytest.raises(ValueError, match="old=…, new=…"):
            written(loaded)
        assert len(body(written(loaded, old=old, new=new))) == len(VERSIONS)

    def test_folder_that_is_not_there(self, tmp_path):
        terms = make("特記", ("1", "保管", "乙は、守る。"))
        with pytest.raises(FileNotFoundError) as caught:
            align(terms, terms).to_docx(tmp_path / "none" / "table.docx")
        assert caught.value.filename == str(tmp_path / "none" / "table.docx")
