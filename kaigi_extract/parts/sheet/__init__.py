"""The 諮問・報告事項 sheet: its cover, its label/value tables, its titles and values."""
