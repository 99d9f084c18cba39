"""Asking the model: guard, then cache, then endpoint; each call leaves one row in the log.

The database is used in short transactions before and after the endpoint is asked. A transaction
held while a model thinks would keep every other writer of an SQLite database waiting.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from terakoya import clock
from terakoya.gateway.call_log import Asker, CallLog
from terakoya.gateway.endpoint.assembling import Assembly, chunks_of
from terakoya.gateway.endpoint.client import ChatClient, Endpoint
from terakoya.gateway.endpoint.problems import ModelProblem, ProblemKind
from terakoya.gateway.endpoint.request import (
    Request,
    answer_key,
    is_greedy,
    settled_request,
    typed_texts,
)
from terakoya.gateway.guard.inspection import blocking, inspect
from terakoya.gateway.guard.kinds import Finding, usual_policy
from terakoya.gateway.models import CallOutcome, ModelAnswer
from terakoya.gateway.queries import find_answer
from terakoya.gateway.sources import current_source
from terakoya.language import Text
from terakoya.settings import Settings
from terakoya.store.session import Store

Response = dict[str, Any]
AskModel = Callable[[dict[str, Any]], dict[str, Any]]


class GuardBlocked(ModelProblem):
    """The guard found something that must not go out; nothing was sent."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        ja = "".join(finding.sentence.ja for finding in findings)
        en = " ".join(finding.sentence.en for finding in findings)
        super().__init__(
            ProblemKind.BLOCKED,
            Text(f"AIモデルには送っていません。{ja}", f"Nothing was sent to the AI model. {en}"),
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer, with what the guard would rather not have seen in the request."""

    response: Response
    warnings: list[Finding]


@dataclass(frozen=True, slots=True)
class StreamedCompletion:
    """An answer in pieces; the log row and the kept answer are written when the last is taken."""

    chunks: Iterator[Response]
    warnings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Question:
    """A request that the guard let pass, and the endpoint that will answer it."""

    store: Store
    settled: Request
    findings: list[Finding]
    client: ChatClient
    log: CallLog

    @property
    def endpoint(self) -> Endpoint:
        return self.client.endpoint

    def kept_answer(self) -> Response | None:
        """The answer that was given before to the same request, if it may be given again."""
        if not is_greedy(self.settled):
            return None
        with self.store.reading() as session:
            return find_answer(session, key=answer_key(self.settled, self.endpoint.fingerprint))

    def keep(self, response: Response) -> Response:
        """Keep an answer; when another process was faster, its answer is the one that counts."""
        if not is_greedy(self.settled):
            return response
        key = answer_key(self.settled, self.endpoint.fingerprint)
        row = ModelAnswer(
            key=key,
            fingerprint=self.endpoint.fingerprint.digest,
            request=self.settled,
            response=response,
            created_at=clock.now(),
        )
        try:
            with self.store.writing() as session:
                session.add(row)
        except IntegrityError:
            with self.store.reading() as session:
                return find_answer(session, key=key) or response
        return response


def complete(
    store: Store, *, settings: Settings, request: Mapping[str, Any], asker: Asker
) -> Completion:
    """Answer an OpenAI chat request. Raises UnusableRequest, GuardBlocked and ModelProblem."""
    question = _ask(store, settings=settings, request=request, asker=asker)
    kept = question.kept_answer()
    if kept is not None:
        question.log.note_answer(kept, CallOutcome.FROM_CACHE)
        return Completion(kept, question.findings)
    try:
        response = question.keep(question.client.chat(question.settled))
    except ModelProblem as problem:
        question.log.note_problem(problem)
        raise
    question.log.note_answer(response, CallOutcome.ANSWERED)
    return Completion(response, question.findings)


def stream(
    store: Store, *, settings: Settings, request: Mapping[str, Any], asker: Asker
) -> StreamedCompletion:
    """Like `complete`, in pieces. What goes wrong before the first piece is raised here."""
    question = _ask(store, settings=settings, request=request, asker=asker)
    kept = question.kept_answer()
    if kept is not None:
        question.log.note_answer(kept, CallOutcome.FROM_CACHE)
        return StreamedCompletion(chunks_of(kept), question.findings)
    pieces = _answered_pieces(question)
    first = next(pieces, None)
    return StreamedCompletion(_with_first(first, pieces), question.findings)


def graded_asker(
    store: Store,
    *,
    settings: Settings,
    lab_slug: str,
    person_id: int | None = None,
    department_id: int | None = None,
) -> AskModel:
    """The model as the grading engine asks it: OpenAI request in, OpenAI response out.

    Temperature, seed and length are ours, and the answer is kept, so that the same submission
    gets the same mark. Raises UnusableRequest, GuardBlocked and ModelProblem; each has a
    `sentence`.
    """
    asker = Asker(person_id, department_id, lab_slug, is_graded=True)

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        return complete(store, settings=settings, request=request, asker=asker).response

    return ask


def _ask(
    store: Store, *, settings: Settings, request: Mapping[str, Any], asker: Asker
) -> _Question:
    log = CallLog(store, asker)
    settled = settled_request(request, is_graded=asker.is_graded)
    findings = inspect(typed_texts(settled), usual_policy(settings.company_words))
    blocked = blocking(findings)
    if blocked:
        log.note_block(blocked)
        raise GuardBlocked(blocked)
    try:
        endpoint = current_source(settings).require_endpoint()
    except ModelProblem as problem:
        log.note_problem(problem)
        raise
    client = ChatClient(endpoint, settings.model_timeout_seconds)
    return _Question(store, settled, findings, client, log)


def _answered_pieces(question: _Question) -> Iterator[Response]:
    """The model's pieces; at the end the whole is kept, if the model had finished."""
    assembly = Assembly()
    try:
        for chunk in question.client.stream(question.settled):
            assembly.add(chunk)
            yield chunk
    except ModelProblem as problem:
        question.log.note_problem(problem)
        raise
    except GeneratorExit:  # the reader went away
        question.log.note_answer(assembly.response(), CallOutcome.ANSWERED)
        raise
    response = assembly.response()
    if assembly.is_finished:
        question.keep(response)
    question.log.note_answer(response, CallOutcome.ANSWERED)


def _with_first(first: Response | None, rest: Iterator[Response]) -> Iterator[Response]:
    if first is not None:
        yield first
        yield from rest
