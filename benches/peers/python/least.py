"""How long a call takes: as `harness/least.rs` has it, with the same durations."""

import gc
import time

WARM_UP, BLOCK, ALL, BLOCKS = 0.020, 0.005, 0.250, 3


def least(call):
    """Seconds that a call takes in the best of several blocks."""
    gc.collect()
    gc.disable()
    try:
        return measured(call)
    finally:
        gc.enable()


def measured(call):
    clock = time.perf_counter
    start, calls = clock(), 0
    while calls == 0 or clock() - start < WARM_UP:
        call()
        calls += 1
    once = (clock() - start) / calls
    turns = range(max(1, int(BLOCK / once)))
    begin, blocks, best = clock(), 0, float("inf")
    while blocks < BLOCKS or clock() - begin < ALL:
        start = clock()
        for _ in turns:
            call()
        best = min(best, (clock() - start) / len(turns))
        blocks += 1
    return best
