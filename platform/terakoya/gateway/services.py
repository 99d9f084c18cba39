"""Asking the model: guard, then cache, then endpoint; each call leaves one row in the log.

The database is used in short transactions before and after the endpoint is asked. A transaction
held while a model thinks would keep every other writer of an SQLite database waiting.
"""

from terakoya.gateway.endpoint.problems import ProblemKind
from terakoya.gateway.models import CallOutcome

OUTCOMES = {
    ProblemKind.SLOW: CallOutcome.SLOW,
    ProblemKind.REFUSED: CallOutcome.REFUSED,
    ProblemKind.TOO_LONG: CallOutcome.REFUSED,
    ProblemKind.RUBBISH: CallOutcome.RUBBISH,
}
