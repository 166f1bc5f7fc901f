"""What a worker says while it lays pages out, and of wishes that it had to drop."""

from __future__ import annotations

from studio.ui.language import mark

OF_LAYOUTS = (
    mark("Judging layouts"),
    mark("Filling the layout"),
    mark("The page is ready"),
    mark("Reading the clicks"),
    mark("Judging blocks"),
    mark("Only web pages are laid out by the model."),
    mark("Layouts of e-mails, advertisements and social pictures come from a grammar."),
    mark("{n} blocks: a page has {least} to {most}."),
    mark("{n} blocks: what else is asked for does not fit into them."),
    mark("no {name}: one is asked for as well."),
    mark("{name}: there is no such block."),
    mark("{name}: a {kind} page has none."),
    mark("{name}: the shop has nothing to fill it with here."),
    mark("{name}: it is asked for not to be there as well."),
    mark("{name}: there is no place left for it."),
    mark("{name} kept as it is: its place is taken or beyond the page."),
)
