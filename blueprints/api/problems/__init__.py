"""Problems: what people wrote becomes a list."""
