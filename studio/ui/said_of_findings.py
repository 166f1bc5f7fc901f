"""What is found in a file before it is imported, and what a person cannot ask of it."""

from __future__ import annotations

from studio.ui.language import mark

OF_FINDINGS = (
    mark("1 row of another width"),
    mark("{n} rows of another width"),
    mark("1 row with no product"),
    mark("{n} rows with no product"),
    mark("1 row with no shopper"),
    mark("{n} rows with no shopper"),
    mark("1 row whose time cannot be read"),
    mark("{n} rows whose time cannot be read"),
    mark("1 row whose price cannot be read"),
    mark("{n} rows whose price cannot be read"),
    mark("1 row whose sale price cannot be read"),
    mark("{n} rows whose sale price cannot be read"),
    mark("1 row whose quantity cannot be read"),
    mark("{n} rows whose quantity cannot be read"),
    mark("1 row whose weight cannot be read"),
    mark("{n} rows whose weight cannot be read"),
    mark("1 row with another event"),
    mark("{n} rows with another event"),
    mark("Two columns are called {name}"),
    mark("They do not have {n} cells and are left out."),
    mark("Two decimal signs in price"),
    mark("Two decimal signs in sale price"),
    mark("Two decimal signs in quantity"),
    mark("Two decimal signs in weight"),
    mark("{a} values are written as “24,90”, {b} as “24.90”. Both are read."),
    mark("Every row is taken as a view"),
    mark("Every row is taken as a purchase"),
    mark("Every row is taken as a search"),
    mark("1 personal column is dropped"),
    mark("{n} personal columns are dropped"),
    mark("{columns}: never written to the project."),
    mark("The file has no row {n} that could be its header."),
    mark("Name one of the first rows."),
    mark("There is no encoding “{name}”."),
    mark("The header is on one of the first {n} rows."),
    mark("Choose 0 for a file without a header."),
    mark("A delimiter is one sign, and no letter, digit or quotation mark."),
    mark("Choose a comma, semicolon, tab or bar."),
    mark("Ids of shoppers and sessions are always pseudonymised."),
    mark("Drop the column if it is not needed."),
    mark("The column {name} is not used."),
    mark("First say where it goes."),
    mark("The column {name} cannot be pseudonymised."),
    mark("Keep or drop it."),
)
AMONG_FIRST = mark("{text} (among the first {n} rows).")
"""How a finding ends of which only the first rows were looked at."""
