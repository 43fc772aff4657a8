"""The thresholds of the parts: for each a document that just meets it, one that just does not, and the threshold moved.

All business, forms and labels are of a ward that never was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.parts.assemble import empty_document, read_parts
from kaigi_extract.parts.identify import identify
from kaigi_extract.parts.label_correction import choose_printed
from kaigi_extract.parts.nearest_labels import match_nearest
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import PartSettings
from kaigi_extract.records import Document, SourcePage
from kaigi_extract.settings import Settings
from kaigi_extract.source import Page, Run, TextLine
from kaigi_extract.wards import Vocabulary, Ward, WardSettings, common_words
from tests.made import put
from tests.settings import undocumented
from tests.test_parts_split import cut, many_kinds
from tests.typeset import FRAME, draw, page, run, source


def filled(length: int, tail: str = "", head: str = "") -> str:
    """A text of so many characters without punctuation."""
    words = "花の種を配る世話人が受け持つ"
    room = length - len(head) - len(tail)
    return head + (words * (room // len(words) + 1))[:room] + tail


LONG_LABELS = {length: filled(length, "ための係") for length in (30, 31, 40, 41)}
"""Labels by their number of characters."""
WARD = Ward.model_validate(
    {
        "id": "koeda",
        "name": "小枝区",
        "sheet": {"heading": ["付議書"]},
        "labels": {
            "cover": {"title": ["件名"]},
            "form": {
                "title": ["件名"],
                "department": ["受持", "世", "花壇の世話", "花壇の受持者"],
                "reason": ["配る理由"],
                "content": ["配る花の種", LONG_LABELS[40], LONG_LABELS[41], f"{filled(40)}数", f"{filled(41)}数"],
            },
            "registers": {
                "department": ["世話を受け持つ係", LONG_LABELS[30], LONG_LABELS[31]],
                "other": ["花の名"],
            },
        },
    }
)
VOCABULARY = Vocabulary([WARD])


def of_pages(made: Sequence[str | Page], settings: PartSettings) -> Document:
    """The record of pages, drawn or set."""
    layouts = [
        arrange_page(page(one, number) if isinstance(one, str) else one, VOCABULARY.is_mark)
        for number, one in enumerate(made, 1)
    ]
    arrangement = arrange(layouts, VOCABULARY.knows, VOCABULARY.is_mark)
    findings, document = Findings(), empty_document(source())
    own = identify(document, arrangement, WARD, [WARD], findings, WardSettings())
    reading = Reading(document, own, common_words(), findings, settings, margins=arrangement.furniture)
    return read_parts(arrangement.items, reading)


def of_text(text: str, settings: PartSettings) -> Document:
    """The record of a text export."""
    lines = [TextLine(number, line, hard=False) for number, line in enumerate(text.split("\n"), 1)]
    arrangement = arrange_text(lines, VOCABULARY.knows)
    return read_parts(arrangement.items, Reading(empty_document(source()), WARD, common_words(), Findings(), settings))


Made = str | Page | list[str | Page]
Look = Callable[[Any, PartSettings], Any]


def on_pages(look: Callable[[Document], Any]) -> Look:
    def looked(made: Made, settings: PartSettings) -> Any:
        return look(of_pages(made if isinstance(made, list) else [made], settings))

    return looked


def in_text(look: Callable[[Document], Any]) -> Look:
    return lambda text, settings: look(of_text(text, settings))


def in_tables(text: str, settings: PartSettings) -> list[str]:
    """The kinds of the parts of a text with tables, as a bundled mapping and general words read it."""
    return kinds(extract(text.encode("utf-8"), name="t.md", settings=Settings(parts=settings)))


def in_markdown(text: str, settings: PartSettings) -> list[str]:
    """Titles of the clause sets of a text with tables."""
    read = extract(text.encode("utf-8"), name="t.md", settings=Settings(parts=settings))
    return [one.title for one in read.clause_sets]


def facing(rows_above: int = 0, lines_above: int = 0, title: str = "花壇条例新旧対照表") -> str:
    """A 新旧対照表 with so many rows above its head, and so many paragraphs between it and its title."""
    paragraphs = [title, *[f"備考その{'一二三四五六七八九十'[at]}。" for at in range(lines_above)]]
    above = [f"| 花の表{'一二三四五'[at]} | 花の表 |" for at in range(rows_above)]
    rows = [
        *above,
        "| 改正後 | 改正前 |",
        "| 第１条　種をまく。 | 第１条　種を配る。 |",
        "| 第２条　水をやる。 | 第２条　水をまく。 |",
    ]
    return "\n\n".join(paragraphs) + "\n\n" + "\n".join([rows[0], "| --- | --- |", *rows[1:]])  # fmt: skip


def tabled(duties: int) -> str:
    """Five numbered rows of a table, so many with a duty, the others with a report."""
    texts = ["水をやること。"] * duties + ["水をやった。"] * (5 - duties)
    rows = [f"| {number} | {text} |" for number, text in enumerate(texts, 1)]
    return "\n".join(["# 花壇の特記事項", "", "| 番号 | 内容 |", "| --- | --- |", *rows])


def in_toy_kinds(text: str, settings: PartSettings) -> list[tuple[str, int]]:
    return cut(text, settings.split)


def sections(document: Document) -> list[tuple[str, str | None]]:
    return [(one.kind, one.title) for one in document.sections]


def kinds(document: Document) -> list[str]:
    return [one.kind for one in document.sections]


def clause_sets(document: Document) -> list[tuple[str, int]]:
    return [(one.title, len(one.clauses)) for one in document.clause_sets]


def labels(document: Document) -> list[tuple[str, list[str]]]:
    """The clauses of the only set with their items."""
    (found,) = document.clause_sets
    return [(clause.label, [item.label for item in clause.items]) for clause in found.clauses]


def headings(document: Document) -> list[str | None]:
    (found,) = document.clause_sets
    return [clause.heading for clause in found.clauses]


def case_titles(document: Document) -> list[str]:
    return [case.title for case in document.cases]


def form_titles(document: Document) -> list[str | None]:
    return [form.title for case in document.cases for form in case.forms]


def register_titles(document: Document) -> list[str]:
    return [sheet.title for sheet in document.registers]


def rows(document: Document) -> list[tuple[str, str]]:
    return [(one.label, one.text) for sheet in document.registers for one in sheet.fields]


def place(document: Document) -> str | None:
    assert document.meeting is not None
    return document.meeting.place


def agenda(document: Document) -> list[str]:
    assert document.meeting is not None
    return [item.title for item in document.meeting.agenda]


def speakers(document: Document) -> list[str]:
    assert document.meeting is not None
    return [speech.speaker for speech in document.meeting.speeches]


def last_lines(document: Document) -> list[str]:
    """The last paragraph of each speech."""
    assert document.meeting is not None
    return [speech.text.split("\n")[-1] for speech in document.meeting.speeches]


def name_the_heading(document: Document) -> list[bool]:
    """Which speeches hold the heading （２）花の数."""
    assert document.meeting is not None
    return ["（２）花の数" in speech.text for speech in document.meeting.speeches]


def council(document: Document) -> str | None:
    assert document.meeting is not None
    return document.meeting.council


def absent(document: Document) -> list[str]:
    assert document.meeting is not None
    return document.meeting.absent


def unmarked(lines: int) -> str:
    """Minutes whose first speech bears no mark and has so many lines."""
    first = ["公園係長　説明します。", *["水をやります。"] * (lines - 1)]
    return "\n".join([MINUTES, "傍聴者　なし", *first, "○花井委員　はい。", "○会長　以上です。"])


def entitled(*lines: str) -> str:
    """Minutes with a title of some lines."""
    return "\n".join([*lines, "日時　令和４年１１月８日（火）", "○会長　開会します。", "○花井委員　はい。"])


def untitled(*rows: str, sentence: str = "開会します。", last: str = "○会長　以上です。") -> str:
    """Minutes without a title."""
    return "\n".join([*rows, f"○会長　{sentence}", "○花井委員　はい。", *([last] if last else [])])


def named_at_the_opening(name: str) -> str:
    """Minutes whose opening words alone name the council."""
    day = "日時　令和４年１１月８日（火）"
    return untitled(day, "場所　小枝区役所", "出席委員　花井委員", sentence=f"ただいまから{name}を開会します。")


def spoken_after(lines: int) -> str:
    """The head of minutes and an agenda, the second speech on the line of that number."""
    head = ["日時　令和４年１１月８日（火）", "場所　小枝区役所", "議題"]
    return "\n".join([*head, *["花の種"] * (lines - 5), "○会長　開会します。", "○花井委員　はい。"])


def is_minutes(document: Document) -> bool:
    return document.meeting is not None


def corrected(read: Run, settings: PartSettings) -> tuple[str, float]:
    """A recognised line after its label or era is corrected, and the confidence of its first character."""
    layout = arrange_page(Page(FRAME, runs=[read]), VOCABULARY.is_mark)
    choose_printed(layout, VOCABULARY, settings.label_correction)
    (line,) = layout.items
    assert isinstance(line, Line)
    assert line.sure is not None
    return line.text, line.sure[0]


def matched(read: str, settings: PartSettings) -> tuple[str, float]:
    """The last label of a recognised column after it is matched by its distance, and its least confidence."""
    form = {"title": ["件名"], "department": ["受持の係"], "content": CONTENTS}
    sheet = {"heading": ["付議書"]}
    ward = {"id": "koeda", "name": "小枝区", "sheet": sheet, "labels": {"cover": {"title": ["件名"]}, "form": form}}
    vocabulary = Vocabulary([Ward.model_validate(ward)])
    edge = "+" + "-" * 30 + "+------+"
    rows = [f"| {label}{' ' * (29 - 2 * len(label))}| 花壇 |" for label in ("件名", "受持の係", read)]
    made = page("\n".join([edge, *(part for row in rows for part in (row, edge))]))
    made.runs = [replace(one, sure=[0.99] * len(one.text), others=[""] * len(one.text)) for one in made.runs]
    layout = arrange_page(made, vocabulary.is_mark)
    match_nearest(layout, vocabulary, settings.label_correction)
    (grid,) = [item for item in layout.items if isinstance(item, Grid)]
    (line,) = [cell for cell in grid.cells if cell.column == 0][-1].lines
    assert isinstance(line, Line)
    assert line.sure is not None
    return line.text, min(line.sure)


CONTENTS = ["配る花の種の数と色の説明", "配る花の種の数と色の由"]


def unsure(text: str, doubt: dict[int, float], others: dict[int, str] | None = None) -> Run:
    """A recognised line; `doubt` is the confidence of the characters that are not beyond doubt."""
    made = run(text, 60, 120)
    made.sure = [doubt.get(k, 0.99) for k in range(len(text))]
    made.others = [(others or {}).get(k, "") for k in range(len(text))]
    return made


@dataclass(frozen=True)
class Case:
    """A document on either side of a threshold, and the second one again with the threshold moved."""

    look: Look
    meets: tuple[Any, Any]
    """A document that just meets the default, and what is read from it."""
    misses: tuple[Any, Any]
    """One that just does not."""
    moved: tuple[float, Any]
    """Another threshold, and what is read from the second document with it."""


# Texts and pages of the cases.

CLAUSES = "第１条　乙は、花に水をやる。\n第２条　乙は、花を摘まない。"
NUMBERED = "１　乙は、花に水をやる。\n２　乙は、花を摘まない。"
SUPPLEMENTED = f"花の種に関する条例\n{CLAUSES}\n附則\n"
IN_FORCE = "１　この条例は、四月一日から施行する。"
TITLE = "花の種に関する特記事項"
EXTRACT = "花壇の手入れに関する条例（抜粋）"
TABLE = """
+------------+----------------+
| 受持       | 公園係         |
+------------+----------------+
| 配る理由   | 街を飾るため   |
+------------+----------------+"""
ONE_KNOWN = """
+------------+----------------+
| 配る理由   | 街を飾るため   |
+------------+----------------+
| 配る日     | 春の祭の日     |
+------------+----------------+
| 配る所     | 区役所の前     |
+------------+----------------+
| 配る数     | 一人に一袋     |
+------------+----------------+
| 余った種   | 次の年に配る   |
+------------+----------------+"""
TWO_KNOWN = ONE_KNOWN.replace("配る日    ", "受持      ")


def titled(length: int) -> str:
    return f"お知らせ\n\n{filled(length, '特記事項')}\n\n{NUMBERED}"


def after_narrow_lines(narrow: int) -> str:
    """A title under a full line, so many lines below a line that is wider."""
    body = [f"第１条　{filled(30)}。", *[filled(24) + "。"] * (narrow - 1), filled(25)]
    return "\n".join([TITLE, *body, EXTRACT, "花を摘まない。"])


def under_line(length: float) -> str:
    """A title under a line of so many ems."""
    half = "a" if length % 1 else ""
    return "\n".join([TITLE, f"第１条　{filled(29)}。", filled(int(length)) + half, EXTRACT, "花を摘まない。"])


FORM_ROWS = ["１　受持", "公園係", "２　配る理由", "街を飾る"]
CLOSE = "（小枝区花壇条例第13条関係）"
SHEET = "花の種配布記録票"
MINUTES = "令和４年度第３回小枝区花壇審議会会議録"


def numbered(lines_between: int) -> str:
    """A form of three numbered paragraphs, so many lines between the second one and the third."""
    return "\n".join(["花の種を配ることについて", *FORM_ROWS[:3], *["花の名を書く"] * lines_between, "３　配る花の種"])


def set_at(*lines: tuple[float, str], number: int = 1) -> Page:
    """A page of lines, each from its x."""
    return Page(replace(FRAME, number=number), runs=[run(text, x, 120 + 16 * k) for k, (x, text) in enumerate(lines)])


def led(gap: float) -> Page:
    """A form's title of two lines, so many ems apart, above its table."""
    runs, rules = draw(TABLE, y=180)
    above = [run("件名：花の種を小枝区の町会に", 60, 120), run("配ることについて", 60, 130 + 10 * gap)]
    return Page(FRAME, runs=[*above, *runs], rules=rules)


def parted(above: str, label: str, gap: float, value: str, *below: str) -> Page:
    """A label and its value on one line with so many ems between, a line above and some below."""
    beside = [run(label, 60, 136), run(value, 60 + 10 * (len(label) + gap), 136)]
    return Page(
        FRAME, runs=[run(above, 60, 120), *beside, *(run(line, 60, 152 + 16 * k) for k, line in enumerate(below))]
    )


def sheet(*label: str) -> str:
    return "\n".join([SHEET, "花の名", "朝顔", *label, "公園係"])


def opened(*rows: str) -> str:
    """Minutes that a chairman opens."""
    return "\n".join([MINUTES, "傍聴者　なし", *rows, "○会長　開会します。"])


def under_heading(length: int) -> str:
    """Speeches with a heading of so many characters between."""
    return "\n".join([opened(), *[filled(70) + "。"] * 3, filled(length, head="（２）　"), "○公園係長　説明します。"])


def agenda_of(entry: float, wide: int = 0, measured: int = 6) -> str:
    """An entry of an agenda of so many ems that goes on, where full lines have 30; `wide` further ones have 33."""
    words = "諮問第７号　" + filled(int(entry) - 6) + ("a" if entry % 1 else "")
    speech = [filled(29) + "。"] * measured + [filled(32) + "。"] * wide
    return "\n".join(["花壇審議会会議録", "議題", words, "ついての件", "○会長　開会します。", *speech])


def at_margin(x: float) -> Page:
    """Speeches that are set in, the last by a speaker whose line begins at x."""
    return set_at(
        (60, MINUTES),
        (60, "傍聴者　なし"),
        (60, "（会長）花壇の件に移ります。"),
        (100, "説明を聞きます。"),
        (60, "（公園係長）種は朝顔です。"),
        (100, "数は百袋です。"),
        (x, "（花井委員）多すぎます。"),
        (100, "半分で足ります。"),
    )


def facing_pages(first: int, second: int) -> list[str | Page]:
    """So many speeches on each of two pages with different margins."""
    speech = "（花井委員）種を配ります。"
    return [
        set_at((60, MINUTES), (60, "傍聴者　なし"), *[(60, speech)] * first),
        set_at(*[(100, speech.replace("花井", "草野"))] * second, number=2),
    ]


def hanging_but(x: float, line: str, set_in: int) -> Page:
    """Speeches of so many lines that are set in, and one line from x, the last by a name that is no office."""
    return set_at(
        (60, MINUTES),
        (60, "傍聴者　なし"),
        (60, "（会長）花壇の件に移ります。"),
        *[(100, "朝顔の種を配ります。")] * (set_in - 1),
        (x, line),
        (60, "（花子）多すぎます。"),
        (100, "半分で足ります。"),
    )


def of_size(size: float) -> Page:
    below = [run("○会長　開会します。", 60, 160), run("○花井委員　はい。", 60, 176)]
    return Page(FRAME, runs=[run("会議録", 60, 120, size), *below])


def headed(*with_heading: bool) -> str:
    """Clauses with a short first line, or without."""
    lines = [
        (f"第{n}　朝顔の種" if short else f"第{n}　乙は、{filled(24)}。") for n, short in enumerate(with_heading, 1)
    ]
    texts = [("乙は、花の種を小枝区の住民に配り、残りを数える。" if short else None) for short in with_heading]
    return "\n".join([TITLE, *(one for pair in zip(lines, texts, strict=True) for one in pair if one)])


def short_above(length: int) -> str:
    """A paragraph ２ below a line of so many characters, where the longest has 40."""
    item = filled(length, head="（２）")
    return f"{TITLE}\n第１条　{filled(34)}次。\n（１）花の名\n{item}\n２　乙は、種を数える。"


def second_headed(length: int, opening: str = "", closing: str = "") -> str:
    """A second clause under a heading of so many characters."""
    return f"{TITLE}\n第１条　乙は、花に水をやる。\n{opening}{filled(length)}{closing}\n第２条　乙は、花を摘まない。"


def heading_on_line(length: int) -> str:
    """Two clauses with a heading on the line of their number, of so many characters, above lines of 30."""
    lines = (f"{number}　{filled(length - 2)}\n{filled(29)}。" for number in "１２")
    return "\n".join((TITLE, *lines))


def labelled(*rows: str) -> str:
    """A form of lines under a heading by which it is known as a paper of a council."""
    return "\n".join(["諮問事項", *rows])


TITLED, HELD, HIRED = "案件名：花の種を配ること", "担当：公園係", "委託先：みどり商会"
"""Labels that general words know."""
ITEMS, WHY = "取り扱う情報：花の名簿", "理由：街を飾るから"
ODD = ["花の色：赤", "花の丈：低い", "花の香：甘い", "花の艶：良い"]
"""Labels that no word knows."""
OWN = ["件名：花の種を配ること", "受持：公園係", "配る理由：街を飾るから"]
"""Labels of the ward's mapping."""
OF_FORMS = ["件名", "保有課(担当課)", "登録業務の名称", "委託先", "委託理由", "委託の内容", "委託の開始時期及び期限"]
"""Labels of forms that the mapping of a real ward knows; it knows one more, of the data, in the paper below."""
OTHERS = [
    *(
        "対象者：町会の人",
        "現状：紙で配る",
        "根拠：花壇の条例",
        "区分：委託",
        "諮問番号：７",
        "添付：花の絵",
        "安全管理措置：鍵",
    ),
    *("個人情報：花の名簿", "受託者の安全管理措置：鍵", "諮問日：平成２５年５月１日", "審議会：花壇審議会"),
]
"""Labels of fields that none of them means."""
ASKS = "下記の件を諮問する。"
ASKED = "小枝区花壇審議会会長　様"


def table_above_paper(*labels: str) -> str:
    """A table of a ward's form, and below it a paper whose labels only general words know."""
    rows = "\n".join(f"| {label} | 花壇の水やり |" for label in labels)
    above = "新宿区情報公開・個人情報保護審議会\n\n諮問事項\n\n| 項目 | 内容 |\n|--|--|\n"
    return f"{above}{rows}\n\n水は朝にやる。\n\n# 諮問事項\n\n" + "\n".join(f"{row}  " for row in OTHERS)


def between(count: int) -> list[str]:
    """So many different lines that say nothing."""
    return [f"朝顔{chr(0x3042 + k)}" for k in range(count)]


def report(count: int) -> str:
    """A council's answer with so many lines between its first heading and what it holds."""
    told = [f"朝顔の{chr(0x4E00 + k)}を見た。" for k in range(count)]
    return "\n".join(["小枝区花壇審議会", "答申第８号", "", "１　はじめに", *told, "２　結論", "　朝顔でよい。"])


def case_labels(document: Document) -> list[str]:
    return [one.label or "" for case in document.cases for form in case.forms for one in form.evidence.values()]


def letter_numbers(document: Document) -> list[str | None]:
    return [case.letter and case.letter.number for case in document.cases]


def day_of_document(document: Document) -> str | None:
    return document.date.isoformat() if document.date else None


def register_rows(count: int) -> str:
    return "\n".join(["登録番号：１", *between(count), "収集方法：本人から", "記録範囲：区民"])


CASES: dict[str, Case] = {
    "split.cut": Case(
        in_toy_kinds,
        ("a\nform 0.6", [("unknown", 1), ("form", 1)]),
        ("a\nform 0.4", [("unknown", 2)]),
        (0.3, [("unknown", 1), ("form", 1)]),
    ),
    "split.paths": Case(
        in_toy_kinds,
        (many_kinds(6), [("register", 2)]),
        (many_kinds(7), [("form", 2)]),
        (7, [("statute", 2)]),
    ),
    "titles.longest": Case(
        in_text(sections),
        (titled(60), [("unknown", None), ("clause_set", filled(60, "特記事項"))]),
        (titled(61), [("unknown", None)]),
        (61, [("unknown", None), ("clause_set", filled(61, "特記事項"))]),
    ),
    "titles.running_lines": Case(
        on_pages(kinds),
        (after_narrow_lines(11), ["clause_set", "statute"]),
        (after_narrow_lines(12), ["clause_set"]),
        (13, ["clause_set", "statute"]),
    ),
    "titles.running_shortfall": Case(
        on_pages(kinds),
        (under_line(32), ["clause_set"]),
        (under_line(31.5), ["clause_set", "statute"]),
        (2.6, ["clause_set"]),
    ),
    "titles.least_wrapped": Case(
        in_text(kinds),
        (f"{TITLE}\n{filled(16, head='第１条　')}\n{EXTRACT}\n花を摘まない。", ["clause_set"]),
        (f"{TITLE}\n{filled(15, head='第１条　')}\n{EXTRACT}\n花を摘まない。", ["clause_set", "statute"]),
        (14, ["clause_set"]),
    ),
    "days.head_items": Case(
        in_text(day_of_document),
        ("\n".join([*between(15), "令和6年9月3日", *between(10)]), "2024-09-03"),
        ("\n".join([*between(16), "令和6年9月3日", *between(10)]), None),
        (17, "2024-09-03"),
    ),
    "days.tail_items": Case(
        in_text(day_of_document),
        ("\n".join([*between(30), "令和6年9月3日", *between(5)]), "2024-09-03"),
        ("\n".join([*between(30), "令和6年9月3日", *between(6)]), None),
        (7, "2024-09-03"),
    ),
    "forms.title_lines": Case(
        on_pages(case_titles),
        (f"花の種を\n町会に配る\nことについて\n{CLOSE}", ["花の種を町会に配ることについて"]),
        (f"花の種を\n町会に\n配る\nことについて\n{CLOSE}", []),
        (4, ["花の種を町会に配ることについて"]),
    ),
    "forms.first_labels_within": Case(
        on_pages(kinds),
        (numbered(25), ["form"]),
        (numbered(26), ["unknown"]),
        (31, ["form"]),
    ),
    "forms.least_labels": Case(
        on_pages(kinds),
        (numbered(1), ["form"]),
        ("\n".join(["花の種を配ることについて", *FORM_ROWS]), ["unknown"]),
        (2, ["form"]),
    ),
    "forms.table_within": Case(
        on_pages(form_titles),
        ("件名　花の種の配布\n" + "◇花の名を書く\n" * 5 + TABLE, ["花の種の配布"]),
        ("件名　花の種の配布\n" + "◇花の名を書く\n" * 6 + TABLE, [None]),
        (7, ["花の種の配布"]),
    ),
    "forms.labels_under_title": Case(
        on_pages(form_titles),
        (f"件名　花の種の配布{TWO_KNOWN}", ["花の種の配布"]),
        (f"件名　花の種の配布{ONE_KNOWN}", []),
        (1, ["花の種の配布"]),
    ),
    "forms.title_leading": Case(
        on_pages(form_titles),
        (led(0.95), ["花の種を小枝区の町会に配ることについて"]),
        (led(1.05), ["花の種を小枝区の町会に"]),
        (1.1, ["花の種を小枝区の町会に配ることについて"]),
    ),
    "forms.longest_label": Case(
        on_pages(kinds),
        ("\n".join(["花の種を配ることについて", *FORM_ROWS, f"３　{LONG_LABELS[40]}"]), ["form"]),
        ("\n".join(["花の種を配ることについて", *FORM_ROWS, f"３　{LONG_LABELS[41]}"]), ["unknown"]),
        (41, ["form"]),
    ),
    "forms.longest_title_label": Case(
        in_text(case_titles),
        (f"付議書\n件{'　' * 9}名　花の種の配布", ["花の種の配布"]),
        (f"付議書\n件{'　' * 10}名　花の種の配布", [""]),
        (13, ["花の種の配布"]),
    ),
    "forms.title_gap": Case(
        on_pages(case_titles),
        (parted("付議書", "件名", 0.31, "花の種の配布"), ["花の種の配布"]),
        (parted("付議書", "件名", 0.29, "花の種の配布"), [""]),
        (0.28, ["花の種の配布"]),
    ),
    "general.least_confidence": Case(
        in_text(case_labels),
        (labelled(TITLED, HELD, HIRED, "事務事薬名称：花の種"), ["案件名", "担当", "事務事薬名称", "委託先"]),
        (labelled(TITLED, HELD, HIRED, "シヌテム名称：花の種"), ["案件名", "担当", "委託先"]),
        (0.6, ["案件名", "担当", "シヌテム名称", "委託先"]),
    ),
    "general.least_labels": Case(
        in_text(kinds),
        (labelled(TITLED, HELD, HIRED), ["form"]),
        ("小枝区花壇審議会\n" + labelled(TITLED + "の委託", HIRED), ["unknown"]),
        (2, ["form"]),
    ),
    "general.labels_known": Case(
        in_text(kinds),
        (labelled(TITLED, *ODD[:2], ITEMS, ODD[2], HIRED), ["form"]),
        (labelled(TITLED, *ODD[:2], ITEMS, *ODD[2:], HIRED), ["unknown"]),
        (0.4, ["form"]),
    ),
    "general.own_labels": Case(
        in_text(kinds),
        (labelled(*OWN, HIRED, ITEMS, "媒体：紙"), ["unknown"]),
        (labelled(*OWN, HIRED, ITEMS, "媒体：紙", "時期：平成２５年５月"), ["form"]),
        (0.4, ["unknown"]),
    ),
    "general.own_fields": Case(
        in_tables,
        (table_above_paper(*OF_FORMS, "処理させる情報項目の記録媒体"), ["unknown", "form"]),
        (table_above_paper(*OF_FORMS), ["form", "form"]),
        (7, ["unknown", "form"]),
    ),
    "general.least_score": Case(
        in_text(kinds),
        (labelled(TITLED, HELD, HIRED), ["form"]),
        (labelled(TITLED, HELD, WHY), ["unknown"]),
        (5.0, ["form"]),
    ),
    "general.header_lines": Case(
        in_text(kinds),
        ("\n".join(["小枝区花壇審議会", *between(11), TITLED, HELD, HIRED, ITEMS, WHY]), ["form"]),
        ("\n".join(["小枝区花壇審議会", *between(12), TITLED, HELD, HIRED, ITEMS, WHY]), ["unknown"]),
        (13, ["form"]),
    ),
    "general.cover_items": Case(
        in_text(kinds),
        (labelled(*between(51), TITLED, HELD, HIRED), ["form"]),
        (labelled(*between(52), TITLED, HELD, HIRED), ["unknown"]),
        (41, ["form"]),
    ),
    "general.value_lines": Case(
        in_text(kinds),
        (labelled(TITLED, HELD, *between(29), HIRED), ["form"]),
        (labelled(TITLED, HELD, *between(30), HIRED), ["unknown"]),
        (31, ["form"]),
    ),
    "general.longest_label": Case(
        in_text(case_labels),
        (
            labelled(TITLED, HELD, HIRED, f"{filled(24, '理由')}：街を飾る"),
            ["案件名", "担当", "委託先", filled(24, "理由")],
        ),
        (labelled(TITLED, HELD, HIRED, f"{filled(25, '理由')}：街を飾る"), ["案件名", "担当", "委託先"]),
        (25, ["案件名", "担当", "委託先", filled(25, "理由")]),
    ),
    "general.labels_alone": Case(
        in_text(kinds),
        (labelled("案件名", "花の種", "担当", "公園係", "委託先", "みどり商会", "理由", "街を飾る"), ["form"]),
        (labelled("案件名", "花の種", "担当", "公園係", "委託先", "みどり商会"), ["unknown"]),
        (3, ["form"]),
    ),
    "letters.least_score": Case(
        in_text(kinds),
        ("\n".join(["諮問書", "諮問第７号", f"小枝区花壇審議会に{ASKS}"]), ["cover"]),
        ("\n".join(["諮問書", f"小枝区花壇審議会に{ASKS}"]), ["unknown"]),
        (4.5, ["cover"]),
    ),
    "letters.head_lines": Case(
        in_text(letter_numbers),
        ("\n".join(["諮問第７号", *between(12), ASKED, ASKS]), ["諮問第7号"]),
        ("\n".join(["諮問第７号", *between(13), ASKED, ASKS]), [None]),
        (15, ["諮問第7号"]),
    ),
    "letters.lines_before_conclusion": Case(
        in_text(lambda document: len(document.cases)),
        (report(199), 1),
        (report(200), 0),
        (201, 1),
    ),
    "letters.body_lines": Case(
        in_text(lambda document: len(document.cases)),
        ("\n".join([ASKED, ASKS, "記", *(f"({k}) 花の種について" for k in range(1, 15))]), 14),
        ("\n".join([ASKED, ASKS, "記", *(f"({k}) 花の種について" for k in range(1, 16))]), 14),
        (15, 15),
    ),
    "registers.longest_title": Case(
        in_text(register_titles),
        (filled(28, "記録票") + "\n花の名\n朝顔", [filled(28, "記録票")]),
        (filled(29, "記録票") + "\n花の名\n朝顔", []),
        (25, [filled(29, "記録票")]),
    ),
    "registers.longest_label": Case(
        in_text(rows),
        (sheet(LONG_LABELS[30]), [("花の名", "朝顔"), (LONG_LABELS[30], "公園係")]),
        (sheet(LONG_LABELS[31]), [("花の名", f"朝顔{LONG_LABELS[31]}公園係")]),
        (31, [("花の名", "朝顔"), (LONG_LABELS[31], "公園係")]),
    ),
    "registers.label_lines": Case(
        in_text(rows),
        (sheet("世話を", "受け持つ", "係"), [("花の名", "朝顔"), ("世話を受け持つ係", "公園係")]),
        (sheet("世話", "を受け", "持つ", "係"), [("花の名", "朝顔世話を受け持つ係公園係")]),
        (4, [("花の名", "朝顔"), ("世話を受け持つ係", "公園係")]),
    ),
    "registers.table_within": Case(
        on_pages(kinds),
        (f"{SHEET}\n花の名\n朝顔\n" + "種は秋に配る\n" * 3 + TABLE, ["register"]),
        (f"{SHEET}\n花の名\n朝顔\n" + "種は秋に配る\n" * 4 + TABLE, ["register", "form"]),
        (7, ["register"]),
    ),
    "registers.page_break": Case(
        in_text(rows),
        (f"{SHEET}\n花の名\n朝顔\n昼顔\n\n\n夕顔の種は来年に配る", [("花の名", "朝顔昼顔")]),
        (f"{SHEET}\n花の名\n朝顔\n昼顔\n\n夕顔の種は来年に配る", [("花の名", "朝顔昼顔夕顔の種は来年に配る")]),
        (1, [("花の名", "朝顔昼顔")]),
    ),
    "registers.label_gap": Case(
        on_pages(rows),
        (parted(SHEET, "花の名", 0.31, "朝顔", "所管課", "公園係"), [("花の名", "朝顔"), ("所管課", "公園係")]),
        (parted(SHEET, "花の名", 0.29, "朝顔", "所管課", "公園係"), [("所管課", "公園係")]),
        (0.28, [("花の名", "朝顔"), ("所管課", "公園係")]),
    ),
    "registers.lines": Case(
        in_text(kinds),
        (register_rows(77), ["register"]),
        (register_rows(78), ["unknown"]),
        (81, ["register"]),
    ),
    "registers.least_own_labels": Case(
        in_text(kinds),
        ("登録番号：１\n収集方法：本人から\n記録範囲：区民", ["register"]),
        ("登録番号：１\n収集方法：本人から", ["unknown"]),
        (2, ["register"]),
    ),
    "minutes.longest_title": Case(
        in_text(last_lines),
        (under_heading(60), [filled(70) + "。", "説明します。"]),
        (under_heading(61), [filled(61, head="（２）　"), "説明します。"]),
        (61, [filled(70) + "。", "説明します。"]),
    ),
    "minutes.longest_label": Case(
        in_text(place),
        (opened(f"場{'　' * 18}所　小枝区役所"), "小枝区役所"),
        (opened(f"場{'　' * 19}所　小枝区役所"), None),
        (21, "小枝区役所"),
    ),
    "minutes.shortfall": Case(
        on_pages(agenda),
        (agenda_of(28), [filled(22) + "ついての件"]),
        (agenda_of(27.5), [filled(21) + "a", "ついての件"]),
        (2.5, [filled(21) + "aついての件"]),
    ),
    "minutes.label_gap": Case(
        on_pages(place),
        (parted(MINUTES, "場所", 0.31, "小枝区役所", "○会長　開会します。"), "小枝区役所"),
        (parted(MINUTES, "場所", 0.29, "小枝区役所", "○会長　開会します。"), None),
        (0.28, "小枝区役所"),
    ),
    "minutes.measured_share": Case(
        on_pages(agenda),
        (agenda_of(30, wide=1, measured=5), [filled(24) + "ついての件"]),
        (agenda_of(30, wide=2, measured=4), [filled(24), "ついての件"]),
        (0.8, [filled(24) + "ついての件"]),
    ),
    "minutes.least_full_lines": Case(
        on_pages(agenda),
        (agenda_of(28, measured=3), [filled(22) + "ついての件"]),
        (agenda_of(28, measured=2), [filled(22), "ついての件"]),
        (2, [filled(22) + "ついての件"]),
    ),
    "minutes.long_line": Case(
        on_pages(agenda),
        (agenda_of(38, measured=2), [filled(32) + "ついての件"]),
        (agenda_of(37, measured=2), [filled(31), "ついての件"]),
        (0.77, [filled(31) + "ついての件"]),
    ),
    "minutes.title_size": Case(
        on_pages(is_minutes),
        (of_size(12.5), True),
        (of_size(12.4), False),
        (12.4, True),
    ),
    "minutes.longest_speaker": Case(
        in_text(speakers),
        (opened() + f"\n○{filled(25, '係長')}　説明します。", ["会長", filled(25, "係長")]),
        (opened() + f"\n○{filled(26, '係長')}　説明します。", ["会長"]),
        (26, ["会長", filled(26, "係長")]),
    ),
    "minutes.margin_tolerance": Case(
        on_pages(speakers),
        (at_margin(67.5), ["会長", "公園係長", "花井委員"]),
        (at_margin(68.5), ["会長", "公園係長"]),
        (0.9, ["会長", "公園係長", "花井委員"]),
    ),
    "minutes.margin_share": Case(
        on_pages(speakers),
        (facing_pages(8, 2), ["花井委員"] * 8 + ["草野委員"] * 2),
        (facing_pages(9, 2), ["花井委員"] * 9),
        (0.18, ["花井委員"] * 9 + ["草野委員"] * 2),
    ),
    "minutes.hanging_share": Case(
        on_pages(speakers),
        (hanging_but(60, "水は朝のうちにやります。", 9), ["会長", "花子"]),
        (hanging_but(60, "水は朝のうちにやります。", 8), ["会長"]),
        (0.12, ["会長", "花子"]),
    ),
    "minutes.unmarked_lines": Case(
        in_text(speakers),
        (unmarked(11), ["公園係長", "花井委員", "会長"]),
        (unmarked(12), ["花井委員", "会長"]),
        (13, ["公園係長", "花井委員", "会長"]),
    ),
    "minutes.torn_label": Case(
        in_text(place),
        (opened("開催場", "所　小枝区役所"), "小枝区役所"),
        (opened("会議の開", "催場所　小枝区役所"), None),
        (4, "小枝区役所"),
    ),
    "minutes.torn_lines": Case(
        in_text(absent),
        (opened("欠", "席", "委", "員　草野花子"), ["草野花子"]),
        (opened("欠", "席", "委", "員", "名　草野花子"), ["名 草野花子"]),
        (4, ["草野花子"]),
    ),
    "minutes.title_lines": Case(
        in_text(council),
        (entitled("第１期", "第２回", "令和４年度花壇及び", "緑の審議会会議録"), "花壇及び緑の審議会"),
        (entitled("第１期", "第２回", "令和４年度", "令和４年度花壇及び", "緑の審議会会議録"), "緑の審議会"),
        (4, "花壇及び緑の審議会"),
    ),
    "minutes.place_lines": Case(
        in_text(place),
        (opened("場所", "小枝区役所", "二階", "会議室"), "小枝区役所二階会議室"),
        (opened("場所", "小枝区役所", "旧館", "二階", "会議室"), "小枝区役所旧館二階"),
        (4, "小枝区役所旧館二階会議室"),
    ),
    "minutes.shortest_council": Case(
        in_text(council),
        (named_at_the_opening("花壇の会"), "花壇の会"),
        (named_at_the_opening("花壇会"), None),
        (2, "花壇会"),
    ),
    "minutes.least_evidence": Case(
        in_text(is_minutes),
        (untitled("日時　令和４年１１月８日（火）"), True),
        (untitled("日時　令和４年１１月８日（火）", "場所　小枝区役所", last=""), False),
        (5, True),
    ),
    "minutes.evidence_lines": Case(
        in_text(is_minutes),
        (spoken_after(300), True),
        (spoken_after(301), False),
        (301, True),
    ),
    "clause_sets.clauses_within": Case(
        in_text(clause_sets),
        (SUPPLEMENTED + "花の名を書く\n" * 5 + IN_FORCE, [("花の種に関する条例", 2), ("附則", 1)]),
        (SUPPLEMENTED + "花の名を書く\n" * 6 + IN_FORCE, [("花の種に関する条例", 2)]),
        (7, [("花の種に関する条例", 2), ("附則", 1)]),
    ),
    "clause_sets.longest_heading": Case(
        in_text(headings),
        (second_headed(40), [None, filled(40)]),
        (second_headed(41), [None, None]),
        (41, [None, filled(41)]),
    ),
    "clause_sets.paragraph_end": Case(
        in_text(labels),
        (short_above(19), [("第１条", ["（１）", "（２）", "２"])]),
        (short_above(20), [("第１条", ["（１）", "（２）"])]),
        (0.51, [("第１条", ["（１）", "（２）", "２"])]),
    ),
    "clause_sets.headed_share": Case(
        on_pages(headings),
        (headed(True, True, True, False, False), ["朝顔の種"] * 3 + [None] * 2),
        (headed(True, True, True, True, False, False, False), [None] * 7),
        (0.57, ["朝顔の種"] * 4 + [None] * 3),
    ),
    "clause_sets.missing_numbers": Case(
        in_text(labels),
        (f"{TITLE}\n{NUMBERED}\n５　乙は、種を配る。", [("１", []), ("２", []), ("５", [])]),
        (f"{TITLE}\n{NUMBERED}\n６　乙は、種を配る。", [("１", []), ("２", [])]),
        (4, [("１", []), ("２", []), ("６", [])]),
    ),
    "clause_sets.least_clauses": Case(
        in_text(clause_sets),
        (f"花の世話\n{NUMBERED}\n３　乙は、花の名を覚える。", [("花の世話", 3)]),
        (f"花の世話\n{NUMBERED}", []),
        (2, [("花の世話", 2)]),
    ),
    "clause_sets.longest_preamble": Case(
        in_text(clause_sets),
        (f"{TITLE}\n" + "花の名を書く\n" * 59 + NUMBERED, [(TITLE, 2)]),
        (f"{TITLE}\n" + "花の名を書く\n" * 60 + NUMBERED, []),
        (61, [(TITLE, 2)]),
    ),
    "clause_sets.longest_clause": Case(
        in_text(labels),
        (f"{TITLE}\n" + CLAUSES.replace("\n", "\n" + "花の名を書く\n" * 299), [("第１条", []), ("第２条", [])]),
        (f"{TITLE}\n" + CLAUSES.replace("\n", "\n" + "花の名を書く\n" * 300), [("第１条", [])]),
        (301, [("第１条", []), ("第２条", [])]),
    ),
    "clause_sets.full_line": Case(
        in_text(headings),
        (heading_on_line(24), [filled(22)] * 2),
        (heading_on_line(25), [None] * 2),
        (0.84, [filled(23)] * 2),
    ),
    "clause_sets.tabled_share": Case(
        in_markdown,
        (tabled(duties=3), ["花壇の特記事項"]),
        (tabled(duties=2), []),
        (0.4, ["花壇の特記事項"]),
    ),
    "comparisons.head_rows": Case(
        in_markdown,
        (facing(rows_above=2), ["花壇条例", "花壇条例"]),
        (facing(rows_above=3), []),
        (4, ["花壇条例", "花壇条例"]),
    ),
    "comparisons.title_lines": Case(
        in_markdown,
        (facing(lines_above=3), ["花壇条例", "花壇条例"]),
        (facing(lines_above=4), ["", ""]),
        (5, ["花壇条例", "花壇条例"]),
    ),
    "comparisons.amending_lines": Case(
        in_markdown,
        (facing(lines_above=9, title="花壇条例の一部を改正する条例"), ["花壇条例", "花壇条例"]),
        (facing(lines_above=10, title="花壇条例の一部を改正する条例"), ["", ""]),
        (11, ["花壇条例", "花壇条例"]),
    ),
    "label_correction.unsure": Case(
        corrected,
        (unsure("花壇の世詰", {4: 0.96}), ("花壇の世話", 0.99)),
        (unsure("花壇の世詰", {4: 0.97}), ("花壇の世詰", 0.99)),
        (0.98, ("花壇の世話", 0.99)),
    ),
    "label_correction.one_misread_in": Case(
        corrected,
        (unsure("花檀の受待者", {1: 0.5, 4: 0.5}), ("花壇の受持者", 0.99)),
        (unsure("花檀の世詰", {1: 0.5, 4: 0.5}), ("花檀の世詰", 0.99)),
        (2, ("花壇の世話", 0.99)),
    ),
    "label_correction.shortest_label": Case(
        corrected,
        (unsure("受持一", {2: 0.5}), ("受持 ", 0.99)),
        (unsure("世一", {1: 0.5}), ("世一", 0.99)),
        (2, ("世 ", 0.99)),
    ),
    "label_correction.sure_misread": Case(
        matched,
        ("配る花の種の数と邑の説明", ("配る花の種の数と色の説明", 0.8)),
        ("配る花の種の数と邑の由", ("配る花の種の数と邑の由", 0.99)),
        (3, ("配る花の種の数と色の由", 0.8)),
    ),
    # No threshold but a value that is given: the confidence of a character as it was read, and as it was matched.
    "label_correction.nearest_confidence": Case(
        matched,
        ("配る花の種の数と色の説明", ("配る花の種の数と色の説明", 0.99)),
        ("配る花の種の数と邑の説明", ("配る花の種の数と色の説明", 0.8)),
        (0.7, ("配る花の種の数と色の説明", 0.7)),
    ),
    # No threshold but a value that is given: the era as it was read, and as it was corrected.
    "label_correction.era_confidence": Case(
        corrected,
        (unsure("令和５年", {0: 0.9}), ("令和５年", 0.9)),
        (unsure("今和５年", {0: 0.9}, {0: "令"}), ("令和５年", 0.98)),
        (0.95, ("令和５年", 0.95)),
    ),
}


def above_speaker(line: float) -> str:
    """A speaker's line below one of so many ems without a full stop, where full lines have 30."""
    half = "a" if line % 1 else ""
    full = [filled(29) + "。"] * 6
    chair = opened().replace("○会長　", "（会長）")
    return "\n".join([chair, *full, filled(int(line)) + half, "（花井委員）多すぎます。"])


def tailed(line: float) -> str:
    """Remarks with their speakers at the end, one of so many ems without a full stop, where full lines have 30."""
    half = "a" if line % 1 else ""
    words = filled(int(line) - 6) + half + "（花井委員）"
    full = [filled(29) + "。"] * 3
    return "\n".join(
        [MINUTES, *full, "種を配ります。（会長）", "朝顔です。（花井委員）", words, *full, "多いです。（会長）"]
    )


def nested(length: int) -> str:
    """A sheet in which a label over two rows has labels of its own, the first of so many characters."""
    label = filled(length)
    wide = "-" * 64
    return f"""{SHEET}
+--------+{wide}+--------+
| 花の名 | {label}{" " * (63 - 2 * length)}| 朝顔   |
|        +{wide}+--------+
|        | 秋の花{" " * 57}| 菊     |
+--------+{wide}+--------+"""


def first_lines(length: int) -> str:
    """Clauses whose first line has so many characters after the label."""
    return "\n".join([TITLE, *(f"第{n}　{filled(length)}\n{filled(47)}。" for n in (1, 2))])


FURTHER: dict[str, Case] = {
    "titles.longest: with white space, twice as many": Case(
        in_text(kinds),
        (f"花壇の手入れに関する条例{'　' * 104}（抜粋）\n花を摘まない。", ["statute"]),
        (f"花壇の手入れに関する条例{'　' * 105}（抜粋）\n花を摘まない。", ["unknown"]),
        (61, ["statute"]),
    ),
    "titles.longest: above clauses that no title announces": Case(
        in_text(clause_sets),
        (f"{filled(60, 'こと')}\n{CLAUSES}\n第３条　乙は、花の名を覚える。", [(filled(60, "こと"), 3)]),
        (f"{filled(61, 'こと')}\n{CLAUSES}\n第３条　乙は、花の名を覚える。", [("", 3)]),
        (61, [(filled(61, "こと"), 3)]),
    ),
    "forms.title_lines: above numbered paragraphs": Case(
        on_pages(case_titles),
        (
            "\n".join(["花の種を", "町会に配る", "ことについて", *FORM_ROWS, "３　配る花の種"]),
            ["花の種を町会に配ることについて"],
        ),
        ("\n".join(["花の種を", "町会に", "配る", "ことについて", *FORM_ROWS, "３　配る花の種"]), []),
        (4, ["花の種を町会に配ることについて"]),
    ),
    "forms.longest_label: over two lines": Case(
        on_pages(kinds),
        ("\n".join(["花の種を配ることについて", *FORM_ROWS, f"３　{filled(40)}", "数　千袋"]), ["form"]),
        ("\n".join(["花の種を配ることについて", *FORM_ROWS, f"３　{filled(41)}", "数　千袋"]), ["unknown"]),
        (41, ["form"]),
    ),
    "registers.longest_label: in a table, under another label": Case(
        on_pages(rows),
        (nested(30), [(filled(30), "朝顔"), ("秋の花", "菊")]),
        (nested(31), [("花の名", f"{filled(31)}\n朝顔\n秋の花\n菊")]),
        (31, [(filled(31), "朝顔"), ("秋の花", "菊")]),
    ),
    "registers.longest_label: before its value, with white space": Case(
        in_text(rows),
        (f"{SHEET}\n花の{'　' * 57}名　朝顔\n所管課\n公園係", [("花の名", "朝顔"), ("所管課", "公園係")]),
        (f"{SHEET}\n花の{'　' * 58}名　朝顔\n所管課\n公園係", [("所管課", "公園係")]),
        (31, [("花の名", "朝顔"), ("所管課", "公園係")]),
    ),
    # A title longer than the default begins nothing, for `titles.longest` is as long: so this one is moved down.
    "minutes.longest_title: of the minutes": Case(
        in_text(is_minutes),
        (filled(61, "会議録") + "\n○会長　開会します。", False),
        (filled(60, "会会議録") + "\n○会長　開会します。", True),
        (59, False),
    ),
    "minutes.shortfall: above a speaker": Case(
        on_pages(speakers),
        (above_speaker(27.5), ["会長", "花井委員"]),
        (above_speaker(28), ["会長"]),
        (1.9, ["会長", "花井委員"]),
    ),
    "minutes.shortfall: of a line that ends in a speaker": Case(
        on_pages(speakers),
        (tailed(27.5), ["会長", "花井委員", "花井委員", "会長"]),
        (tailed(28), ["会長", "花井委員", "会長"]),
        (1.9, ["会長", "花井委員", "花井委員", "会長"]),
    ),
    "minutes.margin_tolerance: of a line that is not set in": Case(
        on_pages(speakers),
        (hanging_but(67.5, "水は朝のうちにやります。", 8), ["会長"]),
        (hanging_but(68.5, "水は朝のうちにやります。", 8), ["会長", "花子"]),
        (0.9, ["会長"]),
    ),
    "minutes.margin_tolerance: of a heading": Case(
        on_pages(name_the_heading),
        (hanging_but(67.5, "（２）花の数", 9), [False, False]),
        (hanging_but(68.5, "（２）花の数", 9), [True, False]),
        (0.9, [False, False]),
    ),
    "clause_sets.longest_heading: in corners": Case(
        in_text(headings),
        (second_headed(40, "【", "】"), [None, filled(40)]),
        (second_headed(41, "【", "】"), [None, None]),
        (41, [None, filled(41)]),
    ),
    "clause_sets.longest_heading: on the line of its label": Case(
        on_pages(headings),
        (first_lines(40), [filled(40), filled(40)]),
        (first_lines(41), [None, None]),
        (41, [filled(41), filled(41)]),
    ),
    "label_correction.unsure: of a character that may be a speck": Case(
        corrected,
        (unsure("花壇の世話一", {5: 0.96}), ("花壇の世話 ", 0.99)),
        (unsure("花壇の世話一", {5: 0.97}), ("花壇の世話一", 0.99)),
        (0.98, ("花壇の世話 ", 0.99)),
    ),
    "label_correction.unsure: of a character that was corrected": Case(
        corrected,
        (unsure("花壇の世話", {0: 0.5}), ("花壇の世話", 0.5)),
        (unsure("鼻壇の世話", {0: 0.5}), ("花壇の世話", 0.97)),
        (0.98, ("花壇の世話", 0.98)),
    ),
}
"""Where a threshold decides more than one thing: cases of the others."""


def moved(name: str, value: float) -> PartSettings:
    """The defaults with one threshold moved."""
    group, field = name.split(":", maxsplit=1)[0].split(".")
    return replace(PartSettings(), **{group: replace(getattr(PartSettings(), group), **{field: value})})


@pytest.mark.parametrize("name", [*CASES, *FURTHER])
def test_a_document_on_either_side_and_the_threshold_moved(name: str) -> None:
    case = (CASES | FURTHER)[name]
    (within, usual), (beyond, unusual), (value, other) = case.meets, case.misses, case.moved
    assert case.look(within, PartSettings()) == usual
    assert case.look(beyond, PartSettings()) == unusual
    assert case.look(beyond, moved(name, value)) == other
    assert other != unusual


def test_no_threshold_is_without_a_case() -> None:
    groups = [one.name for one in fields(PartSettings)]
    names = [f"{group}.{one.name}" for group in groups for one in fields(getattr(PartSettings(), group))]
    assert names == list(CASES)


def test_every_threshold_is_said_what_it_is() -> None:
    assert list(undocumented(PartSettings())) == []


class TestBeforeTheDocumentIsCut:
    """What layout and recognition ask of the parts is handed down from `extract` by itself."""

    @pytest.mark.parametrize(
        ("length", "longest", "kinds_of_sections"),
        [
            (28, 24, ["register"] * 3),
            (29, 24, ["unknown", "furniture"]),
            (29, 25, ["register"] * 3),
        ],
    )
    def test_a_title_at_the_top_of_every_page_is_no_header(
        self, tmp_path: Path, length: int, longest: int, kinds_of_sections: list[str]
    ) -> None:
        document = pymupdf.open()
        for flower in ("朝顔", "昼顔", "夕顔"):
            made = document.new_page(width=595, height=842)
            put(made, 50, filled(length, "記録票"))
            for y, line in ((200, "所管課"), (220, "公園係"), (240, "業務名"), (260, f"{flower}を植える業務")):
                put(made, y, line)
        document.save(tmp_path / "sheets.pdf")
        settings = Settings(parts=moved("registers.longest_title", longest))
        assert kinds(extract(tmp_path / "sheets.pdf", settings=settings)) == kinds_of_sections

    @pytest.mark.parametrize(
        ("sure", "threshold", "text"),
        [
            (0.96, 0.97, "令和５年４月１日"),
            (0.97, 0.97, "令口５年４月１日"),
            (0.97, 0.98, "令和５年４月１日"),
        ],
    )
    def test_an_era_on_a_recognised_page(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sure: float, threshold: float, text: str
    ) -> None:
        seen = Page(FRAME, runs=[unsure("令口５年４月１日", {1: sure})])
        source_page = SourcePage(number=1, text_origin="ocr", reason="")
        monkeypatch.setattr(PageRecognition, "of", lambda *_: (source_page, seen))
        document = pymupdf.open()
        document.new_page(width=595, height=842)
        document.save(tmp_path / "scan.pdf")
        settings = Settings(parts=moved("label_correction.unsure", threshold))
        assert [one.text for one in extract(tmp_path / "scan.pdf", settings=settings).sections] == [text]
