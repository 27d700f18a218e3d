"""What may be wrong with the text of a pack: what stands there, what is put there, what is told."""

from pack_contradictions import CONTRADICTIONS

WORDS = {
    "a threshold as a float": (
        'at_least = "2/3"',
        "at_least = 0.667",
        'rule[0].version[0].parameters.at_least: 0.667 is a float; write a fraction, "2/3"',
    ),
    "a float in a list": (
        '{ begins = "P5Y", moves = "any" }',
        '{ begins = 5.0, moves = "any" }',
        'rule[1].version[0].parameters.stages[1].begins: 5.0 is a float; write a fraction, "2/3"',
    ),
    "a float at the top": (
        'version = "1"',
        "version = 1.0",
        'version: 1.0 is a float; write a fraction, "2/3"',
    ),
    "a decimal in quotes": (
        '"2/3"',
        '"0.667"',
        "rule[0].version[0].parameters.at_least: '0.667' is a decimal; write a fraction, \"2/3\"",
    ),
    "a threshold that is a word": (
        '"2/3"',
        '"most"',
        "rule[0].version[0].parameters.at_least: 'most' is no fraction; write \"2/3\"",
    ),
    "a share of nothing": (
        '"2/3"',
        '"2/0"',
        "rule[0].version[0].parameters.at_least: '2/0' is no fraction; write \"2/3\"",
    ),
    "a threshold that is yes": (
        'at_least = "2/3"',
        "at_least = true",
        'rule[0].version[0].parameters.at_least: True is no fraction; write "2/3"',
    ),
    "an unknown key at the top": (
        'jurisdiction = "CN"',
        'jurisdicton = "CN"',
        "unknown key 'jurisdicton'; did you mean 'jurisdiction'?",
    ),
    "an unknown key of a rule": (
        'severity = "expected"',
        'severety = "expected"',
        "rule[2]: unknown key 'severety'; did you mean 'severity'?",
    ),
    "an unknown key of a version": (
        'from = "2014-03-01"',
        'form = "2014-03-01"',
        "rule[0].version[0]: unknown key 'form'; did you mean 'from'?",
    ),
    "an unknown key of the parameters": (
        'at_least = "2/3"',
        'at_leest = "2/3"',
        "rule[0].version[0].parameters: unknown key 'at_leest'; did you mean 'at_least'?",
    ),
    "an unknown key deeper in the parameters": (
        'roles = ["chief", "leader"]',
        'rolles = ["chief", "leader"]',
        "rule[0].version[0].parameters.people: unknown key 'rolles'; did you mean 'roles'?",
    ),
    "an unknown key that is near nothing": (
        'version = "1"',
        'version = "1"\nqqq = "1"',
        "unknown key 'qqq'",
    ),
    "a key that is missing": (
        'jurisdiction = "CN"\n',
        "",
        "jurisdiction: 'jurisdiction' is missing",
    ),
    "a version without a beginning": (
        'from = "2014-03-01"\n',
        "",
        "rule[0].version[0].from: 'from' is missing",
    ),
    "a parameter that is missing": (
        'recruited_via = ["civil_service_exam"]\n',
        "",
        "rule[1].version[0].parameters.recruited_via: 'recruited_via' is missing",
    ),
    "a version without a source": (
        'source = { ref = "text", clause = "第二条" }\n',
        "",
        "rule[1].version[0].source: a version without a source is no law",
    ),
    "a source without an issuer": (
        'source = { ref = "text", clause = "第二条" }',
        'source = { document = "某文", evidence = "A" }',
        "rule[1].version[0].source: a source needs document, issuer and evidence",
    ),
    "a source that is not there": (
        'source = { ref = "text", clause = "第二条" }',
        'source = { ref = "test" }',
        "rule[1].version[0].source.ref: no source 'test' under [sources]",
    ),
    "a source from memory": (
        'evidence = "B"',
        'evidence = "M"',
        "rule[0].version[0].source.evidence: level M is unverified memory, never a default",
    ),
    "an unknown level of evidence": (
        'evidence = "B"',
        'evidence = "X"',
        "sources.text.evidence: 'X' is not known; there are: A, B, C, S, M",
    ),
    "an identifier twice": (
        'id = "report"',
        'id = "lock"',
        "rule[2].id: 'lock' stands twice (rule[1])",
    ),
    "an unknown kind": (
        'kind = "service_lock"',
        'kind = "service_look"',
        "rule[1].kind: no kind 'service_look'; did you mean 'service_lock'?",
    ),
    "a kind that is near nothing": (
        'kind = "service_lock"',
        'kind = "zzz"',
        (
            "rule[1].kind: no kind 'zzz'; there are: bound, cadence, coverage, eligibility, "
            "permitted, procedure, service_lock, share, structure"
        ),
    ),
    "an unknown severity": (
        'severity = "expected"',
        'severity = "expectd"',
        "rule[2].severity: 'expectd' is not known; did you mean 'expected'?",
    ),
    "an unknown level": (
        'levels = ["county"]',
        'levels = ["kounty"]',
        "rule[2].version[0].parameters.levels[0]: 'kounty' is not known; did you mean 'county'?",
    ),
    "an unknown word among those of a kind": (
        'moves = "any"',
        'moves = "anny"',
        "rule[1].version[0].parameters.stages[1].moves: 'anny' is not known; did you mean 'any'?",
    ),
    "an unknown counting": (
        'counting = "day"',
        'counting = "days"',
        "conventions.counting: 'days' is not known; did you mean 'day'?",
    ),
    "a period that is none": (
        'begins = "P5Y"',
        'begins = "5 years"',
        (
            "rule[1].version[0].parameters.stages[1].begins: '5 years' is not a period; "
            "write P5Y, P18M or P10D"
        ),
    ),
    "a period without quotes": (
        'begins = "P5Y"',
        "begins = 5",
        "rule[1].version[0].parameters.stages[1].begins: 5 is not text; put it in quotes",
    ),
    "a date that is none": (
        'from = "2014-03-01"',
        'from = "2014-13"',
        "rule[0].version[0].from: there is no month 13; months are 01 to 12, as in 2014-08",
    ),
    "a last day that is none": (
        'from = "2014-03-01"',
        'from = "2014-03-01"\nto = "later"',
        "rule[0].version[0].to: not a date; write 2015-08-01, 2015-08 or 2015",
    ),
    "a last day before the first": (
        'from = "2014-03-01"',
        'from = "2014-03-01"\nto = "2014-02"',
        "rule[0].version[0].to: 2014-02 lies before from = 2014-03-01",
    ),
    "text that is a number": (
        'id = "report"',
        "id = 7",
        "rule[2].id: 7 is not text; put it in quotes",
    ),
    "a number that is text": (
        "at_least = 1\n",
        'at_least = "one"\n',
        "rule[2].version[0].parameters.at_least: 'one' is not a whole number",
    ),
    "a number that is yes": (
        "at_least = 1\n",
        "at_least = true\n",
        "rule[2].version[0].parameters.at_least: True is not a whole number",
    ),
    "a yes that is text": (
        "to_superior = false",
        'to_superior = "no"',
        "rule[2].version[0].parameters.to_superior: 'no' is neither true nor false",
    ),
}

FAULTS = {**WORDS, **CONTRADICTIONS}
