"""The data of the exercise: what the demonstration dossier is built from."""
