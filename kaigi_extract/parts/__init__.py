"""Lines and tables to records: one module a kind of part. The ward's mapping tells what a label means."""
