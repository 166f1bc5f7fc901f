"""Answers requests on the private scheme; the only way anything reaches a page."""

from __future__ import annotations

import logging
import mimetypes
from pathlib import Path
from urllib.parse import unquote

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, QUrlQuery
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from studio.domain.errors import VitrineError
from studio.web.scheme import HOST, POLICY
from studio.web.source import PageSource, View

_log = logging.getLogger(__name__)
_Error = QWebEngineUrlRequestJob.Error
_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
_PICTURES = ("image/webp", "image/png", "image/jpeg", "image/gif", "image/avif")
_HEADERS = {
    b"Content-Security-Policy": POLICY.encode(),
    b"X-Content-Type-Options": b"nosniff",
    b"Referrer-Policy": b"no-referrer",
    b"Cache-Control": b"no-store",
}


class Answer(msgspec.Struct, frozen=True):
    """The bytes of an answer and their media type."""

    body: bytes
    media_type: str


class NotFound(Exception):
    """Nothing lies at the address."""


class Forbidden(Exception):
    """What lies at the address may not be served."""


def view_of(url: QUrl) -> View | None:
    """The view that a document's address names, or None for other addresses."""
    steps = [unquote(step) for step in url.path(_ENCODED).split("/")[1:]]
    if len(steps) != 3 or steps[2] != "index.html":  # noqa: PLR2004 - page/surface/file
        return None
    query = QUrlQuery(url)
    named = {
        "page_id": steps[0],
        "surface": steps[1],
        "language": query.queryItemValue("language") or "en",
        "editing": query.queryItemValue("editing") != "0",
    }
    try:
        return msgspec.convert(named, View)
    except msgspec.ValidationError:
        return None


def answer(source: PageSource, url: QUrl) -> Answer:
    """Find what an address names; raises NotFound or Forbidden."""
    if url.host() != HOST:
        raise NotFound
    steps = [unquote(step) for step in url.path(_ENCODED).split("/")[1:]]
    name = steps[-1]
    if steps[0] == "pictures" and len(steps) == 2:  # noqa: PLR2004 - pictures/id
        return _file(source.picture(name), source.folders)
    if (view := view_of(url)) is not None:
        return _text(source.document(view), "text/html; charset=utf-8")
    if name.endswith(".css"):
        return _text(source.style(name), "text/css; charset=utf-8")
    return _file(source.asset(name), source.folders)


def _text(text: str | None, media_type: str) -> Answer:
    if text is None:
        raise NotFound
    return Answer(text.encode(), media_type)


def _file(path: Path | None, folders: tuple[Path, ...]) -> Answer:
    if path is None:
        raise NotFound
    real = path.resolve()
    if not any(real.is_relative_to(folder.resolve()) for folder in folders):
        raise Forbidden
    media_type = mimetypes.guess_type(real.name)[0] or ""
    if media_type not in _PICTURES:  # an SVG may hold scripts and links
        raise Forbidden
    return Answer(real.read_bytes(), media_type)


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Serves a page source: GET only, each failure mapped to one of Qt's errors."""

    def __init__(self, source: PageSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request."""
        if job.requestMethod() != QByteArray(b"GET"):
            job.fail(_Error.RequestDenied)
            return
        try:
            found = answer(self._source, job.requestUrl())
        except NotFound:
            job.fail(_Error.UrlNotFound)
        except Forbidden:
            _log.warning("Refused a file outside the project's pictures.")
            job.fail(_Error.RequestDenied)
        except (VitrineError, OSError) as problem:
            _log.warning("A page could not be served: %s", problem)
            job.fail(_Error.RequestFailed)
        except Exception:  # noqa: BLE001 - Qt would swallow it and the page would wait for ever
            _log.exception("A page could not be rendered.")
            job.fail(_Error.RequestFailed)
        else:
            _reply(job, found)


def _reply(job: QWebEngineUrlRequestJob, found: Answer) -> None:
    headers: dict[QByteArray | bytes | bytearray | memoryview, object] = {
        QByteArray(name): [QByteArray(value)] for name, value in _HEADERS.items()
    }
    job.setAdditionalResponseHeaders(headers)  # type: ignore[arg-type]
    buffer = QBuffer(job)
    buffer.setData(QByteArray(found.body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(found.media_type.encode()), buffer)
