"""The quality report as one page without anything outside of it: words and charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from studio.domain.quality import Bar, ColumnQuality, Day, QualityReport
from studio.services.quality_words import percent
from studio.services.report_files import Filters, report_page

WIDTH, HEIGHT = 720, 120
"""Size of the chart of days in its own units."""
SMALL = (150, 28)
MOST_POINTS = 360
"""Points of the chart of days; in longer periods several days become one."""


def page_of(made: QualityReport) -> str:
    """The page as HTML with inline styles and SVG, in both languages."""
    filters: Filters = {
        "number": lambda value: f"{value:,}",
        "percent": percent,
        "day": lambda at: f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC",
        "span": spans,
    }
    return report_page(
        "quality",
        filters,
        report=made,
        days=days_chart(made.days),
        bars=bars_chart,
        small=small_chart,
    )


def spans(column: ColumnQuality) -> str:
    """The middle half of a column's numbers, or its ends."""
    if column.quantiles:
        return " · ".join(f"{value:.4g}" for value in column.quantiles)
    return " – ".join(part for part in (column.least, column.most) if part)


def days_chart(days: Sequence[Day]) -> Markup:
    """Events a day as an area, with what is usual as a line; empty without days."""
    if not days:
        return Markup()
    step = -(-len(days) // MOST_POINTS)
    groups = [days[at : at + step] for at in range(0, len(days), step)]
    events = [sum(day.events for day in group) / len(group) for group in groups]
    usual = [sum(day.usual for day in group) / len(group) for group in groups]
    top = max(*events, *usual, 1.0)
    across = WIDTH / max(1, len(groups) - 1)

    def line(values: Sequence[float]) -> str:
        return " ".join(
            f"{at * across:.1f},{HEIGHT - value / top * (HEIGHT - 6):.1f}"
            for at, value in enumerate(values)
        )

    return Markup(  # noqa: S704 - made of numbers alone
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" class="days"'
        ' preserveAspectRatio="none" role="img">'
        f'<polygon class="area" points="0,{HEIGHT} {line(events)} {WIDTH},{HEIGHT}"/>'
        f'<polyline class="usual" points="{line(usual)}"/></svg>'
    )


def bars_chart(values: Sequence[int]) -> Markup:
    """Bars of counts beside each other, with the count as a tooltip."""
    return _bars([Bar(str(at), value) for at, value in enumerate(values)], (260, 64))


def small_chart(bars: Sequence[Bar]) -> Markup:
    """A histogram as wide as a cell."""
    return _bars(bars, SMALL)


def _bars(bars: Sequence[Bar], size: tuple[int, int]) -> Markup:
    if not bars:
        return Markup()
    width, height = size
    top = max(1, *(bar.rows for bar in bars))
    across = width / len(bars)
    shapes = Markup().join(
        Markup(
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
            "<title>{}: {:,}</title></rect>"
        ).format(
            at * across,
            height - bar.rows / top * height,
            max(0.5, across - 1),
            bar.rows / top * height,
            bar.label,
            bar.rows,
        )
        for at, bar in enumerate(bars)
    )
    return Markup(
        '<svg viewBox="0 0 {} {}" width="{}" height="{}" class="bars" role="img">'
        "{}</svg>"
    ).format(width, height, width, height, shapes)
