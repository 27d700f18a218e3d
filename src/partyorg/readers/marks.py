"""What is known of a sheet beside its values, and what is said of a workbook that fails."""

from __future__ import annotations

from attrs import field, frozen

from partyorg.readers.faults import InputError

__all__ = ["Marks", "Place", "broken", "encrypted"]

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


@frozen
class Marks:
    """Cells of a sheet that are not what their value says; filled while the file is looked at.

    `errors`: cells with a formula that went wrong, and what they show (`#REF!`).  `shapes`: cells
    with a date shown without its day, and the form in which it is shown (`%Y-%m`).
    """

    errors: dict[Place, str] = field(factory=dict)
    shapes: dict[Place, str] = field(factory=dict)


def encrypted(name: str) -> InputError:
    """Make the error for a workbook with a password."""
    return InputError(
        name,
        "encrypted",
        "工作簿已加密（有打开密码）；请取消密码后另存，再读取",
        "the workbook is encrypted (it has a password); save it without one, and read that",
    )


def broken(name: str) -> InputError:
    """Make the error for a workbook that is cut short or spoilt."""
    return InputError(
        name,
        "broken-workbook",
        "工作簿已损坏或不完整；请重新下载，或用 Excel、WPS 打开后另存为 .xlsx",
        "the workbook is broken or cut short; fetch it anew, or open it in Excel or WPS and save "
        "it as .xlsx",
    )
