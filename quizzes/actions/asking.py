"""Questions are put into sittings here: each is an attempt, at a place of its own."""

from collections.abc import Iterable
from hashlib import sha256

from courses.models import QuestionVersion
from quizzes.models import Attempt, Sitting
from quizzes.queries import SEED_BITS


def ask(sitting: Sitting, versions: Iterable[QuestionVersion], *, after: int = 0) -> None:
    """Add an attempt at each of these questions to a sitting, behind so many others."""
    Attempt.objects.bulk_create(
        Attempt(sitting=sitting, version=version, position=place, seed=_seed(sitting.seed, place))
        for place, version in enumerate(versions, start=after + 1)
    )


def _seed(seed: int, place: int) -> int:
    """Derive the seed of an attempt from that of its sitting."""
    digest = sha256(f"{seed}/attempt/{place}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)
