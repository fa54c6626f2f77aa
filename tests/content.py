"""Where things are, for tests that look at files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
COURSE = CONTENT / "aws-finance"
