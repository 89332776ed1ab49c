"""Road maps as files: the table of actions, charts, reports of half-years and years."""
