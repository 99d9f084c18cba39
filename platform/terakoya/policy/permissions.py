"""What can be permitted, one sentence each; the page "who may do what" prints them."""

from enum import Enum, StrEnum

from terakoya.language import Text


class Role(StrEnum):
    """A role that a person holds, for a department or for the whole company."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    TRAINER = "trainer"
    PROMOTION_LEAD = "promotion-lead"
    IT_ADMIN = "it-admin"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.EMPLOYEE: Text("受講者", "Employee"),
    Role.MANAGER: Text("管理職", "Manager"),
    Role.TRAINER: Text("研修担当", "Trainer"),
    Role.PROMOTION_LEAD: Text("AI推進担当", "AI promotion lead"),
    Role.IT_ADMIN: Text("情報システム", "IT administrator"),
    Role.AUDITOR: Text("監査", "Auditor"),
}


class Permission(Enum):
    """A thing that someone may do. The value is its name in templates and in the API."""

    VISIT = "visit"
    USE_DEMO = "use-demo"
    LEARN = "learn"
    PRACTISE_LAB = "practise-lab"
    ASK_MODEL = "ask-model"
    SEE_COMPLETION_REPORT = "see-completion-report"
    AUTHOR_LABS = "author-labs"
    SEE_STATUS = "see-status"
    SEE_ACCESS_RULES = "see-access-rules"

    @property
    def sentence(self) -> Text:
        """What the permission allows, in one sentence."""
        return SENTENCES[self]


SENTENCES = {
    Permission.VISIT: Text(
        "だれでも、サインインの画面と稼働状態の確認を開けます。",
        "Anyone may open the sign-in page and the health checks.",
    ),
    Permission.USE_DEMO: Text(
        "デモのときだけ、だれでもデモの登場人物としてサインインできます。",
        "In demo mode only, anyone may sign in as one of the demo company’s people.",
    ),
    Permission.LEARN: Text(
        "自分のコースを学び、自分の進み具合を見られます。",
        "Take your own courses and see your own progress.",
    ),
    Permission.PRACTISE_LAB: Text(
        "自分のラボを開き、下書きを保存し、採点に出せます。",
        "Open your own labs, save drafts and send them for checking.",
    ),
    Permission.ASK_MODEL: Text(
        "練習用のAIモデルに質問できます。",
        "Ask the practice AI model.",
    ),
    Permission.SEE_COMPLETION_REPORT: Text(
        "受け持つ部署とその下の部署について、修了の状況を見て書き出せます。",
        "See and export completion for the departments you are responsible for, and those below.",
    ),
    Permission.AUTHOR_LABS: Text(
        "ラボの状態を確認し、教材の誤りを調べられます。",
        "See the state of the labs and check the course files.",
    ),
    Permission.SEE_STATUS: Text(
        "システムの状態と保護の状況を確認できます。",
        "See the state of the system and its protections.",
    ),
    Permission.SEE_ACCESS_RULES: Text(
        "だれが何をできるかの一覧を見られます。",
        "See the list of who may do what.",
    ),
}
