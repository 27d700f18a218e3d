"""The page."""

import io
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg.verdict import Outcome
from partyorg.writers import dump, to_html

VOID = {"meta", "input", "rect", "br"}


class Page(HTMLParser):
    """A page taken apart; it must be well nested."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.scripts, self.styles = [], [], [], [], []
        self.ids, self.open, self.whole = [], [], text
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(inside, self.text).append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())

    @property
    def findings(self):
        return sum(1 for _, name, value in self.attributes
                   if name == "class" and value.startswith("finding "))  # fmt: skip


def page_of(run, lang="zh", **more):
    out = io.StringIO()
    to_html.write(run, out, lang=lang, **more)
    return Page(out.getvalue())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_needs_nothing_from_anywhere(run, lang):
    page = page_of(run, lang)
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(page.tags)
    assert all(
        value.startswith("#") for _, name, value in page.attributes if name in ("src", "href")
    )
    code = "".join(page.styles + page.scripts)
    assert not re.search(r"url\(|@import|https?:|fetch|XMLHttp|innerHTML", code)


def test_the_page_runs_its_own_script_only(run):
    page = page_of(run)
    assert len(page.scripts) == 1
    digest = b64encode(sha256(page.scripts[0].encode()).digest()).decode()
    policy = next(v for t, n, v in page.attributes if n == "content" and "default-src" in v)
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not any(name.startswith("on") for _, name, _ in page.attributes)


@settings(deadline=None)  # the first call imports and compiles
@given(
    text=st.text(
        st.characters(codec="utf-8") | st.sampled_from("<>&\"'`{}%/="), min_size=1, max_size=40
    )
)
def test_any_name_is_text_and_nothing_else(named, text):
    page, plain = page_of(named(text), "en"), page_of(named("x"), "en")
    assert page.tags == plain.tags
    assert page.scripts == plain.scripts
    assert [a[:2] for a in page.attributes] == [a[:2] for a in plain.attributes]


def test_a_hostile_name_is_shown_as_it_is(run, build):
    page = page_of(run)
    assert page.tags.count("script") == 1
    assert "<script>alert(1)</script> \"'& =cmd|' /C calc'!A0" in page.words
    assert "<script>alert(1)" not in page.whole
    assert "\x00" not in page.whole
    assert "{{ 7*7 }}" in page_of(build(version="{{ 7*7 }}")).words


@pytest.mark.parametrize(("lang", "code"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_can_be_read_by_all(run, lang, code):
    page = page_of(run, lang)
    assert ("html", "lang", code) in page.attributes
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert ("meta", "content", "light dark") in page.attributes
    assert len(page.ids) == len(set(page.ids))
    targets = {value[1:] for _, name, value in page.attributes if name == "href"}
    assert targets <= set(page.ids)


def test_the_head_says_what_was_checked(build):
    words = page_of(build(as_of_today=True, counting="inclusive_month"), "en").words
    for text in (
        "2015-12-31",
        "not given: today",
        "both ends included",
        "cn-gz 2015.1",
        "412 rows",
    ):
        assert text in words


def test_failures_come_first_and_the_most_binding_of_them(run):
    words = page_of(run, "en").words
    order = [
        "Two thirds of a township team have two years of township service mandatory · 1",
        "Minimum service of township recruits mandatory · 1",
        "Recruits are stationed expected · 1",
        "Undetermined 2",
        "Off target 1",
        "Passes 2",
        "Not applicable 1",
        "Rules that met no subject 1",
        "Problems 2",
    ]
    place = words.index("Failures 3")
    for text in order:
        place = words.index(text, place)


def test_a_finding_unfolds_to_all_it_rests_on(run):
    words = page_of(run, "en").words
    for text in (
        "short by 1",
        "5 of 9 members have two years",
        "3 × 5 against 2 × 9",
        "appointments row 17–19, 40",
        "S source document only",
        "the date to the day (N0003 · appointments row 21 start)",
        "2014-05-01 – 2014-05-31 无批准调离 → 990101",
        "2014-09-01 – … moved",
        "the rule was surely not yet in force",
    ):
        assert text in words


def test_problems_have_their_address_and_remedy(run):
    words = page_of(run).words
    assert "“2015.13”不是日期，请写成 2015-08-01" in words
    assert "appointments.csv · 表 任职 · 第 12 行 · 列 任职时间" in words


def test_the_foot_has_the_sums(run):
    words = page_of(run, "en").words
    assert "Made by partyorg 0.1.0" in words
    assert "ab" * 32 in words
    assert "cd" * 32 in words
    assert "rows in memory" in words


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.OFF_TARGET, Outcome.NOT_APPLICABLE])
def test_of_many_that_need_no_attention_the_first_are_listed(many, outcome):
    page = page_of(many(outcome, 30), "en", listed=20)
    assert page.findings == 20
    assert "The first 20 are listed here, 10 more are not" in page.words


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.UNDETERMINED])
def test_what_needs_attention_is_always_listed(many, outcome):
    page = page_of(many(outcome, 30), "en", listed=20)
    assert page.findings == 30
    assert "more are not" not in page.words


def test_a_run_without_findings_says_so(nothing, many):
    assert "没有任何结论" in page_of(nothing).words
    assert "Nothing fails" in page_of(many(Outcome.PASS, 1), "en").words


def test_the_bars_fill_their_width(run):
    page = page_of(run)
    widths = [float(v) for t, n, v in page.attributes if (t, n) == ("rect", "width")]
    assert sum(widths) == pytest.approx(1000 * 4, abs=1)


def test_the_page_is_written_as_it_is_made(many):
    sizes = []

    class Pipe(io.BytesIO):
        def write(self, data):
            sizes.append(len(data))
            return len(data)

    dump(many(Outcome.FAIL, 500), "html", Pipe())
    assert max(sizes) < 50_000
