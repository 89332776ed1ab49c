"""The results of waves in words, charts and tables: the same on pages, in files and in reports."""
