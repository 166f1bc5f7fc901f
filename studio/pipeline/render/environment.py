"""The template engine: escapes everything, refuses names that are not there."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio.domain.shipped import resource
from studio.pipeline.render import comparison, frame, mail, mail_css, scenes, shapes


@cache
def environment() -> Environment:
    """The one environment; templates lie in `resources/pages`."""
    engine = Environment(
        loader=FileSystemLoader(resource("pages")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.globals.update(
        NO_SLOT=shapes.NO_SLOT,
        document_title=frame.document_title,
        fact_icon=shapes.fact_icon,
        fit=shapes.fit,
        has_mark=frame.has_mark,
        icon_of=scenes.icon_of,
        long_word=shapes.long_word,
        mail_picture=mail.mail_picture,
        mail_scene=mail.mail_scene,
        narrow_css=mail_css.narrow_css,
        policy=frame.policy,
        rows=comparison.rows,
        shift=shapes.shift,
        slide_scene=shapes.slide_scene,
        theme=frame.theme,
        tint_of=scenes.tint_of,
        together=comparison.together,
        tongue=frame.tongue,
    )
    return engine
