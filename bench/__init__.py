"""Measurements, side by side with their baselines in the same run: ``./opslagstavle bench [NAME] [--json]``."""
