"""The layers of the sandbox, by the names under which an operator meets them."""

import os
import sys
from dataclasses import dataclass
from enum import StrEnum

from terakoya.grading.engine.sandbox import landlock, system_calls
from terakoya.grading.engine.sandbox.accounts import other_account
from terakoya.language import Text


class LayerName(StrEnum):
    """A layer, as `TERAKOYA_ACCEPT_MISSING_SANDBOX_LAYERS` names it."""

    PROCESS = "process"
    LIMITS = "limits"
    ACCOUNT = "account"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"


@dataclass(frozen=True, slots=True)
class Layer:
    """Whether a layer works on this machine, and what that means."""

    name: LayerName
    is_on: bool
    reason: Text


IS_LINUX = sys.platform == "linux"
NOT_LINUX = Text("Linux ではないため使えません。", "This is not Linux.")


def layers() -> list[Layer]:
    """All layers of this machine, strongest last; nothing is changed by asking."""
    return [_process(), _limits(), _account(), _landlock(), _seccomp()]


def _process() -> Layer:
    reason = Text(
        "受講者のコードは提出ごとに新しいプロセスで動き、環境変数は渡しません。",
        "Learners' code runs in a new process for each submission, with an empty environment.",
    )
    return Layer(LayerName.PROCESS, IS_LINUX, reason if IS_LINUX else NOT_LINUX)


def _limits() -> Layer:
    reason = Text(
        "メモリ、CPU時間、ファイルの大きさと数を制限します。",
        "Memory, CPU time, and the size and number of files are limited.",
    )
    return Layer(LayerName.LIMITS, IS_LINUX, reason if IS_LINUX else NOT_LINUX)


def _account() -> Layer:
    if not IS_LINUX:
        return Layer(LayerName.ACCOUNT, False, NOT_LINUX)
    account = other_account()
    if account is not None:
        reason = Text(
            f"別のアカウント（uid {account}）で、特権なしで動きます。",
            f"Runs as another account (uid {account}) without any privilege.",
        )
    elif os.geteuid() == 0:
        reason = Text(
            "root のまま特権をすべて捨てて動きます。Python を他のアカウントから読める場所に"
            "置くと、別のアカウントになります。",
            "Runs as root without any of root's privileges. With Python in a folder that others "
            "may read, it becomes another account.",
        )
    else:
        reason = Text(
            f"ワーカーと同じ一般アカウント（uid {os.geteuid()}）で、特権なしで動きます。",
            f"Runs as the worker's own ordinary account (uid {os.geteuid()}), without privileges.",
        )
    return Layer(LayerName.ACCOUNT, True, reason)


def _landlock() -> Layer:
    version = landlock.abi_version() if IS_LINUX else 0
    if version:
        reason = Text(
            f"作業フォルダーの外のファイルを読み書きできません（Landlock ABI {version}）。",
            f"Files outside the work folder can't be read or written (Landlock ABI {version}).",
        )
    else:
        reason = Text(
            "このカーネルには Landlock がありません。Linux 5.13 以降で、起動引数 lsm= に landlock "
            "を加えてください。",
            "This kernel has no Landlock. It takes Linux 5.13 or newer with landlock in the boot "
            "parameter lsm=.",
        )
    return Layer(LayerName.LANDLOCK, version > 0, reason)


def _seccomp() -> Layer:
    if IS_LINUX and system_calls.kernel_has_seccomp():
        reason = Text(
            "通信、他のプログラムの起動、プロセスの作成などのシステムコールを拒否します。",
            "System calls for networks, other programs, new processes and the like are refused.",
        )
        return Layer(LayerName.SECCOMP, True, reason)
    reason = Text(
        "このカーネルには seccomp がありません（CONFIG_SECCOMP_FILTER）。",
        "This kernel has no seccomp (CONFIG_SECCOMP_FILTER).",
    )
    return Layer(LayerName.SECCOMP, False, reason)
