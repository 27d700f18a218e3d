"""Places: the divisions of the country down to the township, to be found by name."""

from partyorg.places.gazetteer import CODES_OF, Gazetteer, Place, gazetteer

__all__ = ["CODES_OF", "Gazetteer", "Place", "gazetteer"]
