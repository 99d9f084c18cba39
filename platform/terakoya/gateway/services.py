"""Asking the model: guard, then cache, then endpoint; each call leaves one row in the log.

The database is used in short transactions before and after the endpoint is asked. A transaction
held while a model thinks would keep every other writer of an SQLite database waiting.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from terakoya import clock
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.gateway.endpoint.assembling import Assembly
from terakoya.gateway.endpoint.client import ChatClient, Endpoint
from terakoya.gateway.endpoint.problems import ModelProblem, ProblemKind
from terakoya.gateway.endpoint.request import (
    Request,
    answer_key,
    is_greedy,
    settled_request,
    texts,
)
from terakoya.gateway.guard.inspection import blocking, inspect
from terakoya.gateway.guard.kinds import Finding, GuardPolicy, usual_policy
from terakoya.gateway.models import CallOutcome, ModelAnswer, ModelCall
from terakoya.gateway.queries import find_answer
from terakoya.gateway.sources import current_source
from terakoya.language import Text
from terakoya.settings import Settings
from terakoya.store.session import Store

OUTCOMES = {
    ProblemKind.SLOW: CallOutcome.SLOW,
    ProblemKind.REFUSED: CallOutcome.REFUSED,
    ProblemKind.TOO_LONG: CallOutcome.REFUSED,
    ProblemKind.RUBBISH: CallOutcome.RUBBISH,
}
