"""What a process keeps of what it made, so that it is not made again for everybody.

There are two ideas. *Kept while a state is the same*: a value is made from something whose state is
cheap to read, and is given out only while that state is the same. *Kept by cost*: a value is given
out for a time that depends on how long it took to make.

Both are for the threads of one process: one thread makes a value, and those who ask for the same
one meanwhile wait for it (or get the last one). If making fails, the maker gets the error and the
next who waits tries. Both hold a bounded number of values.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar, cast

Value = TypeVar("Value")

_SWEEP_EVERY = 1.0
"""In seconds: looking through all that is kept costs something, too."""


class _Clearable(Protocol):
    def clear(self) -> None: ...


Thing = TypeVar("Thing", bound=_Clearable)


class Keeping:
    """Everything that one app keeps, in one register, so that one call clears it."""

    def __init__(self) -> None:
        self._things: dict[object, Any] = {}
        self._lock = Lock()

    def own(self, make: Callable[[], Thing]) -> Thing:
        """The thing that `make` makes: made when it is first asked for, and the same ever after."""
        with self._lock:
            if make not in self._things:
                self._things[make] = make()
            return cast(Thing, self._things[make])

    def clear_all(self) -> None:
        """Clear everything. A value that is being made in this moment is kept once it is ready."""
        with self._lock:
            things = list(self._things.values())
        for thing in things:
            thing.clear()


class KeptWhileSame(Generic[Value]):
    """Values by key, each with the state for which it was made.

    Never gives a value for another state. `holds` may say that a value is over although its state
    is the same. When there are more than `most` keys, the one asked for longest ago is dropped.
    """

    def __init__(self, *, most: int, holds: Callable[[Value], bool] = lambda _value: True) -> None:
        self._kept: _Latest[tuple[Hashable, Value]] = _Latest(most)
        self._turns, self._holds = _Turns(), holds

    def __len__(self) -> int:
        return len(self._kept)

    def read(self, key: Hashable, state: Hashable, make: Callable[[], Value]) -> Value:
        """The value for this state; made where it is not kept.

        Read `state` before `make` reads: then a change in between shows too early, never too late.
        """
        value = self.get(key, state)
        if value is not None:
            return value
        with self._turns.turn(key):
            value = self.get(key, state)  # somebody may have made it while we waited
            if value is None:
                value = make()
                self.keep(key, state, value)
            return value

    def get(self, key: Hashable, state: Hashable) -> Value | None:
        return self.unchanged(key, lambda _value: state)

    def unchanged(self, key: Hashable, read_state: Callable[[Value], Hashable]) -> Value | None:
        """The value, where its state is read by means of the value itself; None: it is not kept."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        state, value = kept
        return value if read_state(value) == state and self._holds(value) else None

    def keep(self, key: Hashable, state: Hashable, value: Value) -> None:
        self._kept.put(key, (state, value))

    def clear(self) -> None:
        self._kept.clear()


@dataclass(frozen=True)
class _Made(Generic[Value]):
    value: Value
    took: float
    until: float
    """By the clock of the object that keeps it."""


class KeptByCost(Generic[Value]):
    """Values by key, each given out for `lasts` seconds, computed from the seconds it took to make.

    While one thread makes the next value, others get the last one if it was over less than `late`
    seconds ago; otherwise they wait. So no value is given out that is older than both times
    together. Older ones are dropped, and of more than `most` keys the one asked for longest ago.
    """

    def __init__(
        self,
        lasts: Callable[[float], float],
        *,
        most: int,
        late: float = 0.0,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.lasts, self.clock = lasts, clock
        self._kept: _Latest[_Made[Value]] = _Latest(most)
        self._turns, self._late, self._swept_at = _Turns(), late, clock()

    def __len__(self) -> int:
        return len(self._kept)

    def read(self, key: Hashable, make: Callable[[], Value], *, anew_below: float = 0.0) -> Value:
        """The kept value, or a new one.

        `anew_below`: for this reader, a value that took fewer seconds is made anew, so that
        somebody who has just changed something sees it where that is cheap.
        """
        now = self.clock()
        last = self._last(key, anew_below, now)
        if last and now < last.until:
            return last.value
        with self._turns.turn(key, waits=last is None) as is_ours:
            if last and not is_ours:
                return last.value
            now = self.clock()
            last = self._last(key, anew_below, now)  # somebody may have made it while we waited
            if last and now < last.until:
                return last.value
            value = make()
            self.keep(key, value, took=self.clock() - now)
            return value

    def get(self, key: Hashable) -> Value | None:
        last = self._kept.get(key)
        return last.value if last and self.clock() < last.until else None

    def keep(
        self, key: Hashable, value: Value, *, took: float = 0.0, since: float | None = None
    ) -> None:
        """Keep this value. `since`: from when its seconds count, by `clock`; None: from now."""
        now = self.clock()
        begins = now if since is None else since
        self._kept.put(key, _Made(value, took, begins + self.lasts(took)))
        if now - self._swept_at >= _SWEEP_EVERY:
            self._swept_at = now
            self._kept.drop(lambda made: made.until + self._late <= now)

    def clear(self) -> None:
        self._kept.clear()

    def _last(self, key: Hashable, anew_below: float, now: float) -> _Made[Value] | None:
        """The last value, if it may be given at least while the next one is made."""
        last = self._kept.get(key)
        if last is None or last.took < anew_below:
            return None
        return last if now < last.until + self._late else None


class _Latest(Generic[Value]):
    """The values asked for last, at most so many."""

    def __init__(self, most: int) -> None:
        self._entries: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock, self._most = Lock(), most

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Hashable, entry: Value) -> None:
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def drop(self, which: Callable[[Value], bool]) -> None:
        with self._lock:
            for key in [key for key, entry in self._entries.items() if which(entry)]:
                del self._entries[key]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


@dataclass
class _Turn:
    lock: Lock = field(default_factory=Lock)
    users: int = 0


class _Turns:
    """One thread at a time for each key. A key is known only while somebody is at it or waits."""

    def __init__(self) -> None:
        self._turns: dict[Hashable, _Turn] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, key: Hashable, *, waits: bool = True) -> Iterator[bool]:
        """Whether it is our turn: False where somebody else is at it and we do not wait."""
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.users += 1
        is_ours = False
        try:
            is_ours = turn.lock.acquire(blocking=waits)
            yield is_ours
        finally:
            if is_ours:
                turn.lock.release()
            with self._lock:
                turn.users -= 1
                if not turn.users:
                    del self._turns[key]
