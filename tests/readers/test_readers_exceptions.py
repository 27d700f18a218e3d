"""The file of reviewed exceptions: read in any usual form, or refused with row and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_data import xlsx

import partyorg as po
from partyorg.errors import DataError

A, B = "0123456789abcdef", "fedcba9876543210"
HEAD = "finding,reason,by,until\n"


@pytest.fixture
def loaded(tmp_path):
    def load(text, encoding="utf-8"):
        path = tmp_path / "例外.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return po.load_exceptions(path)

    return load


@pytest.fixture
def refused(loaded, says):
    def check(text, code, *told):
        with pytest.raises(DataError) as caught:
            loaded(text)
        says(caught.value, code)
        message = str(caught.value)
        assert message.startswith("例外.csv: ")
        assert "\n" not in message
        assert caught.value.message["zh"] in message
        for part in told:
            assert part in message

    return check


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "head", ["结论编号,理由,审核人,有效期至", "finding,reason,by,until", "Finding ID,理由,By,until"]
)
def test_either_language_and_every_usual_encoding_are_read(loaded, encoding, head):
    text = f"{head}\n{A},市里已同意,干部0009,2019.06\n{B},档案在途,干部0008,\n"
    first, second = loaded(text, encoding)
    assert first == po.ReviewedException(
        finding=A, reason="市里已同意", by="干部0009", until=po.PartialDate.parse("2019-06")
    )
    assert (second.finding, second.until, second.row) == (B, None, 2)


def test_columns_may_stand_in_any_order_beside_others(loaded):
    text = f"对象名称;有效期至;审核人;结论编号;理由\n干部0001;2019;干部0009;{A};已批复\n"
    (one,) = loaded(text)
    assert (one.finding, one.by, str(one.until), one.reason) == (A, "干部0009", "2019", "已批复")


def test_blank_rows_are_passed_over_and_counted(loaded):
    (one,) = loaded(f"{HEAD}\n,,,\n{A},已批复,干部0009,2019-06-30\n")
    assert one.row == 3


def test_cells_may_be_short_and_hold_line_ends(loaded):
    (one,) = loaded(f'{HEAD}{A},"一\n二，三",干部0009\n')
    assert (one.reason, one.until) == ("一\n二，三", None)


def test_a_file_with_headings_alone_has_no_exceptions(loaded):
    assert loaded(HEAD) == ()


@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        (
            ",已批复,干部0009,",
            "empty-cell",
            ("row 2 · column finding", "“结论编号”列：未填"),
        ),
        (f"{B}, ,干部0009,", "empty-cell", ("row 2 · column reason: empty", "“理由”列：未填")),
        (
            f"{B},已批复,,2019",
            "empty-cell",
            ("row 2 · column by", "第 2 行“审核人”列：未填"),
        ),
        (
            f"{B},已批复,干部0009,2019-13",
            "bad-date",
            ("row 2 · column until · '2019-13'", "留空"),
        ),
        (f"{B},已批复,干部0009,长期", "bad-date", ("leave it empty where there is no end",)),
        (f"{A},已批复,干部0009,", "duplicate-key", ("row 2", "the same finding as in row 1")),
        ("1.23E+15,已批复,干部0009,", "bad-id", ("'1.23E+15'", "format the column as text")),
        (f"{A.upper()},已批复,干部0009,", "bad-id", ("16 characters (0-9, a-f)",)),
        (f"{B},甲,乙,干部0009,2019", "too-many-cells", ("row 2: more cells than headings",)),
        (f"{B},甲\0,干部0009,2019", "control-character", ("row 2 · column reason: ",)),
        (f"{B},{'甲' * 10_001},干部0009,", "cell-too-long", ("row 2 · column reason: ",)),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_place(refused, cells, code, told):
    refused(f"{HEAD}{A},已批复,干部0009,\n{cells}\n", code, *told)


def test_a_row_in_another_encoding_is_refused(refused):
    text = f"{HEAD}{A},市里已同意,干部0009,\n{B},档案在途,干部0008,\n".encode()
    text += "1111111111111111,已批复,干部0007,\n".encode("gb18030")
    refused(text, "bad-encoding", "row 3 · column reason")


@pytest.mark.parametrize(
    ("head", "code", "told"),
    [
        ("finding,reason,until", "missing-column", ("column 'by' (审核人) is missing; add it",)),
        ("finding,reason,by", "missing-column", ("column 'until'", "leave its cells empty")),
        ("finding,reason,by,untill", "missing-column", ("is 'untill' meant to be it?",)),
        ("结论编号,理由,审核人,有效期", "missing-column", ("是否为“有效期”列？",)),
        ("finding,理由,reason,by,until", "duplicate-column", ("column 'reason' stands twice",)),
        ("甲,乙", "missing-column", ("column 'finding'",)),
    ],
)
def test_headings_that_do_not_do_are_refused(refused, head, code, told):
    refused(f"{head}\n{A},已批复,干部0009,2019\n", code, *told)


def test_long_numbers_are_not_quoted_in_full(refused):
    refused(f"{HEAD}520101199001011234,已批复,干部0009,\n", "bad-id", "52**************34")


def test_a_file_that_is_not_there_is_named(tmp_path, says):
    (tmp_path / "exceptions.csv").write_text(HEAD, "utf-8")
    with pytest.raises(DataError) as caught:
        po.load_exceptions(tmp_path / "exeptions.csv")
    says(caught.value, "no-such-file")
    assert "did you mean 'exceptions.csv'?" in str(caught.value)


def test_a_workbook_a_folder_and_an_empty_file_are_refused(tmp_path, says):
    book = xlsx(tmp_path, [("people", ["person_id"], [["N1"]])])
    (tmp_path / "empty.csv").touch()
    for path, code in (
        (book, "unknown-format"),
        (tmp_path, "not-a-file"),
        (tmp_path / "empty.csv", "empty-file"),
    ):
        with pytest.raises(DataError) as caught:
            po.load_exceptions(path)
        says(caught.value, code)


@given(data=st.binary(max_size=200))
def test_whatever_stands_in_the_file_it_is_read_or_refused(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "junk.csv"
    for text in (data, HEAD.encode() + data):
        path.write_bytes(text)
        try:
            found = po.load_exceptions(path)
        except DataError as error:
            assert str(error).startswith("junk.csv: ")  # noqa: PT017
        else:
            assert all(one.reason and one.by for one in found)
