"""Evaluation: lazy values, records that can be extended, and the interpreter."""
