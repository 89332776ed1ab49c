"""Benchmarks: our pages beside the bare limits of the same server, in one run (`make bench`)."""
