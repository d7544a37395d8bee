"""The dossier: records, edits, the log they are kept in, and the file that holds them."""
