"""Measurements, each against a stated ceiling that is measured in the same run.

`python -m benchmarks` runs all of them, `python -m benchmarks receiving` one. A benchmark is a
module here with a function `run()` that returns its results.
"""
