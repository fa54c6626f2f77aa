"""Who meets the faults: the learners of the tests of questions."""

from tests.quizzes.conftest import ada, bob, course, signed_in

__all__ = ["ada", "bob", "course", "signed_in"]
