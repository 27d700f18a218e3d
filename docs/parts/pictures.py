"""Pictures, drawn by the library itself."""

from __future__ import annotations

import partyorg as po


def timeline() -> str:
    """Give the plot of the team that the page on time and action tells of."""
    data = po.load(po.sample_path())
    line = po.timeline(
        data, "cn-gz/team-experience", "990101101", since="2017-01-01", until="2020-01-01"
    )
    return line.to_svg(lang="en")
