"""What a worker says of its work, in the person's language.

A worker speaks English and fills in its numbers itself; the sentences it is known to
say are found again by their shape.
"""

from __future__ import annotations

import re
from functools import cache

from studio.ui.language import mark, tr
from studio.ui.said_of_files import HOW_TO_MEND, OF_FILES
from studio.ui.said_of_findings import AMONG_FIRST, OF_FINDINGS
from studio.ui.said_of_layouts import OF_LAYOUTS
from studio.ui.said_of_models import OF_MODELS
from studio.ui.said_of_personas import OF_PERSONAS
from studio.ui.said_of_runs import OF_RUNS

_SAID = (
    mark("CPU, {n} cores"),
    mark("{a} of {b} GB"),
    mark("{n} GB"),
    mark("{n} steps / s"),
    mark("{n} events"),
    mark("{n} million"),
    mark("Epoch {n} of {all}"),
    mark("Sampling layouts for {name}"),
    mark("the last new product of each shopper, {n} shoppers"),
    mark(
        "Learning from {pages} pages of this shop and {seen} impressions of blocks;"
        " fewer than {few}, so leaning on the shipped weights as well. {held} are held"
        " out."
    ),
    mark(
        "Learning from {pages} pages of this shop and {seen} impressions of blocks."
        " {held} are held out."
    ),
    mark(
        "Learning from {pages} pages of this shop; fewer than {few}, so leaning on the"
        " shipped weights as well. {held} are held out."
    ),
    mark("No pages of this shop yet: leaning on the shipped weights."),
    mark("Preparing segments"),
    mark("Reading tastes"),
    mark("Grouping shoppers"),
    mark("Drawing the map"),
    mark("Writing portraits"),
    mark("Reading the project"),
    mark("Pages are ready"),
    mark("Refreshing the page"),
    mark("The page is fresh"),
    mark("Assigning shoppers"),
    mark("Comparing with the baselines"),
    mark("Weighing the memory"),
    mark("Learning from everything: epoch {n} of {all}"),
    mark("Net alone"),
    mark("Memory alone"),
    mark("the last but one new product of each shopper (validation)"),
    mark("Recognised as {export}"),
    mark("Prices in {n} currencies"),
    mark("Most are in {currency}. Nothing is converted."),
    mark("{n} shopper behaves as a machine does"),
    mark("{n} shoppers behave as a machine does"),
    mark(
        "More than {day} looks on a day without a cart or purchase, or more than"
        " {minute} within a minute. Their events are left out; they can be kept where"
        " the file is imported."
    ),
    mark("{hits} of {all} values are e-mail addresses"),
    mark("{hits} of {all} values are IP addresses"),
    mark("{hits} of {all} values pass the check digit of a payment card"),
    mark("{hits} of {all} values pass the check digits of an IBAN"),
    mark("{hits} of {all} values name a device or a browser"),
    mark("{hits} of {all} values are places on the map"),
    mark("{hits} of {all} values are licence plates"),
    mark("{hits} of {all} values are phone numbers"),
    mark("{hits} of {all} values read as names of persons"),
    mark("{hits} of {all} values are given names"),
    mark("{hits} of {all} values read as postal addresses"),
    mark("{hits} of {all} values are postcodes"),
    mark("{hits} of {all} values are dates over more than 25 years"),
    mark("{hits} of {all} values pass the check of {form}"),
    mark("The column is called “{name}”"),
    mark(
        "{columns}: GDPR Article 9 and PIPL Article 28 ask for more than consent to a"
        " shop's terms. Leave them out of the export."
    ),
    mark("{name} is in use: an import, a training or another window has it open."),
    mark("Wait until it has finished, or close it, and try again."),
    mark("{name} is being protected, or its protection taken off."),
    mark("Wait until that has finished."),
    mark("The disk needs {n} GB more for a second copy of {name}."),
    mark("Free some space and try again; nothing was changed."),
    mark("{name} is a link to another place."),
    mark("Put the file itself there, or delete the link."),
    mark("A copy of {name} did not come out as its original."),
    mark("Nothing was changed. Look at the disk, and try again."),
    mark("Looking through {table}"),
    mark("Counting what is left"),
    mark("{n} events are older than the retention period"),
    mark(
        "They are deleted: this project keeps events for {n} months. The import cannot"
        " be undone any more."
    ),
    mark("{n} shopper forgotten on {day}"),
    mark("{n} shoppers forgotten on {day}"),
    mark("the shopper asked to be forgotten"),
    mark(
        "epsilon {spent} of {all}, delta {delta}, one shopper the unit, clip {clip},"
        " noise {noise}"
    ),
    mark("Nothing came in: every row was left out."),
    mark(
        "Left out of {name}: {reason} (1 row, such as “{example}”). Look at where its"
        " columns go, or export it again."
    ),
    mark(
        "Left out of {name}: {reason} ({n} rows, such as “{example}”). Look at where"
        " its columns go, or export it again."
    ),
    mark(
        "Left out of {name}: {reason} (1 row). Look at where its columns go, or export"
        " it again."
    ),
    mark(
        "Left out of {name}: {reason} ({n} rows). Look at where its columns go, or"
        " export it again."
    ),
    mark("“{name}” is also a segment that was built"),
    mark("The file's keeps the name; the one that was built is “{other}” from now on."),
    *OF_FINDINGS,
    *OF_PERSONAS,
    *OF_FILES,
    *OF_RUNS,
    *OF_MODELS,
    *OF_LAYOUTS,
    *HOW_TO_MEND,
    mark("{name} has no column for {a} and for {b} and for {c}."),  # longest first
    mark("{name} has no column for {a} and for {b}."),
    mark("{name} has no column for {a}."),
    mark("Say which column it is, or what kind of file this is."),
    mark("the shopper"),
    mark("the product"),
    mark("the time"),
    mark("the title"),
    mark("the kind of preference"),
    mark("the value"),
    mark("the segment"),
    mark("the page"),
    mark("the block's place"),
    mark("the block's type"),
    mark("what the shopper did"),
    mark("the week"),
)
_NAME = re.compile(r"\\\{(\w+)\\\}")


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (text, re.compile(_NAME.sub(r"(?P<\1>.+?)", re.escape(text))))
        for text in _SAID
        if "{" in text
    )


_AMONG_FIRST = re.compile(r"(?P<text>.+) \(among the first (?P<n>[\d,]+) rows\)\.")


def said(text: str) -> str:
    """A worker's words translated; words that are not known stay as they are."""
    known = tr(text)
    if known != text:
        return known
    if among := _AMONG_FIRST.fullmatch(text):
        whole = said(f"{among['text']}.").rstrip(".。")
        return tr(AMONG_FIRST, text=whole, n=among["n"])
    for source, shape in _shapes():
        found = shape.fullmatch(text)
        if found is not None:
            parts = {name: tr(part) for name, part in found.groupdict().items()}
            return tr(source, **parts)
    return text


def told(message: str, hint: str) -> str:
    """A worker's two sentences, what happened and how to mend it, as one text."""
    first = said(message)
    space = "" if first.endswith("。") else " "
    return f"{first}{space}{said(hint)}".strip()
