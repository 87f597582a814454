"""Stories one behind the other: each begins when the one before is recorded, and tells when the one before has told all."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from audiobook.events import Event, Notice, Report
from audiobook.executors import InlineExecutor
from audiobook.production.relaying import Turn, relay

LONG = 20.0  # seconds that nothing should take


def nothing() -> None:
    pass


def words(told: list[Event]) -> list[str]:
    return [event.message for event in told if isinstance(event, Notice)]


def test_the_next_begins_while_the_one_before_goes_on() -> None:
    second = threading.Event()

    def leg(number: int, _: Report, recorded: Callable[[], None]) -> bool:
        recorded()
        if number == 1:
            second.set()
        return second.wait(LONG)

    assert relay(leg, 2, lambda _: None, nothing) == [True, True]


def test_nobody_begins_before_the_one_before_is_recorded() -> None:
    order: list[str] = []

    def leg(number: int, _: Report, recorded: Callable[[], None]) -> int:
        order.append(f"{number} begins")
        order.append(f"{number} is recorded")
        recorded()
        return number

    assert relay(leg, 4, lambda _: None, nothing) == [0, 1, 2, 3]
    for number in range(3):
        assert order.index(f"{number} is recorded") < order.index(f"{number + 1} begins")


def test_no_more_than_two_are_under_way() -> None:
    under_way, most, lock = set[int](), list[int](), threading.Lock()
    second = threading.Event()

    def leg(number: int, _: Report, recorded: Callable[[], None]) -> None:
        with lock:
            under_way.add(number)
            most.append(len(under_way))
        recorded()
        if number == 0:
            assert second.wait(LONG)
        if number == 1:
            second.set()
        with lock:
            under_way.remove(number)

    relay(leg, 6, lambda _: None, nothing)
    assert max(most) == 2


def test_reports_come_story_by_story() -> None:
    told: list[Event] = []
    second_done = threading.Event()

    def leg(number: int, tell: Report, recorded: Callable[[], None]) -> None:
        tell(Notice(f"{number} begins"))
        recorded()
        if number == 0:
            assert second_done.wait(LONG)
        tell(Notice(f"{number} ends"))
        if number == 1:
            second_done.set()

    relay(leg, 3, told.append, nothing)
    assert words(told) == ["0 begins", "0 ends", "1 begins", "1 ends", "2 begins", "2 ends"]


def test_an_interruption_stops_what_is_under_way_and_begins_nothing_more() -> None:
    begun: list[int] = []
    stopped = threading.Event()

    def leg(number: int, _: Report, recorded: Callable[[], None]) -> None:
        begun.append(number)
        recorded()
        if number == 0:
            assert stopped.wait(LONG)
        if number == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relay(leg, 4, lambda _: None, stopped.set)
    assert begun == [0, 1]


def test_a_later_story_asks_behind_an_earlier_one() -> None:
    asked: list[float] = []

    class Noting(InlineExecutor):
        def submit(  # type: ignore[override]
            self, function: str, /, *args: object, family: str = "", timeout: float = 0.0, priority: float = 0
        ) -> Future[object]:
            asked.append(priority)
            return super().submit(function, *args, family=family, timeout=timeout, priority=priority)

    executor = Noting()
    for number, priority in ((1, 0), (0, 2 * 900), (0, 3)):
        assert Turn(executor, number).submit("operator:mul", 6, 7, family="mul", priority=priority).result() == 42
    assert asked[0] > asked[1] > asked[2]
