"""Forms: questions of organizers, and what people answer."""
