"""Invented participants: a name, whom they represent and their role there."""

from itertools import count
from random import Random

from demo.names import FAMILY_NAMES, invented_name
from lib.provinces import PROVINCES
from lib.slugs import slugify
from models.sectors import Sector
from operations.base.details import PersonDetails

_S = Sector

_PUBLIC_BODIES = [
    "{} Valiliği",
    "{} Belediyesi",
    "{} İl Sivil Toplumla İlişkiler Müdürlüğü",
    "{} İl Millî Eğitim Müdürlüğü",
    "{} İl Sağlık Müdürlüğü",
    "{} Gençlik ve Spor İl Müdürlüğü",
    "{} Aile, Çalışma ve Sosyal Hizmetler İl Müdürlüğü",
    "{} İl Kültür ve Turizm Müdürlüğü",
    "{} İl Tarım ve Orman Müdürlüğü",
    "{} Halk Eğitimi Merkezi",
    "{} İl Göç İdaresi Müdürlüğü",
]
_ASSOCIATIONS = [
    "Gençlik",
    "Kadın Emeği",
    "Engelliler Dayanışma",
    "Çevre Gönüllüleri",
    "Kültür ve Sanat",
    "Eğitim Gönüllüleri",
    "Köy Kalkınma",
    "Yaşlı Dayanışma",
    "Arama Kurtarma",
    "Tüketici",
    "İşitme Engelliler",
    "Kadın Kooperatifleri",
    "Doğa Yürüyüşçüleri",
    "Otizmli Çocuklar",
    "Fotoğraf",
    "Halk Oyunları",
    "Mahalle Dayanışma",
    "Hayvan Dostları",
    "Çocuk Hakları",
]
_FIRMS = ["Gıda", "Tekstil", "Yazılım", "Danışmanlık", "İnşaat", "Tarım", "Turizm", "Lojistik"]

_ROLES = {
    _S.PUBLIC: [
        "Şube müdürü",
        "Dernekler denetçisi",
        "Şef",
        "Uzman",
        "Memur",
        "Sosyolog",
        "İl müdür yardımcısı",
        "Öğretmen",
        "Sosyal çalışmacı",
    ],
    _S.CSO: [
        "Başkan",
        "Başkan yardımcısı",
        "Genel sekreter",
        "Sayman",
        "Üye",
        "Gönüllü",
        "Proje koordinatörü",
        "Yönetim kurulu üyesi",
    ],
    _S.ACADEMIA: [
        "Öğretim üyesi",
        "Araştırma görevlisi",
        "Doktora öğrencisi",
        "Topluluk danışmanı",
    ],
    _S.PRIVATE: ["Kurumsal iletişim uzmanı", "Genel müdür", "İnsan kaynakları uzmanı"],
    _S.OTHER: ["Gazeteci", "Muhtar", "Emekli", "Öğrenci"],
}

MIXED = {_S.PUBLIC: 38, _S.CSO: 44, _S.ACADEMIA: 9, _S.PRIVATE: 5, _S.OTHER: 4}
"""The sectors at events where both sides meet: shares in per cent."""
OFFICIALS = {_S.PUBLIC: 100}
ORGANISATIONS = {_S.CSO: 92, _S.ACADEMIA: 5, _S.OTHER: 3}

# No operator was ever given the numbers that begin with 0599.
_NO_OPERATOR = "+90599"


class People:
    """Invents one person after another."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._numbers = count(1)

    def someone(self, province: str | None, shares: dict[Sector, int] = MIXED) -> PersonDetails:
        """A person, nine times in ten from this province."""
        chance, number = self._chance, next(self._numbers)
        if province is None or chance.random() < 0.1:
            province = chance.choice(list(PROVINCES))
        given, family = invented_name(chance)
        sector = chance.choices(list(shares), list(shares.values()))[0]
        has_email, has_phone = chance.random() < 0.96, chance.random() < 0.8
        return PersonDetails(
            given_name=given,
            family_name=family,
            email=f"{slugify(f'{given} {family}')}.{number}@example.org" if has_email else None,
            phone=f"{_NO_OPERATOR}{number:07d}" if has_phone or not has_email else None,
            sector=sector,
            institution=self._institution(sector, PROVINCES[province]),
            institution_role=chance.choice(_ROLES[sector]) if chance.random() < 0.85 else "",
            province=province,
            locale="en" if chance.random() < 0.03 else "tr",
        )

    def _institution(self, sector: Sector, province: str) -> str:
        chance = self._chance
        if sector is _S.PUBLIC:
            return chance.choice(_PUBLIC_BODIES).format(province)
        if sector is _S.CSO:
            kind = chance.choices(["Derneği", "Vakfı"], [5, 1])[0]
            return f"{province} {chance.choice(_ASSOCIATIONS)} {kind}"
        if sector is _S.ACADEMIA:
            return f"{province} Üniversitesi"
        if sector is _S.PRIVATE:
            return f"{chance.choice(FAMILY_NAMES)} {chance.choice(_FIRMS)} A.Ş."
        return f"{province} yerel basını" if chance.random() < 0.4 else "Kendi adıma"
