"""The tables of the foundation.

Revision ID: 0001_foundation
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

from terakoya.store.base import UtcDateTime

revision = "0001_foundation"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ja", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["department.id"], name=op.f("fk_department_parent_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_path"), ["path"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column(
            "verb",
            sa.Enum(
                "logged-in",
                "logged-out",
                "registered",
                "initialized",
                "answered",
                "attempted",
                "scored",
                "passed",
                "completed",
                "asked",
                "prevented",
                "accessed",
                "exported",
                name="verb",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("object_type", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_object_type_object_id_at"),
            ["object_type", "object_id", "at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_event_verb_at"), ["verb", "at"], unique=False)

    op.create_table(
        "lab_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lab_slug", sa.String(length=80), nullable=False),
        sa.Column(
            "language",
            sa.Enum("ja", "en", name="language", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("source_notebook", sa.String(), nullable=False),
        sa.Column("release_notebook", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("pass_share", sa.Double(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_version")),
        sa.UniqueConstraint(
            "lab_slug",
            "language",
            "content_hash",
            name=op.f("uq_lab_version_lab_slug_language_content_hash"),
        ),
    )
    op.create_table(
        "model_answer",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_model_answer")),
    )
    with op.batch_alter_table("model_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_model_answer_fingerprint"), ["fingerprint"], unique=False
        )

    op.create_table(
        "model_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("lab_slug", sa.String(length=100), nullable=True),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("answer_tokens", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "answered",
                "from-cache",
                "blocked",
                "unavailable",
                "slow",
                "refused",
                "rubbish",
                name="calloutcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("guard_kinds", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
    )
    with op.batch_alter_table("model_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_call_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_model_call_department_id_at"), ["department_id", "at"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "language",
            sa.Enum("ja", "en", name="language", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=10), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_failure_address_at"), ["address", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_failure_login_at"), ["login", "at"], unique=False
        )

    op.create_table(
        "access_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_token_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_token_digest")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lab_slug", sa.String(length=80), nullable=False),
        sa.Column(
            "language",
            sa.Enum("ja", "en", name="language", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("lab_version_id", sa.Integer(), nullable=False),
        sa.Column("notebook", sa.String(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "marking",
                "graded",
                "failed",
                name="attemptstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("max_score", sa.Double(), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.Column("graded_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lab_version_id"],
            ["lab_version.id"],
            name=op.f("fk_attempt_lab_version_id_lab_version"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attempt_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_lab_slug_status"), ["lab_slug", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attempt_person_id_lab_slug_id"),
            ["person_id", "lab_slug", "id"],
            unique=False,
        )

    op.create_table(
        "check_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(length=80), nullable=False),
        sa.Column("lesson_slug", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("is_correct", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_check_answer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_answer")),
    )
    with op.batch_alter_table("check_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_check_answer_person_id_course_slug_lesson_slug"),
            ["person_id", "course_slug", "lesson_slug"],
            unique=False,
        )

    op.create_table(
        "draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lab_slug", sa.String(length=80), nullable=False),
        sa.Column(
            "language",
            sa.Enum("ja", "en", name="language", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("lab_version_id", sa.Integer(), nullable=False),
        sa.Column("notebook", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("previous_version_id", sa.Integer(), nullable=True),
        sa.Column("previous_notebook", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lab_version_id"], ["lab_version.id"], name=op.f("fk_draft_lab_version_id_lab_version")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["previous_version_id"],
            ["lab_version.id"],
            name=op.f("fk_draft_previous_version_id_lab_version"),
        ),
        sa.PrimaryKeyConstraint("person_id", "lab_slug", "language", name=op.f("pk_draft")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(length=80), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("active_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("items_total", sa.Integer(), nullable=False),
        sa.Column("items_done", sa.Integer(), nullable=False),
        sa.Column("best_lab_score", sa.Double(), nullable=True),
        sa.Column("best_lab_max", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_enrolment_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "person_id", "course_slug", name=op.f("uq_enrolment_person_id_course_slug")
        ),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_department_id_course_slug_completed_at_due_on"),
            ["department_id", "course_slug", "completed_at", "due_on"],
            unique=False,
        )

    op.create_table(
        "lab_pass",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lab_slug", sa.String(length=80), nullable=False),
        sa.Column("best_score", sa.Double(), nullable=False),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.Column("passed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lab_pass_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "lab_slug", name=op.f("pk_lab_pass")),
    )
    op.create_table(
        "lesson_progress",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(length=80), nullable=False),
        sa.Column("lesson_slug", sa.String(length=80), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_progress_person_id_person")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "course_slug", "lesson_slug", name=op.f("pk_lesson_progress")
        ),
    )
    op.create_table(
        "membership",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_membership_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "department_id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "manager",
                "trainer",
                "promotion-lead",
                "it-admin",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_role_grant_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "person_id",
            "role",
            "department_id",
            name=op.f("uq_role_grant_person_id_role_department_id"),
        ),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_sign_in_session")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_session_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "criterion_result",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("grade_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "passed",
                "not-yet",
                "not-tried",
                "not-checked",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_criterion_result_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "grade_id", name=op.f("pk_criterion_result")),
    )
    op.create_table(
        "grading_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="jobstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_grading_job_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_job")),
    )
    with op.batch_alter_table("grading_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grading_job_attempt_id"), ["attempt_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_grading_job_status_lease_until"), ["status", "lease_until"], unique=False
        )
        batch_op.create_index(
            "uq_grading_job_open_attempt",
            ["attempt_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('queued', 'running')"),
            postgresql_where=sa.text("status IN ('queued', 'running')"),
        )


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("grading_job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_grading_job_open_attempt",
            sqlite_where=sa.text("status IN ('queued', 'running')"),
            postgresql_where=sa.text("status IN ('queued', 'running')"),
        )
        batch_op.drop_index(batch_op.f("ix_grading_job_status_lease_until"))
        batch_op.drop_index(batch_op.f("ix_grading_job_attempt_id"))

    op.drop_table("grading_job")
    op.drop_table("criterion_result")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_person_id"))

    op.drop_table("sign_in_session")
    op.drop_table("role_grant")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_department_id"))

    op.drop_table("membership")
    op.drop_table("lesson_progress")
    op.drop_table("lab_pass")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_enrolment_department_id_course_slug_completed_at_due_on")
        )

    op.drop_table("enrolment")
    op.drop_table("draft")
    with op.batch_alter_table("check_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_answer_person_id_course_slug_lesson_slug"))

    op.drop_table("check_answer")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_person_id_lab_slug_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_lab_slug_status"))

    op.drop_table("attempt")
    op.drop_table("access_token")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_login_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_address_at"))

    op.drop_table("sign_in_failure")
    op.drop_table("person")
    with op.batch_alter_table("model_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_call_department_id_at"))
        batch_op.drop_index(batch_op.f("ix_model_call_at"))

    op.drop_table("model_call")
    with op.batch_alter_table("model_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_answer_fingerprint"))

    op.drop_table("model_answer")
    op.drop_table("lab_version")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_verb_at"))
        batch_op.drop_index(batch_op.f("ix_event_object_type_object_id_at"))

    op.drop_table("event")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_path"))

    op.drop_table("department")
