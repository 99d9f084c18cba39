"""As whom a child runs: another account where that is possible, and without privileges always."""

import os
import stat
import sys
from pathlib import Path

from terakoya.grading.engine.sandbox.kernel import drop_capabilities

NOBODY = 65534


def other_account() -> int | None:
    """The account for children, or None when they keep ours.

    Only root can change accounts, and only if others may read this Python: in a folder like
    /root they couldn't import anything.
    """
    if os.geteuid() != 0:
        return None
    folders = {Path(sys.base_prefix), Path(sys.prefix), Path(os.__file__).parent}
    return NOBODY if all(_is_open_to_others(folder.resolve()) for folder in folders) else None


def give_up_privileges(account: int | None) -> None:
    """Become `account` if given, and lose every capability for good. Raises OSError."""
    if os.geteuid() == 0:
        os.setgroups([])
    if account is not None:
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)
    drop_capabilities()


def _is_open_to_others(folder: Path) -> bool:
    return all(
        place.stat().st_mode & stat.S_IXOTH for place in (folder, *folder.parents) if place.exists()
    )
