"""What both kinds of forms share: their bytes, their texts, and why one is refused."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from partyorg.readers import InputError, Limits
from partyorg.readers.files import contents, first_bytes

__all__ = [
    "LONGEST_TEXT",
    "broken",
    "form_contents",
    "no_form",
    "text_of",
    "too_long",
    "undecodable",
]

LONGEST_TEXT = 32_767
"""Characters, as many as a cell of a workbook holds; a resume of forty years has a few thousand."""


def form_contents(
    form: str | PathLike[str] | bytes, limits: Limits, name: str
) -> tuple[str, bytes]:
    """Give the name and the bytes of a form, which is a path or the bytes themselves.

    `name` is the name of bytes; a path has its own.
    """
    if isinstance(form, bytes):
        data = form
        if len(data) > limits.form_bytes:
            raise _too_large(name, limits)
    else:
        path = Path(form)
        name = path.name
        first_bytes(path)  # refuses what is empty or no ordinary file
        try:
            data = contents(path, limits.form_bytes)
        except InputError as error:
            if error.code != "too-large":
                raise
            raise _too_large(name, limits) from error
    if b"\0" in data[:64]:
        raise InputError(
            name,
            "bad-encoding",
            "表格为 UTF-16 编码或不是文本；请用任免审批表编辑器重新导出",
            "the form is in UTF-16 or no text at all; export it anew from the program that wrote "
            "it",
        )
    return name, data


def _too_large(name: str, limits: Limits) -> InputError:
    return InputError(
        name,
        "too-large",
        f"表格超过 {limits.form_bytes:,} 字节；请删去照片后另存，或提高上限 form_bytes",
        f"the form has more than {limits.form_bytes:,} bytes; delete the photograph and save it, "
        "or raise the limit form_bytes",
    )


def text_of(name: str, field: str, text: str) -> str | None:
    r"""Give what stands in a field, lines parted by line feeds; None for blanks; refuse too much.

    >>> text_of("a.lrmx", "JianLi", "2009.06--2012.08  某镇党委书记\r\n")
    '2009.06--2012.08  某镇党委书记'
    """
    if len(text) > LONGEST_TEXT:
        raise too_long(name, field)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def too_long(name: str, field: str) -> InputError:
    """Make the error for a field that holds more than any honest one."""
    return InputError(
        name,
        "cell-too-long",
        f"{field} 超过 {LONGEST_TEXT:,} 字；请检查表格，或缩短内容",
        f"{field} has more than {LONGEST_TEXT:,} characters; look at the form, or shorten it",
    )


def no_form(name: str, zh: str, en: str) -> InputError:
    """Make the error for a file that is something else than its name says."""
    return InputError(
        name,
        "not-a-form",
        f"不是干部任免审批表：{zh}；请给出 .lrmx 或 .lrm 文件",
        f"not an appointment form: {en}; give a file .lrmx or .lrm",
    )


def broken(name: str, zh: str, en: str) -> InputError:
    """Make the error for a form that is cut short or spoilt."""
    return InputError(
        name,
        "broken-form",
        f"表格已损坏或不完整（{zh}）；请用任免审批表编辑器打开后另存",
        f"the form is broken or cut short ({en}); open it in the program that wrote it and save "
        "it anew",
    )


def undecodable(name: str, data: bytes, *encodings: str) -> InputError:
    """Make the error for a form in none of the encodings; it names the line that shows it."""
    at = 0  # where the encoding ends that goes furthest, for that is what the form is in
    for encoding in encodings:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            at = max(at, error.start)
    line = data.count(b"\n", 0, at) + 1
    return InputError(
        name,
        "bad-encoding",
        f"第 {line} 行的文字编码有误；请用任免审批表编辑器打开后另存，或另存为 UTF-8",
        f"line {line} is in no encoding known here; open the form in the program that wrote it "
        "and save it anew, or save it as UTF-8",
    )
