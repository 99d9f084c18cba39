"""YAML that remembers the line of every value, so that a complaint can point at it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from terakoya.content.complaints import Complaints

Location = tuple[int | str, ...]


@dataclass(frozen=True)
class LinedYaml:
    """A parsed YAML document and the line (from 1) of each key and list item in its file."""

    file: Path
    value: Any
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """Return the line of a value, or of its nearest enclosing one where it does not exist."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 0


def read_yaml(file: Path, complaints: Complaints) -> LinedYaml | None:
    """Read a YAML file. A missing, unreadable or malformed one is a complaint and gives None."""
    text = read_text(file, complaints)
    return None if text is None else parse_yaml(text, file, complaints)


def read_text(file: Path, complaints: Complaints) -> str | None:
    """Read a UTF-8 text file. A missing or wrongly encoded one is a complaint and gives None."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        complaints.error(
            file,
            0,
            "",
            ja="ファイルがありません。作ってください。",
            en="This file is missing. Add it.",
        )
    except UnicodeDecodeError:
        complaints.error(
            file,
            0,
            "",
            ja="UTF-8として読めません。文字コードをUTF-8にして保存し直してください。",
            en="This is not UTF-8 text. Save it again with UTF-8 encoding.",
        )
    return None


def parse_yaml(
    text: str, file: Path, complaints: Complaints, first_line: int = 1
) -> LinedYaml | None:
    """Parse YAML that begins at `first_line` of a file. Malformed YAML is a complaint, and None."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        collector = _LineCollector(file, first_line, complaints)
        collector.walk(node)
        value = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        reason = getattr(problem, "problem", None) or str(problem)
        complaints.error(
            file,
            first_line + mark.line if mark else first_line,
            "",
            ja=f"YAMLとして読めません。字下げ、コロンのあとの空白、引用符を確かめてください（{reason}）。",
            en="This is not valid YAML. Check the indentation, the space after each colon and the "
            f"quotes ({reason}).",
        )
        return None
    finally:
        loader.dispose()
    return LinedYaml(file, value, collector.lines)


class _LineCollector:
    """Walks the nodes of a document and notes their lines and the keys written twice."""

    def __init__(self, file: Path, first_line: int, complaints: Complaints) -> None:
        self.lines: dict[Location, int] = {(): first_line}
        self._file = file
        self._first_line = first_line
        self._complaints = complaints

    def walk(self, node: yaml.Node | None, location: Location = ()) -> None:
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                self.lines[*location, number] = self._first_line + item.start_mark.line
                self.walk(item, (*location, number))
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                self._note_key(key_node, (*location, str(key_node.value)))
                self.walk(value_node, (*location, str(key_node.value)))

    def _note_key(self, key_node: yaml.Node, location: Location) -> None:
        line = self._first_line + key_node.start_mark.line
        if location in self.lines:
            self._complaints.error(
                self._file,
                line,
                describe(*location),
                ja="同じ項目が2回あります。1つにまとめてください。",
                en="This field appears twice. Keep one of them.",
            )
        self.lines[location] = line


def describe(*location: int | str) -> str:
    """Write a location as authors read it, list items counted from 1: `items[2].lesson`."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
