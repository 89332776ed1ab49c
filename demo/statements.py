"""What people say about working together: statements, in groups that mean the same problem."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.sectors import Sector

# group: title, title_en
_TITLES = {
    "D01": ("Başvuru ve yazılara geç yanıt verilmesi", "Late answers to applications and letters"),
    "D02": ("Beyanname ve evrak yükü", "The burden of declarations and paperwork"),
    "D03": ("Hibe ve desteklerden haberdar olunamaması", "Grants and support are not heard of"),
    "D04": ("Toplantı yeri bulunamaması", "No place to meet"),
    "D05": (
        "Kamu görevlilerinin sivil toplumu tanımaması",
        "Public officials know little about civil society",
    ),
    "D06": ("Üye bildirimi zorunluluğu", "The duty to report members"),
    "D07": (
        "Gönüllülerin sigortasının ve yasal tanımının olmaması",
        "Volunteers without insurance or legal definition",
    ),
    "D08": (
        "Kadınların karar süreçlerinde az temsil edilmesi",
        "Few women where decisions are made",
    ),
    "D09": ("Gençlerin sivil topluma az katılması", "Few young people in civil society"),
    "D10": (
        "Binaların ve etkinliklerin erişilebilir olmaması",
        "Buildings and events that are not accessible",
    ),
    "D11": ("Çevrim içi sistemlerin sık arızalanması", "Online systems that often fail"),
    "D12": ("Kamu yararı statüsünün zor elde edilmesi", "Public benefit status is hard to obtain"),
    "D13": ("Yardım toplama izninin uzun sürmesi", "Permits for fundraising take long"),
    "D14": ("Proje yazma bilgisinin eksikliği", "Too little knowledge of writing projects"),
    "D15": ("Kurumlar arasında eşgüdüm eksikliği", "Public bodies do not coordinate"),
    "D16": ("Kararlarda STK’lara danışılmaması", "CSOs are not consulted on decisions"),
    "D17": ("Mevzuatın yeterince bilinmemesi", "The law is not well known"),
    "D18": ("Muhatapların sık değişmesi", "Contact persons who keep changing"),
    "D19": ("Okullarla protokol sürecinin uzunluğu", "Agreements with schools take long"),
    "D20": (
        "Denetimlerin rehberlik yerine cezaya dayanması",
        "Inspections punish instead of guiding",
    ),
    "D21": ("STK’ların birbiriyle iş birliği yapmaması", "CSOs do not work with one another"),
    "D22": ("Kira ve giderlerin karşılanamaması", "Rent and running costs cannot be paid"),
    "D23": ("İletişim bilgilerinin güncel olmaması", "Contact details are out of date"),
    "D24": ("Kamu verilerinin paylaşılmaması", "Public data is not shared"),
}


@dataclass(frozen=True)
class Said:
    group: str
    side: Sector
    text: str


@cache
def all_statements() -> tuple[Said, ...]:
    lines = (Path(__file__).parent / "statements.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return tuple(Said(group, Sector(side), text) for group, side, text in rows)


def title_of(group: str) -> tuple[str, str] | None:
    """The problem's title in Turkish and English; none for statements that only one person made."""
    return _TITLES.get(group)
