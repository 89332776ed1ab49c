"""The programme's road map and a province's: actions, what was reported, a frozen half-year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.problems import Problem
from models.road_maps import Action, ActionStatus, HalfYear, RoadMap
from models.users import User
from operations.road_maps.actions import ActionDetails, add_action
from operations.road_maps.links import make_link
from operations.road_maps.periods import approve_period
from operations.road_maps.reports import ReportDetails, approve_report, send_reports
from operations.road_maps.road_maps import RoadMapDetails, create_road_map, publish_road_map

_S = ActionStatus
DIRECTORATE = "Sivil Toplumla İlişkiler Genel Müdürlüğü"
TRAINING = "Strateji ve Eğitim Dairesi"
ADDRESS = "kurum@example.org"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An action; its months are counted from the beginning of the road map's first year."""

    number: str
    theme: tuple[str, str]
    title: tuple[str, str]
    groups: tuple[str, ...]
    institution: str = DIRECTORATE
    partners: tuple[str, ...] = ()
    months: tuple[int, int]
    indicator: tuple[str, str, str] = ("", "", "")
    """Turkish, English, unit."""
    baseline: float | None = None
    target: float | None = None
    measured: float | None = None
    status: ActionStatus = _S.UNDER_WAY
    reason: str = ""
    amount: float | None = None
    evidence: tuple[str, ...] = ()


_WRITING = ("Yazışma ve bilgiye erişim", "Correspondence and access to information")
_LAW = ("Mevzuat ve evrak", "Law and paperwork")
_MONEY = ("Finansman", "Funding")
_TOGETHER = ("Birlikte karar verme", "Deciding together")

PROGRAMME = [
    Planned(
        number="1.1",
        theme=_WRITING,
        title=(
            "Dilekçelere 15 iş günü içinde yanıt verilmesi için izleme ekranı kurulması",
            "A screen that shows which applications wait for more than 15 working days",
        ),
        groups=("D01", "D11"),
        partners=("Valilikler",),
        months=(0, 17),
        indicator=("15 iş günü içinde yanıtlanan başvurular", "Answered in 15 working days", "%"),
        baseline=38,
        target=80,
        measured=61,
        amount=1_200_000,
    ),
    Planned(
        number="1.2",
        theme=_WRITING,
        title=(
            "Her ilde sivil toplum irtibat görevlisi belirlenmesi ve adlarının yayımlanması",
            "A named contact for civil society in every province",
        ),
        groups=("D18", "D23", "D01"),
        partners=("İl müdürlükleri",),
        months=(0, 11),
        indicator=("İrtibat görevlisi olan iller", "Provinces with a contact", "il"),
        baseline=12,
        target=81,
        measured=81,
        status=_S.DONE,
        evidence=("İrtibat görevlileri listesi",),
    ),
    Planned(
        number="2.1",
        theme=_LAW,
        title=(
            "Küçük dernekler için tek sayfalık beyanname örneği hazırlanması",
            "A one-page declaration for small associations",
        ),
        groups=("D02", "D06"),
        months=(3, 14),
        indicator=("Kısa beyannameyi kullanan dernekler", "Associations that use it", "dernek"),
        baseline=0,
        target=20_000,
        measured=4_300,
    ),
    Planned(
        number="2.2",
        theme=_LAW,
        title=(
            "Kamu görevlileri için sivil toplum mevzuatı eğitimi",
            "Training of public officials on the law of civil society",
        ),
        groups=("D05", "D17"),
        institution=TRAINING,
        partners=("Üniversiteler",),
        months=(0, 35),
        indicator=("Eğitim alan görevliler", "Officials trained", "kişi"),
        baseline=0,
        target=1_500,
        measured=640,
        amount=3_400_000,
    ),
    Planned(
        number="3.1",
        theme=_MONEY,
        title=(
            "Açık destekleri ve son başvuru günlerini gösteren takvim",
            "A calendar of open grants and their deadlines",
        ),
        groups=("D03",),
        institution=TRAINING,
        months=(2, 9),
        indicator=("Takvimde yer alan destek programları", "Programmes in the calendar", "program"),
        baseline=0,
        target=40,
        measured=17,
    ),
    Planned(
        number="3.2",
        theme=_MONEY,
        title=(
            "Dernek merkezlerinin kira giderleri için ortak yer modeli",
            "Shared premises, so that rent can be paid",
        ),
        groups=("D22", "D04"),
        partners=("Belediyeler",),
        months=(6, 23),
        status=_S.DROPPED,
        reason="Belediyelerle yürütülen başka bir projeye devredildi.",
    ),
    Planned(
        number="4.1",
        theme=_TOGETHER,
        title=(
            "İl kararlarından önce STK’lara görüş sorulmasına ilişkin kılavuz",
            "A guide on consulting CSOs before decisions in a province",
        ),
        groups=("D16", "D15"),
        partners=("Kent konseyleri",),
        months=(14, 30),
        indicator=("Kılavuzu uygulayan iller", "Provinces that follow the guide", "il"),
        baseline=0,
        target=40,
        status=_S.PLANNED,
    ),
]


def draw_road_map(problems: Mapping[str, Problem], *, by: User, at: datetime) -> RoadMap:
    """The programme's road map: published in its first year, one half-year approved, one reported
    of now."""
    first = at.year - 1
    begun = datetime(first, 1, 15, 9, tzinfo=at.tzinfo)
    road_map = create_road_map(
        RoadMapDetails(
            title="Kamu ve sivil toplum iş birliği yol haritası",
            title_en="Road map for cooperation of public bodies and civil society",
            period=f"{first}-{first + 2}",
        ),
        province=None,
        by=by,
        at=begun,
    )
    for planned in PROGRAMME:
        found = [problems[group].id for group in planned.groups if group in problems]
        add_action(road_map, _details(planned, first), found, by=by, at=begun)
    publish_road_map(road_map, by=by, at=begun)
    frozen = HalfYear(f"{first}-2")
    approve_period(road_map, frozen, by=by, at=_noon(frozen.ends_on + timedelta(days=12), at))
    _report(road_map, by=by, at=at)
    return road_map


def _details(planned: Planned, first: int) -> ActionDetails:
    starts, ends = planned.months
    indicator, indicator_en, unit = planned.indicator
    return ActionDetails(
        number=planned.number,
        theme=planned.theme[0],
        theme_en=planned.theme[1],
        title=planned.title[0],
        title_en=planned.title[1],
        institution=planned.institution,
        partners=planned.partners,
        starts_on=_month(first, starts),
        ends_on=_month(first, ends + 1) - timedelta(days=1),
        indicator=indicator,
        indicator_en=indicator_en,
        unit=unit,
        baseline=planned.baseline,
        baseline_on=None if planned.baseline is None else date(first - 1, 12, 31),
        target=planned.target,
        target_on=None if planned.target is None else _month(first, ends + 1) - timedelta(days=1),
        measured=planned.measured,
        measured_on=None if planned.measured is None else date(first, 12, 15),
        source="" if planned.amount is None else "Program bütçesi",
        amount=planned.amount,
        status=planned.status,
        reason=planned.reason,
        evidence=[
            {"title": title, "url": "https://example.org/belge"} for title in planned.evidence
        ],
    )


def _report(road_map: RoadMap, *, by: User, at: datetime) -> None:
    """The institution was asked for the running half-year: one report is approved, one waits."""
    link = make_link(
        road_map,
        institution=DIRECTORATE,
        email=ADDRESS,
        period=HalfYear.of(at.date()),
        by=by,
        at=at - timedelta(days=10),
    )
    told = [
        (
            _action(road_map, "1.1"),
            66.0,
            "Ekran 20 ilde kullanılıyor; kalan iller bu yıl eklenecek.",
        ),
        (_action(road_map, "2.1"), 7_900.0, "Örnek yayımlandı, il müdürlükleri duyurdu."),
    ]
    reports = send_reports(
        link,
        [
            (
                action,
                ReportDetails(measured=value, measured_on=at.date(), explanation=explanation),
            )
            for action, value, explanation in told
        ],
        at=at - timedelta(days=3),
    )
    approve_report(reports[0], by=by, at=at - timedelta(days=1))


def _action(road_map: RoadMap, number: str) -> Action:
    return next(action for action in road_map.actions if action.number == number)


def _month(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)


def _noon(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=like.tzinfo)
