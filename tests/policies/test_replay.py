"""Who would be treated differently under other rules or another reading; nothing recorded changes."""

from policies.facade import load_library
from policies.replay import Recorded, replay
from tests.policies.asking import library
from tests.policies.test_local import PRESENCE, local


def leave(key: int, days: float, level: str = "county") -> Recorded:
    facts = {"role": "member", "dispatch_level": level, "leave_type": "personal", "days": days}
    return Recorded(key, {"policy": "linfen", "on": "2018-09-03", "question": "leave_route", "facts": facts}, {})


def test_another_reading_changes_only_those_on_the_boundary() -> None:
    rulings = [leave(1, 3), leave(2, 7), leave(3, 8)]
    found = list(
        replay(rulings, library_before=library(), library_after=library(), readings_after={"band_boundary": "higher"})
    )
    assert [(difference.key, difference.differs) for difference in found] == [(2, ("steps",))]
    assert (
        found[0].why
        == "办理环节不同：相邻两档都写到同一天数时归哪一档由“归以该数为上限的一档”改为“归以该天数为下限的一档”。".replace(
            "该数", "该天数"
        )
    )


def test_a_stricter_local_rule_changes_those_it_reaches() -> None:
    def month(key: int, days: int) -> Recorded:
        facts = {"window": "month", "days": {"2019-04": "V" * days + "L" * (30 - days)}}
        return Recorded(key, {"policy": "hebei", "on": "2019-06-03", "question": "presence", "facts": facts}, {})

    after = load_library(local=[local(PRESENCE)])
    rulings = [month(24, 24), month(25, 25), month(26, 26)]
    found = list(replay(rulings, library_before=library(), library_after=after, codes={"hebei": "zhangbei"}))
    assert [(difference.key, difference.before["outcome"], difference.after["outcome"]) for difference in found] == [
        (24, "short", "short"),
        (25, "met", "short"),
        (26, "met", "met"),
    ]
    assert [difference.differs for difference in found] == [("required",), ("outcome", "required"), ("required",)]
    assert found[1].why == "结论、要求天数不同：原依据第五条（每月驻村不少于25天）不再适用；现依据第五条（每月26天）。"


def test_the_same_rules_change_nothing() -> None:
    assert list(replay([leave(1, 7)], library_before=library(), library_after=load_library())) == []
