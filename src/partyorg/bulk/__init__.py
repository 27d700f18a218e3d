"""The check in columns: the same verdicts for millions (needs NumPy).

Data stand as whole numbers in arrays (`columns`), rules are searched in them by kind (`facts`), and
judged by the very definitions that judge one record (`verdicts`).  What cannot be told in arrays is
judged one record at a time within the same check (`engine`).  Findings in full are made when they
are asked for (`findings`).
"""

from partyorg.bulk.check import Checked, check_columns
from partyorg.bulk.columns import Columns
from partyorg.bulk.links import Links

__all__ = ["Checked", "Columns", "Links", "check_columns"]
