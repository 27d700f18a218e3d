"""URLs of databases: told from paths, and shown without what is secret in them."""

from __future__ import annotations

from partyorg.errors import shown

__all__ = ["is_url", "shown_url"]


def is_url(source: object) -> bool:
    """Tell whether an input is a database by its URL rather than a path.

    >>> is_url("postgresql+psycopg://localhost/cadres"), is_url("data/people.csv")
    (True, False)
    """
    return isinstance(source, str) and "://" in source


def shown_url(url: str) -> str:
    """Give a URL as it may be shown: without user, password and options.

    Where a password ends cannot always be told, if it holds signs that should have been written
    otherwise; then nothing but the kind of the database is shown.

    >>> shown_url("postgresql+psycopg://clerk:secret@db.local:5433/cadres?sslpassword=x")
    'postgresql+psycopg://db.local:5433/cadres'
    >>> shown_url("postgresql://clerk:what?@db.local/cadres")
    'postgresql://…'
    """
    scheme, _, rest = url.partition("://")
    if not rest.startswith("/"):  # else there is no user, and @ may stand in the name of a file
        before, _, rest = rest.rpartition("@")
        rest = "…" if "?" in before else rest
    return shown(f"{scheme}://{rest.partition('?')[0]}")
