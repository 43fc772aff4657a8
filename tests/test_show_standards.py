"""Documents in the standards of other fields, read by tools of those fields."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import pytest
from lxml import etree

from kaigi_extract.cli import main
from kaigi_extract.records import (
    AgendaItem,
    Case,
    Chapter,
    Clause,
    ClauseSet,
    Decision,
    Document,
    Evidence,
    Item,
    Meeting,
    PageSpan,
    Section,
    Source,
    Speech,
    TextSpan,
)
from kaigi_extract.show.export.standards import to_standard
from tests.hostile import poisoned

CORPUS = Path(__file__).parents[1] / "corpus"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"
LAW_SCHEMA = os.environ.get("KAIGI_LAW_XSD")
"""XMLSchemaForJapaneseLaw_v3.xsd of e-Gov; the npm package lawtext holds it as bin/stdLaw.xsd."""
STANDARDS = ("law-xml", "akoma-ntoso", "popolo", "ocd", "web-annotations")
OBEYED = "\x00\x1b[31m\u202e\ud800\uffff]]>--&<b>"


def item(label, number, text, *items, rows=()):
    return Item(label=label, number=number, text=text, items=list(items), rows=list(rows), spans=[])


def clause(label, number, text, *items, heading=None, branches=(), rows=()):
    return Clause(
        number=number, branches=list(branches), label=label, heading=heading, text=text,
        items=list(items), rows=list(rows), spans=[],
    )  # fmt: skip


def held(*clauses, **fields):
    return ClauseSet(**{"title": "倉庫の鍵の条例", "kind": "statute", "clauses": list(clauses), "spans": [], **fields})


def document(*sets, media_type="application/pdf", **fields):
    source = Source(path="/home/somebody/鍵.pdf", sha256="ab" * 32, media_type=media_type, page_count=1, pages=[])
    return Document(source=source, clause_sets=list(sets), **fields)


KEYS = held(
    clause("第１条", 1, "この条例は、倉庫の鍵を定める。", heading="目的"),
    clause(
        "第２条", 2, "鍵は、次に掲げる者が持つ。ただし、雨の日は除く。",
        item("(1)", 1, "倉庫番", item("ア", "ア", "昼の番")),
        item("２", 2, "前項の者は、鍵を貸さない。", item("(1)", 1, "朝")),
        heading="鍵", rows=[["倉庫", "鍵"], ["北", ""]],
    ),
    clause("第２条の２", 2, "鍵は、赤い。", branches=[2]),
    clause("第３条", 3, "", item("１", 1, "台帳を置く。"), item("２", 2, "台帳を見せる。")),
    ward="midori",
    date=datetime.date(2013, 4, 1),
    preamble="倉庫のために\n定める。",
    chapters=[Chapter(label="第１章", title="総則", first=1, last=2), Chapter(label="第２章", title="台帳", first=3, last=3)],
)  # fmt: skip
SUPPLEMENT = held(clause("１", 1, "公布の日から施行する。"), title="附　則", supplement_of=0)
ANNEX = Section(kind="clause_set", text="別表第１（第２条関係）\n倉庫\t鍵\n北\t三本", spans=[])
LAW = document(KEYS, SUPPLEMENT, sections=[ANNEX])
TERMS = document(
    held(
        clause("１", 1, "名簿は、棚に置く。", item("(1)", 1, "紙"), heading="保管"),
        clause("２", 2, "名簿は、写さない。"),
        title="名簿の特記事項",
        kind="special_terms",
    )
)
SPAN = PageSpan(page=3, bbox=(204.8, 119.01, 522.26, 129.51))
MEETING = Meeting(
    council="みどり区文書審議会",
    term=2,
    session=3,
    date=datetime.date(2014, 5, 6),
    start="10:00",
    end="正午頃",
    place="区役所三階",
    members=["青木", "池田"],
    absent=["上野"],
    officials=["文書課長"],
    observers=1,
    agenda=[AgendaItem(section="諮問", number=4, title="鍵の更新", department="文書課", material="1-2", spans=[])],
    speeches=[Speech(order=1, speaker="会長", text="始めます。", spans=[])],
    decisions=[Decision(number=4, result="approved", text="承認する。", spans=[])],
)
SITTING = document(meetings=[MEETING, MEETING.model_copy(update={"date": None, "session": 4})])


def xml_of(given, standard="law-xml", **options):
    return etree.fromstring(to_standard(given, standard, **options).text.encode())


def texts(root, path):
    return ["".join(each.itertext()).strip() for each in root.iterfind(path)]


def said(given, standard, **options):
    return [one.pointer for one in to_standard(given, standard, **options).not_carried]


class TestLawXml:
    def test_reader_of_japanese_laws(self):
        pytest.importorskip("ja_law_parser")
        from ja_law_parser.parser import LawParser

        law = LawParser().parse_from(to_standard(LAW, "law-xml", law_number="令和5年みどり区条例第12号").text.encode())
        body = law.law_body
        assert (law.era, law.year, law.num, law.law_num) == ("Reiwa", 5, 12, "令和5年みどり区条例第12号")
        assert body.law_title.text == "倉庫の鍵の条例"
        assert [one.chapter_title.text for one in body.main_provision.chapters] == ["第１章　総則", "第２章　台帳"]
        first, second, branch = body.main_provision.chapters[0].articles
        assert [one.num for one in (first, second, branch)] == ["1", "2", "2_2"]
        assert (second.article_title.text, second.article_caption.text) == ("第２条", "（鍵）")
        assert [(one.num, one.paragraph_num.text) for one in second.paragraphs] == [(1, ""), (2, "２")]
        sentences = second.paragraphs[0].paragraph_sentence.sentences
        assert [(one.text, one.function) for one in sentences] == [
            ("鍵は、次に掲げる者が持つ。", "main"),
            ("ただし、雨の日は除く。", "proviso"),
        ]
        numbered = second.paragraphs[0].items[0]
        assert (numbered.item_title.text, numbered.subitems[0].num) == ("(1)", "ア")
        assert [list(one.texts()) for one in second.paragraphs[0].table_structs] == [["倉庫", "鍵", "北", ""]]
        assert [list(one.texts()) for one in second.paragraphs[1].items] == [["(1)", "朝"]]
        ledger = body.main_provision.chapters[1].articles[0]
        assert [one.paragraph_num.text for one in ledger.paragraphs] == ["１", "２"]
        assert body.suppl_provisions[0].suppl_provision_label.text == "附　則"
        assert list(body.appdx_tables[0].texts())[:2] == ["別表第１", "（第２条関係）"]

    @pytest.mark.skipif(LAW_SCHEMA is None, reason="KAIGI_LAW_XSD names no XMLSchemaForJapaneseLaw_v3.xsd")
    @pytest.mark.parametrize("number", [None, "平成元年条例第3号"])
    @pytest.mark.parametrize("given", [LAW, TERMS, poisoned(LAW, OBEYED), "corpus"])
    def test_schema(self, given, number, extracted):
        schema = etree.XMLSchema(etree.parse(str(LAW_SCHEMA)))
        schema.assertValid(xml_of(extracted(BUNDLE) if given == "corpus" else given, law_number=number))

    def test_without_a_number_nothing_is_made_up(self):
        root = xml_of(LAW)
        assert (root.tag, dict(root.attrib)) == ("LawBody", {})
        assert said(LAW, "law-xml") == ["/clause_sets/0", "/clause_sets/0/date"]

    def test_clauses_that_are_no_articles(self):
        root = xml_of(TERMS)
        assert texts(root, "MainProvision/Paragraph/ParagraphNum") == ["１", "２"]
        assert texts(root, "MainProvision/Paragraph/ParagraphCaption") == ["（保管）"]
        assert texts(root, "MainProvision/Paragraph/Item/ItemTitle") == ["(1)"]

    def test_preamble_a_line_a_paragraph(self):
        assert texts(xml_of(LAW), "Preamble/Paragraph/ParagraphSentence") == ["倉庫のために", "定める。"]

    def test_numbers_below_a_lead_are_items(self):
        lead = clause("第１条", 1, "次による。", item("１", 1, "一"), item("２", 2, "二"))
        root = xml_of(document(held(lead)))
        assert texts(root, ".//Paragraph/ParagraphNum") == [""]
        assert texts(root, ".//Item/ItemTitle") == ["１", "２"]

    @pytest.mark.parametrize(
        ("chapters", "lost"),
        [
            ([Chapter(label="第１章", title="途中", first=2, last=2)], 1),  # 第１条 is above it
            ([Chapter(label="第１款", title="小", first=1, last=2)], 1),  # a 款 is never the outermost
            ([Chapter(label="", title="番号なし", first=1, last=2)], 1),
            (
                [
                    Chapter(label="第１編", title="大", first=1, last=2),
                    Chapter(label="第１節", title="小", first=2, last=2),
                ],
                2,
            ),
            ([Chapter(label="第１章", title="全", first=1, last=2)], 0),
        ],
    )
    def test_heads_without_a_place(self, chapters, lost):
        given = document(held(clause("第１条", 1, "甲。"), clause("第２条", 2, "乙。"), chapters=chapters))
        assert said(given, "law-xml").count("/clause_sets/0/chapters") == lost
        assert texts(xml_of(given), ".//ArticleTitle") == ["第１条", "第２条"]

    def test_deeper_than_the_schema(self):
        deep = item("底", 1, "底の文。")
        for depth in range(14):
            deep = item(f"段{depth}", 1, f"文{depth}。", deep)
        given = document(held(clause("第１条", 1, "甲。", deep)))
        words = "".join(xml_of(given).itertext())
        assert all(f"文{depth}。" in words for depth in range(14))
        assert "底の文。" in words
        assert "/clause_sets/0" in said(given, "law-xml", law_number="令和5年条例第1号")

    def test_annex_of_one_of_several_sets(self):
        given = document(KEYS, TERMS.clause_sets[0], sections=[ANNEX])
        made = to_standard(given, "law-xml", clause_set="倉庫")
        assert "AppdxTable" not in made.text
        assert any("別表第１" in one.japanese for one in made.not_carried)

    @pytest.mark.parametrize("number", ["第12号", "令和X年条例第1号", "条例"])
    def test_no_number(self, number):
        with pytest.raises(ValueError, match=f"^'{number}' is no 法令番号; write it as"):
            to_standard(LAW, "law-xml", law_number=number)


class TestAkomaNtoso:
    @pytest.mark.parametrize("given", [LAW, TERMS, poisoned(LAW, OBEYED), "corpus"])
    def test_schema_of_oasis(self, given, extracted):
        pytest.importorskip("cobalt")
        from cobalt.akn import AkomaNtosoDocument
        from cobalt.schemas import assert_validates

        given = extracted(BUNDLE) if given == "corpus" else given
        assert_validates(AkomaNtosoDocument(to_standard(given, "akoma-ntoso").text), strict=True)

    def test_read_by_cobalt(self):
        pytest.importorskip("cobalt")
        from cobalt import Act

        act = Act(to_standard(LAW, "akoma-ntoso").text)
        assert (act.title, act.work_date, act.language) == ("倉庫の鍵の条例", datetime.date(2013, 4, 1), "jpn")
        assert act.frbr_uri.work_uri(False) == "/akn/jp-midori/act/statute/2013-04-01/abababababababab-1"
        assert act.get_portion_element("art_2__para_2__point_1").num == "(1)"

    def test_day_that_is_not_known(self):
        pytest.importorskip("cobalt")
        from cobalt.akn import NULL_DATE
        from cobalt.openstructure import Document as Doc

        read = Doc(to_standard(TERMS, "akoma-ntoso").text)
        assert read.title == "名簿の特記事項"
        assert read.meta.identification.FRBRWork.FRBRdate.get("date") == NULL_DATE
        assert said(TERMS, "akoma-ntoso") == ["/clause_sets/0/date"]

    def test_same_number_twice(self):
        given = document(held(clause("第１条", 1, "甲。"), clause("第１条", 1, "乙。")))
        found = xml_of(given, "akoma-ntoso").iterfind(".//{*}article")
        assert [each.get("eId") for each in found] == ["art_1", "art_1-2"]


class TestPopolo:
    def test_validated_by_pupa(self):
        pytest.importorskip("pupa")
        from pupa.scrape import Membership, Organization, Person

        made = json.loads(to_standard(SITTING, "popolo", source_url="https://example.org/a.pdf").text)
        for name, kind in (("persons", Person), ("organizations", Organization), ("memberships", Membership)):
            assert made[name]
            for each in made[name]:
                read = kind.__new__(kind)
                read.__dict__.update(each, _id=each["id"])
                read.validate()

    def test_who_belongs_where(self):
        made = json.loads(to_standard(SITTING, "popolo").text)
        people = {one["id"]: one["name"] for one in made["persons"]}
        councils = {one["id"]: one["name"] for one in made["organizations"]}
        assert [
            (people[one["person_id"]], one["role"], councils[one["organization_id"]]) for one in made["memberships"]
        ] == [
            (name, "委員", "みどり区文書審議会")
            for name in ("青木", "池田", "上野")  # each once, of both sittings
        ]
        assert [(one["name"], councils[one["organization_id"]]) for one in made["events"]] == [
            ("みどり区文書審議会　第3回", "みどり区文書審議会"),
            ("みどり区文書審議会　第4回", "みどり区文書審議会"),
        ]
        assert {people[one["id"]] for one in made["events"][0]["attendees"]} == {"青木", "池田"}

    def test_nobody_is_put_together_across_councils(self):
        other = MEETING.model_copy(update={"council": "きた区文書審議会"})
        made = json.loads(to_standard(document(meetings=[MEETING, other]), "popolo").text)
        assert [one["name"] for one in made["persons"]] == ["青木", "池田", "上野"] * 2

    def test_what_is_printed(self):
        made = json.loads(to_standard(SITTING, "popolo", source_url="https://example.org/鍵.pdf").text)
        first, second = made["events"]
        assert (first["start_date"], first["end_date"]) == ("2014-05-06T10:00:00+09:00", "2014-05-06")
        assert "start_date" not in second
        assert "end_date" not in second
        assert [one["name"] for one in first["attendees"]] == ["青木", "池田"]  # 上野 did not come
        assert [(one["attribution_text"], one["position"]) for one in made["speeches"]] == [("会長", 1)] * 2
        assert made["motions"][0]["result"] == "approved"
        assert first["sources"] == [{"url": "https://example.org/鍵.pdf", "note": "鍵.pdf"}]

    def test_says_what_it_leaves_out(self):
        one = document(meetings=[MEETING])
        assert said(one, "popolo") == ["/meeting/officials", "/meeting/agenda", "/meeting/observers", "/meeting/end"]


class TestOpenCivicData:
    def test_validated_by_pupa(self, extracted):
        pytest.importorskip("pupa")
        from pupa.scrape.event import Event

        url = "https://example.org/a.pdf"
        made = [*made_events(document(meetings=[MEETING]), url), *made_events(extracted(BUNDLE), url)]
        for held_event in made:
            event = Event.__new__(Event)
            event.__dict__.update(held_event)
            event.validate()
        assert len(made) == 2

    def test_agenda_participants_documents(self):
        event, _ = made_events(SITTING)
        assert event["start_date"] == "2014-05-06T10:00:00+09:00"
        assert [(one["name"], one["entity_type"], one["note"]) for one in event["participants"]] == [
            ("みどり区文書審議会", "organization", "host"),
            ("青木", "person", "委員"),
            ("池田", "person", "委員"),
            ("文書課長", "person", "職員"),
        ]
        (agenda,) = event["agenda"]
        assert (agenda["description"], agenda["notes"]) == ("鍵の更新", ["資料1-2"])
        assert agenda["related_entities"][0]["name"] == "文書課"
        (file,) = event["documents"]
        assert file["links"][0]["media_type"] == "application/pdf"
        assert file["links"][0]["url"].startswith("ni:///sha-256;q6ur")
        assert "somebody" not in to_standard(SITTING, "ocd").text  # no folder of whoever read it

    def test_without_a_day(self):
        _, event = made_events(SITTING)
        assert "start_date" not in event
        assert "/meetings/1/date" in said(SITTING, "ocd")


def made_events(given, source_url=None):
    return json.loads(to_standard(given, "ocd", source_url=source_url).text)


CONTEXT = {
    "@vocab": "urn:unknown:",
    **{name: f"http://www.w3.org/ns/oa#{name}" for name in (
        "Annotation", "SpecificResource", "FragmentSelector", "TextQuoteSelector", "TextualBody", "exact",
    )},
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    "AnnotationPage": "https://www.w3.org/ns/activitystreams#OrderedCollectionPage",
    "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list", "@type": "@id"},
    "body": {"@id": "http://www.w3.org/ns/oa#hasBody", "@type": "@id"},
    "target": {"@id": "http://www.w3.org/ns/oa#hasTarget", "@type": "@id"},
    "source": {"@id": "http://www.w3.org/ns/oa#hasSource", "@type": "@id"},
    "selector": {"@id": "http://www.w3.org/ns/oa#hasSelector", "@type": "@id"},
    "motivation": {"@id": "http://www.w3.org/ns/oa#motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "http://www.w3.org/ns/oa#hasPurpose", "@type": "@vocab"},
    "conformsTo": {"@id": "http://purl.org/dc/terms/conformsTo", "@type": "@id"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    **{name: f"http://www.w3.org/ns/oa#{name}" for name in ("identifying", "describing", "classifying", "tagging")},
}  # fmt: skip
"""The terms of http://www.w3.org/ns/anno.jsonld that are used, as the Web Annotation Vocabulary has them."""


class TestWebAnnotations:
    case = Case(
        title="鍵の更新", evidence={"title": Evidence(label="件名", text="鍵の更新", spans=[SPAN], confidence=0.9)}
    )

    def test_read_as_json_ld(self):
        jsonld = pytest.importorskip("pyld").jsonld

        def local(url, _options):
            assert url == "http://www.w3.org/ns/anno.jsonld"
            return {"document": {"@context": CONTEXT}, "documentUrl": url, "contextUrl": None, "contentType": None}

        text = to_standard(document(cases=[self.case]), "web-annotations").text
        quads = jsonld.to_rdf(json.loads(text), {"documentLoader": local})["@default"]
        assert not [one for one in quads if one["predicate"]["value"].startswith("urn:unknown:")]
        values = {one["object"]["value"] for one in quads if one["predicate"]["value"].endswith("rdf-syntax-ns#value")}
        assert values == {
            "鍵の更新",
            "件名",
            "/cases/0/title",
            "page=3&xywh=204,119,319,11",
            "page=3&viewrect=204.8,119.01,317.46,10.5",
        }
        sources = {one["object"]["value"] for one in quads if one["predicate"]["value"].endswith("oa#hasSource")}
        assert sources == {"ni:///sha-256;q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s"}

    def test_lines_of_one_value(self):
        second = SPAN.model_copy(update={"page": 4})
        evidence = {"title": Evidence(text="鍵の\n更新", spans=[SPAN, second])}
        (made,) = annotations(document(cases=[Case(title="鍵の更新", evidence=evidence)]))
        selectors = [one["selector"] for one in made["target"]]
        assert [one[0]["value"].partition("&")[0] for one in selectors[:2]] == ["page=3", "page=4"]
        assert selectors[2] == {"type": "TextQuoteSelector", "exact": "鍵の\n更新"}

    @pytest.mark.parametrize(
        ("media_type", "wanted", "lost"),
        [("text/plain", ["line=4,5"], []), ("application/msword", [], [""])],
    )
    def test_places_in_files_without_pages(self, media_type, wanted, lost):
        evidence = {"title": Evidence(text="鍵", spans=[TextSpan(line=5, start=0, end=1)])}
        given = document(cases=[Case(title="鍵", evidence=evidence)], media_type=media_type)
        (target,) = annotations(given)[0]["target"]
        found = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
        assert [one["value"] for one in found if one["type"] == "FragmentSelector"] == wanted
        assert [one["exact"] for one in found if one["type"] == "TextQuoteSelector"] == ["鍵"]
        assert said(given, "web-annotations") == lost

    def test_value_that_is_no_text(self):
        evidence = {
            "date": Evidence(text="平成26年5月6日", spans=[SPAN]),
            "members": Evidence(text="青木", spans=[SPAN]),
        }
        meeting = Meeting(date=datetime.date(2014, 5, 6), members=["青木"], evidence=evidence)
        day, members = annotations(document(meetings=[meeting]))
        assert [one["value"] for one in day["body"]] == ["2014-05-06", "/meeting/date"]
        assert [one["value"] for one in members["body"]] == ["/meeting/members"]

    def test_every_value_with_evidence(self, extracted):
        read = extracted(BUNDLE)
        found = [one["id"] for one in annotations(read)]
        assert len(found) == len(set(found))
        tags = {body["value"] for one in annotations(read) for body in one["body"] if body["purpose"] == "tagging"}
        assert {f"/cases/0/{name}" for name in read.cases[0].evidence} <= tags
        assert {"/meeting/date", "/clause_sets/0/clauses/0", "/meeting/speeches/0"} <= tags


def annotations(given):
    return json.loads(to_standard(given, "web-annotations").text)["items"]


class TestAnyStandard:
    @pytest.mark.parametrize("standard", STANDARDS)
    def test_hostile_texts(self, standard):
        given = poisoned(
            document(KEYS, SUPPLEMENT, cases=[TestWebAnnotations.case], meetings=[MEETING], sections=[ANNEX]), OBEYED
        )
        text = to_standard(given, standard).text
        assert not set(text) & {*"\x00\x1b\u202e\ud800\uffff"}
        etree.fromstring(text.encode()) if standard in ("law-xml", "akoma-ntoso") else json.loads(text)

    @pytest.mark.parametrize("standard", STANDARDS)
    def test_same_document_same_text(self, standard, extracted, tmp_path):
        read = extracted(BUNDLE)
        again = Document.model_validate_json(read.model_dump_json())
        made = read.to_standard(standard, tmp_path / "out")
        assert str(made) == again.to_standard(standard).text == (tmp_path / "out").read_text("utf-8")

    @pytest.mark.parametrize(
        ("standard", "options", "message"),
        [
            ("marc", {}, r"^no standard 'marc'; there are law-xml, akoma-ntoso, popolo, ocd, web-annotations$"),
            ("popolo", {"clause_set": "倉庫"}, r"^popolo is of a whole document, and takes no clause set$"),
            ("ocd", {"law_number": "令和5年条例第1号"}, r"^ocd has no place for a 法令番号; law-xml has$"),
            ("law-xml", {"source_url": "https://example.org"}, r"^law-xml has no place for the address of the file$"),
            ("law-xml", {"clause_set": "名簿"}, r"no clause set begins with 「名簿」"),
        ],
    )
    def test_what_cannot_be(self, standard, options, message):
        with pytest.raises(ValueError, match=message):
            to_standard(LAW, standard, **options)

    @pytest.mark.parametrize("standard", ["law-xml", "akoma-ntoso"])
    def test_set_without_clauses(self, standard):
        with pytest.raises(ValueError, match=r"the clause set 「倉庫の鍵の条例」 has no clause to export$"):
            to_standard(document(held()), standard)


class TestCommand:
    def test_writes(self, tmp_path, capsys):
        source, out = tmp_path / "a.txt", tmp_path / "a.xml"
        source.write_text("鍵の取扱いに関する特記事項\n\n第１条　乙は、鍵を棚に置かなければならない。\n"
                          "第２条　乙は、鍵を貸してはならない。\n第３条　乙は、鍵を返さなければならない。\n", encoding="utf-8")  # fmt: skip
        assert main(["export", str(source), "--to", "law-xml", "-o", str(out), "--lang", "ja"]) == 0
        assert texts(etree.parse(str(out)).getroot(), ".//ArticleTitle") == ["第１条", "第２条", "第３条"]
        assert "法令番号が分からず" in capsys.readouterr().err
        assert main(["export", str(source), "--to", "akoma-ntoso"]) == 0
        assert capsys.readouterr().out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso')

    def test_not_over_the_document(self, tmp_path, capsys):
        source = tmp_path / "a.txt"
        source.write_text("鍵", encoding="utf-8")
        assert main(["export", str(source), "--to", "popolo", "-o", str(source)]) == 2
        assert source.read_text("utf-8") == "鍵"

    def test_no_clause_set(self, tmp_path, capsys):
        source = tmp_path / "a.txt"
        source.write_text("鍵", encoding="utf-8")
        assert main(["export", str(source), "--to", "law-xml"]) == 2
        assert "no clause set was found in it" in capsys.readouterr().err
