"""Messages between processes: length-prefixed JSON over a socket, with limits on size and time."""

import json
import socket
import struct
from time import monotonic
from typing import Any

Message = dict[str, Any]
_HEADER = struct.Struct(">I")
_CHUNK = 1 << 16
DEEPEST = 200


class ChannelClosed(Exception):
    """The other side is gone."""


class TooLate(Exception):
    """The other side did not answer in time."""


class BadMessage(Exception):
    """What arrived is too large, too deep or no message."""


class Channel:
    """One end of a socket pair. Not for several threads at once."""

    def __init__(self, end: socket.socket, *, largest: int) -> None:
        """`largest` is the size in bytes above which an arriving message is refused."""
        self._socket = end
        self._largest = largest
        self._arrived = bytearray()

    def send(self, message: Message, *, deadline: float | None = None) -> None:
        """Send a message. Raises ChannelClosed or TooLate (`deadline` as of time.monotonic)."""
        # Half a surrogate pair is no UTF-8, but a Python string may hold one.
        body = json.dumps(message, ensure_ascii=False).encode(errors="surrogatepass")
        self._wait_until(deadline)
        try:
            self._socket.sendall(_HEADER.pack(len(body)) + body)
        except TimeoutError as error:
            raise TooLate from error
        except OSError as error:
            raise ChannelClosed from error

    def receive(self, *, deadline: float | None = None) -> Message:
        """The next message. Raises ChannelClosed, TooLate or BadMessage.

        After TooLate it may be asked for again: what has arrived by then is kept.
        """
        self._fill(_HEADER.size, deadline)
        (length,) = _HEADER.unpack_from(self._arrived)
        if length > self._largest:
            raise BadMessage
        end = _HEADER.size + length
        self._fill(end, deadline)
        body = bytes(self._arrived[_HEADER.size : end])
        del self._arrived[:end]
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise BadMessage from error
        if not isinstance(message, dict) or _is_too_deep(message):
            raise BadMessage
        return message

    def close(self) -> None:
        """Close this end."""
        self._socket.close()

    def _fill(self, length: int, deadline: float | None) -> None:
        while (missing := length - len(self._arrived)) > 0:
            self._wait_until(deadline)
            try:
                part = self._socket.recv(min(missing, _CHUNK))
            except TimeoutError as error:
                raise TooLate from error
            except OSError as error:
                raise ChannelClosed from error
            if not part:
                raise ChannelClosed
            self._arrived += part

    def _wait_until(self, deadline: float | None) -> None:
        if deadline is None:
            self._socket.settimeout(None)
            return
        left = deadline - monotonic()
        if left <= 0:
            raise TooLate
        self._socket.settimeout(left)


def _is_too_deep(message: Message) -> bool:
    level: list[Any] = [message]
    for _ in range(DEEPEST):
        level = [
            item
            for value in level
            if isinstance(value, (dict, list))
            for item in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True
