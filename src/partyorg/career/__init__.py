"""Careers: from the text of a resume to spells with dates, basis, level and role.

>>> career = parse_career(
...     "2009.06--2012.08  示例县青石镇镇长（其间：2010.03--2010.09借调省委组织部）"
... )
>>> [(str(spell.start), str(spell.end), spell.basis.value) for spell in career.spells]
[('2009-06', '2012-08', 'in_post'), ('2010-03', '2010-09', 'secondment')]
"""

from partyorg.career.parse import parse_career
from partyorg.career.spells import Career, CareerBasis, CareerProblem, CareerSpell, DateForm

__all__ = [
    "Career",
    "CareerBasis",
    "CareerProblem",
    "CareerSpell",
    "DateForm",
    "parse_career",
]
