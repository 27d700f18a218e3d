"""Invented appointment forms for tests."""

from pathlib import Path

DATA = Path(__file__).with_name("data")

NEVER = {
    "XingBie": "性别记号",
    "ChuShengNianYue": "198001",
    "MinZu": "民族记号",
    "JiGuan": "籍贯记号",
    "ChuShengDi": "出生地记号",
    "JianKangZhuangKuang": "健康记号",
    "QuanRiZhiJiaoYu_XueLi": "学历记号",
    "JiangChengQingKuang": "奖惩记号",
    "NianDuKaoHeJieGuo": "考核记号",
    "RenMianLiYou": "理由记号",
    "ZhaoPian": "/9j/照片记号",
}
FAMILY = (
    "<JiaTingChengYuan><Item><ChengWei>妻子</ChengWei><XingMing>家人记号</XingMing>"
    "<ChuShengRiQi>198102</ChuShengRiQi></Item></JiaTingChengYuan>"
)
RESUME = "2009.06--2012.08  示例县示例镇副镇长\n2012.08--         示例县示例镇镇长"


def lrmx(*more, root="Person", head='<?xml version="1.0" encoding="utf-8"?>', **elements):
    """Write a form with the elements given; `more` is XML put in behind them."""
    body = "".join(f"<{name}>{text}</{name}>\n" for name, text in elements.items())
    return f"{head}\n<{root}>\n{body}{''.join(more)}</{root}>\n"


def lrm(name="干部0001", resume=RESUME, *, fields=40, **others):
    """Write an old form; `others` are fields by their numbers, `f5="…"`."""
    cells = [others.get(f"f{number}", "") for number in range(1, fields + 1)]
    cells[0], cells[16] = name, resume
    return ",".join(f'"{cell}"' for cell in cells) + "\r\n"


def fits_one_line(error):
    """Hold an error to one line that any terminal shows, in both languages, with a remedy."""
    for text in (str(error), error.message["zh"], error.message["en"]):
        assert text.isprintable(), ascii(text)
        assert len(text) < 600
    return True
