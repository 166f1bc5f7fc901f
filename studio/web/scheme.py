"""The private scheme `vitrine:` and what must be set before the engine starts."""

from __future__ import annotations

import logging
import os
from urllib.parse import quote

from PySide6.QtCore import QCoreApplication, Qt, QUrl

from studio.web.truth import keep_truth

SCHEME = b"vitrine"
HOST = "page"
POLICY = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'"
"""The content security policy of every answer on the scheme."""

_SANDBOX = "QTWEBENGINE_DISABLE_SANDBOX"
_log = logging.getLogger(__name__)
_registered = False
_prepared = False


def prepare_engine() -> None:
    """Set what the engine reads at its start; cheap, and imports no engine.

    Call it before the application is made. Chromium refuses its sandbox to root: only
    then is it switched off, and the log says so.
    """
    global _prepared  # noqa: PLW0603 - the environment is process-wide too
    if _prepared:
        return
    _prepared = True
    keep_truth()
    if QCoreApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    if getattr(os, "geteuid", lambda: 1)() == 0:
        _log.warning("Running as root: the page preview runs without its sandbox.")
        os.environ[_SANDBOX] = "1"
    elif os.environ.pop(_SANDBOX, None):
        _log.warning("%s was set and is ignored: you are not root.", _SANDBOX)


def register_scheme() -> None:
    """Make `vitrine:` known; once, before the first profile is made.

    The window calls it when the first preview is built, so that starting does not wait
    for the engine; then `prepare_engine` must have run before the application was made.
    """
    global _registered  # noqa: PLW0603 - Qt's own list of schemes is process-wide
    if _registered:
        return
    _registered = True
    prepare_engine()
    from PySide6.QtWebEngineCore import QWebEngineUrlScheme  # noqa: PLC0415 - 0.3 s

    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


def page_url(page_id: str, surface: str = "web", **query: str) -> QUrl:
    """Address of a page's document, such as `vitrine://page/pg-0007/web/index.html`."""
    path = f"{quote(page_id, safe='')}/{surface}/index.html"
    url = QUrl(f"{SCHEME.decode()}://{HOST}/{path}", QUrl.ParsingMode.StrictMode)
    url.setQuery("&".join(f"{key}={quote(value)}" for key, value in query.items()))
    return url
