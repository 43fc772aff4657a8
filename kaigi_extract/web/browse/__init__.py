"""An archive to look into: pages that are made of it and change nothing, the same on a server and in a folder.

`address` says where each page is, `archive` asks the archive, the modules named after a view make its data, and `site`
finds the page of an address and writes it as HTML, CSV or JSON. `application` alone knows a server.
"""
