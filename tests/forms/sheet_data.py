"""Workbooks that departments have, with invented people; the tests of sheets share them."""

from datetime import date

import xlsxwriter

from partyorg.readers import Limits

LIMITS = Limits()
SECRET = "110101190001011234"


def number(n):
    """Give an invented identity number."""
    return f"1101011900010{n:05}"


def workbook(path, sheets, merged=()):
    """Write a workbook: name and rows of each sheet; a tuple is a value and its number format.

    `merged` are ranges of the first sheet, each with its text.
    """
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(book, sheet, at, column, cell)
        for cells, text in merged:
            book.worksheets()[0].merge_range(cells, text)
    return path


def _write(book, sheet, at, column, cell):
    if isinstance(cell, tuple):
        value, shown = cell
        sheet.write_datetime(at, column, value, book.add_format({"num_format": shown}))
    elif isinstance(cell, date):
        sheet.write_datetime(at, column, cell)
    elif isinstance(cell, str) and cell.startswith("#"):
        sheet.write_formula(at, column, "=1/0", None, cell)
    elif isinstance(cell, str):
        sheet.write_string(at, column, cell)
    elif cell is not None:
        sheet.write(at, column, cell)


A01 = ["姓名", "身份证号", "参加工作时间", "入党时间", "现工作单位及职务全称", "简历"]
A02 = [
    *("姓名", "身份证号", "任职机构名称", "是否领导成员", "成员类别", "职务名称"),
    *("任职时间", "任职状态", "免职时间"),
]
A99 = ["姓名", "身份证号", "是否考录", "录用时间", "是否选调生", "进入选调生时间"]
B01 = ["机构名称", "机构编码", "隶属关系", "机构级别", "机构类别"]
RESUME = "2015.08--2018.05  示例县甲镇科员\n2018.05--         示例县甲镇副镇长"


def collection(path, changes=None):
    """Write a sound collection workbook; `changes` replaces sheets, None takes one away."""
    one, two = number(1), number(2)
    sheets = {
        "B01单位": [
            B01,
            ["示例县", "001.001", "县（市、区、旗）", "县处级正职", "行政机关"],
            ["甲镇人民政府", "001.001.003", "镇", "乡科级正职", "行政机关"],
            ["甲镇农业中心", "001.001.003.001", "镇", "其他", "参公事业单位"],
        ],
        "A01人员": [
            A01,
            ["干部0001", one, "201508", "201006", "甲镇副镇长", RESUME],
            ["干部0002", two, 20150801, None, "甲镇镇长", None],
        ],
        "A02职务": [
            A02,
            ["干部0002", two, "甲镇人民政府", "是", "正职", "镇长", "201805", "在任", None],
            ["干部0001", one, "甲镇人民政府", "是", None, "副镇长", "201805", "在任", None],
            ["干部0002", two, "甲镇人民政府", "否", None, "科员", "20150801", "已免", "201805"],
        ],
        "A15考核": [["姓名", "身份证号", "考核结论", "考核年度"]],
        "A99Z1补充": [
            A99,
            ["干部0001", one, "是", "201508", "是", "201508"],
            ["干部0002", two, "是", "20150801", "否", None],
        ],
        **(changes or {}),
    }
    titled = [
        (name, [["公务员管理信息系统信息采集表"], *rows])
        for name, rows in sheets.items()
        if rows is not None
    ]
    return workbook(path, titled)


def codes(read):
    """Give the codes of what was wrong, in order."""
    return [problem.code for problem in read.problems]


def the(read, code):
    """Give the one problem with a code; hold it to a text in both languages."""
    found = [problem for problem in read.problems if problem.code == code]
    assert len(found) == 1, [str(problem) for problem in read.problems]
    assert found[0].message["en"]
    return found[0]
