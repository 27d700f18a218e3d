"""A pack of one rule, for tests of a kind."""

import partyorg as po

PACK = """
id = "mine"
jurisdiction = "XX"
version = "1"
title = {{ zh = "例", en = "example" }}

[conventions]
counting = "day"

[[rule]]
{rule}
[[rule.version]]
name = "1"
from = "{begins}"
source = {{ document = "《例》", issuer = "例", evidence = "S" }}
[rule.version.parameters]
{parameters}
"""


def one_rule(path, rule, parameters, begins="2000-01-01"):
    """Write and load it: the keys of the rule, and the parameters of its one version."""
    path.write_text(PACK.format(rule=rule, parameters=parameters, begins=begins), encoding="utf-8")
    return po.rules(path)
