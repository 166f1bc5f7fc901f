"""Jobs as values: what to do, what is reported, how it ended."""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

import msgspec

from studio.domain.brief import Brief
from studio.domain.imports import ImportPlan
from studio.domain.layout import Layout
from studio.domain.page import Scenario
from studio.domain.wishes import Wishes

Device = Literal["auto", "cpu", "cuda"]


class _Job(msgspec.Struct, frozen=True, tag_field="job"):
    """Base of all jobs. `project` is the folder; empty where none is needed."""


class ImportFiles(_Job, frozen=True, tag="import"):
    """Import files by their plans; result: `ImportResult`."""

    project: str
    plans: tuple[ImportPlan, ...]
    pictures: tuple[str, ...] = ()


class TrainTaste(_Job, frozen=True, tag="train_taste"):
    """Train the taste model, then personas and map; result: `TrainResult`.

    An `epsilon` trains the transformer with differential privacy, one shopper the unit;
    `delta` 0 follows from their number, `clip` bounds each one's gradient. By the
    protocol `refit` the model learns from the held-out steps too, once all is chosen
    and measured without them; by `strict` it never does.
    """

    project: str
    model: Literal["sasrec", "article"] = "sasrec"
    preset: Literal["quick", "base", "large"] = "base"
    protocol: Literal["refit", "strict"] = "refit"
    epochs: int | None = None
    seed: int = 20261124
    device: Device = "auto"
    resume: str = ""
    start_from: str = ""
    batch: int | None = None
    negatives: int | None = None
    epsilon: float | None = None
    delta: float = 0.0
    clip: float = 1.0


class TrainLayout(_Job, frozen=True, tag="train_layout"):
    """Train the layout GAN on the project's pages; result: `TrainResult`."""

    project: str
    preset: Literal["quick", "base", "scratch"] = "base"
    steps: int | None = None
    seed: int = 20261124
    device: Device = "auto"
    resume: str = ""


class EstimateTraining(_Job, frozen=True, tag="estimate"):
    """Measure a few steps of a training; result: `Estimate` of domain.estimates."""

    project: str
    training: TrainTaste | TrainLayout


class ExportRun(_Job, frozen=True, tag="export_run"):
    """Write a run for another program; result: `FileResult`.

    `tensorboard` writes event files into the folder `out`, `onnx` the taste model into
    the file `out`, `json` everything that is kept of the run.
    """

    project: str
    run: str
    form: Literal["tensorboard", "onnx", "json"]
    out: str


class BuildAudience(_Job, frozen=True, tag="audience"):
    """Make personas, portraits, map and scores anew; result: `AudienceResult`."""

    project: str
    source: Literal["segment", "cluster"] = "segment"
    clusters: int | None = None
    seed: int = 20261124


class DrawMap(_Job, frozen=True, tag="draw_map"):
    """Draw the map anew so that neighbours in taste lie together; `MapResult`."""

    project: str
    seed: int = 20261124


class BuildSegments(_Job, frozen=True, tag="segments"):
    """Build the facts that segments are counted from; result: `SegmentsResult`."""

    project: str


class Forget(_Job, frozen=True, tag="forget"):
    """Erase all that is held of some shoppers; result: `Forgotten`.

    `shoppers` are ids as the shop writes them, or pseudonyms; `file` names a CSV of
    such ids. `block` leaves them out of later imports too.
    """

    project: str
    shoppers: tuple[str, ...] = ()
    file: str = ""
    block: bool = False


class Retain(_Job, frozen=True, tag="retain"):
    """Delete events older than the project's retention period; result: `Retained`."""

    project: str


class Generate(_Job, frozen=True, tag="generate"):
    """Make candidate pages and save them; result: `GenerateResult`.

    `personas` empty means all. `keep` names a page whose hand edits are kept (a
    refresh): then one page is generated with its layout and saved as its revision.
    `surprise` goes from 0, like the shop's own pages, to 1. `like` names a page that
    the layouts are variations of.
    """

    project: str
    scenario: Scenario
    personas: tuple[str, ...] = ()
    candidates: int = 8
    brief: Brief | None = None
    seed: int = 20261124
    device: Device = "auto"
    keep: str = ""
    wishes: Wishes = Wishes()
    surprise: float = 0.5
    like: str = ""


class ProposeLayouts(_Job, frozen=True, tag="propose_layouts"):
    """Other layouts for a page, none of them saved; result: `Proposals`.

    Its locked blocks stay. `surprise` goes from 0, like the shop's own pages, to 1.
    With `like` the layouts are variations of the page as it is.
    """

    project: str
    page: str
    n: int = 8
    wishes: Wishes = Wishes()
    surprise: float = 0.5
    like: bool = False
    seed: int = 20261124
    device: Device = "auto"


class TakeLayout(_Job, frozen=True, tag="take_layout"):
    """Give a page another layout and save it as a revision; result: `Made`.

    Locked blocks, and what was done by hand in blocks of the same type, stay.
    """

    project: str
    page: str
    layout: Layout
    by: str = ""


class ExplainLayout(_Job, frozen=True, tag="explain_layout"):
    """Why a page's layout suits its persona; result: `LayoutReasons`."""

    project: str
    page: str
    device: Device = "auto"


class SampleLayouts(_Job, frozen=True, tag="sample_layouts"):
    """Write layouts as JSON lines; result: `FileResult`."""

    out: str
    n: int
    project: str = ""
    page_kind: str = ""
    campaign: bool | None = None
    seed: int = 20261124
    device: Device = "auto"


class Recommend(_Job, frozen=True, tag="recommend"):
    """Rank products for the shoppers of a CSV; result: `FileResult`.

    Without `users` every shopper of the project is ranked for, by pseudonym, the only
    name that a project keeps.
    """

    project: str
    users: str
    out: str
    k: int = 10
    include_seen: bool = False
    device: Device = "auto"


class Explain(_Job, frozen=True, tag="explain"):
    """Why a product for a persona or a shopper; result: `explaining.Explanation`.

    One of `persona` (its id) and `shopper` (the shop's id, or the pseudonym) is given.
    """

    project: str
    product: str
    persona: str = ""
    shopper: str = ""
    device: Device = "auto"


class FindProducts(_Job, frozen=True, tag="find_products"):
    """Look for products by what a person means; result: `FoundProducts`.

    `encoder` is empty for the bundled one, `ngrams` for none, or a folder.
    """

    project: str
    query: str
    k: int = 20
    encoder: str = ""


class Assign(_Job, frozen=True, tag="assign"):
    """Give a customer list back with persona and page; result: `FileResult`."""

    project: str
    users: str
    out: str


class Evaluate(_Job, frozen=True, tag="evaluate"):
    """Judge the models on held-out data; result: `EvaluateResult`.

    `split` "last" asks the model in use for each shopper's last new product. "temporal"
    trains a model on what came before `cut` (seconds since 1970 UTC; None is the last
    fifth of the time) and asks it for what came after, repeats included. `ablation`
    trains two models, one that knows no preferences, and tells what behaviour and
    stated preferences each are worth.
    """

    project: str
    model: Literal["taste", "layout", "all"] = "all"
    device: Device = "auto"
    split: Literal["last", "temporal"] = "last"
    cut: int | None = None
    seed: int = 20261124
    ablation: bool = False


Job: TypeAlias = (
    ImportFiles
    | TrainTaste
    | TrainLayout
    | EstimateTraining
    | ExportRun
    | BuildAudience
    | DrawMap
    | BuildSegments
    | Forget
    | Retain
    | Generate
    | ProposeLayouts
    | TakeLayout
    | ExplainLayout
    | SampleLayouts
    | Recommend
    | Explain
    | FindProducts
    | Assign
    | Evaluate
)


class Progress(msgspec.Struct, frozen=True, tag="progress", tag_field="event"):
    """How far a job is. `total` 0 means unknown length; `label` names the doing.

    `seconds_left` is an estimate; None while there is none.
    """

    step: int
    total: int
    label: str = ""
    seconds_left: float | None = None


class Metric(msgspec.Struct, frozen=True, tag="metric", tag_field="event"):
    """One point of a curve, such as ("loss/train", 3, 4.52) or ("ndcg@10", 3, 0.21).

    Names used: taste `loss/train`, `loss/validation`, `ndcg@10`, `hr@10`; layout
    `loss/generator`, `loss/discriminator`, `accuracy/real`, `accuracy/fake`.
    """

    name: str
    step: float
    value: float


class Note(msgspec.Struct, frozen=True, tag="note", tag_field="event"):
    """A line for the log, such as "checkpoint saved"."""

    text: str


class Fact(msgspec.Struct, frozen=True, tag="fact", tag_field="event"):
    """A named text about the run: device, parameters, shoppers, held_out, seed..."""

    name: str
    value: str


class Samples(msgspec.Struct, frozen=True, tag="samples", tag_field="event"):
    """Layouts sampled while training goes on, always from the same noise."""

    layouts: tuple[Layout, ...]


class Score(msgspec.Struct, frozen=True):
    """One row of a comparison: a model or baseline and its metrics by name.

    `between` holds the bounds of the 95 % bootstrap interval of each metric that has
    one, `asked` how many shoppers were asked (0 where it is not told). In a row of one
    group, `behind` says that an interval lies wholly below the figure of all shoppers.
    """

    name: str
    values: dict[str, float]
    ours: bool = False
    between: dict[str, tuple[float, float]] = {}
    asked: int = 0
    behind: bool = False


class Comparison(msgspec.Struct, frozen=True, tag="comparison", tag_field="event"):
    """Models judged on the same held-out data; `on` says which.

    `groups` are rows of our model for the shoppers of each segment or persona alone.
    `pages` are rows of what pages made of it would have shown of the next purchases,
    measured on `pages_on`.
    """

    model: Literal["taste", "layout", "personas"]
    rows: tuple[Score, ...]
    on: str = ""
    note: str = ""
    groups: tuple[Score, ...] = ()
    pages: tuple[Score, ...] = ()
    pages_on: str = ""


class Finished(msgspec.Struct, frozen=True, tag="finished", tag_field="event"):
    """The job is done; `result` is the JSON of its result value."""

    result: msgspec.Raw = msgspec.Raw(b"null")


class Cancelled(msgspec.Struct, frozen=True, tag="cancelled", tag_field="event"):
    """The user stopped it. A training run can be resumed; `kept` says what is left."""

    kept: str = ""


class Failed(msgspec.Struct, frozen=True, tag="failed", tag_field="event"):
    """It could not be done, in one sentence."""

    message: str
    hint: str = ""
    exit_code: int = 1


Ending: TypeAlias = Finished | Cancelled | Failed
JobEvent: TypeAlias = (
    Progress
    | Metric
    | Note
    | Fact
    | Samples
    | Comparison
    | Finished
    | Cancelled
    | Failed
)


UNLOCK = b"unlock "
"""What the line that carries an `Unlock` to a worker starts with."""


class Unlock(msgspec.Struct, frozen=True):
    """The data key of a protected project, in hex, for the job on the next line.

    It goes over the worker's standard input alone: what a process is called with, and
    its environment, may be read by others.
    """

    folder: str
    key: str

    def __repr__(self) -> str:
        return f"Unlock({self.folder!r})"


class Report(Protocol):
    """What a stage is given to speak through. Every call may raise CancelledByUser."""

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Say how far it is."""

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        """Send any other value."""


class TrainResult(msgspec.Struct, frozen=True):
    """A run that is kept: its id and its metrics."""

    run_id: str
    metrics: dict[str, float] = {}
    comparison: Comparison | None = None


class AudienceResult(msgspec.Struct, frozen=True):
    """How many personas came out."""

    personas: int
    silhouette: float | None = None
    stability: float | None = None


class MapResult(msgspec.Struct, frozen=True):
    """How many points the map was bent for, and how many shoppers it shows."""

    sampled: int
    shoppers: int


class SegmentsResult(msgspec.Struct, frozen=True):
    """How many shoppers can be counted, and whether members of applied ones changed."""

    shoppers: int
    changed: bool = False


class Made(msgspec.Struct, frozen=True):
    """One generated page, as `generate --json` lists it."""

    page_id: str
    persona: str
    scenario: str
    candidate: int


class GenerateResult(msgspec.Struct, frozen=True):
    """The pages that were made and saved."""

    pages: tuple[Made, ...]
    notes: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True):
    """A layout that a page could have.

    `unlike` is the mean unlikeness to the other proposals, 0 alike to 1.
    """

    layout: Layout
    unlike: float = 0.0


class Proposals(msgspec.Struct, frozen=True):
    """Layouts for a page, the best first, and the wishes that had to be dropped.

    `average` is the predicted click rate of the average page for the persona.
    """

    proposals: tuple[Proposal, ...]
    dropped: tuple[str, ...] = ()
    average: float | None = None


class BlockReason(msgspec.Struct, frozen=True):
    """How much a persona is predicted to click one block of a page.

    `rate` is the click rate, `usual` that of the average block of the average page;
    `low` and `high` bound the rate (90 %). `seen` counts the persona's impressions of
    the type that the model has learned from.
    """

    block_id: str
    type: str
    rate: float
    usual: float
    low: float
    high: float
    seen: int = 0


class LayoutReasons(msgspec.Struct, frozen=True):
    """Why a layout suits a persona: its blocks in their order.

    `rate` is the page's predicted click rate, `average` that of the average page.
    Without clicks to learn from `blocks` is empty.
    """

    blocks: tuple[BlockReason, ...] = ()
    rate: float | None = None
    average: float | None = None
    low: float | None = None
    high: float | None = None
    impressions: int = 0


class FoundProduct(msgspec.Struct, frozen=True):
    """A product that was found: by its words, by its meaning, or by its spelling."""

    product: str
    how: Literal["words", "meaning", "spelling"]


class FoundProducts(msgspec.Struct, frozen=True):
    """Products for a query, the best first; `encoder` is the mark, empty for none."""

    products: tuple[FoundProduct, ...] = ()
    encoder: str = ""


class FileResult(msgspec.Struct, frozen=True):
    """A file that was written, and how many rows it has."""

    path: str
    rows: int
    notes: tuple[str, ...] = ()


class EvaluateResult(msgspec.Struct, frozen=True):
    """Comparisons on held-out data, one a model."""

    comparisons: tuple[Comparison, ...]
