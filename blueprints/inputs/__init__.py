"""Forms that people fill in: fields, what is refused and why, in the person's language."""
