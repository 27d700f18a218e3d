"""Facts for `coverage` of people by links: members of an organisation, leaders with a place."""

from __future__ import annotations

from collections.abc import Iterator

from partyorg.dates import Cover
from partyorg.evaluate.career import Career, Post
from partyorg.evaluate.facts.links import every_link, facts_of, links_of
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Person
from partyorg.rulebook.kinds.coverage import Params

__all__ = ["cases_of"]


def cases_of(params: Params, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the case of somebody who must be covered on the day."""
    career = scope.world.career(person.person_id)
    if params.who == "people" and not _ever_linked(params, scope, person):
        return
    posts = [post for post in career.posts if _counts(params, scope, post) is not False]
    if not posts and not career.broken:
        return
    sure = [p for p in posts if p.in_post and _counts(params, scope, p)]
    held = Cover.of([p.spell for p in sure], [p.spell for p in posts if p not in sure])
    holds = held.at(scope.as_of)
    broken = scope.broken(person.person_id, "appointments", "people")
    broken += scope.touched("links", person.person_id, relation=params.by_link)
    if holds is False and not broken:
        return
    rows = links_of(params, scope, person.person_id)
    facts = facts_of(scope, person.person_id, rows, _bodies(scope, career))
    yield Case(
        subject=career.subject,
        events=((scope.as_of, scope.as_of),),
        facts=facts,
        evidence=scope.rows("appointments", (post.row for post in posts))
        + scope.rows("links", rows),
        doubtful=holds is not True,
        blocked="row-set-aside" if broken else None,
        unknowns=broken or (facts.unknowns if holds else scope.told(career.gaps())),
    )


def _ever_linked(params: Params, scope: Scope, person: Person) -> bool:
    every = every_link(params, scope, person.person_id)
    return any(
        row.relation is params.by_link and not (row.start and row.start.first > scope.as_of)
        for row in every
    )


def _counts(params: Params, scope: Scope, post: Post) -> bool | None:
    """Tell whether a post makes somebody a subject: any post, or one in a team of the level."""
    if post.in_post is False:
        return False
    if params.who == "people":
        return True
    body = scope.dataset.organization.get(post.row.org_id)
    place = scope.places.site(post.row.org_id).place
    level = None if place is None else scope.dataset.organization[place].level
    answers = [
        None if body is None or body.kind is None else body.kind in params.bodies,
        None if level is None else level is params.level,
        None if post.row.role is None else post.row.role in params.roles,
    ]
    return False if False in answers else None if None in answers else True


def _bodies(scope: Scope, career: Career) -> set[str]:
    """Give the organisations at which somebody holds, or may hold, a post on the day."""
    held = set()
    for post in career.posts:
        start, end = post.spell.possible()
        if post.in_post is not False and start <= scope.as_of < end:
            held.add(post.row.org_id)
    return held
