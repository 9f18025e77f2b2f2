"""Fuzzing: the doors through which a stranger's bytes come in, one target each (`targets.py`).

A short run of each is in the tests (`tests/test_fuzz.py`, from Hypothesis, with the kept corpus). `make fuzz` runs them
long and guided by coverage, with atheris.
"""
