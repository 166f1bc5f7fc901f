"""What is said of personas that are made, split, merged and named by hand."""

from __future__ import annotations

from studio.ui.language import mark

OF_PERSONAS = (
    mark("{name} cannot be split: a part would have fewer than {n} shoppers."),
    mark("Choose a larger persona, so that nobody can be recognised."),
    mark("One persona cannot be merged with itself."),
    mark("Choose two or more personas."),
    mark("{n} shoppers are too few for a persona."),
    mark("Choose at least {n}, so that nobody can be recognised."),
    mark("There is no persona {id} in this project."),
    mark("Choose one of the list of personas."),
    mark("A persona needs a name."),
    mark("All shoppers keeps its name."),
    mark("That name has {n} characters."),
    mark("Choose one of at most {n}."),
    mark("There are no personas yet."),
    mark("Train the taste model first."),
    mark("{file} of {run} belongs to another audience."),
    mark("Make the personas anew."),
)
