"""What tests of the whole project share."""

from tests.quizzes.conftest import course

__all__ = ["course"]
