"""What the rules give, and what they keep back, beside the matrix of the views."""

import pytest

from terakoya.language import Language
from terakoya.policy.permissions import Permission, Role
from terakoya.policy.rules import Context, Grant, Identity, allows, report_scopes


def _holder(*grants: Grant, lab_scope: str | None = None) -> Identity:
    return Identity(1, "Aiko", Language.JA, grants=grants, lab_scope=lab_scope)


@pytest.mark.parametrize("permission", set(Permission) - {Permission.ASK_MODEL})
def test_a_kernels_token_gives_nothing_but_the_model(permission: Permission) -> None:
    everything = [Grant(role) for role in Role]
    kernel = _holder(*everything, lab_scope="customer-mail")
    assert not allows(permission, kernel, Context(is_demo=True))


@pytest.mark.parametrize("role", [Role.PROMOTION_LEAD, Role.AUDITOR])
def test_who_reads_for_the_company_may_be_limited_to_a_department(role: Role) -> None:
    assert report_scopes(_holder(Grant(role))) == ("/",)
    assert report_scopes(_holder(Grant(role, "/1/4/"))) == ("/1/4/",)


def test_a_manager_without_a_department_reads_nothing() -> None:
    assert report_scopes(_holder(Grant(Role.MANAGER))) == ()
    assert report_scopes(_holder(Grant(Role.MANAGER, ""))) == ()
