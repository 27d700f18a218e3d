r"""The appointment form (干部任免审批表) as a file `.lrmx`: XML, one person a file.

The form has some forty elements, and most say what is nobody's business here: birth, ethnicity,
native place, health, education, awards, the family, the photograph.  Seven are read: the name
(XingMing), when work began (CanJiaGongZuoShiJian), when the party was joined (RuDangShiJian), the
present and the proposed post (XianRenZhiWu, NiRenZhiWu), the resume (JianLi), and the identity
number (ShenFenZheng), which is kept as a secret in memory.  What stands in the others never
becomes text: while they pass, no handler listens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from os import PathLike
from typing import NoReturn
from xml.parsers import expat

from attrs import define, field

from partyorg.errors import masked, shown
from partyorg.forms.official import Official
from partyorg.forms.refusals import (
    LONGEST_TEXT,
    broken,
    form_contents,
    no_form,
    text_of,
    too_long,
    undecodable,
)
from partyorg.readers import InputError, Limits
from partyorg.readers.encodings import decode_whole

__all__ = ["read_lrmx"]

_ROOT = "Person"
_READ = frozenset(
    {
        "XingMing",
        "CanJiaGongZuoShiJian",
        "RuDangShiJian",
        "XianRenZhiWu",
        "NiRenZhiWu",
        "JianLi",
        "ShenFenZheng",
    }
)
_DEEPEST = 16  # a form has four: Person, JiaTingChengYuan, Item, XingMing
_MOST_ELEMENTS = 10_000  # a form has fifty, and five for each of the family
_PIECE = 1 << 16  # characters given to the parser at a time, so that a refusal comes early
_CHINESE = re.compile(
    rb"""\s*<\?xml\s[^<>]{0,200}?encoding\s*=\s*["']gb[\w-]*["']""", re.IGNORECASE
)
# A tag with more than 64 values.  No form has any; expat would take all of them into memory before
# it says so.  Each class stops at the next tag, so the search is linear.
_FLOOD = re.compile(r"""<[^<>"'!?]++(?:(?:"[^"<]*+"|'[^'<]*+')[^<>"']*+){65}""")


def read_lrmx(
    form: str | PathLike[str] | bytes, limits: Limits | None = None, *, name: str = "form.lrmx"
) -> Official:
    r"""Read one appointment form; `form` is a path, or the bytes of the file, then named `name`.

    The file is in UTF-8, with or without a byte-order mark, or in GB 18030, if it declares that.
    Any element may be missing; one that holds only blanks is None.

    Raises:
        InputError: It cannot be read; code and text say why and what to do, on one line.

    >>> form = '''<?xml version="1.0" encoding="utf-8"?>
    ... <Person>
    ...   <XingMing>干部0001</XingMing>
    ...   <MinZu>某族</MinZu>
    ...   <RuDangShiJian>200108</RuDangShiJian>
    ...   <JianLi>2009.06--2012.08  示例县示例镇副镇长
    ... 2012.08--         示例县示例镇镇长</JianLi>
    ... </Person>'''
    >>> official = read_lrmx(form.encode())
    >>> official.name, official.joined_party, official.resume.count("\n")
    ('干部0001', '200108', 1)
    >>> read_lrmx(b'<!DOCTYPE Person [<!ENTITY a "b">]><Person/>')
    Traceback (most recent call last):
      ...
    partyorg.readers.faults.InputError: form.lrmx: a document type (DOCTYPE) is not read, for ...
    """
    name, data = form_contents(form, limits or Limits(), name)
    text = _decoded(name, data)
    if not text.lstrip().startswith("<"):
        raise no_form(name, "内容不是 XML", "it holds no XML")
    if _FLOOD.search(text):
        raise no_form(name, "一个标签中有过多属性", "a tag has more attributes than any form")
    found = _Form(name).parse(text)
    return Official(
        source=shown(name),
        name=found.get("XingMing"),
        post=found.get("XianRenZhiWu"),
        proposed=found.get("NiRenZhiWu"),
        resume=found.get("JianLi"),
        started_work=found.get("CanJiaGongZuoShiJian"),
        joined_party=found.get("RuDangShiJian"),
        secret=found.get("ShenFenZheng"),
    )


def _decoded(name: str, data: bytes) -> str:
    """Decode the file: UTF-8, unless it is none and declares GB 2312, GBK or GB 18030."""
    if _CHINESE.match(data):
        text = decode_whole(data)
        if text is None:
            raise undecodable(name, data, "utf-8", "gb18030")
        return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise undecodable(name, data, "utf-8") from error


def _parser() -> expat.XMLParserType:
    # expat itself rather than a tree: nothing of a photograph or a family is ever held, and the one
    # thing that makes XML dangerous, a document type with its entities, is refused at its first
    # word, before an entity is declared.  defusedxml does the same for trees, and no more.
    parser = expat.ParserCreate(intern=None)  # names of elements are not collected
    parser.buffer_text = True
    return parser


@define
class _Form:
    """A form while it is parsed."""

    name: str
    parser: expat.XMLParserType = field(factory=_parser)
    depth: int = 0
    elements: int = 0
    open: str | None = None  # the element that is being read
    parts: list[str] = field(factory=list)
    length: int = 0
    found: dict[str, str] = field(factory=dict)

    def parse(self, text: str) -> dict[str, str]:
        """Give what stands in the elements that are read."""
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        try:
            # As text, so that expat needs no encoding: it knows none of China.
            for at in range(0, len(text), _PIECE):
                self.parser.Parse(text[at : at + _PIECE], False)
            self.parser.Parse("", True)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise broken(
                self.name, f"第 {error.lineno} 行：{why}", f"line {error.lineno}: {why}"
            ) from error
        return self.found

    def refuse_doctype(self, *_: object) -> NoReturn:
        raise InputError(
            self.name,
            "not-a-form",
            "不读取文档类型（DOCTYPE），其中可能藏有实体；请删去该行，或重新导出表格",
            "a document type (DOCTYPE) is not read, for it may hide entities; delete it, or "
            "export the form anew",
        )

    def start(self, element: str, _: object) -> None:
        self.depth += 1
        self.elements += 1
        line = self.parser.CurrentLineNumber
        if self.depth == 1 and element != _ROOT:
            quoted = masked(element)
            raise no_form(
                self.name,
                f"根元素为 {quoted}，应为 {_ROOT}",
                f"its root is {quoted}, and must be {_ROOT}",
            )
        if self.depth > _DEEPEST or self.elements > _MOST_ELEMENTS:
            raise no_form(
                self.name,
                f"第 {line} 行：元素过多或嵌套过深",
                f"line {line}: more elements, or deeper ones, than any form has",
            )
        if self.open is not None:
            raise broken(
                self.name,
                f"第 {line} 行：{self.open} 中不应有其他元素",
                f"line {line}: {self.open} holds another element",
            )
        if self.depth == 2 and element in _READ:  # noqa: PLR2004  (right below the root)
            self.open = element
            self.parts = []
            self.length = 0
            self.listen(self.take)

    def end(self, _: str) -> None:
        self.depth -= 1
        element, self.open = self.open, None
        if element is None:
            return
        self.listen(None)
        text = text_of(self.name, element, "".join(self.parts))
        if text is not None and self.found.get(element, text) != text:
            line = self.parser.CurrentLineNumber
            raise broken(
                self.name,
                f"第 {line} 行：{element} 出现两次，内容不同",
                f"line {line}: {element} stands there twice and differs",
            )
        if text is not None:
            self.found[element] = text

    def listen(self, handler: Callable[[str], None] | None) -> None:
        self.parser.CharacterDataHandler = handler

    def take(self, text: str) -> None:
        self.length += len(text)
        self.parts.append(text)
        if self.length > LONGEST_TEXT:
            raise too_long(self.name, self.open or "")
