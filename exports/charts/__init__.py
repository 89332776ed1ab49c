"""Figures of results as SVG: on pages, in files and in reports, each with its table."""
