"""What is told along a link: items, tables, words replaced throughout, duties, references that went stale, keys."""

from __future__ import annotations

import json

import pytest

from kaigi_extract.clauses import align, diff
from kaigi_extract.records import Alignment, Clause, ClauseSet, Item, Parties
from kaigi_extract.references.resolve import resolve
from kaigi_extract.show.terminal.comparison import diff_text
from tests.sets import make

KEEP = ("第１条", "保管", "乙は、絵の具を戸棚に納めなければならない。")


def item(label: str, text: str, *items: Item) -> Item:
    return Item(label=label, number=label.strip("()"), text=text, items=list(items), spans=[])


def with_items(text: str, *items: Item) -> ClauseSet:
    made = make("画材の扱い", ("第１条", "持ち物", text))
    made.clauses[0].items = list(items)
    return made


def told(found: Alignment) -> list[tuple[str, str, list[str]]]:
    return [("/".join(one.old[1:]), "/".join(one.new[1:]), one.changes) for one in found.links[0].items]


PENCIL, BRUSH, PAPER, WATER = (
    "鉛筆を十本そろえること。",
    "太い筆を洗うこと。",
    "画用紙を配ること。",
    "水入れを片付けること。",
)


class TestItems:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            pytest.param(
                [item("(1)", PENCIL), item("(2)", PAPER)],
                [item("(1)", PENCIL), item("(2)", BRUSH), item("(3)", PAPER)],
                [("(1)", "(1)", []), ("", "(2)", []), ("(2)", "(3)", ["number"])],
                id="put in",
            ),
            pytest.param(
                [item("(1)", PENCIL), item("(2)", BRUSH), item("(3)", PAPER)],
                [item("(1)", PENCIL), item("(2)", PAPER)],
                [("(1)", "(1)", []), ("(2)", "", []), ("(3)", "(2)", ["number"])],
                id="taken out",
            ),
            pytest.param(
                [item("(1)", PENCIL), item("(2)", BRUSH), item("(3)", PAPER)],
                [item("(1)", PAPER), item("(2)", PENCIL), item("(3)", BRUSH)],
                [("(3)", "(1)", ["number", "moved"]), ("(1)", "(2)", ["number"]), ("(2)", "(3)", ["number"])],
                id="changed places",
            ),
            pytest.param(
                [item("(1)", PENCIL, item("ア", BRUSH), item("イ", PAPER)), item("(2)", WATER)],
                [item("(1)", PENCIL, item("ア", BRUSH)), item("(2)", WATER, item("ア", PAPER))],
                [
                    ("(1)", "(1)", []),
                    ("(1)/ア", "(1)/ア", []),
                    ("(2)", "(2)", []),
                    ("(1)/イ", "(2)/ア", ["number", "moved"]),
                ],
                id="under another item",
            ),
            pytest.param(
                [item("２", PENCIL, item("(1)", "太い筆を水で洗うこと。"))],
                [item("２", PENCIL, item("(1)", "太い筆を湯で洗うこと。"))],
                [("２", "２", []), ("２/(1)", "２/(1)", ["wording"])],
                id="reworded below a paragraph",
            ),
            pytest.param(
                [item("(1)", PENCIL)], [item("ア", PENCIL)], [("(1)", "ア", ["number"])], id="another kind of label"
            ),
        ],
    )
    def test_each_is_told(self, old, new, expected):
        lead = "乙は、次のことを守らなければならない。"
        assert told(align(with_items(lead, *old), with_items(lead, *new))) == expected

    def test_one_that_was_put_in_shares_no_words_with_its_neighbours(self):
        lead = "次に掲げるものを持ち出してはならない。"
        found = diff(
            with_items(lead, item("(1)", "絵の具に関すること。")),
            with_items(lead, item("(1)", "粘土に関すること。"), item("(2)", "絵の具に関すること。")),
        )
        changed = [edit for edit in found.clauses[0].text if edit.kind != "equal"]
        assert [(edit.old, edit.new) for edit in changed] == [("", "粘土に関すること。")]

    def test_sentences_that_became_items_are_read_as_one_text(self):
        old = with_items("乙は、鉛筆、筆及び画用紙をそろえなければならない。")
        new = with_items("次のとおりとする。", item("(1)", "乙は、鉛筆、筆及び画用紙をそろえなければならない。"))
        equal = "".join(edit.new for edit in diff(old, new).clauses[0].text if edit.kind == "equal")
        assert "鉛筆、筆及び画用紙をそろえ" in equal

    def test_the_terminal_says_which(self):
        lead = "乙は、次のことを守らなければならない。"
        shown = diff_text(
            diff(
                with_items(lead, item("(1)", PENCIL), item("(2)", PAPER)),
                with_items(lead, item("(1)", PENCIL), item("(2)", BRUSH), item("(3)", PAPER)),
            ),
            False,
        ).splitlines()
        assert shown[2:] == ["    …", "      (2) {+太い筆を洗うこと。+}", "    …"]


def test_the_terminal_shows_sentences_that_changed():
    same = [f"乙は、{n}番の棚を拭かなければならない。" for n in range(1, 6)]
    old = make("掃除", ("第１", "棚", "".join([*same[:3], "乙は、床を掃くこと。", *same[3:]])))
    new = make("掃除", ("第１", "棚", "".join([*same[:3], "乙は、床を磨くこと。", *same[3:]])))
    assert diff_text(diff(old, new), False).splitlines()[2] == "    …乙は、床を[-掃く-]{+磨く+}こと。…"


class TestTables:
    HEAD = ("室", "鍵")

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ([["北", "二本"]], [["北", "三本"]], [(2, 2, "二本", "三本")]),
            ([["北", "二本"]], [["北", "２本"]], [(2, 2, "二本", "２本")]),
            ([["北", "1本"]], [["北", "１本"]], []),
            ([["北", "二本"], ["南", "一本"]], [["南", "一本"]], [(2, 1, "北", None), (2, 2, "二本", None)]),
            (
                [["北", "二本"], ["南", "一本"]],
                [["北", "二本"], ["東", "四本"], ["南", "五本"]],
                [(3, 1, None, "東"), (3, 2, None, "四本"), (4, 2, "一本", "五本")],
            ),
        ],
    )
    def test_cell_by_cell(self, old, new, expected):
        sets = [make("鍵", KEEP) for _ in range(2)]
        for one, rows in zip(sets, (old, new), strict=True):
            one.clauses[0].rows = [[*self.HEAD], *rows]
        (link,) = align(*sets).links
        assert [(cell.row, cell.column, cell.old, cell.new) for cell in link.tables] == expected
        assert link.changes == (["wording"] if expected else [])

    def test_a_column_that_was_put_in(self):
        sets = [make("鍵", KEEP) for _ in range(2)]
        sets[0].clauses[0].rows = [["室", "鍵"], ["北", "二本"]]
        sets[1].clauses[0].rows = [["室", "階", "鍵"], ["北", "三階", "二本"]]
        cells = align(*sets).links[0].tables
        assert [(cell.row, cell.column, cell.old, cell.new) for cell in cells] == [
            (1, 2, None, "階"),
            (2, 2, None, "三階"),
        ]

    def test_below_an_item(self):
        sets = [with_items("次のとおりとする。", item("(1)", PENCIL)) for _ in range(2)]
        for one, word in zip(sets, ("赤", "青"), strict=True):
            one.clauses[0].items[0].rows = [[word]]
        found = diff(*sets)
        assert [cell.item for cell in found.alignment.links[0].tables] == [["第１条", "(1)"]]
        assert "[1, 1] [-赤-]{+青+}" in diff_text(found, False)


class TestReplacements:
    TEXTS = (
        "預り人は、見本の布を箱に納めなければならない。",
        "預り人は、見本の布を切ってはならない。",
        "預り人は、毎月、布の数を数えなければならない。",
    )

    def sets(self, old: str, new: str, **parties: Parties) -> tuple[ClauseSet, ClauseSet]:
        rows = [(f"第{n}", None, text) for n, text in enumerate(self.TEXTS, 1)]
        changed = [(label, heading, text.replace(old, new)) for label, heading, text in rows]
        return make("布の見本", *rows), make("布の見本", *changed)

    @pytest.mark.parametrize(("old", "new"), [("預り人", "受寄者"), ("布", "織物")])
    def test_told_once(self, old, new):
        found = align(*self.sets(old, new))
        assert all("wording" not in link.changes for link in found.links)
        (one,) = found.replacements
        assert one.count == sum(text.count(old) for text in self.TEXTS)

    def test_what_else_changed_is_wording(self):
        old, new = self.sets("布", "織物")
        new.clauses[1].text = new.clauses[1].text.replace("切って", "洗って")
        assert [link.changes for link in align(old, new).links] == [[], ["wording"], []]

    def test_a_word_that_stays_elsewhere_was_not_replaced(self):
        old, new = self.sets("毎月", "毎週")
        assert (align(old, new).replacements, align(old, new).links[2].changes) == ([], ["wording"])

    def test_numbers_are_what_a_duty_consists_of(self):
        rows = [("第1", None, "乙は、7日以内に布を返す。"), ("第2", None, "乙は、7日以内に箱を返す。")]
        changed = [(label, None, text.replace("7日", "9日")) for label, _, text in rows]
        assert align(make("布", *rows), make("布", *changed)).replacements == []

    def test_the_names_of_the_parties_need_one_place(self):
        old = make("布", ("第1", None, "布は、甲の蔵に返す。"), parties=Parties(principal="甲"))
        new = make("布", ("第1", None, "布は、発注者の蔵に返す。"), parties=Parties(principal="発注者"))
        assert [link.changes for link in align(old, new).links] == [[]]
        assert "甲 → 発注者 (1)" in diff_text(diff(old, new), False)

    def test_in_headings(self):
        old, new = self.sets("預り人", "受寄者")
        old.clauses[0].heading, new.clauses[0].heading = "預り人の務め", "受寄者の務め"
        assert align(old, new).links[0].changes == []


class TestDuties:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            (
                "乙は、灯りを消さなければならない。",
                "乙は、灯りを消すよう努めなければならない。",
                ("weaker", ["modality"]),
            ),
            ("乙は、灯りを消すよう努めるものとする。", "乙は、灯りを消すものとする。", ("stronger", ["modality"])),
            ("乙は、名札を人に貸してはならない。", "乙は、名札を人に貸すことができる。", ("weaker", ["modality"])),
            (
                "乙は、名札を人に貸してはならない。",
                "乙は、甲の承諾を得ずに、又は甲の承諾なく名札を人に貸してはならない。",
                ("weaker", ["consent"]),
            ),
            (
                "乙は、甲の書面による同意がなければ、名札を人に貸してはならない。",
                "乙は、名札を人に貸してはならない。",
                ("stronger", ["consent"]),
            ),
            (
                "乙は、窓を閉めなければならない。",
                "乙は、窓を閉めなければならない。ただし、雨の日は、この限りでない。",
                ("weaker", ["exception"]),
            ),
            ("乙は、直ちに鍵を返すこと。", "乙は、速やかに鍵を返すこと。", ("weaker", ["deadline"])),
            ("乙は、直ちに鍵を返すこと。", "乙は、その日のうちに鍵を返すこと。", ("other", ["deadline"])),
            ("乙は、遅滞なく鍵を返すこと。", "乙は、ただちに鍵を返すこと。", ("stronger", ["deadline"])),
            ("乙は、７日以内に鍵を返すこと。", "乙は、二週間以内に鍵を返すこと。", ("weaker", ["days"])),
            ("乙は、三十日以内に鍵を返すこと。", "乙は、10日以内に鍵を返すこと。", ("stronger", ["days"])),
            ("乙は、５日前までに鍵を頼むこと。", "乙は、３日前までに鍵を頼むこと。", ("weaker", ["days"])),
            (
                "乙は、直ちに、７日以内に鍵を返すこと。",
                "乙は、速やかに、３日以内に鍵を返すこと。",
                ("other", ["deadline", "days"]),
            ),
            ("乙は、年一回以上鍵を数えること。", "乙は、年２回以上鍵を数えること。", ("stronger", ["frequency"])),
            ("乙は、月に１回鍵を数えること。", "乙は、年に３回鍵を数えること。", ("weaker", ["frequency"])),
            ("乙は、係を三人以上置くこと。", "乙は、係を２人以上置くこと。", ("weaker", ["number"])),
            ("乙は、札を１年間保存すること。", "乙は、札を三年間保存すること。", ("stronger", ["number"])),
            ("乙は、札を12か月保存すること。", "乙は、札を一年以上保存すること。", (None, [])),
            ("乙は、札を三枚以上貸してはならない。", "乙は、札を二枚以上貸してはならない。", (None, [])),
            ("乙は、年一回鍵を数えること。", "乙は、１年に１回鍵を数えること。", (None, [])),
            ("乙は、直ちに鍵を返すこと。", "乙は、直ちに合鍵を返すこと。", (None, [])),
            ("乙は、鍵を返すこと。", "乙は、鍵を返さなければならない。", (None, [])),
        ],
    )
    def test_direction_and_why(self, old, new, expected):
        (link,) = align(make("鍵", ("第1", "鍵", old)), make("鍵", ("第1", "鍵", new))).links
        assert (link.duty, [change.aspect for change in link.duty_changes]) == expected

    def test_in_an_item(self):
        lead = "乙は、次のことを守らなければならない。"
        sets = [
            with_items(lead, item("(1)", PENCIL), item("(2)", f"{word}筆を返すこと。"))
            for word in ("直ちに", "速やかに")
        ]
        assert align(*sets).links[0].duty == "weaker"
        assert "weaker (deadline): 直ちに → 速やかに" in diff_text(diff(*sets), False)


def branched(*rows: tuple[str, int, list[int], str]) -> ClauseSet:
    clauses = [
        Clause(number=n, branches=branches, label=label, text=text, spans=[]) for label, n, branches, text in rows
    ]
    resolve(clauses)
    return ClauseSet(title="貸し傘", kind="special_terms", clauses=clauses, spans=[])


FIRST = ("第１条", 1, [], "乙は、傘を十本置かなければならない。")
SECOND = ("第２条", 2, [], "乙は、傘を月曜日に数えなければならない。")
BRANCH = ("第２条の２", 2, [2], "乙は、壊れた傘を修繕しなければならない。")


class TestKeys:
    def test_a_branch_is_told_apart_from_its_article(self):
        found = align(branched(FIRST, SECOND), branched(FIRST, SECOND, BRANCH))
        assert (found.added, found.added_keys, found.added_labels) == ([2], ["2-2"], ["第２条の２"])
        assert [link.changes for link in found.links] == [[], []]

    def test_in_json_where_numbers_do_not_say_it(self):
        links = json.loads(align(branched(FIRST, BRANCH), branched(FIRST, BRANCH)).model_dump_json())["links"]
        assert [link.get("old_keys") for link in links] == [None, ["2-2"]]

    def test_what_was_written_reads_again(self):
        found = align(branched(FIRST, SECOND, BRANCH), branched(FIRST, BRANCH))
        again = Alignment.model_validate_json(found.model_dump_json())
        assert again == found
        assert again.links[0].old_keys == ["1"]

    def test_an_article_that_became_a_branch_was_renumbered(self):
        moved = ("第２条の２", 2, [2], SECOND[3])
        assert align(branched(FIRST, SECOND), branched(FIRST, moved)).links[1].changes == ["number"]


class TestStaleReferences:
    OLD = (FIRST, SECOND, ("第３条", 3, [], "乙は、第２条に反したときは、甲に届け出なければならない。"))
    PUT_IN = ("第２条", 2, [], "甲は、傘立てを貸す。")

    def changed(self, last: str) -> list[tuple[str, list[str], list[str]]]:
        new = branched(FIRST, self.PUT_IN, ("第３条", 3, [], SECOND[3]), ("第４条", 4, [], last))
        return [
            (one.text, one.meant, one.means)
            for link in align(branched(*self.OLD), new).links
            for one in link.stale_references
        ]

    def test_a_number_that_stayed_while_its_clause_moved(self):
        assert self.changed(self.OLD[2][3]) == [("第２条", ["第３条"], ["第２条"])]

    def test_a_number_that_followed(self):
        assert self.changed(self.OLD[2][3].replace("第２条", "第３条")) == []

    def test_relative_words_follow_by_themselves(self):
        old = branched(FIRST, SECOND, ("第３条", 3, [], "乙は、前条に反したときは、甲に届け出なければならない。"))
        new = branched(
            FIRST, SECOND, self.PUT_IN, ("第４条", 4, [], "乙は、前条に反したときは、甲に届け出なければならない。")
        )
        assert [link.stale_references for link in align(old, new).links] == [[], [], []]

    def test_one_that_went_over_to_a_branch(self):
        new = branched(FIRST, self.PUT_IN, ("第２条の２", 2, [2], SECOND[3]), self.OLD[2])
        (link,) = [link for link in align(branched(*self.OLD), new).links if link.stale_references]
        assert (link.stale_references[0].meant, link.changes) == (["第２条の２"], [])
