"""Old forms .lrm: fields known by their place alone."""

import attrs
import pytest
from form_files import RESUME, fits_one_line, lrm

from partyorg.forms.lrm import read_lrm
from partyorg.readers import InputError, Limits


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8", "utf-8-sig"])
def test_name_and_resume(encoding, tmp_path):
    path = tmp_path / "甲.lrm"
    path.write_bytes(lrm().encode(encoding))
    official = read_lrm(path)
    assert official.source == "甲.lrm"
    assert official.name == "干部0001"
    assert official.resume == RESUME


def test_no_other_field_is_kept():
    others = {f"f{n}": f"记号{n}" for n in range(2, 41) if n != 17}
    assert "记号" not in str(attrs.asdict(read_lrm(lrm(**others).encode("gb18030"))))


def test_the_least_number_of_fields():
    assert read_lrm(lrm(fields=17).encode("gb18030")).resume == RESUME
    with pytest.raises(InputError, match="of 16 fields") as caught:
        read_lrm(lrm(fields=17).rsplit(",", 1)[0].encode("gb18030"))
    assert caught.value.code == "not-a-form"


def test_a_form_may_be_empty():
    official = read_lrm(lrm(" ", "  \r\n ").encode("gb18030"))
    assert (official.name, official.resume) == (None, None)


@pytest.mark.parametrize("sign", ["@", "#", "@#", "#\r\n", "@\n"])
def test_sub_fields_of_the_resume_are_lines(sign):
    first, second = RESUME.split("\n")
    note = "（2010.03--2010.09某党校学习）"
    told = read_lrm(lrm(resume=sign.join([first, note, second]) + sign).encode("gb18030")).resume
    assert [line for line in told.split("\n") if line.strip()] == [first, note, second]


def test_such_a_sign_within_a_post_stays():
    resume = "2009.06--2012.08  示例县1#矿区办事员"
    assert read_lrm(lrm(resume=resume).encode("gb18030")).resume == resume


def test_of_the_name_the_first_part_is_taken():
    assert read_lrm(lrm("干部0001@别名#").encode("gb18030")).name == "干部0001"


def test_doubled_quotation_marks_and_commas_are_text():
    resume = '2009.06--2012.08  示例镇""甲"", 乙镇长'
    assert read_lrm(lrm(resume=resume).encode("gb18030")).resume.endswith('示例镇"甲", 乙镇长')


def test_years_in_full_width_digits_are_years():
    resume = "２００９．０６——２０１２．０８　示例镇副镇长"
    assert read_lrm(lrm(resume=resume).encode("gb18030")).resume == resume


@pytest.mark.parametrize(
    ("data", "code", "text"),
    [
        (lrm(resume="示例市示例医院"), "not-a-form", "no year"),
        (lrm(resume="电话 13800002009"), "not-a-form", "no year"),
        (lrm() + lrm("干部0002"), "not-a-form", "it has 2"),
        (lrm()[:80], "broken-form", "unexpected end"),
        (lrm(fields=17, resume="")[:-4], "broken-form", "does not end"),
        (lrm(resume='2009.06--2012.08  任"优秀"镇长, 乙'), "broken-form", "expected after"),
        (lrm(resume="2009.06 " + "甲" * 40_000), "cell-too-long", "32,767"),
        (lrm(resume="2009.06 " + "甲" * 200_000), "broken-form", "field larger"),
        (lrm(f30="甲\0"), "not-a-form", "NUL"),
        ("姓名,简历\n干部0001,2009", "not-a-form", "quotation marks"),
        ('"', "broken-form", "unexpected end"),
        (lrm() + '"', "broken-form", "unexpected end"),
        ('""', "not-a-form", "it has 0"),
        (" \r\n", "not-a-form", "quotation marks"),
        (lrm() + "更多", "not-a-form", "it has 2"),
    ],
)
def test_refused(data, code, text):
    with pytest.raises(InputError) as caught:
        read_lrm(data.encode("gb18030"))
    assert caught.value.code == code
    assert text in str(caught.value)
    assert "13800002009" not in str(caught.value)
    assert fits_one_line(caught.value)


def test_a_resume_cut_short_is_not_taken_for_a_whole_one():
    data = lrm().encode("gb18030")
    end = data.index('示例镇镇长"'.encode("gb18030"))
    for cut in range(1, end):
        with pytest.raises(InputError):
            read_lrm(data[:cut])


def test_bytes_of_no_encoding():
    for encoding in ("gb18030", "utf-8"):
        with pytest.raises(InputError, match="line 2 ") as caught:
            read_lrm('"干部0001\n'.encode(encoding) + b'\xff\xff"')
        assert caught.value.code == "bad-encoding"


def test_too_large():
    with pytest.raises(InputError, match="form_bytes"):
        read_lrm(lrm().encode("gb18030"), Limits(form_bytes=50))
