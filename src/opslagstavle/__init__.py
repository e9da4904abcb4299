"""Public procurement notices, read, judged and matched with social enterprises. Pure: files in, values out."""
