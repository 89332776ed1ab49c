"""Bodies and answers, the shape of each in a model of its own."""
