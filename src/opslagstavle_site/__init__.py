"""The board on the web: a thin Django site over the library."""
