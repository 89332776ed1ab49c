"""Problem lists as files: tables, charts and a report, all of what the public may read."""
