"""The reader for cells of any length reads as the csv module does."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from partyorg.readers.delimited import _unlimited
from partyorg.readers.encodings import decode

TEXTS = st.text(st.sampled_from('ab"";,,\t\r\n\n 镇\0'), max_size=40)


@given(TEXTS, st.sampled_from(",;\t"))
def test_the_two_readers_agree(text, delimiter):
    expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert list(_unlimited(text, delimiter)) == expected


@given(st.text(st.sampled_from("干部村镇示例甲乙丙a1,\n"), max_size=50))
def test_one_encoding_is_never_spoilt(text):
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-8")) == text
    assert decode(text.encode("gb18030")) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded(data):
    assert isinstance(decode(data), str)
