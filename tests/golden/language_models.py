"""The losses of language models, one row each: as `losses.py`."""

ROWS = []
