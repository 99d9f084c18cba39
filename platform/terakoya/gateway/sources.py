"""Which model answers now, and why none does if none does."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from terakoya.gateway.embedded.addresses import find_address, find_refusal
from terakoya.gateway.embedded.places import model_folder
from terakoya.gateway.embedded.progress import FetchState, Progress, read_progress, said
from terakoya.gateway.embedded.weights import default_weights
from terakoya.gateway.endpoint import problems
from terakoya.gateway.endpoint.client import Endpoint
from terakoya.gateway.endpoint.fingerprint import ModelFingerprint
from terakoya.language import Text
from terakoya.settings import Settings


class ModelState(StrEnum):
    """Whether a model answers, as pages show it."""

    EXTERNAL = "external"
    READY = "ready"
    STOPPED = "stopped"
    REFUSED = "refused"
    ABSENT = "absent"
    FETCHING = "fetching"
    VERIFYING = "verifying"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelSource:
    """The model in use: its state, what to say about it, and the endpoint if one answers."""

    state: ModelState
    sentence: Text
    percent: int | None = None
    endpoint: Endpoint | None = None

    def require_endpoint(self) -> Endpoint:
        """The endpoint to ask. Raises ModelProblem when no model answers."""
        if self.endpoint is not None:
            return self.endpoint
        if self.state in (ModelState.FETCHING, ModelState.VERIFYING):
            raise problems.fetching(self.sentence, self.percent or 0)
        if self.state in (ModelState.REFUSED, ModelState.FAILED):
            raise problems.unavailable(self.sentence)
        raise problems.not_started()


def current_source(settings: Settings) -> ModelSource:
    """The model that answers with these settings, looked up anew each time."""
    if settings.model_url:
        return ModelSource(
            ModelState.EXTERNAL,
            Text("会社のAIモデルにつながっています。", "Your company's AI model is used."),
            endpoint=_external(settings),
        )
    address = find_address(settings.data_dir)
    if address is not None:
        endpoint = Endpoint(
            url=f"{address.url}/v1",
            name=address.name,
            fingerprint=address.fingerprint,
            api_key=address.api_key,
            is_embedded=True,
        )
        return ModelSource(ModelState.READY, _ready(), percent=100, endpoint=endpoint)
    refusal = find_refusal(settings.data_dir)
    if refusal is not None:
        return ModelSource(ModelState.REFUSED, refusal)
    return _without_process(settings)


def fetch_progress(settings: Settings) -> Progress | None:
    """How far the default weights are on this machine; None when another model is configured."""
    if settings.model_url or settings.model_path:
        return None
    return read_progress(model_folder(default_weights(), model_dir=settings.model_dir))


def _without_process(settings: Settings) -> ModelSource:
    progress = fetch_progress(settings)
    if progress is None or progress.state is FetchState.READY:
        return ModelSource(
            ModelState.STOPPED,
            Text(
                "練習用のAIモデルが動いていません。情報システム部門に知らせてください。",
                "The practice AI model is not running. Please tell your IT department.",
            ),
        )
    if progress.state is FetchState.FAILED:  # why it failed is for IT, on the status page
        return ModelSource(ModelState.FAILED, said(FetchState.FAILED, 0, 0))
    return ModelSource(ModelState(progress.state.value), progress.message, progress.percent)


def _ready() -> Text:
    return Text("練習用のAIモデルを使えます。", "The practice AI model is ready.")


def _external(settings: Settings) -> Endpoint:
    """The endpoint of the settings; an address without a path gets OpenAI's usual /v1."""
    url = settings.model_url.rstrip("/")
    if not urlsplit(url).path:
        url = f"{url}/v1"
    name = settings.model_name or "default"
    where = urlsplit(url)
    return Endpoint(
        url=url,
        name=name,
        fingerprint=ModelFingerprint(weights=name, engine=f"{where.hostname}{where.path}"),
        api_key=settings.model_api_key,
    )
