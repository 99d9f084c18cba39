"""The licence of an installed Python distribution, as an SPDX expression."""

from email.message import Message
from importlib import metadata

_BY_WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
    "isc license (iscl)": "ISC",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
_BY_TEXT = (
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Neither the name", "BSD-3-Clause"),
    ("may be used to endorse or promote products", "BSD-3-Clause"),
    ("Redistribution and use in source and binary forms", "BSD-2-Clause"),
    ("This software is provided 'as-is'", "Zlib"),
)


class LicenceUnknown(Exception):
    """A distribution does not say under which licence it is, or in words that we don't know."""


def licence_of(name: str) -> str:
    """Return the licence of the installed distribution `name`.

    Taken from its metadata: the expression, else the words, else the text of its licence file.
    """
    distribution = metadata.distribution(name)
    described: Message = distribution.metadata  # type: ignore[assignment]  # it is one
    expression = described.get("License-Expression")
    if expression:
        return str(expression)
    found = _by_words(described) or _by_text(distribution)
    if found is None:
        raise LicenceUnknown(name)
    return found


def _by_words(described: Message) -> str | None:
    classifiers = [
        str(line).rpartition(" :: ")[2]
        for line in described.get_all("Classifier", [])
        if str(line).startswith("License ::")
    ]
    lines = str(described.get("License", "")).splitlines()[:1]
    for words in (*lines, *classifiers):
        if words.strip().lower() in _BY_WORDS:
            return _BY_WORDS[words.strip().lower()]
    return None


def _by_text(distribution: metadata.Distribution) -> str | None:
    files = distribution.files or []
    for path in files:
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            text = " ".join(path.read_text("utf-8").split())
            for words, licence in _BY_TEXT:
                if words in text:
                    return licence
    return None
