"""Boxes taken at once are taken as their points are, one by one."""

import numpy as np

from cartoviewer.scene.occupancy import Occupancy, block


def test_boxes_taken_together_are_those_taken_one_by_one():
    random = np.random.default_rng(5)
    low = random.uniform(-15, 105, (200, 2))
    boxes = np.hstack((low, low + random.uniform(0.2, 9, (200, 2))))
    together, alone = Occupancy((100.0, 80.0)), Occupancy((100.0, 80.0))
    together.take_boxes(boxes)
    for left, top, right, bottom in boxes.tolist():
        alone.take(block(((left + right) / 2, (top + bottom) / 2), right - left, bottom - top))
    assert alone._taken.sum() > 1000
    assert (together._taken == alone._taken).mean() > 0.995
    assert not (alone._taken & ~together._taken).any()
