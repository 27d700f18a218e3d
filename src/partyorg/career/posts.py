"""What the text of an entry says: which organisations, at which level, in what role, on what basis.

The text is taken apart at commas and at 兼.  A part that names no place of its own goes on with the
place before it: in `某县青石镇党委书记、人大主席` both posts are of one township.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve, frozen

from partyorg.career.levels import county_before, county_in, level_of
from partyorg.career.roles import highest, role_elsewhere, role_in_township
from partyorg.career.spells import CareerBasis
from partyorg.career.townships import Township, township_in
from partyorg.model import Level, Role

__all__ = ["Post", "posts"]

_PARTED = re.compile(r"[、,;。\s/|]+|兼任?")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_LEAD = re.compile(
    "^(?:借调|抽调|借用|挂职|挂任|历任|担任|调任|选派|派往|驻|[任到在赴调往至兼为])+(?=..)(?![城丘泽县])"
)
_CANDIDATE = re.compile("候选|人选|提名|拟任")
_SECONDED = re.compile("借调|抽调|借用|抽借|跟班|帮助工作|帮工|上派锻炼|顶岗")
_ATTACHED = re.compile("挂职|挂任|挂帅|挂点锻炼")
_STATIONED = re.compile(
    "驻村|驻点|扶贫工作队|工作队|[村社区].{0,8}第一书记|派驻.{0,12}村|村.{0,4}驻"
)
_STUDY = re.compile(
    "学习|就读|在读|进修|读书|深造|培训|上学|求学|毕业|肄业|学员|学生|研究生|本科|大专|中专|专业|学士|硕士|博士|函授|自考|复读|留学"
)
_NO_STUDY = re.compile(
    "(?:书记|[长师员任席记官士工队农])(?:$|[,、(])|教师|教员|工作(?!.*学习)|教学|讲师|教授|办公室|学生处|学生科|研究生处|研究生院|培训中心|"
    "分配|志愿者|干部|培训部|专业技术|专业委员会|学生工作|讲习|任教|任职"
)
_ENDS_IN_STUDY = re.compile(
    "(?:学习|就读|进修|深造|培训|读书|毕业|研究生|学员|学生|本科|大专|中专|专业)$"
)
_WAITING = re.compile(
    "待分配|待业|等待分配|待安排|待岗|分配待|休养|病休|病假|养病|待命|赋闲|在家|无业|失业"
)
_ACTING = re.compile("主持.{0,6}工作|主持全面")
_SENT = re.compile("知青|知识青年|插队|下乡|回乡|务农|民办")

_OWN_UNIT = re.compile("村|社区|学|校|医院|卫生院|公司|厂|银行|信用社|企业|合作社|农场|林场")
_OF_TOWNSHIP = re.compile("[乡镇]|人大|政府|街道")
_LOOSE = re.compile(r"其间|期间|曾|半年|个月|年|\d|先后")
_HELD_AS = re.compile(
    "(?:挂职|挂任|借调|借用|抽调|跟班|顶岗|驻村|下派)(?:锻炼|学习|工作|干部|任职)?(?:中|期)?"
)
_LOCAL = (Level.TOWNSHIP, Level.SUBDISTRICT)
_NO_POST = (CareerBasis.STUDY, CareerBasis.WAITING)


@frozen
class Post:
    """The posts in one organisation, and where they stand in the text (`begins`, `ends`).

    `place` is all that is said of the place, `body` what stands behind it; `county` are the codes
    of the county, None where none is named.  `untimed` is what took place at some time within the
    entry, nobody tells when.
    """

    level: Level | None
    role: Role | None
    basis: CareerBasis
    begins: int
    ends: int
    acting: bool = False
    place: str | None = None
    township: str | None = None
    county: tuple[str, ...] | None = None
    body: str | None = None
    untimed: bool = False


def posts(text: str) -> list[Post]:
    """Read the posts in a text, one for each organisation; there is always one.

    >>> [(post.level.value, post.role.value) for post in posts("示例县委常委、青石镇党委书记")]
    [('county', 'leader'), ('township', 'chief')]
    """
    found: list[Post] = []
    bare = _BRACKET.sub(lambda match: " " * len(match[0]), text) if "(" in text else text
    at = 0
    for parted in (*_PARTED.finditer(bare), None):
        ends = parted.start() if parted else len(bare)
        if at < ends:
            for post in _parted(bare, at, ends):
                found = _joined(found, post)
        at = parted.end() if parted else ends
    if bare is not text:
        found = list(_with_brackets(found, text))
    if not found:
        return [_post(text, 0, len(text))]
    return found


def _parted(text: str, begins: int, ends: int) -> Iterator[Post]:
    """Read a part of a text; two posts where somebody of a township is seconded elsewhere."""
    seconded = _SECONDED.search(text, begins, ends)
    if seconded is not None and township_in(text[begins : seconded.start()]) is not None:
        yield _post(text[begins : seconded.start()], begins, seconded.start())
        yield _post(text[seconded.start() : ends], seconded.start(), ends)
        return
    yield _post(text[begins:ends], begins, ends)


def _joined(found: list[Post], post: Post) -> list[Post]:
    """Put a further post to those before it, as one more organisation or as one of the same."""
    if not found:
        return [post]
    last = found[-1]
    local = last.level in _LOCAL
    again = local and post.level is last.level and post.township in ("", last.township)
    other_basis = post.basis not in (last.basis, CareerBasis.IN_POST)
    if post.basis is CareerBasis.SECONDMENT and last.basis is CareerBasis.IN_POST:
        # Beside the own post in one entry: nobody tells since when, nor until when.
        return [*found, evolve(post, untimed=True)]
    if other_basis or not (post.level is None or again):
        return [*found, post]
    role = None if last.basis in _NO_POST else post.role
    if role is not None and post.level is None and local:
        role = role_in_township(post.body or "")
        if _OWN_UNIT.search(last.body or "") and not _OF_TOWNSHIP.search(post.body or ""):
            role = Role.STAFF  # of the school or village, as the post before it
    acting = last.acting or post.acting
    return [
        *found[:-1],
        evolve(last, role=highest(last.role, role), acting=acting, ends=post.ends),
    ]


def _post(clause: str, begins: int, ends: int) -> Post:
    """Read one part of a text."""
    town = township_in(clause)
    if town is not None:
        return _in_township(clause, town, begins, ends)
    level = level_of(clause)
    basis = _basis(clause)
    role = None
    if basis not in _NO_POST:
        role = Role.STAFF if _CANDIDATE.search(clause) else role_elsewhere(clause)
    return Post(
        level=level,
        role=role,
        basis=basis,
        begins=begins,
        ends=ends,
        acting=bool(_ACTING.search(clause)),
        place=None,
        county=county_in(clause) if level is Level.COUNTY else None,
        body=clause,
    )


def _in_township(clause: str, town: Township, begins: int, ends: int) -> Post:
    behind = clause[town.ends :]
    if not town.name:  # 副镇长, 镇党委书记
        behind = clause
    elif behind[:1] in ("长", "委"):  # 青石镇长
        behind = clause[town.ends - 1 :]
    basis = _basis(clause)
    if basis is CareerBasis.STUDY and not _ENDS_IN_STUDY.search(clause):
        basis = CareerBasis.IN_POST  # 大学毕业分配到青石镇
    role = None
    if basis not in _NO_POST:
        role = Role.STAFF if _CANDIDATE.search(clause) else role_in_township(behind)
    return Post(
        level=town.level,
        role=role,
        basis=basis,
        begins=begins,
        ends=ends,
        acting=bool(_ACTING.search(clause)),
        place=_LEAD.sub("", clause[: town.ends]),
        township=town.name,
        county=county_before(clause[: town.begins]),
        body=behind or None,
    )


def _basis(text: str) -> CareerBasis:
    """Tell on what basis the time was spent."""
    if _SECONDED.search(text):
        return CareerBasis.SECONDMENT
    if _ATTACHED.search(text):
        return CareerBasis.ATTACHMENT
    if _STATIONED.search(text):
        return CareerBasis.STATIONING
    if _WAITING.search(text):
        return CareerBasis.WAITING
    studied = _STUDY.search(text) and not _SENT.search(text)
    if studied and (_ENDS_IN_STUDY.search(text) or not _NO_STUDY.search(text)):
        return CareerBasis.STUDY
    return CareerBasis.IN_POST


def _with_brackets(found: list[Post], text: str) -> Iterator[Post]:
    """Take in what stands in brackets: how a post is held, or a further post (兼 …)."""
    brackets = list(_BRACKET.finditer(text))
    for number, post in enumerate(found):
        until = found[number + 1].begins if number + 1 < len(found) else len(text)
        aside: list[Post] = []
        for bracket in brackets:
            if not post.begins <= bracket.start() < until:
                continue
            inner = bracket[1]
            basis = _basis(inner)
            if basis is CareerBasis.SECONDMENT and not _HELD_AS.fullmatch(inner):
                # Nobody tells since when, nor until when.
                away = _post(inner, bracket.start(1), bracket.end(1))
                aside.append(evolve(away, untimed=True))
                continue
            if basis is CareerBasis.STATIONING or _LOOSE.search(inner):
                basis = CareerBasis.IN_POST
            role = post.role
            if role is not None and _CANDIDATE.search(inner):
                role = _without_last(text[post.begins : bracket.start()], post)
            # What tells no organisation belongs to the post: (挂职), (主持工作).
            post = evolve(  # noqa: PLW2901
                post,
                role=role,
                basis=basis if _HELD_AS.fullmatch(inner) else post.basis,
                acting=post.acting or bool(_ACTING.search(inner)),
                ends=bracket.end() if bracket.start() == post.ends else post.ends,
            )
        yield post
        yield from aside


def _without_last(text: str, post: Post) -> Role:
    """Give the role without the last post of a text, for which somebody only stands."""
    cuts = list(_PARTED.finditer(text))
    if not cuts:
        return Role.STAFF
    found = posts(text[: cuts[-1].start()])[-1]
    return found.role or Role.STAFF if found.level is post.level else Role.STAFF
