"""The facts of Wrenfield: a shop that does not exist."""

from __future__ import annotations

from sample_data.make.catalogue import Item
from studio.domain.shop import Article, Brand, Fact, Question, Quote, Shop, ShopLink
from studio.domain.words import Words

URL = "https://wrenfield.example"

CATEGORY_WORDS: dict[str, Words] = {
    en: Words(en, zh)
    for en, zh in {
        "Home": "家居", "Kitchen": "厨房", "Outdoor": "户外", "Gifts": "礼品",
        "Footwear": "鞋靴", "Packs": "背包", "Camp": "露营", "Light": "灯与烛",
        "Navigation": "导航", "Headwear": "帽饰", "Layers": "衣着",
        "Accessories": "配件", "Water": "水上", "Play": "游戏", "Seating": "座椅",
        "Clocks": "钟表", "Walls": "墙饰", "Vases": "花器", "Plants": "绿植",
        "Textiles": "布艺", "Bath": "沐浴", "Storage": "收纳", "Care": "打理",
        "Tea": "茶具", "Coffee": "咖啡", "Baking": "烘焙", "Pans": "锅具",
        "Knives": "刀具", "Table": "餐具", "Glass": "杯盏", "Pantry": "食材",
        "Picnic": "野餐", "Flowers": "花束", "Paper": "纸品", "Treats": "甜食",
        "Boxes": "礼盒", "Little ones": "童趣", "Games": "桌游", "Season": "节庆",
    }.items()
}  # fmt: skip


def make_shop(items: list[Item]) -> Shop:
    """Everything that a page of Wrenfield may state as fact."""
    ids = {item.title: item.id for item in items}
    return Shop(
        name="Wrenfield",
        name_zh="芮野",
        languages=("en", "zh"),
        currency="EUR",
        logo="mark",
        url=URL,
        about=Words(
            "Good things for the house, the table and the hill. Chosen by twelve people"
            " in a former boat shed, and repaired there too.",
            "为屋檐、餐桌与山野挑选好物。十二个人，一间旧船坞，卖出的每件东西都能寄回来修。",
        ),
        brand=Brand("pine", "grotesk", "soft", "regular", "auto"),
        departments=tuple(
            ShopLink(CATEGORY_WORDS[name], f"{URL}/{name.lower()}")
            for name in ("Home", "Kitchen", "Outdoor", "Gifts")
        ),
        footer_links=_footer_links(),
        category_names=CATEGORY_WORDS,
        announcement=Words(
            "Free returns within 60 days, even on muddy boots.",
            "六十天内免费退换，沾泥的靴子也收。",
        ),
        facts=_facts(),
        quotes=_quotes(ids),
        questions=_questions(),
        articles=_articles(ids),
        newsletter=Words(
            "About twice a month: one route, one recipe, one room. Never more.",
            "每月两封：一条路线，一道菜，一间屋。不多打扰。",
        ),
        postal_address=(
            "Wrenfield Trading, Boat Shed 4, 10 Quay Street (a sample shop)"
        ),
        legal_note=Words(
            "Prices include VAT. Free delivery over €60 within the EU, otherwise €4.90."
            " © Wrenfield Trading, a sample shop.",
            "价格均含税。欧盟境内满 €60 免运费，未满收取 €4.90。© 芮野商贸（示例店铺）",
        ),
        unsubscribe_url=f"{URL}/unsubscribe",
        privacy_url=f"{URL}/privacy",
    )


def _footer_links() -> tuple[ShopLink, ...]:
    return (
        ShopLink(Words("Delivery and returns", "配送与退换"), f"{URL}/help/delivery"),
        ShopLink(Words("Repairs", "维修服务"), f"{URL}/help/repairs"),
        ShopLink(Words("Size advice", "尺寸建议"), f"{URL}/help/sizes"),
        ShopLink(Words("Contact us", "联系我们"), f"{URL}/help/contact"),
        ShopLink(Words("Our story", "品牌故事"), f"{URL}/story"),
        ShopLink(Words("Makers", "合作匠人"), f"{URL}/makers"),
        ShopLink(Words("Journal", "生活志"), f"{URL}/journal"),
        ShopLink(Words("Privacy", "隐私条款"), f"{URL}/privacy"),
    )


def _facts() -> tuple[Fact, ...]:
    return (
        Fact(
            "truck",
            Words("Free over €60", "满 60 欧免运费"),
            Words("At your door in 2 to 3 days", "两到三天送到家门口"),
        ),
        Fact(
            "return",
            Words("60 days to return", "六十天可退换"),
            Words("Free, even after a wet walk", "用过也收，退货免费"),
        ),
        Fact(
            "tool",
            Words("Repaired for life", "终身可修"),
            Words("Soles, zips, handles and poles", "鞋底、拉链、把手都能修"),
        ),
        Fact(
            "gift",
            Words("Wrapped by hand", "手工包装"),
            Words("Your words on the card", "卡片上写你想说的话"),
        ),
    )


def _quotes(ids: dict[str, str]) -> tuple[Quote, ...]:
    return (
        Quote(
            Words(
                "Crossed the same stream six times looking for the path. Socks were dry"
                " at the hut.",
                "为了找路来回蹚了六次小溪，到山屋时袜子还是干的。",
            ),
            "Marit L.",
            ids["Ridgeline leather hiking boot"],
            5,
        ),
        Quote(
            Words(
                "My mother rang before she had even closed the box. It is still on her"
                " piano.",
                "盒子还没合上，妈妈就打来了电话。花到现在还摆在她的钢琴上。",
            ),
            "Hélène D.",
            ids["Everlasting meadow bouquet"],
            5,
        ),
        Quote(
            Words(
                "Eggs slide, fish does not stick, and my father has stopped asking for"
                " his old pan.",
                "煎蛋会滑，煎鱼不粘，父亲再也没提他那口旧锅。",
            ),
            "Tomasz K.",
            ids["Carbon-steel skillet, 26 cm"],
            4,
        ),
    )


def _questions() -> tuple[Question, ...]:
    return (
        Question(
            Words("How long does delivery take?", "配送需要多久？"),
            Words(
                "Two to three working days within the EU. Sofas and beds come by"
                " appointment, carried to the room where you want them.",
                "欧盟境内两到三个工作日。沙发和床按预约时间送达，并搬进您指定的房间。",
            ),
        ),
        Question(
            Words("Can I return something I have used?", "用过的商品还能退吗？"),
            Words(
                "Yes, within 60 days and free of charge. We clean what can be cleaned"
                " and sell it again at our bench as second-hand.",
                "可以，六十天内免费退回。能清洗的我们会洗净，再作为二手品出售。",
            ),
        ),
        Question(
            Words("Do you repair what you sell?", "卖出的东西可以维修吗？"),
            Words(
                "We do, for as long as it lasts. Soles, zips, handles, poles and lids"
                " are kept in stock; you pay for parts, not for our hands.",
                "可以，一直修到修不动为止。鞋底、拉链、把手等常备，只收零件费。",
            ),
        ),
        Question(
            Words(
                "Can a present go straight to someone?", "礼物可以直接寄给收礼人吗？"
            ),
            Words(
                "Yes. We wrap it, copy your words onto the card and leave the price out"
                " of the parcel. Each address gets its own delivery day.",
                "可以。我们包好礼物，手写您的留言，包裹里不放价格，每个地址可选送达日。",
            ),
        ),
    )


def _articles(ids: dict[str, str]) -> tuple[Article, ...]:
    return (
        Article(
            Words("Skills · 6 min", "技能 · 6 分钟"),
            Words("Three bearings that get you home in fog", "雾中回家的三个方位"),
            Words(
                "Pick a handrail, aim off, and count your paces. A page to print and"
                " fold into the map.",
                "找一条扶手线，故意偏一点，数好步数。附可打印的一页。",
            ),
            f"{URL}/journal/three-bearings",
            ids["Brass field compass"],
        ),
        Article(
            Words("Kitchen · 5 min", "厨房 · 5 分钟"),
            Words("Season a pan once, for good", "一次开锅，长久好用"),
            Words(
                "Oil, heat, patience. The three mistakes that make it flake, and how to"
                " mend them.",
                "油、火、耐心。三个让锅掉皮的错误，以及怎样补救。",
            ),
            f"{URL}/journal/season-a-pan",
            ids["Carbon-steel skillet, 26 cm"],
        ),
        Article(
            Words("Home · 4 min", "布置 · 4 分钟"),
            Words("One bunch, three rooms", "一束干花，放三个地方都好看"),
            Words(
                "Cut it shorter than you dare and it lasts the year: shelf, sill and"
                " bedside.",
                "高柜、窗台、床头，各有各的插法。先剪短三厘米。",
            ),
            f"{URL}/journal/one-bunch",
            ids["Everlasting meadow bouquet"],
        ),
    )
