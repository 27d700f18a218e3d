"""The worlds of other tests are used here too."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ("evaluate", "bulk", "oracle"))]
