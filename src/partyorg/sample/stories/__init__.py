"""Small stories, one for each verdict that a rule can give, written into the sample.

Each function adds the rows of its story and tells with `World.expect` what the check is to say on
the as-of day of the sample.  The verdicts were worked out by hand from the wording of the rules.
"""
