"""The exercise dossier: real outlines of Brussels, and on them a made-up incident with everything it needs."""
