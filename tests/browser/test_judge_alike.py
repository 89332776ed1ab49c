"""The phone judges as the server does: the same rules in two languages, told apart by chance."""

from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.checkpoints import Checkpoint
from models.events import Event, EventStatus
from models.registrations import Registration, RegistrationStatus, Ticket
from models.scans import Direction
from operations.check_in.verdicts import Here, Reading, judge
from queries.check_in.moves import Move
from tests import factories
from tests.factories import NOW

_STATUSES = {
    "": RegistrationStatus.CONFIRMED,
    "cancelled": RegistrationStatus.CANCELLED,
    "not_confirmed": RegistrationStatus.DECLINED,
    "revoked": RegistrationStatus.CONFIRMED,
    "wrong_checkpoint": RegistrationStatus.CONFIRMED,
}
_EVENTS = {False: EventStatus.PUBLISHED, True: EventStatus.CANCELLED}
_minutes = st.integers(0, 60)
_directions = st.sampled_from(["entry", "exit"])
_cases = st.fixed_dictionaries(
    {
        "rules": st.fixed_dictionaries({"reentry": st.booleans(), "multiple": st.booleans()}),
        "opens": st.none() | _minutes,
        "closes": st.none() | _minutes,
        "event": st.sampled_from([1, 2]),
        "called_off": st.booleans(),
        "objection": st.sampled_from(list(_STATUSES)),
        "at": _minutes,
        "direction": _directions,
        "force": st.booleans(),
        "full": st.booleans(),
        # At no moment of the reading: what a phone knows came before it, whatever its clock says.
        "moves": st.lists(
            st.tuples(_minutes.map(lambda minute: minute + 0.5), _directions),
            max_size=4,
            unique_by=lambda move: move[0],
        ),
    }
)

_QUIET = {
    "rules": {"reentry": True, "multiple": False},
    **dict.fromkeys(("opens", "closes")),
    **dict.fromkeys(("called_off", "force", "full"), False),
    **{"event": 1, "objection": "", "at": 30, "direction": "entry", "moves": []},
}
_ONE_OF_EACH = [
    _QUIET,
    _QUIET | {"rules": {"reentry": False, "multiple": False}, "moves": [(10, "entry")]},
    _QUIET | {"direction": "exit", "moves": [(10, "entry")]},
    _QUIET | {"full": True},
    _QUIET | {"called_off": True},
]

_JUDGED = """async ([address, cases]) => {
  const { judge } = await import(address);
  return cases.map(({ pack, ticket, scan, moves, full }) => {
    pack.objections = new Map([["t", pack.objection]]);
    const { verdict, reason, forced } = judge(pack, ticket, scan, moves, full);
    return [verdict, reason ?? null, Boolean(forced)];
  });
}"""


def test_phone_and_server_judge_alike(app, live_server, open_browser):
    page = open_browser()
    page.goto(f"{live_server}/check-in/shell")
    factories.commit()
    address = f"/static/{app.config['STATIC_MARK']}/js/check_in/judge.js"
    seen = set()

    @example(_ONE_OF_EACH)
    @given(st.lists(_cases, min_size=100, max_size=200))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def alike(cases):
        by_phone = page.evaluate(_JUDGED, [address, [_as_the_phone_knows(case) for case in cases]])
        by_server = [_by_the_server(case) for case in cases]
        assert [tuple(row) for row in by_phone] == by_server
        seen.update(by_server)

    alike()
    assert {verdict for verdict, _reason, _forced in seen} == {
        "admitted",
        "already_admitted",
        "left",
        "refused",
    }
    assert {("refused", reason, False) for reason in ("room_full", "event_called_off")} <= seen


def _at(minute):
    return None if minute is None else NOW + timedelta(minutes=minute)


def _ms(minute):
    return round(_at(minute).timestamp() * 1000)


def _as_the_phone_knows(case):
    opens, closes = _at(case["opens"]), _at(case["closes"])
    checkpoint = {
        **case["rules"],
        "opens_at": opens and opens.isoformat(),
        "closes_at": closes and closes.isoformat(),
    }
    scan = {"direction": case["direction"], "at": _ms(case["at"]), "force": case["force"]}
    return {
        "pack": {
            "event": {"id": 1, "called_off": case["called_off"]},
            "checkpoint": checkpoint,
            "objection": case["objection"],
        },
        "ticket": {"event": case["event"], "ticket": "t"},
        "scan": scan,
        "full": case["full"],
        "moves": [{"at": _ms(at), "direction": way} for at, way in case["moves"]],
    }


def _by_the_server(case):
    objection = case["objection"]
    checkpoint = Checkpoint(
        event_id=1,
        event=Event(status=_EVENTS[case["called_off"]]),
        opens_at=_at(case["opens"]),
        closes_at=_at(case["closes"]),
        **case["rules"],
    )
    registration = Registration(event_id=case["event"], status=_STATUSES[objection])
    ticket = Ticket(registration=registration, revoked_at=NOW if objection == "revoked" else None)
    reading = Reading(
        nonce="n",
        direction=Direction(case["direction"]),
        scanned_at=_at(case["at"]),
        received_at=_at(case["at"]),
        user_id=None,
        device="d",
        force=case["force"],
    )
    # A phone knows those moves alone that let somebody in or out.
    moves = [
        Move(
            at=_at(at),
            direction=Direction(way),
            insisted=False,
            let_in=way == "entry",
            may_be_in=way == "entry",
            reader=(None, "d"),
            nonce=str(number),
        )
        for number, (at, way) in enumerate(sorted(case["moves"]))
    ]
    here = Here(is_for=objection != "wrong_checkpoint", is_full=case["full"])
    said = judge(checkpoint, ticket, reading, moves, here)
    return said.verdict.value, said.reason and said.reason.value, said.forced
