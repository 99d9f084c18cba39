"""The single table of who may do what.

A permission maps to a predicate over (identity, context). What is not in the table is denied, and
an error in a predicate is an error, never a silent "denied".
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from terakoya.language import Language
from terakoya.policy.permissions import Permission, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for a department (its `path`, such as "/1/4/") or, without one, company-wide."""

    role: Role
    department_path: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: a signed-in person with the roles in force now."""

    person_id: int
    name: str
    language: Language
    department_id: int | None = None
    department_name: str = ""
    grants: tuple[Grant, ...] = ()
    theme: str = "system"
    lab_scope: str | None = None
    """With a notebook kernel's token: the one lab for which the identity may ask the model."""

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of `roles`, for any department."""
        return any(grant.role in roles for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Context:
    """What is asked about, as far as a rule needs it."""

    department_path: str | None = None
    owner_id: int | None = None
    is_demo: bool = False


NO_CONTEXT = Context()
Predicate = Callable[[Identity | None, Context], bool]


def _anyone(identity: Identity | None, _context: Context) -> bool:
    """Everybody, but not a notebook's kernel: its token is for asking the model alone."""
    return identity is None or identity.lab_scope is None


def _anyone_in_demo(identity: Identity | None, context: Context) -> bool:
    return context.is_demo and _anyone(identity, context)


def _person(identity: Identity | None, context: Context) -> bool:
    """A signed-in person, for what is theirs."""
    if identity is None or identity.lab_scope is not None:
        return False
    return context.owner_id is None or context.owner_id == identity.person_id


def _person_or_kernel(identity: Identity | None, _context: Context) -> bool:
    return identity is not None


def _holder_of(*roles: Role) -> Predicate:
    def holds(identity: Identity | None, context: Context) -> bool:
        return _person(identity, context) and identity is not None and identity.has(*roles)

    return holds


def _report_reader(identity: Identity | None, context: Context) -> bool:
    """Managers read their departments and those below; leads and auditors the company."""
    if identity is None or identity.lab_scope is not None:
        return False
    scopes = report_scopes(identity)
    if context.department_path is None:
        return bool(scopes)
    return any(context.department_path.startswith(scope) for scope in scopes)


COMPANY_READERS = frozenset({Role.PROMOTION_LEAD, Role.AUDITOR})


def report_scopes(identity: Identity) -> tuple[str, ...]:
    """Paths of the departments whose completion the person may read; "/" is the company."""
    scopes = []
    for grant in identity.grants:
        if grant.role in COMPANY_READERS and grant.department_path is None:
            return ("/",)
        # A path that is still empty would be the beginning of every other one.
        if grant.role in COMPANY_READERS | {Role.MANAGER} and grant.department_path:
            scopes.append(grant.department_path)
    return tuple(scopes)


@dataclass(frozen=True, slots=True)
class Rule:
    """A predicate and the sentence that the page "who may do what" prints for it."""

    predicate: Predicate
    roles: tuple[Role, ...] = field(default=())


EVERY_ROLE = tuple(Role)
RULES: dict[Permission, Rule] = {
    Permission.VISIT: Rule(_anyone, EVERY_ROLE),
    Permission.USE_DEMO: Rule(_anyone_in_demo),
    Permission.LEARN: Rule(_person, EVERY_ROLE),
    Permission.PRACTISE_LAB: Rule(_person, EVERY_ROLE),
    Permission.ASK_MODEL: Rule(_person_or_kernel, EVERY_ROLE),
    Permission.SEE_COMPLETION_REPORT: Rule(
        _report_reader, (Role.MANAGER, Role.PROMOTION_LEAD, Role.AUDITOR)
    ),
    Permission.AUTHOR_LABS: Rule(_holder_of(Role.TRAINER), (Role.TRAINER,)),
    Permission.SEE_STATUS: Rule(_holder_of(Role.IT_ADMIN), (Role.IT_ADMIN,)),
    Permission.SEE_ACCESS_RULES: Rule(_person, EVERY_ROLE),
}


def allows(
    permission: Permission, identity: Identity | None, context: Context = NO_CONTEXT
) -> bool:
    """Whether `identity` (None: nobody signed in) may do `permission` in `context`."""
    rule = RULES.get(permission)
    return rule is not None and rule.predicate(identity, context)
