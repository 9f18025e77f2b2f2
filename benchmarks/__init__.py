"""Measures of the builder beside named peers, in the same run: `make bench`."""
