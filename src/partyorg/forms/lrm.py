r"""The appointment form (干部任免审批表) as an old file `.lrm`, version 2.0.

It is one record of quoted fields with commas between them, in GB 2312, with no headings: only
the place tells what a field is, and no published text tells all places.  So only two are read.
Field 1 is the name and field 17 the resume, counted from 1.  Whatever else the file holds (birth,
native place, health, family) is dropped unread, and the present post with it: the resume has it.

Within a field `@` and `#` part sub-fields.  Of the name the first is taken.  In the resume they
part lines where a new line begins (a year or a bracket follows, or nothing); anywhere else they
stand as they are, for a post may have such a sign in it.

Because only the place tells, the resume is looked at: without a year in it, it is none, and the
file is refused rather than something else of a person taken for it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from os import PathLike

from partyorg.errors import shown
from partyorg.forms.official import Official
from partyorg.forms.refusals import broken, form_contents, no_form, text_of, undecodable
from partyorg.readers import Limits
from partyorg.readers.encodings import decode_whole

__all__ = ["read_lrm"]

_NAME, _RESUME = 1, 17
_PART = re.compile("[@#]")
_NEW_LINE = re.compile(r"[@#]+(?=\s*(?:[(（]|(?:19|20)\d\d|\Z))")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d")


def read_lrm(
    form: str | PathLike[str] | bytes, limits: Limits | None = None, *, name: str = "form.lrm"
) -> Official:
    """Read one old appointment form; `form` is a path, or the bytes of the file, named `name`.

    GB 2312 is read as GB 18030, of which it is a part; UTF-8 is known by itself.

    Raises:
        InputError: It cannot be read; code and text say why and what to do, on one line.

    >>> fields = ["干部0001", *[""] * 15, "2009.06--2012.08  示例县示例镇副镇长", ""]
    >>> record = ",".join(f'"{field}"' for field in fields)
    >>> official = read_lrm(record.encode("gb2312"))
    >>> official.name, official.resume
    ('干部0001', '2009.06--2012.08  示例县示例镇副镇长')
    """
    name, data = form_contents(form, limits or Limits(), name)
    text = decode_whole(data)
    if text is None:
        raise undecodable(name, data, "utf-8", "gb18030")
    fields = _fields(name, text)
    resume = text_of(name, "字段 17（简历）", fields[_RESUME - 1])
    if resume is not None:
        if not _YEAR.search(unicodedata.normalize("NFKC", resume)):
            raise no_form(
                name,
                "第 17 个字段中没有年份，不是简历",
                "its field 17 holds no year, so it is no resume",
            )
        resume = _NEW_LINE.sub("\n", resume).strip()
    person = text_of(name, "字段 1（姓名）", _PART.split(fields[_NAME - 1])[0])
    return Official(source=shown(name), name=person, resume=resume)


def _fields(name: str, text: str) -> list[str]:
    """Give the fields of the one record; refuse what is cut short or has several."""
    text = text.strip()
    if "\0" in text:
        raise no_form(name, "含 NUL 字符", "it holds a NUL character")
    if not text.startswith('"'):
        raise no_form(
            name, "内容不是以引号括起的字段", "it does not begin with a field in quotation marks"
        )
    try:
        # Strictly: a quotation mark within a field would end it, and the rest of the resume would
        # be taken for the next.
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        records = [record for record in reader if any(record)]
    except csv.Error as error:
        raise broken(
            name, "引号不成对，或字段过长", f"the quotation marks fail: {error}"
        ) from error
    if len(records) != 1 or len(records[0]) < _RESUME:
        found = len(records[0]) if len(records) == 1 else 0
        raise no_form(
            name,
            f"应为一条记录、至少 {_RESUME} 个字段，而有 {len(records)} 条、{found} 个",
            f"one record of {_RESUME} fields or more is wanted, and it has {len(records)}, of "
            f"{found} fields",
        )
    if len(records[0]) == _RESUME and not text.endswith('"'):
        raise broken(name, f"字段 {_RESUME} 没有结束", f"field {_RESUME} does not end")
    return records[0]
