"""The generated parts of the documentation, one module a subject; `generate.py` writes them."""
