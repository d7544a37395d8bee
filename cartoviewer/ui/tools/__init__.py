"""What the mouse does on the map: pan, place, move, measure, identify."""
