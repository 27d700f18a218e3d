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

GOOD = HEAD + SHARE + LOCK + CADENCE + ELIGIBILITY + COVERAGE


def spoiled(old, new):
    """Give the good pack with one place changed; the place must be there exactly once."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def parsed(text):
    return parse_pack(text, "x.toml")
