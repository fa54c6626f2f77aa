"""The file in which a course keeps the ids that it has released."""

from pathlib import Path

from courses.reading import read_data, read_text
from domain.documents import Document
from domain.problems import Problem
from domain.released import RELEASED, Released

MAX_BYTES = 2 * 1024 * 1024  # it grows with every question that there ever was


def read_released(root: Path) -> tuple[Document, Released] | list[Problem]:
    """Read the file of a course folder, or say what is wrong with it; [] if there is none."""
    path, name = root / RELEASED, f"{root.name}/{RELEASED}"
    if path.is_symlink() or not path.exists():
        return []
    text = read_text(name, path.read_bytes(), most=MAX_BYTES)
    document = read_data(name, text) if isinstance(text, str) else text
    if isinstance(document, list):
        return document
    released = document.read_meta(Released)
    return released if isinstance(released, list) else (document, released)


def write_released(root: Path, released: Released) -> bool:
    """Write the file, if it would say something new; say whether it does."""
    path = root / RELEASED
    if path.exists() and path.read_text() == released.text:
        return False
    path.write_text(released.text)
    return True
