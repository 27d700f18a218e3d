"""What a resume says of somebody's person and health: left out, and not quoted."""

from __future__ import annotations

import re

from attrs import evolve

from partyorg.career import Career, CareerBasis, CareerProblem, CareerSpell
from partyorg.errors import ProblemSeverity

__all__ = ["without_numbers", "without_particulars"]

_NUMBER = re.compile(r"\d(?:[ \t]?\d){10,}[ \t]?[Xx]?")
_HEALTH = re.compile("病|癌|炎症|肝炎|肺炎|肾炎|住院|手术|产假|怀孕|残疾|康复|休养")
_PERSON = re.compile(
    "出生|生于|籍贯|身份证|性别|配偶|爱人|父亲|母亲|儿子|女儿|妻子|丈夫|妻[:：]|夫[:：]|家庭住址|住址|手机|联系电话|电话|"
    r"健康状况|婚|丧偶|育有|信仰|月生(?!产)|年生(?!产)|(?:^|[,，、\s(（])[男女](?=[,，、\s)）]|$)|"
    r"(?:^|[,，、\s(（])(?:汉|壮|回|苗|彝|侗|瑶|满|藏|蒙古|布依|土家|维吾尔|哈萨克|傣|黎|畲|白|水|羌|仡佬|仫佬|毛南|朝鲜|傈僳|佤|"
    r"拉祜|纳西|景颇|布朗|撒拉|普米|怒|京|独龙|门巴|珞巴|基诺|高山|土|东乡|保安|裕固|锡伯|塔吉克|乌孜别克|俄罗斯|鄂温克|鄂伦春|赫哲|"
    r"柯尔克孜|达斡尔|塔塔尔|德昂|阿昌|哈尼)族(?=[,，、\s)）]|$)|[一-鿿]{2,8}人[,，](?!大|民)"
)
_SAID = {
    "zh": "该行含个人信息（出生、家庭等），规则用不到，未读入；如含任职请另起一行",
    "en": "personal particulars, which no rule needs, so the line is not read; if it tells a post "
    "too, write that on a line of its own",
}


def without_numbers(text: str) -> str:
    """Leave out long numbers: of identity cards, telephones, bank accounts.

    >>> without_numbers("青石镇科员 520111750301001")
    '青石镇科员 ***'
    """
    return _NUMBER.sub("***", text)


def without_particulars(career: Career) -> Career:
    """Leave out what tells of birth, family or health; say so, and quote nothing.

    An entry on health keeps its dates, as time in which no post was held; no word of it is kept.
    """
    found: tuple[CareerSpell | CareerProblem, ...] = (*career.spells, *career.problems)
    private = {one.line for one in found if _PERSON.search(one.text)}
    spells, problems, ill = [], [], set()
    for spell in career.spells:
        if spell.line in private:
            continue
        if _HEALTH.search(spell.text) and spell.level is None:
            ill.add(spell.line)
            spells.append(_hidden(spell))
        else:
            spells.append(spell)
    for problem in career.problems:
        if problem.line in private | ill:
            continue
        if _HEALTH.search(problem.text) and "医" not in problem.text and "卫生" not in problem.text:
            private.add(problem.line)
        else:
            problems.append(problem)
    problems += [_left_out(line) for line in sorted(private)]
    return Career(tuple(spells), tuple(problems))


def _hidden(spell: CareerSpell) -> CareerSpell:
    return evolve(spell, basis=CareerBasis.WAITING, role=None, text="—", body=None)


def _left_out(line: int) -> CareerProblem:
    return CareerProblem(
        severity=ProblemSeverity.WARNING,
        code="private-line",
        text="—",
        line=line,
        columns=(0, 0),
        message=_SAID,
    )
