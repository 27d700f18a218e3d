"""Forms .lrmx: what is read, what is dropped, in which encodings."""

import gc
import tracemalloc

import attrs
import pytest
from form_files import DATA, FAMILY, NEVER, RESUME, fits_one_line, lrmx

from partyorg.forms.lrmx import read_lrmx
from partyorg.readers import InputError, Limits

SEVEN = {
    "XingMing": "干部0001",
    "RuDangShiJian": "200108；民建",
    "CanJiaGongZuoShiJian": "200207",
    "XianRenZhiWu": "示例镇镇长",
    "NiRenZhiWu": "示例镇党委书记",
    "JianLi": RESUME,
    "ShenFenZheng": "00000019800101000X",
}


def test_each_element_comes_to_its_place():
    official = read_lrmx(lrmx(**SEVEN).encode(), name="甲.lrmx")
    assert official.source == "甲.lrmx"
    assert official.name == "干部0001"
    assert official.joined_party == "200108；民建"
    assert official.started_work == "200207"
    assert official.post == "示例镇镇长"
    assert official.proposed == "示例镇党委书记"
    assert official.resume == RESUME
    assert official.secret == "00000019800101000X"
    assert (official.unit, official.post_since, official.posts) == (None, None, ())


def test_the_number_is_shown_nowhere():
    assert "19800101" not in repr(read_lrmx(lrmx(**SEVEN).encode()))


@pytest.mark.parametrize("missing", SEVEN)
def test_any_element_may_be_missing_or_blank(missing):
    whole = attrs.asdict(read_lrmx(lrmx(**SEVEN).encode()))
    without = lrmx(**{name: text for name, text in SEVEN.items() if name != missing})
    blank = lrmx(**SEVEN | {missing: " \n　\t"})
    told = attrs.asdict(read_lrmx(without.encode()))
    assert told == attrs.asdict(read_lrmx(blank.encode()))
    differs = [key for key in whole if whole[key] != told[key]]
    assert len(differs) == 1
    assert told[differs[0]] is None


def test_an_empty_form_is_read():
    for form in (b"<Person/>", b"<Person></Person>"):
        assert read_lrmx(form) == attrs.evolve(read_lrmx(lrmx().encode()), name=None)


def test_nothing_else_of_a_person_is_kept():
    official = read_lrmx(lrmx(FAMILY, **SEVEN, **NEVER).encode())
    told = str(attrs.asdict(official))
    assert official.name == "干部0001"
    assert "记号" not in told
    assert "198102" not in told


def test_the_name_of_a_relative_is_not_taken_for_a_missing_one():
    assert read_lrmx(lrmx(FAMILY).encode()).name is None


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_real_layout(version):
    official = read_lrmx(DATA / f"invented_{version}.lrmx")
    assert official.source == f"invented_{version}.lrmx"
    assert official.name == "张三"
    assert official.joined_party == "200108"
    assert official.started_work == "200207"
    assert official.post == "某省某县丁镇党委书记、人大主席"
    assert official.proposed is None
    assert official.secret is None
    lines = official.resume.split("\n")
    assert len(lines) == 8
    assert lines[1] == "2002.07--2002.12  待分配"
    assert lines[7] == "2016.09--         某省某县丁镇党委书记、人大主席"
    told = str(attrs.asdict(official))
    for word in ("李四", "汉族", "198001", "198102", "健康", "大专", "优秀", "3.2.1.16", "60岁"):
        assert word not in told


def test_mark_and_line_ends_of_windows_do_not_matter():
    data = (DATA / "invented_v3.lrmx").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    assert read_lrmx(plain) == read_lrmx(data)
    returned = lrmx(JianLi=RESUME.replace("\n", "&#13;&#10;"))
    assert read_lrmx(returned.encode()).resume == RESUME


@pytest.mark.parametrize("declared", ["GB2312", "gbk", "GB18030", "gb2312"])
def test_gb_is_read_where_it_is_declared(declared):
    head = f"<?xml version='1.0' encoding='{declared}'?>"
    form = lrmx(head=head, XingMing="干部0001", XianRenZhiWu="示例镇镇长")
    assert read_lrmx(form.encode("gb18030")).post == "示例镇镇长"
    # Saved anew as UTF-8 by an editor that left the declaration as it was.
    assert read_lrmx(form.encode("utf-8")).post == "示例镇镇长"


def test_gb_that_declares_nothing_of_the_kind_is_refused():
    with pytest.raises(InputError, match="line 3 ") as caught:
        read_lrmx(lrmx(XingMing="干部0001").encode("gb18030"))
    assert caught.value.code == "bad-encoding"


def test_marked_text_and_references_are_text():
    form = lrmx(XingMing="<![CDATA[干部<0001>]]>", XianRenZhiWu="甲&amp;乙&#x955C;<!-- 注 -->长")
    official = read_lrmx(form.encode())
    assert official.name == "干部<0001>"
    assert official.post == "甲&乙镜长"


def test_attributes_and_comments_do_not_matter():
    root = 'Person xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" a=">"'
    form = lrmx("<!-- <!DOCTYPE x> -->", XingMing="干部0001").replace("<Person>", f"<{root}>")
    assert read_lrmx(form.encode()).name == "干部0001"


def test_a_photograph_of_megabytes_passes_unread():
    photo = "\n".join(["!" * 76] * 100_000)  # no base64: to decode it would fail
    plain = lrmx(XingMing="干部0001", JianLi=RESUME)
    form = lrmx(XingMing="干部0001", ZhaoPian=photo, JianLi=RESUME).encode()
    gc.collect()
    tracemalloc.start()
    try:
        official = read_lrmx(form)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert official == read_lrmx(plain.encode())
    assert peak < 3.5 * len(form)  # the text as a whole, in pieces, and nothing made of it


def test_a_longer_form_is_read_if_the_limit_is_raised(tmp_path):
    form = tmp_path / "甲.lrmx"
    form.write_text(lrmx(XingMing="干部0001", ZhaoPian="A" * 1000), "utf-8")
    for given in (form, form.read_bytes()):
        with pytest.raises(InputError, match="form_bytes") as caught:
            read_lrmx(given, Limits(form_bytes=1000))
        assert caught.value.code == "too-large"
        assert fits_one_line(caught.value)
        assert read_lrmx(given, Limits(form_bytes=2000)).name == "干部0001"


def test_an_element_that_stands_twice():
    once = lrmx(XingMing="干部0001")
    same = once.replace("</Person>", "<XingMing> 干部0001 </XingMing><XingMing/></Person>")
    other = once.replace("</Person>", "<XingMing>干部0002</XingMing></Person>")
    assert read_lrmx(same.encode()).name == "干部0001"
    with pytest.raises(InputError, match="line 4: XingMing stands there twice"):
        read_lrmx(other.encode())
