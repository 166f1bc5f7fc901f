"""The map with its tools, its footer and what floats over it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.behaviour import Ints
from studio.domain.taste import Features
from studio.ui import formats
from studio.ui.audience.cloud import Cloud, Places, Points, Space, cloud_of
from studio.ui.audience.floating import LassoBar, PointTip
from studio.ui.audience.known import Known, name_of, title_of
from studio.ui.audience.map_marks import MarkLayer
from studio.ui.audience.map_view import MapView, Tool
from studio.ui.audience.pictures import product_pixmap
from studio.ui.audience.time_bar import TimeBar
from studio.ui.language import plural, tr
from studio.ui.widgets import (
    HLine,
    IconButton,
    Label,
    SearchField,
    Segmented,
    VLine,
    set_surface,
)

_TOOLBAR, _FOOTER = 44, 32
_PICTURE = 40
_SHORT_ID = 10
MOST_RINGS = 500
MOST_SHARES, LEAST_SHARE = 3, 0.1
"""Personas that a tip names of one shopper, and from what share on."""


class MapPanel(QWidget):
    """Signals.

    persona_chosen(str): a mark or a label was clicked.
    lassoed(object): corners of a closed lasso on the map, (N, 2).
    make_wanted(), compare_wanted(): what to do with the shoppers inside it.
    find_wanted(str): a product or a shopper to find.
    times_wanted(): the first days of shoppers, for the time slider.
    export_wanted(): the map as a file.
    """

    persona_chosen = Signal(str)
    lassoed = Signal(object)
    make_wanted = Signal()
    compare_wanted = Signal()
    find_wanted = Signal(str)
    times_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.known: Known | None = None
        self.space: Space = "shoppers"
        self.clouds: dict[Space, Cloud] = {}
        self.shares: Features | None = None
        self.view = MapView()
        self.bar = LassoBar(self.view)
        self.tip = PointTip(self.view)
        self.drawn = Label("", "label", "text.secondary")
        self.origin = Label("", "label", "text.secondary")
        self.times = TimeBar()
        self._make_tools()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_toolbar())
        column.addWidget(self.view, 1)
        column.addWidget(self.times)
        column.addWidget(HLine("subtle"))
        column.addWidget(self._make_footer())
        self._connect()

    def _make_tools(self) -> None:
        self.point = IconButton("mouse-pointer-2", tr("Point and move"))
        self.lasso = IconButton("lasso", tr("Lasso shoppers"), "L")
        for button in (self.point, self.lasso):
            button.setCheckable(True)
            button.setAutoExclusive(True)
        self.point.setChecked(True)
        self.spaces = Segmented(
            (("shoppers", tr("Shoppers")), ("products", tr("Products")))
        )
        self.spaces.setAccessibleName(tr("Show"))
        self.search = SearchField(tr("Find a product or shopper"))
        self.search.setMinimumWidth(96)
        self.search.setMaximumWidth(200)
        self.out = IconButton("minus", tr("Zoom out"), "-")
        self.into = IconButton("plus", tr("Zoom in"), "+")
        self.whole = IconButton("maximize", tr("Show the whole map"), "0")
        self.clock = IconButton("history", tr("Who had come by a day"))
        self.clock.setCheckable(True)
        self.save = IconButton("image", tr("Save the map as a picture..."))

    def _make_toolbar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(_TOOLBAR)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.point)
        row.addWidget(self.lasso)
        row.addWidget(VLine("default", 16))
        row.addWidget(Label(tr("Show"), "label", "text.secondary"))
        row.addWidget(self.spaces)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        for button in (self.clock, self.save, self.out, self.into, self.whole):
            row.addWidget(button)
        column = QVBoxLayout(bar)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(HLine("subtle"))
        return bar

    def _make_footer(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(_FOOTER)
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 0, 16, 0)
        row.addWidget(self.drawn)
        row.addStretch(1)
        row.addWidget(self.origin)
        return foot

    def _connect(self) -> None:
        self.point.clicked.connect(lambda: self.set_tool("point"))
        self.lasso.clicked.connect(lambda: self.set_tool("lasso"))
        self.spaces.changed.connect(self._show_space)
        self.search.returnPressed.connect(
            lambda: self.find_wanted.emit(self.search.text().strip())
        )
        self.out.clicked.connect(lambda: self.view.zoom(-1))
        self.into.clicked.connect(lambda: self.view.zoom(1))
        self.whole.clicked.connect(self.view.fit)
        self.clock.clicked.connect(self._want_times)
        self.save.clicked.connect(self.export_wanted.emit)
        self.times.shown.connect(self.view.show_only)
        self.times.closed.connect(self.hide_times)
        self.view.persona_clicked.connect(self.persona_chosen.emit)
        self.view.lassoed.connect(self.lassoed.emit)
        self.view.left.connect(self.leave)
        self.view.moved.connect(self._place)
        self.view.drew.connect(self._tell_drawn)
        self.view.pointed.connect(self._point)
        self.bar.make_wanted.connect(self.make_wanted.emit)
        self.bar.compare_wanted.connect(self.compare_wanted.emit)
        self.bar.closed.connect(self.leave)

    # Showing ------------------------------------------------------------------

    def show_known(self, known: Known) -> None:
        """Show the map of an audience."""
        self.known = known
        self.clouds = {}
        self.shares = None
        run = "" if known.run is None else tr("run {n}", n=known.run)
        words = tr("Projection of the taste model, {run}", run=run)
        if known.audience.projection == "principal":
            words = tr("First projection of the taste model, {run}", run=run)
        self.origin.setText(words if run else "")
        self._show_space(self.space)

    def show_space(self, space: Space) -> None:
        """Turn to shoppers or products."""
        self.spaces.set_value(space)
        self._show_space(space)

    def _show_space(self, space: Space) -> None:
        if self.known is None:
            return
        self.space = space
        if space not in self.clouds:
            groups = self.known.groups
            self.clouds[space] = cloud_of(self.known.audience, groups, space)
        cloud = self.clouds[space]
        self.clear_lasso()
        self.tip.hide()
        self.clock.setChecked(False)
        self.times.hide()
        self.view.show_cloud(cloud, self.known.groups)
        self._tell_drawn()
        self.lasso.setEnabled(space == "shoppers")
        self.clock.setEnabled(space == "shoppers")
        if space == "products":
            self.set_tool("point")

    def _tell_drawn(self) -> None:
        layer, cloud = self.view.layer, self.view.cloud
        if layer is not None and cloud is not None:
            self.drawn.setText(drawn_words(layer, len(cloud.xy), self.space))

    def set_focus(self, persona_id: str) -> None:
        """Bring a persona forward."""
        self.view.set_focus(persona_id)

    def set_tool(self, tool: Tool) -> None:
        """Point and pan, or draw a lasso."""
        if tool == "lasso" and self.space != "shoppers":
            self.show_space("shoppers")
        (self.lasso if tool == "lasso" else self.point).setChecked(True)
        self.view.set_tool(tool)

    def show_lasso(self, n: int) -> None:
        """Say over the lasso how many shoppers it holds."""
        least = self.known.smallest if self.known is not None else 1
        self.bar.show_count(n, least)
        self.bar.show()
        self._place()

    def leave(self) -> None:
        """Take the lasso and its bar away; then go back to pointing."""
        had = self.view.lasso is not None
        self.clear_lasso()
        if not had:
            self.set_tool("point")

    def clear_lasso(self) -> None:
        """Take the lasso and its bar away."""
        self.view.set_lasso(None)
        self.bar.hide()

    def mark(self, space: Space, at: int) -> None:
        """Put a ring and a tip at a point that was looked for."""
        if space != self.space:
            self.show_space(space)
        self.view.mark_point(at)
        self._point(at)

    def mark_all(self, places: Places) -> None:
        """Ring all products that were looked for; a tip tells of the first."""
        self.mark("products", int(places[0]))
        self.view.show_found(places[:MOST_RINGS])

    def show_times(self, first: Ints) -> bool:
        """Show the time slider; False where there is only one day."""
        shown = self.times.show_times(first)
        self.clock.setChecked(shown)
        return shown

    def hide_times(self) -> None:
        """Show the shoppers of all days."""
        self.clock.setChecked(False)
        if not self.times.isHidden():
            self.times.hide()
            self.view.show_only(None)

    def _want_times(self) -> None:
        if self.clock.isChecked():
            self.times_wanted.emit()
        else:
            self.hide_times()

    def _place(self) -> None:
        """Keep the bar over the lasso."""
        self.tip.hide()
        polygon = self.view.polygon()
        if not self.bar.isVisible() or polygon is None:
            return
        bounds = polygon.boundingRect()
        self.bar.fit()
        wide = self.bar.width() - 2 * self.bar.margin
        left, top = bounds.center().x() - wide / 2, bounds.top() - 44
        self.bar.put(left, top, self.view.rect())

    def _point(self, at: int) -> None:
        if at < 0 or self.known is None:
            self.tip.hide()
            return
        if self.space == "products":
            self._tell_product(self.known, at)
        else:
            self._tell_shopper(self.known, at)
        xy: Points = self.clouds[self.space].xy[at : at + 1]
        x, y = self.view.pixels(xy)[0]
        self.tip.put(x + 12, y + 12, self.view.rect())

    def _tell_product(self, known: Known, at: int) -> None:
        product = known.product(known.audience.products[at])
        picture = product_pixmap(
            known.picture(product.id), _PICTURE, self.devicePixelRatioF()
        )
        self.tip.set(title_of(product), known.product_line(product), picture)

    def _tell_shopper(self, known: Known, at: int) -> None:
        group = int(self.clouds["shoppers"].group[at])
        name = name_of(known.groups[group]) if group >= 0 else tr("In no persona")
        pseudonym = known.audience.shoppers[at][:_SHORT_ID]
        if self.shares is not None:
            name = shares_words(known, self.shares[at]) or name
        self.tip.set(tr("Shopper {name}", name=pseudonym), name, None)


def shares_words(known: Known, shares: Features) -> str:
    """To which personas a shopper belongs, such as "Cooks 71 %, Walkers 25 %"."""
    rows = {known.audience.row(each.id): each for each in known.groups}
    order = sorted(rows, key=lambda at: -float(shares[at]))
    return ", ".join(
        tr(
            "{name} {share}",
            name=name_of(rows[at]),
            share=formats.percent(float(shares[at])),
        )
        for at in order[:MOST_SHARES]
        if shares[at] >= LEAST_SHARE
    )


def drawn_words(layer: MarkLayer, n: int, space: Space) -> str:
    """How many points are in view, and how they are drawn."""
    if layer.kind == "density":
        if space == "products":
            return plural(n, "Density of {n} product", "Density of {n} products")
        return plural(n, "Density of {n} shopper", "Density of {n} shoppers")
    drawn = formats.count(layer.shown)
    if space == "products":
        return plural(
            n,
            "{drawn} of {n} product drawn",
            "{drawn} of {n} products drawn",
            drawn=drawn,
        )
    return plural(
        n, "{drawn} of {n} shopper drawn", "{drawn} of {n} shoppers drawn", drawn=drawn
    )
