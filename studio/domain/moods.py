"""What a category is about, from its name: the mood of copy and scenes.

Category names differ from shop to shop; a few words in them are enough to tell boots
from bowls. What no word tells has no mood, and gets the neutral texts and scenes.
"""

from __future__ import annotations

from functools import lru_cache

_WORDS: dict[str, str] = {
    "outdoor": "outdoor hiking trail trek mountain climb 户外 徒步 登山 露营",
    "camp": "camp tent sleeping 帐篷 露营 营地",
    "footwear": "footwear shoe boot sneaker 鞋 靴",
    "packs": "pack backpack rucksack luggage bag 背包 箱包 行囊",
    "water": "water swim paddle surf 水上 游泳",
    "sport": "sport fitness yoga running cycling bike 运动 健身 骑行",
    "garden": "garden plant flower seed 花园 园艺 绿植 植物 鲜花",
    "home": "home living interior furniture decor bedroom bath 家居 家具 居家 卧室",
    "light": "light lamp candle 灯 烛",
    "textiles": "textile linen bedding blanket cushion towel 织物 布艺 床品 毯",
    "seating": "seating chair sofa bench 座椅 沙发 椅",
    "walls": "wall mirror art frame poster 墙饰 镜 挂画",
    "kitchen": "kitchen cook dining pan table knife knives pantry 厨房 餐 锅 刀",
    "tea": "tea kettle teapot 茶",
    "coffee": "coffee espresso cup mug 咖啡 杯",
    "baking": "bak cake bread 烘焙 面包",
    "food": "food grocery treat chocolate snack sweet 食品 零食 甜",
    "gifts": "gift present box wrap 礼 盒",
    "paper": "paper stationery notebook card 纸 文具 贺卡",
    "kids": "kid child baby little toy 儿童 宝宝 玩具 童 小小",
    "pets": "pet dog cat 宠物 猫 狗",
    "fashion": "fashion cloth apparel wear dress layer headwear knit 服 衣 装 帽",
    "beauty": "beauty cosmetic skincare hair perfume 美妆 护肤 香水",
    "tech": "tech electronic audio phone computer camera gadget 数码 电子 手机 电脑",
    "books": "book magazine 书",
    "picnic": "picnic 野餐",
}
_KEYS: dict[str, tuple[str, ...]] = {k: tuple(v.split()) for k, v in _WORDS.items()}


def moods_of(*names: str) -> tuple[str, ...]:
    """The moods that category names suggest, those of the first name first."""
    found: dict[str, None] = {}
    for name in names:
        for mood in _moods(name.casefold()):
            found.setdefault(mood)
    return tuple(found)


@lru_cache(maxsize=4096)
def _moods(name: str) -> tuple[str, ...]:
    words = name.replace("-", " ").replace("&", " ").split()
    return tuple(
        mood
        for mood, keys in _KEYS.items()
        if any(_matches(key, name, words) for key in keys)
    )


def _matches(key: str, name: str, words: list[str]) -> bool:
    if not key.isascii():
        return key in name
    return any(word == key or word.startswith(key) for word in words)
