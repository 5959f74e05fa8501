"""The inputs: the numbers of `harness/inputs.rs`, which says what they are."""

import numpy as np

SCALE = 2.0
PERIOD = 1 << 20


def settle():
    """Frees a large block once, as `settle` in `harness/mod.rs`, which says why."""
    np.ones(31 << 20, dtype=np.uint8)


def normal(stream, n):
    i = np.arange(min(n, PERIOD), dtype=np.uint64) * np.uint64(2)
    u, v = uniform(stream, i), uniform(stream, i + np.uint64(1))
    return np.resize(SCALE * np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v), n)


def bits(stream, n):
    i = np.arange(min(n, PERIOD), dtype=np.uint64)
    return np.resize((uniform(stream, i) >= 0.5).astype(np.float64), n)


def labels(stream, n, classes):
    return (uniform(stream, np.arange(n, dtype=np.uint64)) * classes).astype(np.int64)


def size(*arrays):
    """The mean size of the numbers of all of them."""
    arrays = [np.asarray(array, dtype=np.float64) for array in arrays]
    return float(sum(np.abs(array).sum() for array in arrays) / sum(array.size for array in arrays))


def uniform(stream, i):
    z = (np.uint64(stream << 40) + i + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return ((z >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
