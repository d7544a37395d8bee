"""The command line: the same work without a window, for the night shift's scripts and for tests."""
