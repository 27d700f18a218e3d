"""Packs whose words are all known, but which contradict themselves or lack something."""

from partyorg.rulebook import bundled_packs

CONTRADICTIONS = {
    "two thresholds": (
        'at_least = "2/3"',
        'at_least = "2/3"\nat_most = "2/3"',
        "rule[0].version[0].parameters: set at_least or at_most, one of the two",
    ),
    "no group": (
        (
            '[rule.version.parameters.people]\nlevel = "township"\nbodies = ["government"]\n'
            'roles = ["chief", "leader"]\ncumulative_service = "P2Y"\n'
        ),
        "",
        "rule[0].version[0].parameters: set people or rows, one of the two",
    ),
    "a threshold of all": (
        '"2/3"',
        '"1"',
        "rule[0].version[0].parameters: the threshold 1 must lie between 0 and 1",
    ),
    "a tolerance that leaves nothing": (
        'at_least = "2/3"',
        'at_least = "2/3"\ntolerance = "2/3"',
        "rule[0].version[0].parameters: the threshold 0 must lie between 0 and 1",
    ),
    "stages that do not begin at nought": (
        'begins = "P0D"',
        'begins = "P1Y"',
        "rule[1].version[0].parameters: stages must begin with P0D and follow each other",
    ),
    "a stage of days": (
        'begins = "P5Y"',
        'begins = "P5Y1D"',
        "rule[1].version[0].parameters: a stage begins after whole months or years",
    ),
    "a promotion of no kind": (
        'promotion = "rank"\n',
        "",
        (
            "rule[3].version[0].parameters: event 'promotion' needs promotion = \"rank\" or "
            '"leadership"'
        ),
    ),
    "an appointment without a team": (
        'event = "promotion"',
        'event = "appointment"',
        "rule[3].version[0].parameters: event 'appointment' needs a team",
    ),
    "service of days": (
        'continuous_service = "P5Y"',
        'continuous_service = "P10D"',
        "rule[3].version[0].parameters: service of P10D: write whole months or years",
    ),
    "two ways to be covered": (
        'by_training = "province"',
        'by_training = "province"\nby_basis = "stationing"',
        "rule[4].version[0].parameters: set by_training, by_basis, by_link: one of them",
    ),
    "organizations covered by trainings": (
        'who = "holders"',
        'who = "organizations"',
        "rule[4].version[0].parameters: organizations are covered by links: set by_link",
    ),
    "recruits covered by links": (
        'who = "holders"\nroles = ["chief"]\nbodies = ["government"]\nby_training = "province"',
        'who = "recruits"\nby_link = "leads"',
        (
            "rule[4].version[0].parameters: recruits are covered by a training or an appointment, "
            "not by links"
        ),
    ),
    "trainings of a county's holders": (
        'by_training = "province"',
        'by_training = "province"\nlevel = "county"',
        "rule[4].version[0].parameters: trainings are looked at of townships only",
    ),
    "an activity of people of a kind of organisation": (
        'activity = ["report"]',
        'activity = ["report"]\nof = "people"',
        (
            "rule[2].version[0].parameters: of = 'people' goes with a window, and with no kinds, "
            "levels or superior"
        ),
    ),
    "several elections a term": (
        "at_least = 1\n",
        'at_least = 2\nevery = "P5Y"\n',
        ("rule[2].version[0].parameters: every goes with one activity, to nobody in particular"),
    ),
    "an entry into no office": (
        'event = "promotion"\npromotion = "rank"',
        'event = "entry"',
        "rule[3].version[0].parameters: event 'entry' needs an office",
    ),
    "a step without its name": (
        'event = "promotion"\npromotion = "rank"',
        'event = "step"',
        "rule[3].version[0].parameters: event 'step' needs kinds and a step",
    ),
    "organizations of no kind": (
        'who = "holders"\nroles = ["chief"]\nbodies = ["government"]\nby_training = "province"',
        'who = "organizations"\nlevels = ["village"]\nby_link = "leads"',
        "rule[4].version[0].parameters: say of which kinds and levels the organizations are",
    ),
    "at most less than at least": (
        'by_training = "province"',
        'by_training = "province"\nat_least = 3\nat_most = 2',
        "rule[4].version[0].parameters: at_most = 2 lies below at_least = 3",
    ),
    "a pack to extend that is not there": (
        'version = "1"\n',
        'version = "1"\nextends = "cn-gx"\n',
        f"extends: no bundled pack 'cn-gx'; there are: {', '.join(bundled_packs())}",
    ),
    "a replacement without a pack to extend": (
        'version = "1"\n',
        'version = "1"\nreplace = [{ rule = "lock", parameters = {}, source = {} }]\n',
        'replace: there is nothing to change; say extends = "…"',
    ),
    "a rule left out without a pack to extend": (
        'version = "1"\n',
        'version = "1"\nleave_out = ["lock"]\n',
        'leave_out: there is nothing to change; say extends = "…"',
    ),
    "the name of a rule in capitals": (
        'id = "report"',
        'id = "Annual Report"',
        "rule[2].id: 'Annual Report' is no name; write lower case with hyphens, as team-size",
    ),
    "the name of a pack with a slash": (
        'id = "x"',
        'id = "x/y"',
        "id: 'x/y' is no name; write lower case with hyphens, as team-size",
    ),
    "a title in one language": (
        'title = { zh = "报告", en = "Report" }',
        'title = { en = "Report" }',
        'rule[2].title: a title is in both languages: { zh = "…", en = "…" }',
    ),
    "a list without brackets": (
        'levels = ["county"]',
        'levels = "county"',
        "rule[2].version[0].parameters.levels: 'county' is not a list; put it in brackets",
    ),
    "experience of days": (
        'cumulative_service = "P2Y"',
        'cumulative_service = "P700D"',
        "rule[0].version[0].parameters: service of P700D: write whole months or years",
    ),
}
