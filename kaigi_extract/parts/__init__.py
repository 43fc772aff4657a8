"""Lines and tables to records. `kinds` has one file a kind of part; the ward's mapping says what a label means."""
