"""Stamps are kept as long as there is room, and made once."""

import numpy as np

from cartoviewer.render.kept_stamps import KeptStamps


def picture():
    return np.ones((16, 8, 8), dtype=np.uint32)


def test_what_is_kept_is_not_made_again():
    kept, made = KeptStamps(), []

    def make():
        made.append(1)
        return picture()

    assert kept.get("dot", make) is kept.get("dot", make)
    assert len(made) == 1


def test_the_stamp_not_asked_for_longest_goes_first():
    size = picture().nbytes
    kept = KeptStamps(most_bytes=2 * size)
    first, second = kept.get("a", picture), kept.get("b", picture)
    assert kept.get("a", picture) is first
    kept.get("c", picture)
    assert kept.held_bytes == 2 * size
    assert kept.get("a", picture) is first
    assert kept.get("b", picture) is not second


def test_one_too_large_for_the_room_is_still_given():
    kept = KeptStamps(most_bytes=1)
    assert kept.get("a", picture).shape == (16, 8, 8)
    assert kept.held_bytes == picture().nbytes
