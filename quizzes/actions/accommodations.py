"""Extra time: given to a learner before a sitting starts, kept with the sitting from then on."""

from courses.models import Course
from domain.sittings import MOST_EXTRA
from quizzes.models import Accommodation, Learner
from web.transactions import atomically


class OutOfRange(Exception):
    """Nobody can have so much extra time; the message says how much can be given."""

    def __init__(self, percent: int) -> None:
        super().__init__(f"{percent} is out of range; give 0 to {MOST_EXTRA} per cent")


@atomically
def give_extra_time(learner: Learner, course: Course | None, *, percent: int) -> Accommodation:
    """Let a learner have so much more time from the next sitting on, in one course or in all.

    What is said of a course goes before what is said of all. 0 takes it away. Sittings that have
    begun stay as they are. Raise OutOfRange.
    """
    if not 0 <= percent <= MOST_EXTRA:
        raise OutOfRange(percent)
    Learner.objects.select_for_update(no_key=True).get(pk=learner.pk)
    given, _ = Accommodation.objects.update_or_create(
        learner=learner, course=course, defaults={"extra_percent": percent}
    )
    return given
