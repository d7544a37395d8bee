"""What leaves the house: the publication gate, and the files that pass through it."""
