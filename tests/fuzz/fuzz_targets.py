"""What is fuzzed: each target takes any bytes and must read or refuse them, and nothing else.

To refuse is to raise a `DataError` with one line of text in both languages.  What is read must
hold what its docstring promises; where another way to the same result exists, both must agree.
"""

import csv
import io
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

from partyorg.errors import DataError
from partyorg.forms.lrm import read_lrm
from partyorg.forms.lrmx import read_lrmx
from partyorg.forms.refusals import LONGEST_TEXT
from partyorg.readers import InputError, Limits, delimited

FORMS = Path(__file__).resolve().parents[1] / "forms" / "data"
RESUME = """1999.09--2002.07  某省某学院学习
2002.07--2002.12  待分配
2005.03--2009.06  某省某县甲镇办事员（其间：2006.03--2006.09抽调某部工作；2007.01起学习）
2009.06—2012.08，某县乙乡党委委员、副乡长；
2010年6月起任某县丁镇党委书记
（2011.09--2014.07某省委党校在职研究生学习）
2000.07正科级
2016.09--         某省某县丁镇党委书记、人大主席"""


@frozen
class Target:
    """Something that takes bytes; seeds to begin with, words that lead deep into it, a length."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...] = field(default=())
    longest: int = 8192


class BrokenError(AssertionError):
    """A promise that was not kept."""


def _hold(promise, *about):
    if not promise:
        raise BrokenError(*map(ascii, about))


def _refused(error: DataError) -> None:
    _hold(isinstance(error, InputError), error)
    for text in (str(error), error.message["zh"], error.message["en"]):
        _hold(text and text.isprintable() and len(text) < 1000, text)


def _form(read: Callable[[bytes], object], data: bytes):
    """Read a form, or give None where it is refused."""
    try:
        official = read(data)
    except DataError as error:
        _refused(error)
        return None
    told = (official.name, official.post, official.proposed, official.resume, official.secret)
    for text in (*told, official.started_work, official.joined_party):
        if text is not None:
            _hold(text and text == text.strip() and len(text) <= LONGEST_TEXT, text)
            _hold("\0" not in text and "\r" not in text, text)
            text.encode()  # no half characters
    return official


def lrmx(data: bytes) -> None:
    official = _form(read_lrmx, data)
    if official is None:
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    root = ET.fromstring(text)  # the other way: a tree
    if b"encoding" not in data:  # what declares GB may be taken for it
        found = [item.text or "" for item in root.findall("XingMing")]
        found = [one.strip() for one in found if one.strip()]
        _hold(official.name == (found[0] if found else None), official.name, found)


def lrm(data: bytes) -> None:
    official = _form(read_lrm, data)
    if official is None:
        return
    known = {
        letter for encoding in ("utf-8", "gb18030") for letter in data.decode(encoding, "ignore")
    }
    for text in (official.name, official.resume):
        _hold(text is None or set(text) <= known | {"\n"}, text)


_FOLDER = tempfile.TemporaryDirectory(prefix="partyorg-fuzz-")  # gone when the program ends
_FILE = Path(_FOLDER.name, "people.csv")


def delimited_text(data: bytes) -> None:
    _FILE.write_bytes(data)
    try:
        (table,) = delimited.read(_FILE, Limits())
    except DataError as error:
        _refused(error)
        return
    cells = [cell for row in (table.headings, *table.rows) for cell in row]
    _hold(all(isinstance(cell, str) for cell in cells))
    _hold(any(str(cell).strip() for cell in table.headings), table.headings)
    text = delimited.decode(data)
    for sign in ",;\t":  # cells of any length are read as the standard library reads short ones
        short = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        _hold(short == list(delimited._unlimited(text, sign)), sign, text)


def career(data: bytes) -> None:
    from partyorg.career import parse_career  # noqa: PLC0415  (brings the divisions with it)

    text = data.decode("utf-8", "surrogateescape")
    told = parse_career(text)
    _hold(told == parse_career(text), text)
    _hold(bool(told.spells or told.problems) == bool(text.strip()), text)
    for found in (*told.spells, *told.problems):
        _hold(1 <= found.line <= len(text.splitlines()), found)
        _hold(0 <= found.columns[0] <= found.columns[1], found)
    for problem in told.problems:
        _hold(problem.text.strip(), problem)


_ELEMENTS = ("Person", "XingMing", "JianLi", "ShenFenZheng", "JiaTingChengYuan", "Item", "ZhaoPian")
_RECORD = ",".join(f'"{cell}"' for cell in ["干部0001", *[""] * 15, RESUME, *[""] * 20])
_TABLE = '人员编号,姓名,录用时间\nN1,干部0001,2015.08\nN2,"干部,""0002""\n",2015.13\n\n'
_DECLARED = '<?xml version="1.0" encoding="GB2312"?><Person><XingMing>干部</XingMing></Person>'

TARGETS = {
    "lrmx": Target(
        lrmx,
        (
            *(path.read_bytes() for path in sorted(FORMS.glob("*.lrmx"))),
            f"<Person><XingMing>干部0001</XingMing><JianLi>{RESUME}</JianLi></Person>".encode(),
            _DECLARED.encode("gb18030"),
        ),
        (
            *(f"<{name}>".encode() for name in _ELEMENTS),
            *(f"</{name}>".encode() for name in _ELEMENTS),
            *(b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?x ?>", b"<Person/>", b' a="1"', b"&#65;"),
            *(b"<!DOCTYPE Person [", b'<!ENTITY a "b">', b"]>", b"&a;", b"&amp;", b"&#xD800;"),
            *(b'<?xml version="1.0" encoding="gb18030"?>', b"\xef\xbb\xbf", b"\xff\xfe", b"\0"),
        ),
    ),
    "lrm": Target(
        lrm,
        (
            _RECORD.encode("gb18030"),
            _RECORD.encode(),
            _RECORD.replace("\n", "@").replace("）", "）#").encode("gb18030"),
            ("," * 16).join(['"干部0001"', '"2009.06--2012.08  某县乙乡乡长"']).encode("gb18030"),
        ),
        (b'","', b'""', b'"', b",", b"@", b"#", b"\r\n", b"2009.06--", b"\xa3\xb2", b"\0", b"\xff"),
    ),
    "csv": Target(
        delimited_text,
        (
            _TABLE.encode(),
            _TABLE.encode("gb18030"),
            _TABLE.replace(",", ";").encode("utf-8-sig"),
            ("sep=;\r\n" + _TABLE.replace(",", "\t")).encode(),
            _TABLE.encode() + _TABLE.encode("gb18030"),
        ),
        (
            b"sep=;\r\n",
            b'"',
            b'""',
            b",",
            b";",
            b"\t",
            b"\r",
            b"\n",
            b"\0",
            b"\xef\xbb\xbf",
            b"\xca\xa1",
        ),
    ),
    "career": Target(
        career,
        (RESUME.encode(), *(line.encode() for line in RESUME.split("\n"))),
        tuple(
            word.encode()
            for word in (
                *(
                    "--",
                    "—",
                    "——",
                    "－",
                    "～",
                    "至",
                    "至今",
                    "现在",
                    "（其间：",
                    "（",
                    "）",
                    "；",
                    "，",
                    "、",
                ),
                *(
                    "2009.06",
                    "2012年8月",
                    "199001",
                    "1994-1996年",
                    "２００９",
                    "起",
                    "任",
                    "兼任",
                    "挂职",
                ),
                *(
                    "借调",
                    "待分配",
                    "学习",
                    "镇",
                    "乡",
                    "街道",
                    "县",
                    "党委书记",
                    "\n",
                    "　",
                    "\u2028",
                ),
            )
        ),
        longest=1024,  # a line has a hundred
    ),
}
