"""Events: what takes place, when and where."""
