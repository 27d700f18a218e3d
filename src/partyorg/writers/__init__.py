"""Writers: one finished run, in the seven forms that people and programs read.

| format    | for whom                                                                      |
|-----------|-------------------------------------------------------------------------------|
| `console` | the person at the terminal: what fails, what is missing                       |
| `json`    | other programs: everything, in the shape of `report.schema.json`              |
| `jsonl`   | the same, one record a line, for very large runs                              |
| `csv`     | a spreadsheet or a notebook: one row a finding, problems at the end           |
| `xlsx`    | Excel and WPS: summary, findings, problems and provenance on sheets           |
| `html`    | people: one page, readable offline and on paper                               |
| `junit`   | a build server: one test case a finding                                       |

All have one verb.  `save` writes a file whole or not at all, `dump` writes to a stream.  A writer
formats and never judges; the same run gives the same bytes.  No writer is imported before it is
used, so neither are the libraries behind it.
"""

from partyorg.writers._format import FORMATS, Format, dump
from partyorg.writers._save import save

__all__ = ["FORMATS", "Format", "dump", "save"]
