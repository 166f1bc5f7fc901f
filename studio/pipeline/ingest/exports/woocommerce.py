"""WooCommerce products; the shop writes the header in its own language."""

from __future__ import annotations

from studio.pipeline.ingest.content import share
from studio.pipeline.ingest.exports.export import Export, Row, Values, heads

TYPES = frozenset({
    "simple", "variable", "variation", "grouped", "external", "virtual", "downloadable",
    "subscription", "variable-subscription", "subscription_variation", "bundle",
    "composite", "booking", "bundled", "auction", "gift-card", "woosb", "yith_bundle",
})  # fmt: skip
"""Types are never translated."""
_TYPE = heads(
    "Type|Typ|Tipo|类型|產品類型|产品类型|種類|タイプ|商品タイプ|Rodzaj|Typ produktu"
)


_VISIBLE = frozenset({"visible", "catalog", "search", "hidden"})
_MOST = 0.8


_PRICE = heads(
    "Regular price|Regulärer Preis|Normaler Preis|Tarif régulier|Prix régulier"
    "|Precio normal|Precio regular|Prezzo di listino|Prezzo regolare"
    "|Prezzo normale|Reguliere prijs|Normale prijs|常规售价|常规价格|原价"
    "|正常价格"
    "|原價|定價|Preço normal|Preço|通常価格|Cena regularna"
)


def _has_types(values: Values) -> bool:
    """Whether types and visibility are those of the shop system, in any language."""
    types = next((values[head] for head in _TYPE if head in values), ())
    seen = any(share(v, _VISIBLE.__contains__) >= _MOST for v in values.values())
    priced = any(head in values for head in _PRICE)
    return share(types, _is_type) >= _MOST and (seen or priced)


def _is_type(value: str) -> bool:
    return all(part.strip().lower() in TYPES for part in value.split(","))


def _shown(row: Row) -> dict[str, str]:
    """The id, or the shop's own number; of several paths and pictures the first."""
    return {
        "product_id": row.get("product_id") or row.get("shop_id", ""),
        "category": row.get("category", "").split(",")[0],
        "image": row.get("image", "").split(",")[0],
        "description": row.get("description") or row.get("short", ""),
    }


PRODUCTS = Export(
    id="woocommerce-products",
    title="WooCommerce products",
    kind="products",
    anchors=(_TYPE, heads("ID|SKU|UGS|Artikelnummer")),
    targets={
        "product_id": heads(
            "SKU|Artikelnummer|Artikelnummer (SKU)|Art.-Nr.|UGS|Référence|COD"
            "|Codice prodotto|REF|货号|商品编码|貨號"
        ),
        "title": heads(
            "Name|Nom|Nombre|Nome|Naam|名称|产品名称|名稱|商品名称|名前|Nazwa"
        ),
        "description": heads(
            "Description|Beschreibung|Descripción|Descrizione|Beschrijving|描述|产品描述"
            "|Omschrijving|Descrição|説明|Opis"
        ),
        "category": heads(
            "Categories|Kategorien|Catégories|Categorías|Categorie|Categorieën|分类"
            "|分類|产品分类|Categorias|カテゴリー|Kategorie"
        ),
        "brand": heads(
            "Brands|Brand|Marken|Marke|Marques|Marque|Marcas|Marca|Merken|Merk|品牌"
            "|Marchi|Meta: _brand|Produttore|ブランド"
        ),
        "price": _PRICE,
        "sale_price": heads(
            "Sale price|Angebotspreis|Tarif promo|Prix promo|Precio rebajado"
            "|Precio de oferta|Prezzo in offerta|Prezzo scontato|Actieprijs"
            "|Aanbiedingsprijs|促销价|促销价格|特价|折扣價|Preço promocional"
            "|Preço de promoção"
            "|セール価格|Cena promocyjna"
        ),
        "stock": heads(
            "Stock|Bestand|Lager|Lagerbestand|Inventario|Existencias|Magazzino"
            "|Giacenza|Voorraad|库存|库存数量|庫存|Estoque|在庫|Stan magazynowy"
        ),
        "image": heads(
            "Images|Bilder|Imágenes|Immagini|Afbeeldingen|图片|圖片|Imagens|画像|Obrazki"
        ),
    },
    roles={
        "shop_id": heads("ID"),
        "type": _TYPE,
        "published": heads(
            "Published|Veröffentlicht|Publié|Publicado|Pubblicato|Gepubliceerd|已发布"
            "|发布|已發佈|公開済み|公開|Opublikowano|Opublikowany"
        ),
        "visibility": heads(
            "Visibility in catalog|Visibility in catalogue|Sichtbarkeit im Katalog"
            "|Katalogsichtbarkeit|Visibilité dans le catalogue"
            "|Visibilidad en el catálogo|Visibilità nel catalogo"
            "|Zichtbaarheid in catalogus|Zichtbaarheid in de catalogus|目录中的可见性"
            "|在目录中的可见性|目录可见性|在目錄的可見度|Visibilidade no catálogo"
            "|カタログでの表示|Widoczność w katalogu"
        ),
        "short": heads(
            "Short description|Kurzbeschreibung|Description courte|Descripción corta"
            "|Breve descrizione|Descrizione breve|Korte beschrijving|Korte omschrijving"
            "|简短描述|简短说明|Descrição curta|簡短描述|短い説明"
        ),
        "in_stock": heads(
            "In stock?|Vorrätig?|Auf Lager?|En stock ?|¿Existencias?|¿En inventario?"
            "|¿Hay existencias?|Disponibile?|In magazzino?|Op voorraad?|有货?|有货吗?"
            "|是否有货?|有库存?|有庫存?|Em estoque?|在庫あり?"
        ),
        "starts": heads(
            "Date sale price starts|Datum, an dem Angebotspreis beginnt"
            "|Datum, an dem der Angebotspreis beginnt|Angebotspreis gültig ab"
            "|Date de début de promo|Día en que empieza el precio rebajado"
            "|Data di inizio del prezzo in saldo|Data inizio saldo"
            "|Startdatum actieprijs|促销开始日期|促销价格开始日期"
        ),
        "ends": heads(
            "Date sale price ends|Datum, an dem Angebotspreis endet"
            "|Datum, an dem der Angebotspreis endet|Angebotspreis gültig bis"
            "|Date de fin de promo|Día en que termina el precio rebajado"
            "|Data di fine del prezzo in saldo|Data fine saldo|Einddatum actieprijs"
            "|促销结束日期|促销截止日期|促销价格结束日期"
        ),
        "parent": heads(
            "Parent|Übergeordnetes Produkt|Übergeordnet|Eltern|Superior|Padre"
            "|Producto superior|Genitore|Hoofd|Bovenliggend|Hoofdproduct|父级|父产品"
            "|母产品|上级|父級|Ascendente|親"
        ),
    },
    fits=_has_types,
    makes=frozenset({"product_id"}),
    notes=(
        (
            "Variations belong to their product",
            (
                "Its price is that of the cheapest variation. Products that are not"
                " published or hidden are left out."
            ),
        ),
    ),
    preview=_shown,
)
