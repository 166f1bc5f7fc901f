"""What a worker says while it judges and questions the models."""

from __future__ import annotations

from studio.ui.language import mark

OF_MODELS = (
    mark("pages of {n} shops not learned from, mean of {trainings} trainings"),
    mark("Figures of the model card of {day}."),
    mark("Looking for what speaks for it"),
    mark("The article's network cannot say why: its score has no parts."),
    mark("Train the taste model, with: vitrine train PROJECT --model taste"),
    mark("There is no product {id} in this project."),
    mark("Name it by its id in the catalogue."),
    mark("There is no persona {id}."),
    mark("{name} has fewer than {n} shoppers."),
    mark("Nothing is said of so few, so that nobody can be recognised."),
    mark("Nothing is known of the shoppers of {name}."),
    mark("No taste model has been trained yet."),
    mark("Personas on the next period"),
    mark("Training on what came before"),
    mark("Training with preferences"),
    mark("Training without preferences"),
    mark("Measuring on the shoppers left out"),
    mark("Measuring on what came later"),
    mark("{n} purchases of the last {days} days, unseen in training"),
)
