"""The people as whom one can sign in to the demo company."""

from dataclasses import dataclass

from terakoya.language import Text


@dataclass(frozen=True, slots=True)
class CastMember:
    """A person of the demo company with what the sign-in page says about them."""

    login: str
    name: Text
    part: Text


CAST = (
    CastMember("aiko", Text("青木 愛子", "Aiko Aoki"), Text("営業部の受講者", "Employee in Sales")),
    CastMember("ben", Text("ベン・馬場", "Ben Baba"), Text("営業部の部長", "Manager of Sales")),
    CastMember(
        "chie", Text("千葉 千恵", "Chie Chiba"), Text("総務・人事部の部長", "Manager of HR")
    ),
    CastMember("daichi", Text("土井 大地", "Daichi Doi"), Text("研修担当", "Trainer")),
    CastMember("emi", Text("江口 恵美", "Emi Eguchi"), Text("情報システム部", "IT administrator")),
    CastMember("fumi", Text("藤井 文", "Fumi Fujii"), Text("AI推進担当", "AI promotion lead")),
)
