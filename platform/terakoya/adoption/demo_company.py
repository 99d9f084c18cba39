"""The demo company: 40 invented people in six departments on two levels.

Names are combined from common family and given names; they stand for nobody.
"""

from dataclasses import dataclass

from terakoya.language import Language, Text
from terakoya.policy.permissions import Role


@dataclass(frozen=True, slots=True)
class DemoDepartment:
    """A department, when its courses were assigned and how far its people are.

    `share_done` is the part of its people who have finished, `share_started` of those who have
    begun; the rest has not started.
    """

    code: str
    name: Text
    parent: str | None
    assigned_days_ago: int
    share_done: float
    share_started: float


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demo company; a manager manages the department he or she is in."""

    login: str
    name: str
    department: str
    role: Role | None = None
    language: Language = Language.JA


DEPARTMENTS = (
    DemoDepartment("company", Text("全社", "Whole company"), None, 30, 0.9, 1.0),
    DemoDepartment("sales", Text("営業部", "Sales"), "company", 13, 0.5, 1.0),
    DemoDepartment("sales-tokyo", Text("東京支店", "Tokyo branch"), "sales", 13, 0.45, 0.8),
    DemoDepartment("sales-osaka", Text("大阪支店", "Osaka branch"), "sales", 23, 0.7, 0.95),
    DemoDepartment(
        "affairs", Text("総務・人事部", "General affairs & HR"), "company", 32, 0.8, 1.0
    ),
    DemoDepartment("planning", Text("企画・広報部", "Planning & PR"), "company", 10, 0.3, 0.6),
    DemoDepartment("it", Text("情報システム部", "IT"), "company", 32, 0.9, 1.0),
)

PEOPLE = (
    DemoPerson("fumi", "藤井 文", "company", Role.PROMOTION_LEAD),
    DemoPerson("goro", "後藤 吾郎", "company", Role.AUDITOR),
    DemoPerson("ben", "ベン・馬場", "sales", Role.MANAGER, Language.EN),
    DemoPerson("sakura", "佐野 さくら", "sales"),
    DemoPerson("aiko", "青木 愛子", "sales-tokyo"),
    DemoPerson("haruto", "原 陽翔", "sales-tokyo", Role.MANAGER),
    DemoPerson("itsuki", "石田 樹", "sales-tokyo"),
    DemoPerson("jun", "城島 潤", "sales-tokyo"),
    DemoPerson("kaede", "神田 楓", "sales-tokyo"),
    DemoPerson("lisa", "Lisa Lang", "sales-tokyo", None, Language.EN),
    DemoPerson("mei", "三浦 芽衣", "sales-tokyo"),
    DemoPerson("nao", "中野 直", "sales-tokyo"),
    DemoPerson("osamu", "大谷 修", "sales-osaka", Role.MANAGER),
    DemoPerson("ren", "林田 蓮", "sales-osaka"),
    DemoPerson("sora", "関 空", "sales-osaka"),
    DemoPerson("tomo", "富田 智", "sales-osaka"),
    DemoPerson("umi", "上野 海", "sales-osaka"),
    DemoPerson("wataru", "渡部 航", "sales-osaka"),
    DemoPerson("yui", "吉川 結衣", "sales-osaka"),
    DemoPerson("chie", "千葉 千恵", "affairs", Role.MANAGER),
    DemoPerson("daichi", "土井 大地", "affairs", Role.TRAINER),
    DemoPerson("akari", "安藤 明里", "affairs"),
    DemoPerson("hina", "平野 陽菜", "affairs"),
    DemoPerson("kenta", "久保 健太", "affairs"),
    DemoPerson("maki", "松本 真紀", "affairs"),
    DemoPerson("riku", "小林 陸", "affairs"),
    DemoPerson("shiori", "清水 栞", "planning", Role.MANAGER),
    DemoPerson("takumi", "高木 匠", "planning"),
    DemoPerson("yuma", "山口 悠真", "planning"),
    DemoPerson("nanami", "西村 七海", "planning"),
    DemoPerson("eita", "遠藤 瑛太", "planning"),
    DemoPerson("mio", "宮本 澪", "planning"),
    DemoPerson("paul", "Paul Park", "planning", None, Language.EN),
    DemoPerson("emi", "江口 恵美", "it", Role.IT_ADMIN),
    DemoPerson("ryo", "竜崎 涼", "it", Role.MANAGER),
    DemoPerson("hayato", "橋本 隼人", "it"),
    DemoPerson("kanon", "木下 花音", "it"),
    DemoPerson("minato", "村上 湊", "it"),
    DemoPerson("saki", "坂本 咲", "it"),
    DemoPerson("tatsuya", "田村 達也", "it"),
)
