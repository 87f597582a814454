"""The checkout's own tools: run as programs, imported by one another and by tests."""
