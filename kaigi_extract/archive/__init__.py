"""Migrations: a folder of documents becomes an archive that can be queried. Find, read in parallel, keep, write, ask.

`migrate.migrate` makes an archive, `query.Archive` asks it, `upgrade.upgrade` brings it to the current schema. The
truth of an archive is its manifest (`manifest.sqlite`): every file found, and the record of every one read. All else
there is written from it and can be written again.
"""
