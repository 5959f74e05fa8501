"""The losses of vectors and of tables of similarities, one row each: as `losses.py`."""

ROWS = []
