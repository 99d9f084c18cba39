"""Answers of the real model in a file, so that tests replay them without it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terakoya.gateway.endpoint.fingerprint import ModelFingerprint
from terakoya.gateway.endpoint.request import answer_key


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """A settled request and the model's response to it."""

    request: dict[str, Any]
    response: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recording:
    """Answers of one model, by their keys."""

    fingerprint: ModelFingerprint
    answers: Mapping[str, RecordedAnswer]


class BrokenRecording(Exception):
    """A recording can't be used; the message names the file and the cure."""


def recording_of(fingerprint: ModelFingerprint, answers: Iterable[RecordedAnswer]) -> Recording:
    """A recording of `answers` that the model with this fingerprint gave."""
    return Recording(
        fingerprint, {answer_key(answer.request, fingerprint): answer for answer in answers}
    )


def read_recording(path: Path) -> Recording:
    """The recording in `path`. Raises BrokenRecording."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        fingerprint = ModelFingerprint.from_dict(value["fingerprint"])
        answers = {
            key: RecordedAnswer(item["request"], item["response"])
            for key, item in value["answers"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path} is no recording ({error}). Record it anew: terakoya model record {path}"
        raise BrokenRecording(message) from error
    return Recording(fingerprint, answers)


def write_recording(path: Path, recording: Recording) -> None:
    """Write a recording; the same answers always give the same file."""
    value = {
        "fingerprint": recording.fingerprint.as_dict(),
        "answers": {
            key: {"request": answer.request, "response": answer.response}
            for key, answer in sorted(recording.answers.items())
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def merged(recordings: Mapping[Path, Recording]) -> Recording:
    """Several files as one recording. Raises BrokenRecording when they are of several models."""
    fingerprints = {item.fingerprint.digest: path for path, item in recordings.items()}
    if len(fingerprints) != 1:
        message = (
            "These recordings are not of one model; record them anew with terakoya model record: "
            f"{', '.join(str(path) for path in fingerprints.values()) or 'there are none'}"
        )
        raise BrokenRecording(message)
    first = next(iter(recordings.values()))
    answers = {key: item for each in recordings.values() for key, item in each.answers.items()}
    return Recording(first.fingerprint, answers)


def without_timing(response: Mapping[str, Any]) -> dict[str, Any]:
    """A response without what differs each time it is given."""
    return {**response, "id": "recorded", "created": 0}
