"""What a shown page may do: nothing but be looked at."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from studio.web.handler import SchemeHandler, view_of
from studio.web.scheme import HOST, SCHEME, register_scheme
from studio.web.source import PageSource

_log = logging.getLogger(__name__)
_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.PluginsEnabled,
    _Attribute.LocalStorageEnabled,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.JavascriptCanPaste,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.TouchIconsEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.ErrorPageEnabled,
    _Attribute.ShowScrollBars,
    _Attribute.AllowRunningInsecureContent,
    _Attribute.AllowGeolocationOnInsecureOrigins,
)
_KEPT_REQUESTS = 200


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Blocks every request but those to our own host; `blocked` lists what it did."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.allowed: list[str] = []
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Let our own scheme and host pass, nothing else."""
        url = info.requestUrl()
        ours = url.scheme().encode() == SCHEME and url.host() == HOST
        seen = self.allowed if ours else self.blocked
        if len(seen) < _KEPT_REQUESTS:
            seen.append(url.toString())
        if not ours:
            _log.warning("Blocked a request of a page to %s.", url.scheme())
            info.block(True)


class PageHost(QObject):
    """One off-the-record profile that serves a page source and nothing else."""

    def __init__(self, source: PageSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        register_scheme()
        self.interceptor = Interceptor(self)
        self.profile = QWebEngineProfile(self)  # without a name: off the record
        self.profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.profile.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.profile.setSpellCheckEnabled(False)
        self.profile.setUrlRequestInterceptor(self.interceptor)
        self._handler = SchemeHandler(source, self)
        self.profile.installUrlSchemeHandler(SCHEME, self._handler)
        self.profile.downloadRequested.connect(_refuse_download)
        settings = self.profile.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)


class ShownPage(QWebEnginePage):
    """A page that goes nowhere: no links, pop-ups, dialogs, files or permissions."""

    def __init__(self, host: PageHost, parent: QObject | None = None) -> None:
        super().__init__(host.profile, parent)
        self.permissionRequested.connect(_refuse_permission)
        self.registerProtocolHandlerRequested.connect(lambda request: request.reject())

    def acceptNavigationRequest(
        self,
        url: QUrl | str,
        navigation: QWebEnginePage.NavigationType,
        is_main_frame: bool,  # noqa: FBT001 - Qt's signature
    ) -> bool:
        """Follow only our own loads of documents, never a click."""
        ours = (
            QWebEnginePage.NavigationType.NavigationTypeTyped,
            QWebEnginePage.NavigationType.NavigationTypeReload,
        )
        url = QUrl(url)
        return (
            is_main_frame
            and navigation in ours
            and url.scheme().encode() == SCHEME
            and view_of(url) is not None
        )

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        """Open no other window."""
        del kind
        return None  # type: ignore[return-value] # Qt takes a null pointer

    def chooseFiles(self, *_: object) -> list[str]:
        """Give no files."""
        return []

    def javaScriptAlert(self, *_: object) -> None:
        """Show nothing."""

    def javaScriptConfirm(self, *_: object) -> bool:
        """Agree to nothing."""
        return False

    def javaScriptPrompt(self, *_: object) -> tuple[bool, str]:
        """Answer nothing."""
        return False, ""

    def javaScriptConsoleMessage(self, *message: object) -> None:
        """Keep what the engine says about the page for the log."""
        _log.debug("page: %s (line %s)", message[1], message[2])


def _refuse_download(request: QWebEngineDownloadRequest) -> None:
    request.cancel()


def _refuse_permission(permission: QWebEnginePermission) -> None:
    permission.deny()
