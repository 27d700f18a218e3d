"""The check in columns: the same verdicts for millions (needs NumPy)."""
