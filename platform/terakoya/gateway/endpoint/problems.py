"""What can go wrong with a model, each as a sentence that a learner reads.

No sentence holds anything the endpoint sent or any key: both could tell too much.
"""

from enum import StrEnum

from terakoya.language import Text

KEPT = Text("書いた文章は残っています。", "What you wrote is kept.")


class ProblemKind(StrEnum):
    """The `type` of the error in the API."""

    FETCHING = "model_fetching"
    UNAVAILABLE = "model_unavailable"
    BUSY = "model_busy"
    SLOW = "model_slow"
    REFUSED = "model_refused"
    TOO_LONG = "request_too_long"
    RUBBISH = "model_rubbish"
    BLOCKED = "guard_blocked"


class ModelProblem(Exception):
    """There is no answer; `sentence` says why and what to do."""

    def __init__(self, kind: ProblemKind, sentence: Text, *, percent: int | None = None) -> None:
        self.kind = kind
        self.sentence = sentence
        self.percent = percent
        super().__init__(sentence.en)


def fetching(sentence: Text, percent: int) -> ModelProblem:
    """The weights are on their way; `sentence` says how far."""
    return ModelProblem(
        ProblemKind.FETCHING,
        Text(
            f"{sentence.ja}終わるまで待って、もう一度試してください。{KEPT.ja}",
            f"{sentence.en} Try again when that is done. {KEPT.en}",
        ),
        percent=percent,
    )


def unavailable(sentence: Text) -> ModelProblem:
    """The model can't run, for the reason that `sentence` gives."""
    return ModelProblem(
        ProblemKind.UNAVAILABLE,
        Text(f"{sentence.ja}{KEPT.ja}", f"{sentence.en} {KEPT.en}"),
    )


def not_started() -> ModelProblem:
    """Nothing answers where the model should be."""
    return unavailable(
        Text(
            "AIモデルが動いていません。少し待ってもう一度試してください。"
            "続くときは情報システム部門に知らせてください。",
            "The AI model is not running. Please try again in a moment, "
            "and tell your IT department if it goes on.",
        )
    )


def busy() -> ModelProblem:
    """The endpoint said that it has too much to do, or broke down, more than once."""
    return ModelProblem(
        ProblemKind.BUSY,
        Text(
            f"AIモデルが混み合っています。少し待ってもう一度試してください。{KEPT.ja}",
            f"The AI model is busy. Please try again in a moment. {KEPT.en}",
        ),
    )


def slow(seconds: float) -> ModelProblem:
    """No answer came within `seconds`."""
    return ModelProblem(
        ProblemKind.SLOW,
        Text(
            f"{seconds:.0f}秒待ちましたが、AIモデルの答えが届きませんでした。"
            f"混んでいるかもしれません。もう一度試してください。{KEPT.ja}",
            f"The AI model did not answer within {seconds:.0f} seconds. It may be busy: "
            f"please try again. {KEPT.en}",
        ),
    )


def refused() -> ModelProblem:
    """The endpoint does not accept us or what we ask."""
    return ModelProblem(
        ProblemKind.REFUSED,
        Text(
            "AIモデルの側で、この依頼を受け付けませんでした。"
            f"続くときは情報システム部門に知らせてください。{KEPT.ja}",
            "The AI model’s service did not accept the request. "
            f"Tell your IT department if it goes on. {KEPT.en}",
        ),
    )


def too_long() -> ModelProblem:
    """The request does not fit into the model's context."""
    return ModelProblem(
        ProblemKind.TOO_LONG,
        Text(
            f"文章が長すぎて、このAIモデルには入りきりません。短くしてみてください。{KEPT.ja}",
            f"This is more text than the AI model can take. Please shorten it. {KEPT.en}",
        ),
    )


def rubbish() -> ModelProblem:
    """The endpoint answered with something that is no answer."""
    return ModelProblem(
        ProblemKind.RUBBISH,
        Text(
            f"AIモデルの答えを読み取れませんでした。もう一度試してください。{KEPT.ja}",
            f"The AI model's answer could not be read. Please try again. {KEPT.en}",
        ),
    )
