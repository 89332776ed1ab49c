"""What a door may become, and what it may do meanwhile."""

from itertools import product

_BECOMES = {
    "ready": {"checking", "gone", "leaving"},
    "checking": {"ready", "gone", "leaving"},
    "gone": {"ready", "leaving"},
    "leaving": set(),
}
_WAYS = {
    "ready": [],
    "checking": ["checking"],
    "gone": ["gone"],
    "leaving": ["leaving"],
}
"""How a door that has just opened gets there."""

_TRIED = """async ([address, tried]) => {
  const { DoorState } = await import(address);
  return tried.map(([way, next]) => {
    const state = new DoorState();
    for (const step of way) state.become(step);
    const answers = state.mayAnswer;
    const could = state.become(next);
    return [answers, could, state.is(next)];
  });
}"""


def test_a_door_becomes_what_its_table_says_and_nothing_else(app, live_server, open_browser):
    page = open_browser()
    page.goto(f"{live_server}/check-in/shell")
    pairs = list(product(_BECOMES, _BECOMES))
    address = f"/static/{app.config['STATIC_MARK']}/js/check_in/door_state.js"
    seen = page.evaluate(_TRIED, [address, [(_WAYS[now], then) for now, then in pairs]])
    for (now, then), (answers, could, is_now) in zip(pairs, seen, strict=True):
        assert answers is (now in ("ready", "checking")), now
        assert could is (then in _BECOMES[now]), (now, then)
        assert is_now is (could or now == then), (now, then)
