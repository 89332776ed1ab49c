"""Road maps: how their actions are narrowed, in the back office and for all."""
