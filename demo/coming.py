"""Events around the moment of loading: just over, today, tomorrow and in the coming weeks."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.agendas import AGENDAS
from demo.people import ORGANISATIONS
from demo.plan import ISTANBUL, Planned, details, lasting, local
from lib.provinces import PROVINCES
from models.events import EventKind

_K = EventKind


def coming_events(at: datetime) -> list[Planned]:
    """The events around `at`, the moment of loading (aware)."""
    return [*_just_over(at), _today(at), *_open(at), *_special(at)]


def _just_over(at: datetime) -> list[Planned]:
    return [
        _planned(
            at,
            _K.CIVIL_SOCIETY_DAY,
            "58",
            _day(at, -9),
            "09.30",
            "Sivas 2. Sivil Toplum Günü",
            "Second civil society day, Sivas",
            capacity=110,
            people=104,
            attended=0.85,
            answered=0.5,
        ),
        _planned(
            at,
            _K.WORKSHOP,
            "19",
            _day(at, -3),
            "10.00",
            "Çorum Öncelikler Çalıştayı",
            "Workshop on priorities, Çorum",
            capacity=60,
            people=55,
            attended=0.88,
            answered=0.45,
            problems="merged",
        ),
    ]


def _today(at: datetime) -> Planned:
    """Today's event, with open doors: it began half an hour ago, or at the half hour before."""
    starts_at = at.replace(minute=30 * (at.minute // 30), second=0, microsecond=0)
    starts_at -= timedelta(minutes=30)
    agenda = AGENDAS[_K.CIVIL_SOCIETY_DAY]
    event = details(
        _K.CIVIL_SOCIETY_DAY,
        "Çorum 2. Sivil Toplum Günü",
        "Second civil society day, Çorum",
        province="19",
        venue="Çorum Devlet Tiyatro Salonu",
        address="Merkez, Çorum",
        starts_at=starts_at,
        ends_at=lasting(starts_at, agenda),
        capacity=150,
    )
    return Planned(
        details=event,
        agenda=agenda,
        announced_at=at - timedelta(days=30),
        people=128,
        attended=0.62,
    )


def _open(at: datetime) -> list[Planned]:
    return [
        _planned(
            at,
            _K.CAPACITY_BUILDING,
            "19",
            _day(at, 1),
            "13.30",
            "Çorum Beyanname ve Proje Atölyesi",
            "Declarations and projects, Çorum",
            capacity=30,
            people=22,
            sectors=ORGANISATIONS,
        ),
        _planned(
            at,
            _K.TRAINING,
            "06",
            _day(at, 8),
            "09.30",
            "Ankara 2. Kamu Görevlileri Eğitimi",
            "Second training of public officials, Ankara",
            capacity=100,
            people=41,
            second_day=True,
            nominated=True,
        ),
        _planned(
            at,
            _K.CIVIL_SOCIETY_DAY,
            "26",
            _day(at, 15),
            "09.30",
            "Eskişehir 2. Sivil Toplum Günü",
            "Second civil society day, Eskişehir",
            capacity=150,
            people=37,
            waitlist=True,
            asks=True,
        ),
        _planned(
            at,
            _K.WORKSHOP,
            "35",
            _day(at, 20),
            "10.00",
            "İzmir Gençlik ve Gönüllülük Çalıştayı",
            "Workshop on youth and volunteering, İzmir",
            capacity=60,
            people=19,
        ),
        _planned(
            at,
            _K.MEETING,
            "06",
            _day(at, 24),
            "14.00",
            "İl Koordinatörleri Toplantısı",
            "Meeting of the provincial coordinators",
            capacity=None,
            people=9,
        ),
    ]


def _special(at: datetime) -> list[Planned]:
    """Full with a waiting list, by application, not open yet, a draft, and one called off."""
    return [
        _planned(
            at,
            _K.CIVIL_SOCIETY_DAY,
            "16",
            _day(at, 6),
            "09.30",
            "Bursa 2. Sivil Toplum Günü",
            "Second civil society day, Bursa",
            capacity=60,
            people=74,
            waitlist=True,
            cancelled=0.0,
            freed=True,
        ),
        _study_visit(at),
        _planned(
            at,
            _K.CONFERENCE,
            "34",
            _day(at, 45),
            "10.00",
            "İstanbul Sivil Toplum Konferansı",
            "Civil society conference, İstanbul",
            capacity=400,
            registration_opens_at=local(_day(at, 10), "09.00"),
        ),
        _planned(
            at,
            _K.WORKSHOP,
            "65",
            _day(at, 34),
            "10.00",
            "Van Yol Haritası Çalıştayı",
            "Road map workshop, Van",
            capacity=50,
            published=False,
        ),
        _planned(
            at,
            _K.CAPACITY_BUILDING,
            "76",
            _day(at, 4),
            "13.30",
            "Iğdır 2. Kapasite Geliştirme Etkinliği",
            "Second capacity building event, Iğdır",
            capacity=25,
            called_off=True,
        ),
    ]


def _study_visit(at: datetime) -> Planned:
    zone = "Europe/Vienna"
    starts_at = local(_day(at, 60), "09.30", zone)
    agenda = AGENDAS[_K.STUDY_VISIT]
    event = details(
        _K.STUDY_VISIT,
        "Avusturya Çalışma Ziyareti",
        "Study visit to Austria",
        country="AT",
        timezone=zone,
        venue="Viyana",
        starts_at=starts_at,
        ends_at=lasting(starts_at, agenda),
        capacity=17,
        approval=True,
        registration_closes_at=local(_day(at, 20), "17.00"),
        contact_name="Elif Karaca",
        contact_email="elif.karaca@example.org",
    )
    return Planned(
        details=event,
        agenda=agenda,
        announced_at=at - timedelta(days=12),
        evaluated=True,
        people=31,
        cancelled=0.0,
    )


def _planned(
    at: datetime, kind: EventKind, code: str, day: date, clock: str, *titles: str, **values: Any
) -> Planned:
    starts_at, agenda, name = local(day, clock), AGENDAS[kind], PROVINCES[code]
    of_event = {
        key: values.pop(key)
        for key in ("capacity", "waitlist", "registration_opens_at")
        if key in values
    }
    event = details(
        kind,
        *titles,
        province=code,
        venue=f"{name} Kültür Merkezi",
        address=f"Merkez, {name}",
        starts_at=starts_at,
        ends_at=lasting(starts_at, agenda),
        **of_event,
    )
    announced_at = min(at, starts_at) - timedelta(days=21)
    return Planned(details=event, agenda=agenda, announced_at=announced_at, **values)


def _day(at: datetime, days: int) -> date:
    """The day so many days from today, moved off the weekend."""
    day = at.astimezone(ZoneInfo(ISTANBUL)).date() + timedelta(days=days)
    away = {5: -1, 6: 1} if days > 1 else {}
    return day + timedelta(days=away.get(day.weekday(), 0))
