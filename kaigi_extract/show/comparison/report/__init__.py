"""The comparison report: one page of HTML that needs nothing else. Compares nothing.

`view` says what is on the page, `links` where its references lead, `pictures` brings the pages that clauses were read
from, `page` fills page.html with report.css and report.js and locks it: no script or style but these runs in it.
"""

from kaigi_extract.show.comparison.report.page import to_html

__all__ = ["to_html"]
