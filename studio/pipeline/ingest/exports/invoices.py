"""Plain lines of invoices, as an accounts system writes them."""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export, heads

_INVOICE = heads(
    "InvoiceNo|Invoice|Invoice Number|Invoice No.|Invoice ID|InvoiceID|Rechnungsnummer"
    "|Rechnungsnr|Rechnungs-Nr.|Rechnung|Belegnummer|Belegnr|N° facture|Facture"
    "|Numéro de facture|N.º factura|Factura|Número de factura|Fattura|Numero fattura"
    "|Factuurnummer|Factuur|Nº fatura|Fatura|发票号|发票编号|单据编号|請求書番号"
    "|伝票番号"
)
_CODE = heads(
    "StockCode|Stock Code|Product Code|Item Code|SKU|Product ID|Item No|Article"
    "|Artikelnummer|Artikelnr|Artikel-Nr.|Référence|Code article|Referencia|Código"
    "|Codice articolo|Codice|Artikelcode|商品编号|货号|产品编号|商品コード"
)
_QUANTITY = heads(
    "Quantity|Qty|Menge|Anzahl|Quantité|Cantidad|Quantità|Aantal|Quantidade|数量|個数"
)
_PRICE = heads(
    "UnitPrice|Unit Price|Price|Einzelpreis|Preis|Prix unitaire|Prix|Precio unitario"
    "|Precio|Prezzo unitario|Prezzo|Stukprijs|Prijs|Preço unitário|Preço|单价|价格|単価"
)
_DATE = heads(
    "InvoiceDate|Invoice Date|Date|Rechnungsdatum|Belegdatum|Datum|Date de facture"
    "|Date facture|Fecha|Fecha de factura|Data|Data fattura|Factuurdatum|Data da fatura"
    "|日期|开票日期|单据日期|日付|請求日"
)

LINES = Export(
    id="invoice-lines",
    title="Invoice lines",
    kind="behaviour",
    anchors=(_INVOICE, _CODE, _QUANTITY, _PRICE, _DATE),
    without=heads("Lineitem name|event|event_type"),
    targets={
        "user_id": heads(
            "CustomerID|Customer ID|Customer|Customer No|Customer Number|Client"
            "|Kundennummer|Kundennr|Kunden-Nr.|Kunde|Numéro client|N° client|Cliente"
            "|ID cliente|Codice cliente|Klantnummer|Klant|客户编号|客户ID|客户"
            "|顧客ID|顧客番号"
        ),
        "product_id": _CODE,
        "timestamp": _DATE,
        "session_id": _INVOICE,
        "quantity": _QUANTITY,
        "price": _PRICE,
        "country": heads(
            "Country|Land|Pays|País|Paese|国家|国|Shipping Country|Billing Country"
        ),
        "title": heads(
            "Description|Product|Product Name|Item|Item Name|Bezeichnung|Artikel"
            "|Beschreibung|Désignation|Libellé|Descripción|Artículo|Descrizione"
            "|Articolo|Omschrijving|Descrição|商品名称|名称|描述|商品名|品名"
        ),
        "category": heads(
            "Category|Kategorie|Warengruppe|Catégorie|Categoría|类别|分类"
        ),
        "brand": heads("Brand|Marke|Hersteller|Marque|Marca|品牌"),
        "currency": heads("Currency|Währung|Devise|Moneda|Valuta|币种"),
    },
    notes=(
        (
            "Returns are taken off their purchases",
            (
                "A shopper's returned units are taken off the latest earlier "
                "purchases of the product. Fees such as postage, and lines with a "
                "price of zero, are no sales and are left out."
            ),
        ),
    ),
)
