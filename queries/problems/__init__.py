"""Problems: the statements that people wrote become a list."""
