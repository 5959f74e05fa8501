"""The losses of preferences, one row each: as `losses.py`."""

ROWS = []
