"""The losses of policies that are trained on rewards, and of reward models, one row each: as `losses.py`."""

ROWS = []
