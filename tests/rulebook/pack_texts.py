"""A small pack that can be used, and ways to spoil it."""

from partyorg.rulebook import parse_pack

HEAD = """
id = "x"
title = { zh = "示例规定", en = "Example" }
jurisdiction = "CN"
version = "1"

[conventions]
counting = "day"

[sources.text]
document = "示例规定"
issuer = "示例机关"
date = "2014-03-01"
evidence = "B"
"""

SHARE = """
[[rule]]
id = "experience"
kind = "share"
severity = "mandatory"
title = { zh = "经历", en = "Experience" }

[[rule.version]]
name = "2014"
from = "2014-03-01"
source = { ref = "text", clause = "第一条" }
[rule.version.parameters]
at_least = "2/3"
[rule.version.parameters.people]
level = "township"
bodies = ["government"]
roles = ["chief", "leader"]
cumulative_service = "P2Y"
"""

LOCK = """
[[rule]]
id = "lock"
kind = "service_lock"
severity = "mandatory"
title = { zh = "年限", en = "Lock" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第二条" }
[rule.version.parameters]
recruited_via = ["civil_service_exam"]
stages = [
  { begins = "P0D", moves = "none" },
  { begins = "P5Y", moves = "any" },
]
"""

CADENCE = """
[[rule]]
id = "report"
kind = "cadence"
severity = "expected"
title = { zh = "报告", en = "Report" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第三条" }
[rule.version.parameters]
kinds = ["government"]
levels = ["county"]
activity = ["report"]
at_least = 1
to_superior = false
"""

ELIGIBILITY = """
[[rule]]
id = "promotion"
kind = "eligibility"
severity = "mandatory"
title = { zh = "晋升", en = "Promotion" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第四条" }
[rule.version.parameters]
event = "promotion"
promotion = "rank"
continuous_service = "P5Y"
"""

COVERAGE = """
[[rule]]
id = "training"
kind = "coverage"
severity = "mandatory"
title = { zh = "培训", en = "Training" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第五条" }
[rule.version.parameters]
who = "holders"
roles = ["chief"]
bodies = ["government"]
by_training = "province"
"""

BOUND = """
[[rule]]
id = "funds"
kind = "bound"
severity = "mandatory"
title = { zh = "经费", en = "Funds" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第六条" }
[rule.version.parameters]
table = "amounts"
kinds = ["division"]
levels = ["village"]
items = ["经费"]
at_least = 100
unit = { zh = "元", en = "yuan" }
"""

LISTS = """
[[rule]]
id = "haves"
kind = "permitted"
severity = "mandatory"
title = { zh = "四有", en = "Haves" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第七条" }
[rule.version.parameters]
list = "haves"
test = "present"
kinds = ["branch"]
levels = ["village"]
required = ["有章理事"]
"""

STRUCTURE = """
[[rule]]
id = "superior"
kind = "structure"
severity = "mandatory"
title = { zh = "上级", en = "Superior" }

[[rule.version]]
name = "2014"
from = "2014"
source = { ref = "text", clause = "第八条" }
[rule.version.parameters]
test = "superior"
kinds = ["branch"]
levels = ["village"]
root_kinds = ["division"]
root_levels = ["county"]
"""

MORE = HEAD + BOUND + LISTS + STRUCTURE
"""A pack of the kinds that count, list and look at the structure."""

GOOD = HEAD + SHARE + LOCK + CADENCE + ELIGIBILITY + COVERAGE


def spoiled(old, new):
    """Give the good pack with one place changed; the place must be there exactly once."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def parsed(text):
    return parse_pack(text, "x.toml")
