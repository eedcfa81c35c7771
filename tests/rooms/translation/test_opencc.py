"""Chinese from script to script, by the library itself."""

from __future__ import annotations

import pytest
from tests.rooms.translation.engine_contract import EngineContract

from masthead.translation.engines.chinese import OpenCC


class TestOpenCC(EngineContract):
    pair = ("zh-hans", "zh-hant")
    unsupported = ("en", "zh-hant")
    texts = ("这座房子是红色的。", "我姐姐有两只猫", "我们明天进城。", "这座房子是红色的。")
    marked = (
        "这辆<x1>红色</x1>的车很快。",
        "<x1>我<x2>姐姐</x2>有两只猫</x1><x3/>",
        "房子<x1/>很<x2>旧</x2> &amp; 红 &lt;今天&gt;。",
    )

    @pytest.fixture
    def engine(self) -> OpenCC:
        return OpenCC()


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("头发发展", "頭髮發展"),
        ("皇后在后面", "皇后在後面"),
        ("干部吃干粮", "幹部吃乾糧"),
        ("<x1>联合国</x1>发表声明", "<x1>聯合國</x1>發表聲明"),
    ],
)
def test_each_character_is_the_one_that_its_word_takes(hans: str, hant: str) -> None:
    engine = OpenCC()

    assert engine.translate([hans], "zh-hans", "zh-hant")[0].text == hant
    assert engine.translate([hant], "zh-hant", "zh-hans")[0].text == hans


def test_no_word_is_exchanged_for_another() -> None:
    assert OpenCC().translate(["软件"], "zh-hans", "zh-hant")[0].text == "軟件"
