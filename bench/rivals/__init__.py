"""Other ways to compute four rules of the Guizhou pack, to measure the library against.

Every module has `prepare(tables) -> state`, which brings the tables of `people.tables` into the
form in which that tool likes to have them, and `run(state, as_of) -> dict`, which is what is
measured.  The answers:

`service-minimum`
    one `int8` for each person: see `shared.Answer`
`team-experience`
    two lines, a column for each township: members with two years in townships, and all members
`rank-promotion`
    one `int8` for each row of `promotions`
`recruits-to-townships`
    a line for each year: the year, those hired for townships, and all who were hired

Some tools answer a part only, and two of them by names of their own: `teams-below` marks the
townships whose teams are below two thirds, `years-below` the years below four fifths.

`plain` says in plain Python what is asked for, `agree` holds all others to it.  All dates are known
to the day; what the library does beyond that, with dates known to the month, none of these do.
"""
