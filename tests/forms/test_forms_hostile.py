"""Forms meant to do harm, or spoilt by accident: read, or refused with one line."""

import os
import sys

import pytest
from form_files import DATA, fits_one_line, lrm, lrmx

from partyorg.forms.lrm import read_lrm
from partyorg.forms.lrmx import read_lrmx
from partyorg.forms.reading import read_forms
from partyorg.readers import InputError

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE Person [<!ENTITY a0 "ha">{LAUGHS}]>'


def doctype(text):
    return f'<?xml version="1.0"?>\n{text}\n<Person><XingMing>&a9;</XingMing></Person>'


HOSTILE = {
    "billion laughs": (doctype(BOMB), "not-a-form", "DOCTYPE"),
    "one huge entity": (
        doctype(f'<!DOCTYPE Person [<!ENTITY a9 "{"x" * 100_000}">]>'),
        "not-a-form",
        "DOCTYPE",
    ),
    "external file": (
        doctype('<!DOCTYPE Person [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>'),
        "not-a-form",
        "DOCTYPE",
    ),
    "external parameter": (
        doctype('<!DOCTYPE Person [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>'),
        "not-a-form",
        "DOCTYPE",
    ),
    "external doctype": (
        doctype('<!DOCTYPE Person SYSTEM "http://127.0.0.1:9/person.dtd">'),
        "not-a-form",
        "DOCTYPE",
    ),
    "doctype alone": (doctype("<!DOCTYPE Person>"), "not-a-form", "DOCTYPE"),
    "undeclared entity": (lrmx(XingMing="&a9;"), "broken-form", "line 3: undefined entity"),
    "huge text": (lrmx(JianLi="2009.06\n" * 200_000), "cell-too-long", "JianLi"),
    "huge marked text": (lrmx(XingMing=f"<![CDATA[{'x' * 40_000}]]>"), "cell-too-long", "XingMing"),
    "huge text, then spoilt": (lrmx(JianLi="x" * 200_000 + "<"), "cell-too-long", "JianLi"),
    "text in crumbs": (lrmx(XingMing="a<!---->" * 40_000), "cell-too-long", "XingMing"),
    "deep": (lrmx("<a>" * 16 + "</a>" * 16), "not-a-form", "deeper"),
    "deeper": (lrmx("<a>" * 100_000), "not-a-form", "deeper"),
    "deep in a field": (lrmx(JianLi="<a>" * 100_000), "broken-form", "JianLi holds another"),
    "many elements": (lrmx("<a/>" * 100_000), "not-a-form", "more elements"),
    "many names": (lrmx("".join(f"<a{n}/>" for n in range(50_000))), "not-a-form", "more elem"),
    "attributes": (
        lrmx("<a " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"),
        "not-a-form",
        "attributes",
    ),
    "attributes with brackets": (
        lrmx("<a " + " ".join(f"a{n} = '>'" for n in range(1000)) + "/>"),
        "not-a-form",
        "attributes",
    ),
    "wrong root": ("<Persons/>", "not-a-form", "its root is Persons"),
    "root of another kind": ("<html><body/></html>", "not-a-form", "its root is html"),
    "long root": (f"<{'a' * 100_000}/>", "not-a-form", "its root is aaa"),
    "prefixed root": ('<p:Person xmlns:p="urn:p"/>', "not-a-form", "p:Person"),
    "two roots": (lrmx() + "<Person/>", "broken-form", "line 4: junk after document"),
    "text behind": (lrmx() + "x", "broken-form", "line 4"),
    "text before": ("x" + lrmx(), "not-a-form", "no XML"),
    "nothing but a declaration": ('<?xml version="1.0"?>', "broken-form", "no element"),
    "crossed tags": ("<Person><a><b></a></b></Person>", "broken-form", "mismatched tag"),
    "element in a field": (
        lrmx(XingMing="甲<ShenFenZheng>1</ShenFenZheng>"),
        "broken-form",
        "Xing",
    ),
    "NUL in a field": (lrmx(XingMing="甲" * 99 + "\0"), "broken-form", "line 3"),
    "NUL at once": ("\0" + lrmx(), "bad-encoding", "no text"),
    "control character": (lrmx(XingMing="甲\x1b[31m"), "broken-form", "line 3"),
    "reference to NUL": (lrmx(XingMing="&#0;"), "broken-form", "line 3"),
    "reference to half a character": (lrmx(XingMing="&#xD800;"), "broken-form", "line 3"),
    "blanks": (" \n\t ", "not-a-form", "no XML"),
    "JSON": ('{"XingMing": "甲"}', "not-a-form", "no XML"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_refused_with_one_line(kind):
    form, code, text = HOSTILE[kind]
    with pytest.raises(InputError) as caught:
        read_lrmx(form.encode())
    assert caught.value.code == code
    assert text in caught.value.message["en"]
    assert fits_one_line(caught.value)


BINARY = {
    "UTF-16": lrmx(XingMing="甲").encode("utf-16"),
    "UTF-16 without a mark": lrmx(XingMing="甲").encode("utf-16-le"),
    "half a character": b"<Person><XingMing>\xe5\xb9</XingMing></Person>",
    "half a character of GB": b"<?xml version='1.0' encoding='gb2312'?>\n<Person>\xff</Person>",
    "lone half": b"<Person>\xed\xa0\x80</Person>",
    "a picture": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40,
    "an archive": b"PK\x03\x04" + bytes(100),
    "a program": b"\x7fELF" + bytes(range(256)),
    "nothing": b"",
}


@pytest.mark.parametrize("kind", BINARY)
@pytest.mark.parametrize("read", [read_lrmx, read_lrm])
def test_what_is_no_text_is_refused_with_one_line(kind, read):
    with pytest.raises(InputError) as caught:
        read(BINARY[kind])
    assert caught.value.code in {"bad-encoding", "not-a-form"}
    assert fits_one_line(caught.value)


def test_an_external_entity_is_not_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("示例机密")
    entity = f'<!DOCTYPE Person [<!ENTITY a9 SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(InputError) as caught:
        read_lrmx(doctype(entity).encode())
    assert "示例机密" not in str(caught.value)


def test_a_form_cut_short_anywhere_is_refused():
    data = (DATA / "invented_v3.lrmx").read_bytes()
    end = data.rindex(b">") + 1
    for cut in range(end):
        with pytest.raises(InputError) as caught:
            read_lrmx(data[:cut])
        assert fits_one_line(caught.value)
    assert read_lrmx(data[:end]) == read_lrmx(data)


NAMES = [
    b"a\nb.lrmx",
    b"\x1b[31m\x07.lrmx",
    b"\xff\xfe\x80.lrmx",
    "\u202excod.lrmx".encode(),
    b"x" * 250 + b".lrmx",
    "甲乙 000000198001010000.lrmx".encode(),
    b"%s{0}$(id);'\".lrmx",
    b"-rf.lrmx",
]


@pytest.mark.skipif(sys.platform != "linux", reason="such names are not possible here")
@pytest.mark.parametrize("form", [lrmx(XingMing="干部0001"), "<Person>"])
@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(name, form, tmp_path):
    path = tmp_path / os.fsdecode(name)
    path.write_text(form, "utf-8")
    for given in (path, tmp_path):
        (found,) = read_forms(given)
        shown = found.source if form.endswith("</Person>\n") else found.input
        assert shown.isprintable()
        assert shown.endswith(".lrmx")
        assert len(shown) <= 240
        assert "19800101" not in shown
        if not form.endswith("</Person>\n"):
            assert fits_one_line(found)
            assert str(found).isprintable()


def test_as_deep_as_may_be():
    assert read_lrmx(lrmx("<a>" * 15 + "</a>" * 15, XingMing="甲").encode()).name == "甲"


@pytest.mark.parametrize("read", [read_lrmx, read_lrm])
def test_the_name_of_bytes_is_made_fit_too(read):
    form = lrm() if read is read_lrm else lrmx()
    assert read(form.encode(), name="a\n\udcff.x").source == "a��.x"


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b.lrmx", "\udcff\n.lrmx", "", "y/" * 3000])
def test_paths_that_cannot_be(name, tmp_path):
    path = tmp_path / "none" / name
    for read in (read_lrmx, read_lrm, read_forms):
        with pytest.raises(InputError) as caught:
            read(path)
        assert fits_one_line(caught.value)
