"""Measurements of the project, run by hand: `python -m benchmarks.<name>`."""
