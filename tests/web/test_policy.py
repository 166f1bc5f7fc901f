from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from studio.store.project import Project
from studio.web.handler import Forbidden, NotFound, answer, view_of
from studio.web.messages import FromOverlay
from studio.web.pages import ProjectPages
from studio.web.scheme import page_url
from studio.web.source import View
from studio.web.view import PageView


def test_that_hostile_titles_and_texts_run_nothing(
    view: PageView, script: Callable[..., object]
) -> None:
    assert "ran" not in view.page.title().split("'")[0]
    assert script("document.title") != "ran"
    assert script("document.querySelectorAll('script, iframe, style').length") == 0
    handlers = "[...document.querySelectorAll('*')].filter(e => [...e.attributes]"
    handlers += ".some(a => a.name.startsWith('on') || a.name === 'style')).length"
    assert script(handlers) == 0


def test_that_no_request_leaves_the_machine(
    view: PageView, script: Callable[..., object], qtbot: QtBot
) -> None:
    reach = """
        const urls = ['https://evil.example/a', 'http://evil.example/b', 'file:///etc'];
        for (const url of urls) {
          const image = new Image(); image.src = url; document.body.append(image);
          fetch(url).catch(() => {});
        } document.images.length"""
    script(reach)
    script(reach, 0)
    done: list[object] = []
    view.page.runJavaScript("1", 1, done.append)
    qtbot.waitUntil(lambda: bool(done))
    interceptor = view.host.interceptor
    assert all(url.startswith("vitrine://page/") for url in interceptor.allowed)
    assert interceptor.allowed, "the page itself"
    assert not [u for u in interceptor.allowed if "evil" in u]


def test_that_an_untouched_page_asks_for_nothing_foreign(view: PageView) -> None:
    assert view.host.interceptor.blocked == []


def test_that_the_page_world_sees_no_channel(script: Callable[..., object]) -> None:
    seen = script("[typeof qt, typeof QWebChannel, typeof studio].join()", 0)
    assert seen == "undefined,undefined,undefined"
    assert script("typeof qt") == "object"


def test_that_links_lead_nowhere(
    view: PageView,
    mouse,
    script: Callable[..., object],
    heard: list[FromOverlay],
    qtbot: QtBot,
) -> None:
    before = view.page.url()
    script("document.querySelector('[data-block-id=b3]').scrollIntoView()")
    mouse.click("[data-block-id=b3] a[href]")
    qtbot.waitUntil(lambda: bool(heard))
    script("location.href = 'https://evil.example/spy'")
    script("window.open('https://evil.example/')")
    assert script("1 + 1") == 2
    assert view.page.url() == before


@pytest.mark.parametrize(
    "address",
    [
        "vitrine://page/pg-1/web/other.html",
        "vitrine://page/pg-2/web/index.html",
        "vitrine://page/pg-1/shop/index.html",
        "vitrine://page/pg-1/web/index.html?language=xx",
        "vitrine://other/pg-1/web/index.html",
        "vitrine://page/pictures/p1",
        "vitrine://page/pictures/..%2F..%2Fproject.sqlite",
        "vitrine://page/pg-1/web/..%2F..%2Ftheme%2Ftokens.css",
        "vitrine://page/",
    ],
)
def test_that_nothing_else_is_served(project: Project, address: str) -> None:
    with pytest.raises(NotFound):
        answer(ProjectPages(project), QUrl(address))


def test_that_a_picture_outside_the_project_is_never_served(project: Project) -> None:
    class Outside(ProjectPages):
        def picture(self, product_id: str):
            return project.path / "project.sqlite"

    with pytest.raises(Forbidden):
        answer(Outside(project), QUrl("vitrine://page/pictures/p0"))


def test_that_pictures_and_styles_are_served(project: Project) -> None:
    source = ProjectPages(project)
    picture = answer(source, QUrl("vitrine://page/pictures/p0"))
    assert picture.media_type == "image/webp"
    style = answer(source, QUrl("vitrine://page/pg-1/web/page.css"))
    assert style.media_type.startswith("text/css")


@pytest.mark.parametrize("page_id", ["pg-1", "a b", "ä/ö", "100%", "?x#y"])
def test_that_addresses_carry_any_page_id(page_id: str) -> None:
    view = view_of(page_url(page_id, "mail", language="zh", editing="0"))
    assert view == View(page_id, "mail", "zh", editing=False)


class Leaky(ProjectPages):
    """A renderer that forgot to escape: only the policy stands between."""

    def document(self, view: View) -> str:
        del view
        return """<!doctype html><title>calm</title>
            <link rel=stylesheet href=https://evil.example/a.css>
            <script>document.title = 'ran'; window.ran = 1</script>
            <script src=https://evil.example/b.js></script>
            <body onload="window.ran = 1" style="color: red">
            <img src=https://evil.example/c.png onerror="window.ran = 1">
            <iframe src=https://evil.example/d></iframe>
            <form action=https://evil.example/e><button>send</button></form>
            <object data=https://evil.example/f></object>
            <meta http-equiv=refresh content="0;url=https://evil.example/g">"""


def test_that_the_policy_holds_where_escaping_failed(
    project: Project, qtbot: QtBot
) -> None:
    shown = PageView(Leaky(project))
    qtbot.addWidget(shown)
    shown.show()
    with qtbot.waitSignal(shown.ready, timeout=60_000):
        shown.show_view(View("pg-1"))
    got: list[object] = []
    shown.page.runJavaScript(
        "document.querySelector('button').click(); 1", 0, got.append
    )
    qtbot.waitUntil(lambda: bool(got))
    shown.page.runJavaScript("String(window.ran) + document.title", 0, got.append)
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got[1] == "undefinedcalm"
    assert all(u.startswith("vitrine://") for u in shown.host.interceptor.allowed)
    assert shown.page.url().scheme() == "vitrine"
