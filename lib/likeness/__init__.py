"""How alike two short Turkish texts are, as far as their letters and words tell."""
