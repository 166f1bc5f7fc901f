"""What shops call the columns that we know.

In English, German, French, Spanish, Italian, Dutch, Portuguese, Chinese and Japanese.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from studio.domain.imports import COLUMNS, FileKind

EXTRA_COLUMNS: dict[str, tuple[str, ...]] = {
    "products": ("rating", "rating_count", "added"),
    "behaviour": (
        "country",
        "total",
        "title",
        "description",
        "category",
        "brand",
        "image",
        "currency",
    ),
}
"""Columns that are read when a file has them, beside those of our own formats."""

_SHOPPER = (
    "user customer client visitor shopper member buyer account uid customer_no"
    " customer_number visitor_id client_id user_pseudo_id kunde kunden_nr kundennummer"
    " client_no numero_client utilisateur acheteur cliente cliente_id codigo_cliente"
    " comprador usuario codice_cliente utente acquirente klant klantnummer klant_id"
    " gebruiker utilizador usuário household membership loyalty_card besteller nutzer"
    " 用户 用户id 用户编号 会员 会员id 会员编号 客户 客户id 客户编号 顾客id 买家id"
    " 顧客 顧客id 会員 会員id ユーザー ユーザーid"
)
_PRODUCT = (
    "product item sku stock_code article article_number article_no goods asin"
    " product_code item_code product_sku variant_sku content artikel artikel_nr"
    " artikelnummer artikel_id produkt produktnummer produit article_id reference ref"
    " ugs"
    " code_article producto articulo artículo referencia prodotto articolo"
    " codice_articolo codice_prodotto product_nummer produto artigo ean gtin"
    " 商品 商品id 商品编号 商品编码 产品id 产品编号 货号 商品コード 品番"
)
_TIME = (
    "timestamp ts time datetime date date_time created created_at event_time"
    " event_timestamp event_date occurred_at invoice_date order_date purchase_date"
    " paid_at visited_at datum zeit zeitpunkt uhrzeit bestelldatum kaufdatum"
    " rechnungsdatum heure date_heure date_commande date_de_commande date_achat fecha"
    " hora fecha_hora fecha_pedido fecha_compra data ora data_ora data_ordine"
    " data_acquisto tijd tijdstip besteldatum aankoopdatum data_hora data_pedido"
    " data_compra transaction_date transaction_timestamp transaction_time sold_at"
    " 时间 时间戳 日期 发生时间 事件时间 下单时间 支付时间 日時 日付 注文日"
)
_EVENT = (
    "event event_type action action_type event_name behavior behaviour behavior_type"
    " behaviour_type activity interaction interaction_type ereignis aktion evenement"
    " événement evento accion acción azione gebeurtenis actie ação acao イベント 行動"
    " 事件 事件类型 事件名称"
    " 行为 行为类型 操作 动作"
)

_SYNONYMS: dict[str, dict[str, str]] = {
    "behaviour": {
        "user_id": _SHOPPER,
        "event": _EVENT,
        "product_id": _PRODUCT,
        "query": "query search_query search_term search_terms search_words search"
        " keyword keywords q term suchbegriff recherche mot_cle busqueda búsqueda"
        " ricerca"
        " zoekterm zoekopdracht busca 検索語 検索ワード 搜索词 搜索 查询词 查询 关键词",
        "timestamp": _TIME,
        "session_id": "session user_session visit sid session_key sitzung visite sesion"
        " sesión sessione"
        " sessie bezoek sessao sessão basket order order_number order_no invoice_no"
        " invoice bestellnummer commande numero_commande pedido numero_pedido ordine"
        " bestelnummer 订单号 订单编号 セッション 注文番号"
        " 会话 会话id 会话编号",
        "quantity": "quantity qty count units amount_of_items lineitem_quantity menge"
        " anzahl stueck stück quantite quantité cantidad unidades quantita quantità"
        " aantal"
        " quantidade 数量 件数 個数",
        "price": "price unit_price item_price lineitem_price product_price preis"
        " einzelpreis stueckpreis stückpreis prix prix_unitaire precio precio_unitario"
        " prezzo prezzo_unitario prijs stukprijs preco preço preco_unitario"
        " 价格 单价 金额 価格 単価",
        "country": "country country_code country_name geo_country shipping_country"
        " billing_country land pays pais país paese 国家 国",
        "total": "line_total total_line line_amount sales_value item_total line_value"
        " positionsbetrag zeilensumme montant_ligne importe_linea importo_riga"
        " regeltotaal 行金额 小计 小計",
        "title": "product_name product_title item_name item_title lineitem_name"
        " product_description item_description artikelname artikelbezeichnung"
        " produktname bezeichnung nom_produit libelle libellé designation désignation"
        " nombre_producto nome_prodotto productnaam nome_produto 商品名称 产品名称"
        " 商品标题 商品名 品名",
        "category": "category product_category item_category category_code"
        " category_path category_name department kategorie warengruppe categorie"
        " catégorie categoria categoría 类别 分类 类目 カテゴリ",
        "brand": "brand vendor manufacturer item_brand product_brand marke hersteller"
        " marque marca merk 品牌 ブランド",
        "image": "product_image item_image image_url product_image_url",
        "currency": "currency currency_code waehrung währung devise moneda valuta"
        " moeda 货币 币种 通貨",
    },
    "preference": {
        "user_id": _SHOPPER,
        "kind": "kind preference_type preference_kind type attribute"
        " 类型 偏好类型 种类",
        "value": "value preference preference_value 值 偏好 偏好值 内容",
        "weight": "weight score strength importance gewicht 权重 分数 强度",
    },
    "segments": {
        "user_id": _SHOPPER,
        "segment": "segment segment_name group cluster tier audience customer_group"
        " gruppe kundengruppe segment_client groupe segmento grupo gruppo segmentnaam"
        " groep"
        " 分群 人群 细分 客群 分组",
    },
    "products": {
        "product_id": _PRODUCT + " id handle url_handle",
        "title": "title name product_title product_name item_name titel bezeichnung"
        " produktname artikelname nom titre libelle libellé nom_produit nombre titulo"
        " título nome nome_prodotto titolo naam productnaam nome_produto 商品名 名前"
        " 标题 名称 商品名称 商品标题 品名",
        "title_zh": "title_zh name_zh chinese_title title_cn 中文标题 中文名称 中文名",
        "description": "description desc body body_html details short_description"
        " beschreibung kurzbeschreibung descriptif descripcion descripción descrizione"
        " omschrijving beschrijving descricao descrição 説明 描述 商品描述 详情 介绍",
        "category": "category categories category_path product_type product_category"
        " type department google_product_category category_code kategorie warengruppe"
        " kategorien rubrik categorie catégorie catégories rubrique categoria categoría"
        " categorías categorieen categorieën rayon カテゴリ カテゴリー 商品分类"
        " 类别 分类 类目 品类",
        "brand": "brand vendor manufacturer maker marke hersteller marque fabricant"
        " marca"
        " fabricante produttore merk fabrikant ブランド メーカー 品牌 厂商",
        "price": "price regular_price list_price unit_price variant_price retail_price"
        " preis verkaufspreis uvp normalpreis prix prix_de_vente prix_ttc tarif precio"
        " pvp"
        " prezzo prezzo_di_listino prijs verkoopprijs preco preço 価格 定価 販売価格"
        " 价格 售价 原价 单价",
        "sale_price": "sale_price special_price discount_price offer_price"
        " current_price aktionspreis angebotspreis sonderpreis prix_promo prix_remise"
        " precio_oferta precio_rebajado prezzo_scontato prezzo_in_offerta actieprijs"
        " aanbiedingsprijs preco_promocional セール価格 促销价 折扣价 特价 优惠价",
        "currency": "currency currency_code waehrung währung devise moneda valuta moeda"
        " 通貨 货币"
        " 币种",
        "stock": "stock inventory inventory_quantity inventory_qty quantity qty"
        " stock_quantity on_hand bestand lagerbestand existencias inventario giacenza"
        " magazzino voorraad estoque disponibilidad 在庫 在庫数 库存 库存数量 数量",
        "link": "link url product_url permalink product_link lien enlace collegamento"
        " 链接 网址 商品链接",
        "image": "image image_url image_link image_src picture images photo thumbnail"
        " product_image_url bild bilder bild_url imagen imagenes immagine afbeelding"
        " imagem photo_url 画像 画像url 图片 图片链接 主图",
        "rating": "rating average_rating stars review_score 评分",
        "rating_count": "rating_count ratings review_count reviews 评论数 评价数",
        "added": "added date_added created created_at launch_date 上架时间 上架日期",
    },
    "promotions": {
        "product_id": _PRODUCT,
        "store_id": "store shop branch filiale magasin tienda negozio winkel 门店 店铺",
        "display": "display display_location placement",
        "mailer": "mailer mailer_location leaflet flyer catalogue",
        "week": "week week_no woche semaine semana settimana 周",
    },
    "page_events": {
        "user_id": _SHOPPER,
        "page_id": "page page_id 页面 页面id 页面编号",
        "block_index": "block_index block_position position block_no 区块序号 位置",
        "block_type": "block_type block section section_type 区块 区块类型",
        "event": _EVENT,
        "timestamp": _TIME,
    },
}


def normal(header: str) -> str:
    """A header without case, accents, signs and the `id` that many end in."""
    parts = unicodedata.normalize("NFKD", header.replace("ß", "ss")).strip()
    text = "".join(c for c in parts if not unicodedata.combining(c))
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower()
    text = re.sub(r"[^\w]+", "_", text).strip("_")
    return re.sub(r"(?<=.)_?(id|ids)$", "", text).replace("_", "")


def targets_of(kind: FileKind | str) -> tuple[str, ...]:
    """The columns that a kind of file can fill."""
    return COLUMNS.get(kind, ()) + EXTRA_COLUMNS.get(kind, ())


def _table() -> dict[str, dict[str, dict[str, float]]]:
    table: dict[str, dict[str, dict[str, float]]] = {}
    for kind, targets in _SYNONYMS.items():
        table[kind] = {}
        for target, names in targets.items():
            words = names.split()
            step = 0.06 / len(words)  # the first words are the more usual
            scores = {normal(n): 0.97 - step * i for i, n in enumerate(words)}
            table[kind][target] = scores | {normal(target): 1.0}
    return table


_SCORES = _table()
_KNOWN = frozenset(
    name for targets in _SCORES.values() for names in targets.values() for name in names
)


@lru_cache(maxsize=256)  # a header is asked for with every target of every kind
def _names_in(header: str) -> tuple[str, frozenset[str]]:
    """A header's normal form, and those of its words."""
    words = re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", header)
    return normal(header), frozenset(normal(word) for word in words if word)


def header_match(kind: str, target: str, header: str) -> float:
    """How well a header names a column of ours, 0 to 1."""
    scores = _SCORES.get(kind, {}).get(target, {})
    name, words = _names_in(header)
    if name in scores:
        return scores[name]
    parts = [score for known, score in scores.items() if known in words]
    return 0.72 * max(parts, default=0.0)


def is_known_header(cell: str) -> bool:
    """Whether a cell is what shops call some column."""
    return bool(cell) and len(cell) < 60 and normal(cell) in _KNOWN  # noqa: PLR2004
