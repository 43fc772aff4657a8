"""The page that a run leaves (`--report`): what is in the archive, what to look at, where each source is.

`tables` reads what the page shows, `words.toml` says codes in both languages, `page` fills page.html with report.css
and report.js and locks it: no script or style but these runs in it, and no request leaves it.
"""

from kaigi_extract.archive.report.page import report_html
from kaigi_extract.archive.report.tables import Links, report_tables

__all__ = ["Links", "report_html", "report_tables"]
