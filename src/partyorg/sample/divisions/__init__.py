"""Real divisions of Guizhou as a table of organisations; see SOURCE.md beside this file."""
