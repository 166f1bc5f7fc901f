"""People of five locales, none of them real: names, phones, addresses, numbers.

The names are written here by hand and are not those of `resources/names`: about one in
seven is in no list, as it is with real customers.
"""

# ruff: noqa: E501 - tables are read better unbroken

from __future__ import annotations

import random

LOCALES = ("en-US", "en-GB", "de", "fr", "zh-CN")
GIVEN = {
    "en-US": "James Maria Robert Jennifer Tyrone Ashley LaShawn Brittany Diego Nguyen"
    " Emily Noah Aaliyah Ethan Sofia Liam Jasmine Kyle Rebecca Luis Megan Brandon",
    "en-GB": "Oliver Poppy Harry Isla George Freya Alfie Imogen Callum Niamh Rhys"
    " Siobhan Gareth Zara Mohammed Priya Ewan Harriet Rupert Gemma Tariq Bronwen",
    "de": "Jürgen Sabine Thorsten Heike Lukas Anneliese Friedrich Käthe Emre Svenja"
    " Detlef Ulrike Jannik Mareike Holger Brigitte Yusuf Henrike Malte Gisela Torben",
    "fr": "Amélie Baptiste Chloé Étienne Océane Guillaume Maëlle Yannick Hélène Karim"
    " Benoît Solène Gaëtan Noémie Cédric Aurore Loïc Fatoumata Rémi Clémence Hugues",
    "zh-CN": "伟 芳 秀英 建国 子涵 雨桐 志强 丽华 浩然 欣怡 国栋 晓燕 俊杰 梦琪 文博 淑珍 永康"
    " 海燕 宇航 诗涵 嘉豪 玉兰 振华 佳怡 鹏飞",
}  # fmt: skip
FAMILY = {
    "en-US": "Smith Johnson Garcia Washington Nguyen Kowalski Martinez O'Connor Jackson"
    " Schneider Lopez Thompson Ramirez Hernandez Patel Cohen Williams Davis Wozniak",
    "en-GB": "Jones Hughes Featherstone MacDonald Patel Singh Clarke Ashworth Evans"
    " Robertson Thwaite Khan Llewellyn Murphy Pemberton Edwards Hussain Cartwright",
    "de": "Müller Schmidt Yilmaz Schneider Großmann Kowalczyk Fischer Vogelsang Becker"
    " Hoffmann Brinkmann Krause Öztürk Zimmermann Lindner Schäfer Wiedemann Kaiser",
    "fr": "Dupont Lefèvre Moreau Benali Rousseau Garnier Chevalier Traoré Fontaine"
    " Mercier Dubois Le-Goff Gauthier Perrot Bonnet Diallo Marchand Lacroix Renaud",
    "zh-CN": "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 欧阳 诸葛 司马",
}  # fmt: skip
STREETS = {
    "en-US": ("Maple Street", "Oak Ave", "Sunset Blvd", "Elm Drive", "Lincoln Road"),
    "en-GB": (
        "High Street",
        "Station Road",
        "Church Lane",
        "Mill Terrace",
        "Park Avenue",
    ),
    "de": ("Hauptstraße", "Bahnhofstr.", "Goetheallee", "Lindenweg", "Marktplatz"),
    "fr": ("rue Victor Hugo", "avenue Foch", "boulevard Voltaire", "rue de la Paix"),
    "zh-CN": ("南京东路", "中山北路", "解放大道", "人民路", "建设街"),
}
PLACES = {
    "en-US": (("Springfield", "IL", "62704"), ("Austin", "TX", "78701"), ("Reno", "NV", "89501")),
    "en-GB": (("Leeds", "", "LS1 4AP"), ("Bath", "", "BA1 2FJ"), ("Perth", "", "PH1 5XA")),
    "de": (("Köln", "", "50667"), ("Bremen", "", "28195"), ("Jena", "", "07743")),
    "fr": (("Lyon", "", "69002"), ("Nantes", "", "44000"), ("Lille", "", "59800")),
    "zh-CN": (("上海市", "黄浦区", "200001"), ("广东省深圳市", "南山区", "518000"), ("湖北省武汉市", "江汉区", "430000")),
}  # fmt: skip
COUNTRIES = {"en-US": "US", "en-GB": "GB", "de": "DE", "fr": "FR", "zh-CN": "CN"}


class People:
    """Makes values of every kind for one locale."""

    def __init__(self, locale: str, seed: int) -> None:
        self.locale = locale
        self.random = random.Random(f"{locale}-{seed}")

    def _digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def given(self) -> str:
        return self.random.choice(GIVEN[self.locale].split())

    def family(self) -> str:
        return self.random.choice(FAMILY[self.locale].split())

    def name(self) -> str:
        given, family = self.given(), self.family()
        if self.locale == "zh-CN":
            return family + given
        if self.random.random() < 0.15:
            return f"{family}, {given}"
        if self.random.random() < 0.1:
            return f"{given} {self.random.choice('ABDEJKLM')}. {family}"
        return f"{given} {family}"

    def email(self) -> str:
        host = self.random.choice(
            ("example.com", "mail.example.org", "post.example.net")
        )
        user = (
            f"user{self._digits(3)}.{self.random.choice('abcdefgh')}{self._digits(1)}"
        )
        return f"{user}@{host}"

    def phone(self) -> str:
        r = self.random
        match self.locale:
            case "en-US":
                area, mid = r.choice(("212", "415", "512", "303")), r.randint(220, 999)
                return r.choice(("({}) {}-{}", "{}-{}-{}", "+1 {} {} {}")).format(
                    area, mid, self._digits(4)
                )
            case "en-GB":
                return r.choice(("07911 ", "+44 7911 ")) + self._digits(6)
            case "de":
                return r.choice(("0171 ", "+49 171 ", "0176/")) + self._digits(7)
            case "fr":
                d = self._digits(8)
                return r.choice(("06", "+33 6")) + "".join(
                    f" {d[n : n + 2]}" for n in range(0, 8, 2)
                )
            case _:
                return r.choice(("138", "159", "186", "177")) + self._digits(8)

    def address(self) -> str:
        street, number = (
            self.random.choice(STREETS[self.locale]),
            self.random.randint(1, 240),
        )
        match self.locale:
            case "de":
                return f"{street} {number}"
            case "fr":
                return f"{number} {street}"
            case "zh-CN":
                city, district, _ = self.random.choice(PLACES[self.locale])
                return (
                    f"{city}{district}{street}{number}号{self.random.randint(1, 30)}室"
                )
            case _:
                return f"{number} {street}"

    def full_address(self) -> str:
        city, region, code = self.random.choice(PLACES[self.locale])
        match self.locale:
            case "en-US":
                return f"{self.address()}, {city}, {region} {code}"
            case "en-GB":
                return f"{self.address()}, {city} {code}"
            case "zh-CN":
                return self.address()
            case _:
                return f"{self.address()}, {code} {city}"

    def postcode(self) -> str:
        return self.random.choice(PLACES[self.locale])[2]

    def city(self) -> str:
        return self.random.choice(PLACES[self.locale])[0]

    def card(self) -> str:
        start = self.random.choice(("4532", "5425", "6221", "4716"))
        body = start + self._digits(11)
        doubled = [int(d) * 2 if n % 2 == 0 else int(d) for n, d in enumerate(body)]
        total = sum(d - 9 if d > 9 else d for d in doubled)
        whole = body + str(-total % 10)
        if self.random.random() < 0.5:
            return " ".join(whole[n : n + 4] for n in range(0, 16, 4))
        return whole

    def iban(self) -> str:
        country = {"en-US": "DE", "zh-CN": "DE"}.get(
            self.locale, COUNTRIES[self.locale]
        )
        body = {"DE": self._digits(18), "GB": "NWBK" + self._digits(14)}.get(country)
        if body is None:  # French: the bank's own check digits count as well
            bank = self._digits(21)
            body = (
                bank
                + f"{97 - (89 * int(bank[:5]) + 15 * int(bank[5:10]) + 3 * int(bank[10:])) % 97:02d}"
            )
        digits = "".join(str(int(c, 36)) for c in body + country + "00")
        return f"{country}{98 - int(digits) % 97:02d}{body}"

    def identity(self) -> str:
        r = self.random
        match self.locale:
            case "en-US":
                return (
                    f"{r.randint(101, 665)}-{r.randint(10, 99)}-{r.randint(1000, 9999)}"
                )
            case "en-GB":
                return f"{r.choice(('AB', 'CE', 'JH', 'PY'))}{self._digits(6)}{r.choice('ABCD')}"
            case "de":
                return _german_tax_id(r)
            case "fr":
                body = f"{r.choice('12')}{r.randint(50, 99)}{r.randint(1, 12):02d}{r.choice(('75', '69', '13'))}{r.randint(1, 300):03d}{r.randint(1, 300):03d}"
                return f"{body}{97 - int(body) % 97:02d}"
            case _:
                body = f"{r.choice(('110101', '310101', '440305'))}{r.randint(1955, 2004)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randint(1, 999):03d}"
                weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
                return (
                    body
                    + "10X98765432"[
                        sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11
                    ]
                )

    def birth(self) -> str:
        year, month, day = (
            self.random.randint(1942, 2006),
            self.random.randint(1, 12),
            self.random.randint(1, 28),
        )
        match self.locale:
            case "de" | "fr":
                return f"{day:02d}{'.' if self.locale == 'de' else '/'}{month:02d}{'.' if self.locale == 'de' else '/'}{year}"
            case "zh-CN":
                return f"{year}年{month}月{day}日"
            case _:
                return f"{year}-{month:02d}-{day:02d}"

    def ip(self) -> str:
        return ".".join(str(self.random.randint(1, 254)) for _ in range(4))

    def mac(self) -> str:
        return ":".join(f"{self.random.randint(0, 255):02x}" for _ in range(6))

    def position(self) -> str:
        return (
            f"{self.random.uniform(-60, 60):.5f},{self.random.uniform(-170, 170):.5f}"
        )

    def plate(self) -> str:
        return (
            self.random.choice("京沪粤浙苏")
            + self.random.choice("ABCDE")
            + "".join(self.random.choice("0123456789ABCDEFGHJK") for _ in range(5))
        )

    def uuid(self) -> str:
        return "-".join(
            "".join(self.random.choice("0123456789abcdef") for _ in range(n))
            for n in (8, 4, 4, 4, 12)
        )


def _german_tax_id(r: random.Random) -> str:
    digits = list("0123456789")
    r.shuffle(digits)
    if digits[0] == "0":
        digits[0], digits[1] = digits[1], digits[0]
    body = [*digits[:9], digits[r.randint(0, 8)]]
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return "".join(body) + str((11 - product) % 10)
