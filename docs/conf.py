"""Sphinx configuration: MyST pages, the furo theme, and nothing from the network."""

from partyorg import __version__

project = "partyorg"
author = "The partyorg authors"
copyright = "The partyorg authors"  # noqa: A001  (Sphinx asks for this name)
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "examples", "parts", "bulk-figures.md"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

# Docstrings write `code` in single backticks, in Markdown as in reStructuredText.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["partyorg.css"]
html_title = f"partyorg {__version__}"
html_show_sphinx = False
html_copy_source = False
pygments_style = "friendly"
pygments_dark_style = "monokai"
highlight_language = "text"
