"""Settings for all tests."""

# Fixtures are loaded from these files, but they are no modules to look for examples in.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]
