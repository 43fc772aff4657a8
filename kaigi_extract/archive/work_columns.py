"""The tables in which works, what counts once, and counterparties are kept: their columns and views. Reads nothing."""

from __future__ import annotations

from kaigi_extract.records.tables import Column

FORMS = ("pdf", "word", "text", "other", "scan")
"""How a document came: born digital, or as a picture. In the order in which one is taken for the best, where nothing
else speaks for another: a PDF shows what was decided on, page by page."""
ROLES = ("best", "same", "revised", "part")

WORK_TABLES: dict[str, list[Column]] = {
    "works": [
        Column("id", "text", "A checksum of the text of its best document: the same in every archive that has it"),
        Column("ward", "text", "Identifier of the ward"),
        Column("title", "text", "Its first title"),
        Column("titles", "int", "How many titles it has: cases, or else register sheets or clause sets"),
        Column("date", "date", "The day of the council, else the day that is printed"),
        Column("manifestations", "int", "Documents that are this work, in whatever form or version"),
        Column("document_id", "text", "The best of them", "documents"),
        Column("reason", "text", "Why it is the best"),
        Column("reason_ja", "text", "Why it is the best, in Japanese"),
    ],
    "manifestations": [
        Column("id", "text", "The document's id, and of a part the work's"),
        Column("document_id", "text", "The document", "documents"),
        Column("work_id", "text", "The work that it is, or has in it", "works"),
        Column("rank", "int", "Its place among the manifestations, from 1, which is the best; null of a part"),
        Column("role", "text", "best; same, in another form; revised; part: the document has it in it", values=ROLES),
        Column("form", "text", "How it came: born digital, or as a scan", values=FORMS),
        Column("completeness", "float", "Its length as a share of that of the longest; null of a part"),
        Column("agreement", "float", "Share of its own text that it has in common with the work, 0 to 1"),
        Column("doubts", "int", "Findings that a person should look at"),
        Column("reason", "text", "Why it is of this work"),
        Column("reason_ja", "text", "Why it is of this work, in Japanese"),
    ],
    "counted": [
        Column("id", "text", "The id of the case or the decision; of an opinion that of its case, then /opinion"),
        Column("kind", "text", "case, decision, or opinion (答申)", values=("case", "decision", "opinion")),
        Column("document_id", "text", "The document that it is in", "documents"),
        Column("work_id", "text", "The work that the document is", "works"),
        Column("case_id", "text", "The case, or the case that is decided on", "cases"),
        Column("decision_id", "text", "The decision", "decisions"),
        Column("counted_as", "text", "The row that stands for it: the same case or decision counts once", "counted"),
        Column("counts", "bool", "Whether it stands for itself"),
    ],
    "counterparties": [
        Column("id", "text", "The form's id, then /counterparty"),
        Column("document_id", "text", "The document", "documents"),
        Column("work_id", "text", "The work", "works"),
        Column("case_id", "text", "The case", "cases"),
        Column("form_id", "text", "The form that names it", "forms"),
        Column("name", "text", "One name for it, however it is written (㈱, 株式会社)"),
        Column("printed", "text", "As printed"),
        Column("own_office", "bool", "Whether it is the ward itself, or one of its offices, and so no company"),
        Column("counts", "bool", "Whether its form is the one that counts, of the same in several documents"),
    ],
}
"""The columns of these tables."""
WORK_VIEWS = {
    "work_list": (
        ("Every work once, with its best document and how many more there are", "著作の一覧（最良の文書・文書数）"),
        """SELECT w.id, w.ward, w.date, w.title, w.manifestations, d.path AS best, w.reason, w.reason_ja
            FROM works w JOIN documents d ON w.document_id = d.id""",
    ),
    "document_list": (
        ("Every document with the work that it is, or has in it", "文書と、その著作（役割・順位）"),
        """SELECT m.work_id, w.ward, w.date, w.title, m."rank", m.role, m.form, d.path, m.reason, m.reason_ja
            FROM manifestations m JOIN works w ON m.work_id = w.id JOIN documents d ON m.document_id = d.id""",
    ),
    "each_case": (
        ("Every case once, in however many documents it is", "案件の一覧（重複を除く）"),
        """SELECT c.id, d.ward, coalesce(c.meeting_date, d.date) AS date, c.title, c.category, c.department, n.work_id,
            (SELECT count(*) FROM counted o WHERE o.counted_as = n.id) AS times, d.path, c.page
            FROM counted n JOIN cases c ON n.case_id = c.id JOIN documents d ON n.document_id = d.id
            WHERE n.kind = 'case' AND n.counts""",
    ),
    "each_decision": (
        ("Every decision of a council once: in minutes, an opinion, or both", "結論の一覧（重複を除く）"),
        """SELECT n.id, d.ward, coalesce(m.date, c.meeting_date, c.opinion_date, d.date) AS date, n.kind, e.number,
            e.result, coalesce(e."text", c.opinion_conclusion) AS "text", c.title, n.work_id,
            (SELECT count(*) FROM counted o WHERE o.counted_as = n.id) AS times, d.path
            FROM counted n JOIN documents d ON n.document_id = d.id LEFT JOIN decisions e ON n.decision_id = e.id
            LEFT JOIN meetings m ON e.meeting_id = m.id LEFT JOIN cases c ON n.case_id = c.id
            WHERE n.kind <> 'case' AND n.counts""",
    ),
    "ward_counts": (
        ("Works, documents, cases and decisions of each ward, each counted once", "区ごとの件数（重複を除く）"),
        """SELECT w.ward, count(*) AS works, CAST(sum(w.manifestations) AS BIGINT) AS documents,
            (SELECT count(*) FROM counted n JOIN documents d ON n.document_id = d.id WHERE n.kind = 'case' AND n.counts
            AND coalesce(d.ward, '') = coalesce(w.ward, '')) AS cases,
            (SELECT count(*) FROM counted n JOIN documents d ON n.document_id = d.id WHERE n.kind <> 'case' AND n.counts
            AND coalesce(d.ward, '') = coalesce(w.ward, '')) AS decisions FROM works w GROUP BY w.ward""",
    ),
    "outsourced": (
        ("Which company or body handles which items of personal data", "どの相手方がどの情報項目を扱うか"),
        """SELECT p.printed AS counterparty, i."text" AS item, d.ward, f.title, d.path, i.page
            FROM data_items i JOIN forms f ON i.form_id = f.id JOIN documents d ON f.document_id = d.id
            JOIN counterparties p ON p.form_id = f.id WHERE p.counts AND NOT p.own_office""",
    ),
}
"""Views that count each thing once, in SQL that both DuckDB and SQLite know."""
