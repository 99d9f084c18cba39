"""How long a submission may still take."""

from time import monotonic

SHORTEST = 0.1


class Deadline:
    """The end of a submission's time; waiting for the model moves it."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Give back time that was not the learner's."""
        self._end += seconds

    def grant(self, seconds: float) -> float:
        """This many seconds, or what is left; never nothing, so that all gets its sentence."""
        return max(SHORTEST, min(seconds, self._end - monotonic()))

    @property
    def is_over(self) -> bool:
        """Whether no time is left at all."""
        return monotonic() >= self._end
