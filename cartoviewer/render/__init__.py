"""Painting: one painter for screen, PNG, SVG, PDF and printer."""
