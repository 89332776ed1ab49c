"""Forms: the questions of organizers, and what people answer."""
