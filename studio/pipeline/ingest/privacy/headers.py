"""What a column's name says of persons, in the languages of European and Chinese shops.

A header is taken apart into words first, so that "headphones" is no phone and
"street wear" no address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from studio.domain import personal as kinds
from studio.pipeline.ingest.content import share
from studio.pipeline.ingest.privacy.told import Told

_OWNERS = (
    "customer|cust|buyer|shopper|client|recipient|billing|bill to|shipping|ship to"
    "|delivery|invoice to|contact|user|member|subscriber|guest|owner|account holder"
    "|cardholder|card holder|payer|visitor|patient|employee|kunde|kunden|kaeufer"
    "|käufer|empfänger|empfaenger|rechnungs|liefer|lieferung|rechnung|client|acheteur"
    "|destinataire|facturation|livraison|cliente|comprador|destinatario|envio"
    "|acquirente|klant|bezorg|besteller|ansprechpartner"
)
_OWNED = rf"\b({_OWNERS})\b"
_NAME_WORDS = "name|names|nom|nombre|nome|naam|initials|title"
_HEADERS: dict[str, str] = {
    kinds.EMAIL: r"\b(e mail|email|emails|mail|mailadresse|courriel|correo|posta"
    r" elettronica|emailadresse|e mailadresse|emailaddress|mailaddress)\b"
    r"|邮箱|邮件|电邮",
    kinds.DEVICE: r"\b(idfa|idfv|gaid|adid|aaid|oaid|imei|imsi|meid|udid|mac|mac"
    r" addr(ess)?|android id|device (id|uuid|token|identifier)|advertis(ing|er) id"
    r"|cookies?|cookie id|ga client id|user agent|useragent|browser agent|push token"
    r"|fingerprint|serial no of device)\b|设备(号|id|标识)|用户代理",
    kinds.IP: r"\b(ip|ips|ipv4|ipv6|ip addr(ess)?|ipaddress|remote addr|client ip"
    r"|ip adresse|adresse ip|x forwarded for)\b|ip ?地址",
    kinds.PHONE: r"\b(phones?|phone (no|nr|number|num)|phonenumber|mobile|mobiles|cell"
    r"|cellphone|tel|telephone|telephones|telefon|telefonnummer|telefono|teléfono|fax"
    r"|téléphone|telefoon|telefoonnummer|handy|handynummer|mobil|mobilnummer|mobiel"
    r"|movil|móvil|portable|cellulare|whatsapp|wechat|weixin|qq|telegram"
    r"|skype|msisdn|sms)\b|手机|电话|微信|联系方式|座机|qq号",
    kinds.CARD: r"\b(credit ?card|debit ?card|card (no|nr|number|num|pan)|cardnumber"
    r"|cc (no|nr|number|num)|ccnumber|pan number|kreditkarte|kreditkartennummer"
    r"|carte (bancaire|bleue)|numero (de )?carte|tarjeta|carta di credito|creditcard"
    r"|cvv|cvc|card expiry)\b|信用卡|银行卡|卡号",
    kinds.ACCOUNT: r"\b(iban|bic|swift|bank account|account (no|nr|number)|sort code"
    r"|kontonummer|kontoinhaber|bankverbindung|cuenta bancaria|bankrekening"
    r"|routing number|alipay|paypal)\b|银行账[号户]|支付宝|开户",
    kinds.IDENTITY: r"\b(passports?|passport (no|nr|number)|ssn|social security|nino"
    r"|national (id|insurance|number)|id ?card|identity (no|nr|number|card)|tax id"
    r"|tax (no|nr|number)|vat (id|no|nr|number)|ustid|ust idnr|steuer ?id|steuernummer"
    r"|personalausweis|ausweis|reisepass|sozialversicherungsnummer|nir|insee|nif|nie"
    r"|dni|codice fiscale|partita iva|bsn|burgerservicenummer|pesel|cpf|cnpj"
    r"|aadhaar|pan no|driver s? ?licen[cs]e|driving licen[cs]e|führerschein"
    r"|numéro fiscal|numéro de sécurité sociale|nhs (no|number))\b"
    r"|身份证|护照|证件|社保|税号|信用代码|驾驶证|驾照",
    kinds.BIRTH: r"\b(birth ?(day|date|year|month)?|born|dob|date of birth"
    r"|geburtsdatum|geburtstag|geboren|geb datum|naissance|date de naissance"
    r"|anniversaire|nacimiento|nascita|data di nascita|geboortedatum)\b|生日|出生",
    kinds.PLATE: r"\b(licen[cs]e plate|number plate|plate (no|nr|number)|kennzeichen"
    r"|kfz kennzeichen|immatriculation|matricula|matrícula|targa|kenteken)\b|车牌",
    kinds.PLACE: r"\b(lat|lng|lon|latitude|longitude|latlng|lat lng|lat lon|geo ?loc"
    r"|geo ?location|geo ?point|geo|gps|coord|coords|coordinates|koordinaten"
    r"|breitengrad|längengrad)\b|经度|纬度|坐标|定位",
    kinds.SENSITIVE: r"\b(religion|religious|confession|konfession|ethnicity|ethnic"
    r"( group| origin)?|race ethnicity|diagnos[ei]s|disease|illness"
    r"|health (status|condition|insurance|data)|disability|disabled|pregnan(t|cy)"
    r"|blood (type|group)|allergies|medication|sexual orientation|political"
    r"( party| opinion| view)?|trade union|union member|biometric|genetic|krankheit"
    r"|krankenkasse|behinderung|schwanger|religionszugehörigkeit|maladie"
    r"|enfermedad)\b|宗教|民族|政治面貌|疾病|诊断|病史|残疾|怀孕|血型|健康状况|过敏史",
    kinds.AGE: r"^(age|alter|âge|edad|età|leeftijd|sex|geschlecht|sexe|sexo|sesso"
    r"|marital status)$|\b(customer|user|member|shopper|buyer|client)"
    r" (age|gender|sex)\b"
    r"|^(年龄|性别|婚姻状况)$|(客户|会员|用户)(年龄|性别)",
    kinds.NAME: r"\b(first|last|full|given|family|sur|middle|nick|user|maiden|christian"
    r"|legal|real|display|screen|fore) ?names?\b|\b(forename|surname|lastname"
    r"|firstname|fullname|username|nickname|vorname|nachname|zuname|familienname|name1"
    r"|name2|anrede|salutation|prenom|prénom|nom de famille|apellidos?|cognome"
    r"|achternaam|voornaam|initials|cardholder|account holder|consignee|addressee"
    r"|attention|attn)\b"
    rf"|\b({_OWNERS}) ?({_NAME_WORDS}|company|firma)\b|\b(name|nom) (of|du|des) "
    rf"({_OWNERS})\b|^(billing|shipping|customer|buyer|recipient|contact|contact person"
    r"|empfänger|käufer|kunde|kundenname|ansprechpartner|nom client)$"
    r"|姓名|姓氏|名字|收货人|收件人|昵称|联系人|客户名|买家(昵称|名)|会员名|用户名|旺旺",
    kinds.POSTAL: r"\b(address(es|e)?|address ?[1-4]|addr|addr ?[1-4]|adresse|adressen"
    r"|adres|direccion|dirección|indirizzo|street ?(name|no|number|address|[12])?"
    r"|strasse|straße|str|hausnummer|hausnr|house ?(no|nr|number|name)|rue|calle"
    r"|straat|huisnummer|zip|zip ?code|zipcode|postcode|post ?code|postal|postal ?code"
    r"|postleitzahl|plz|code postal|codigo postal|city|town|ort|wohnort|stadt|ville"
    r"|ciudad|localidad|città|citta|plaats|woonplaats|suburb|county|po box|apartment"
    r"|lieferanschrift|anschrift|rechnungsanschrift|lieferadresse|rechnungsadresse)\b"
    r"|地址|街道|邮编|邮政编码|城市|区县|门牌|小区",
}
_BY_HEADER = {what: re.compile(pattern) for what, pattern in _HEADERS.items()}
_FLAGS = re.compile(
    r"\b(type|status|verified|valid|validated|opt|opted|optin|accepts?|subscribed"
    r"|consent|marketing|permission|count|counts|number of|has|is|method|enabled"
    r"|campaign|template|format|length|quality|score|sent|opens?|clicks?|bounced"
    r"|provider|model|case|cases|compatible|compatibility|cover|charger|holder for"
    r"|rating|rate|fee|cost|price|amount|tax amount|total|weight|date|time)\b"
    r"|是否|类型|状态|数量|费用?$|方式$"
)
_THINGS = re.compile(
    r"\b(product|products|item|items|lineitem|brand|category|categories|store|stores"
    r"|shop|branch|warehouse|location of|campaign|file|event|page|block|coupon"
    r"|discount|variant|option|option ?[0-9]|attribute|property|collection|series|site"
    r"|web|website|url|image|picture|vendor|supplier|manufacturer|company website|host"
    r"|domain|server|app|application|carrier|courier|payment|currency|country|set|map"
    r"|price|filiale|markt|lager|magasin|tienda|negozio|winkel|artikel|produkt)\b"
    r"|门店|店铺|商品|产品|仓库|品牌|网址|图片|网店|店名"
)
_HANDLES = re.compile(r"\b(whatsapp|wechat|weixin|telegram|skype)\b|微信")
_ALWAYS = frozenset({kinds.EMAIL, kinds.IP, kinds.CARD, kinds.IDENTITY, kinds.DEVICE})
"""Kinds that stay personal though a word for a thing stands beside them."""
_YES_NO = frozenset(
    "yes no true false 0 1 y n ja nein oui non si sí 是 否 t f on off".split()  # noqa: SIM905
)
_MOSTLY = 0.8
_ENOUGH = 5
_DIGITS_OF_PHONE = 5
_FEW = 0.2


def words_of(header: str) -> str:
    """A header as words in lower case: `billingZip-Code` is "billing zip code"."""
    text = unicodedata.normalize("NFKC", header).strip()
    text = re.sub(r"(?<=[a-zß-ÿ0-9])(?=[A-Z])", " ", text)
    text = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", " ", text).lower()
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


def by_header(header: str, values: Sequence[str]) -> Told | None:
    """What the name of a column says, unless its values say otherwise."""
    words = words_of(header)
    whose = bool(re.search(_OWNED, words))
    if _FLAGS.search(words) and not _is_birth(words):
        return None
    for what, pattern in _BY_HEADER.items():
        if not pattern.search(words):
            continue
        if _THINGS.search(words) and not whose and what not in _ALWAYS:
            continue
        if _fits(what, words, values):
            return Told(what, f"The column is called “{header[:40]}”")
    return None


def _is_birth(words: str) -> bool:
    return bool(_BY_HEADER[kinds.BIRTH].search(words))


def _fits(what: str, words: str, values: Sequence[str]) -> bool:
    """Whether the values may be what the header says; few values may be anything."""
    if len(values) < _ENOUGH:  # but for the costs of shipping
        return what != kinds.NAME or share(values, _is_price) < 1
    if share(values, lambda v: v.strip().lower() in _YES_NO) >= _MOSTLY:
        return False
    if what == kinds.PHONE:
        return share(values, _has_digits) >= _FEW or bool(_HANDLES.search(words))
    if what in (kinds.NAME, kinds.EMAIL):
        return share(values, _is_amount) < _MOSTLY
    if what == kinds.PLACE:
        return share(values, _is_coordinate) >= _FEW
    return True


def _has_digits(value: str) -> bool:
    return sum(c.isdigit() for c in value) >= _DIGITS_OF_PHONE


def _is_amount(value: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s€$£¥%+-]+", value)) or _is_price(value)


def _is_price(value: str) -> bool:
    return bool(re.search(r"\d[.,]\d\d\b", value))


def _is_coordinate(value: str) -> bool:
    return bool(re.search(r"-?\d{1,3}[.,]\d+|point", value, re.IGNORECASE))
