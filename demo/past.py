"""What the programme did from 2018 to 2019: its activities in real numbers, on plausible days."""

from datetime import date, timedelta
from typing import Any

from demo.agendas import AGENDAS
from demo.people import MIXED, OFFICIALS, ORGANISATIONS
from demo.plan import Planned, details, lasting, local
from lib.provinces import PROVINCES
from models.events import EventKind

_K = EventKind

_FOCUS_GROUPS = {
    "06": "2018-02-06",
    "35": "2018-02-08",
    "55": "2018-02-13",
    "21": "2018-02-15",
    "25": "2018-02-20",
    "01": "2018-02-22",
    "42": "2018-02-27",
    "16": "2018-03-01",
    "61": "2018-03-06",
    "19": "2018-03-08",
}

_TRAININGS = {
    "06": "2018-04-03",
    "34": "2018-05-15",
    "35": "2018-05-29",
    "07": "2018-06-26",
    "01": "2018-09-11",
    "42": "2018-09-25",
    "38": "2018-10-09",
    "55": "2018-10-23",
    "61": "2018-11-06",
    "25": "2018-11-20",
    "21": "2018-12-04",
    "27": "2018-12-18",
    "16": "2019-01-15",
    "26": "2019-02-05",
    "65": "2019-02-19",
}

_CIVIL_SOCIETY_DAYS = {
    "19": "2018-09-20",
    "26": "2018-10-04",
    "55": "2018-10-18",
    "61": "2018-11-01",
    "38": "2018-11-15",
    "42": "2018-11-29",
    "58": "2018-12-13",
    "01": "2018-12-27",
    "07": "2019-01-10",
    "35": "2019-01-24",
    "45": "2019-02-07",
    "16": "2019-02-21",
    "41": "2019-03-07",
    "37": "2019-03-21",
    "25": "2019-04-04",
    "65": "2019-04-18",
    "76": "2019-05-02",
    "21": "2019-05-16",
    "27": "2019-05-30",
    "63": "2019-06-13",
}

_STUDY_VISITS = [
    ("BE", "Belçika", "Belgium", "Brüksel", "Europe/Brussels", "2018-06-04"),
    ("DE", "Almanya", "Germany", "Berlin", "Europe/Berlin", "2018-09-17"),
    ("IT", "İtalya", "Italy", "Roma", "Europe/Rome", "2018-11-12"),
    ("PT", "Portekiz", "Portugal", "Lizbon", "Europe/Lisbon", "2019-02-11"),
    ("HR", "Hırvatistan", "Croatia", "Zagreb", "Europe/Zagreb", "2019-03-25"),
    ("FI", "Finlandiya", "Finland", "Helsinki", "Europe/Helsinki", "2019-05-20"),
]

_HALLS = [
    "Kültür Merkezi",
    "Öğretmenevi",
    "Valiliği Toplantı Salonu",
    "Kent Konseyi Salonu",
    "Gençlik Merkezi",
]


def past_events() -> list[Planned]:
    return [
        *_focus_groups(),
        *_trainings(),
        *_study_visits(),
        *_civil_society_days(),
        *_capacity_building(),
        _closing_conference(),
    ]


def _in_province(
    kind: EventKind, code: str, day: date, clock: str, words: tuple[str, str], **values: Any
) -> Planned:
    starts_at, agenda = local(day, clock), AGENDAS[kind]
    name = PROVINCES[code]
    event = details(
        kind,
        f"{name} {words[0]}",
        f"{words[1]}, {name}",
        province=code,
        starts_at=starts_at,
        ends_at=lasting(starts_at, agenda),
        venue=f"{name} {_HALLS[values.pop('hall') % len(_HALLS)]}",
        address=f"Merkez, {name}",
        capacity=values.pop("capacity"),
        registration_closes_at=local(day - timedelta(days=2), "17.00"),
    )
    announced_at = starts_at - timedelta(days=35)
    return Planned(details=event, agenda=agenda, announced_at=announced_at, **values)


def _focus_groups() -> list[Planned]:
    return [
        _in_province(
            _K.FOCUS_GROUP,
            code,
            date.fromisoformat(day),
            "10.00",
            ("Odak Grup Görüşmesi", "Focus group"),
            hall=number,
            capacity=20,
            people=21,
            cancelled=0.08,
            attended=0.95,
            answered=0.3,
        )
        for number, (code, day) in enumerate(_FOCUS_GROUPS.items())
    ]


def _trainings() -> list[Planned]:
    return [
        _in_province(
            _K.TRAINING,
            code,
            date.fromisoformat(day),
            "09.30",
            ("Kamu Görevlileri Eğitimi", "Training of public officials"),
            hall=number,
            capacity=110,
            people=98 + 3 * (number % 5),
            sectors=OFFICIALS,
            cancelled=0.03,
            attended=0.93,
            answered=0.5,
            second_day=True,
        )
        for number, (code, day) in enumerate(_TRAININGS.items())
    ]


def _civil_society_days() -> list[Planned]:
    last = len(_CIVIL_SOCIETY_DAYS)
    return [
        _in_province(
            _K.CIVIL_SOCIETY_DAY,
            code,
            date.fromisoformat(day),
            "09.30",
            ("Sivil Toplum Günü", "Civil society day"),
            hall=number,
            capacity=120,
            people=100 + 4 * (number % 6),
            sectors=MIXED,
            cancelled=0.06,
            attended=0.84,
            answered=0.45,
            problems="published" if number < last - 6 else "merged",
        )
        for number, (code, day) in enumerate(_CIVIL_SOCIETY_DAYS.items())
    ]


def _capacity_building() -> list[Planned]:
    codes = [*_CIVIL_SOCIETY_DAYS, *_FOCUS_GROUPS]
    return [
        _in_province(
            _K.CAPACITY_BUILDING,
            code,
            _working_day(date(2018, 10, 2), 8 * number),
            "13.30",
            ("Kapasite Geliştirme Etkinliği", "Capacity building"),
            hall=number,
            capacity=25,
            people=16 + number % 6,
            sectors=ORGANISATIONS,
            attended=0.88,
            answered=0.4,
        )
        for number, code in enumerate(codes)
    ]


def _working_day(first: date, days: int) -> date:
    day = first + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _study_visits() -> list[Planned]:
    agenda = AGENDAS[_K.STUDY_VISIT]
    planned = []
    for code, name, name_en, city, zone, day in _STUDY_VISITS:
        starts_at = local(date.fromisoformat(day), "09.30", zone)
        event = details(
            _K.STUDY_VISIT,
            f"{name} Çalışma Ziyareti",
            f"Study visit to {name_en}",
            country=code,
            timezone=zone,
            venue=city,
            starts_at=starts_at,
            ends_at=lasting(starts_at, agenda),
            capacity=17,
            approval=True,
            registration_closes_at=starts_at - timedelta(days=40),
        )
        planned.append(
            Planned(
                details=event,
                agenda=agenda,
                announced_at=starts_at - timedelta(days=80),
                people=38,
                cancelled=0.0,
                attended=0.98,
                answered=0.7,
            )
        )
    return planned


def _closing_conference() -> Planned:
    agenda = AGENDAS[_K.CONFERENCE]
    starts_at = local(date(2019, 7, 9), "09.00")
    event = details(
        _K.CONFERENCE,
        "Kapanış Konferansı: STK’lar ile İş Birliği İçin Kamu Sektörünün Güçlendirilmesi",
        "Closing conference: Strengthening the public sector for cooperation with CSOs",
        province="06",
        venue="Grand Ankara Hotel",
        address="Ankara",
        starts_at=starts_at,
        ends_at=lasting(starts_at, agenda),
        capacity=300,
        registration_closes_at=local(date(2019, 7, 5), "17.00"),
    )
    return Planned(
        details=event,
        agenda=agenda,
        announced_at=starts_at - timedelta(days=42),
        people=262,
        cancelled=0.05,
        attended=0.9,
        answered=0.4,
    )
