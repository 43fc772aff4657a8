"""An archive as a site of static files, which works from a folder and from any web server, and asks nobody anything.

`verb` has the order of the steps, `choice` says what goes in, `static_site` makes the pages of `web.browse` such that
they need no server, `search_index` writes what its search reads, `published_folder` alone writes into the site.
"""
