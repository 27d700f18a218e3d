"""Workbooks of OpenDocument (.ods) for tests."""

import zipfile
from html import escape

__all__ = ["write_ods"]

_CONTENT = """<?xml version="1.0"?>{doctype}<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>
</office:document-content>"""
_MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""


def write_ods(path, sheets, doctype=""):
    """Write sheets, each a name and rows of texts; a tuple is a day and what is shown of it."""
    tables = ""
    for name, rows in sheets:
        tables += f'<table:table table:name="{name}">'
        for row in rows:
            tables += f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
        tables += "</table:table>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _CONTENT.format(tables=tables, doctype=doctype))
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return path


def _cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if isinstance(cell, tuple):
        day, cell = cell
        kind = f'office:value-type="date" office:date-value="{day}"'
    elif cell.startswith("#"):
        kind = 'office:value="0" office:value-type="float" calcext:value-type="error"'
    else:
        cell = escape(cell, quote=False)
    return f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"
