// Listens to the person and to the studio. Runs in the isolated world: the page cannot
// see it, and it says nothing but the messages of studio/web/messages.py.

const state = {
  setup: null,
  chosen: { blockId: "", slot: null },
  hover: null,
  drag: null,
  editing: null,
};
let studio = null;

function send(message) {
  studio?.receive(JSON.stringify(message));
}

function choose(blockId, slot) {
  state.chosen = { blockId, slot };
  redraw();
  send({ said: "selected", block_id: blockId, slot });
}

// ---- the person -------------------------------------------------------------------

const inOverlay = (event) => event.target === host;
const inCopy = (event) => Boolean(state.editing?.element.contains(event.target));
const active = () => Boolean(state.setup?.overlay);

function onBar(event) {
  const pressed = event.composedPath().find((e) => e.dataset?.act);
  const name = event.composedPath().find((e) => e.className === "name");
  return { act: pressed?.dataset.act, handle: Boolean(name) || pressed?.dataset.act === "grip" };
}

shadow.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !onBar(event).handle) return;
  const block = blockOf(state.chosen.blockId);
  startDrag(event, { ...placeOf(block), slot: null, slotElement: null }, true);
  event.preventDefault();
});

shadow.addEventListener("click", (event) => {
  const { act } = onBar(event);
  if (!act || act === "grip") return;
  if (act === "reword") {
    startCopy(copyElement(state.chosen.blockId, "", state.chosen.slot));
    return;
  }
  send({ said: "action", name: act, block_id: state.chosen.blockId, slot: state.chosen.slot });
});

function listen(name, handler, options = {}) {
  window.addEventListener(name, handler, { capture: true, ...options });
}

listen("pointerdown", (event) => {
  if (event.button !== 0 || inOverlay(event) || inCopy(event) || !active()) return;
  if (state.editing) commitCopy();
  const place = placeOf(event.target);
  if (place) startDrag(event, place, false);
});

listen("mousedown", (event) => {
  // no selecting of text and no dragging of links; the focus comes to the page all the same
  if (inCopy(event) || !active()) return;
  event.preventDefault();
  window.focus();
});

listen("pointermove", (event) => {
  if (!active()) return;
  if (state.drag) { moveDrag(event); return; }
  const block = inOverlay(event) ? state.hover : placeOf(event.target)?.block ?? null;
  if (block !== state.hover) { state.hover = block; redraw(); }
});

listen("pointerup", (event) => {
  const drag = state.drag;
  if (!drag || event.button !== 0) return;
  const clicked = !drag.moving;
  endDrag({ drop: true });
  if (clicked && !inOverlay(event)) choose(drag.place.blockId, drag.place.slot);
});

listen("pointercancel", () => endDrag({ drop: false }));
document.documentElement.addEventListener("pointerleave", () => {
  state.hover = null;
  redraw();
});

listen("dblclick", (event) => {
  if (!active() || inOverlay(event) || inCopy(event)) return;
  const element = event.target.closest?.("[data-copy]");
  if (element) startCopy(element);
});

for (const name of ["click", "auxclick", "submit", "dragstart"]) {
  listen(name, (event) => {
    if (!inOverlay(event)) event.preventDefault();
  });
}

listen("contextmenu", (event) => {
  if (inCopy(event)) return;
  event.preventDefault();
  if (!active()) return;
  const place = inOverlay(event)
    ? { blockId: state.chosen.blockId, slot: state.chosen.slot } : placeOf(event.target);
  if (place) askForMenu(place, event.clientX, event.clientY);
});

function askForMenu(place, x, y) {
  choose(place.blockId, place.slot);
  const scale = state.setup.scale;
  send({
    said: "menu", block_id: place.blockId, slot: place.slot, x: x * scale, y: y * scale,
  });
}

const PLAIN_KEYS = new Map([
  ["ArrowUp", "up"], ["ArrowDown", "down"], ["ArrowLeft", "left"], ["ArrowRight", "right"],
  ["Delete", "delete"], ["Escape", "escape"], ["Enter", "e"], ["F6", "f6"], ["F1", "f1"],
]);
const KNOWN_KEYS = new Set([
  "up", "down", "left", "right", "alt+up", "alt+down", "p", "h", "b", "shift+b", "r", "e",
  "delete", "1", "2", "3", "d", "o", "escape", "[", "]", "ctrl+k", "ctrl+z", "ctrl+shift+z",
  "ctrl+y", "ctrl+enter", "ctrl+shift+e", "f6", "shift+f6", "f1", "alt+1", "alt+2", "alt+3",
  "alt+4", "alt+5", "ctrl+o", "ctrl+i", "ctrl+t",
]);

function keyName(event) {
  const held = [];
  if (event.ctrlKey || event.metaKey) held.push("ctrl");
  if (event.altKey) held.push("alt");
  if (event.shiftKey) held.push("shift");
  const plainEnter = event.key === "Enter" && held.length > 0;
  const key = plainEnter ? "enter" : PLAIN_KEYS.get(event.key) ?? event.key.toLowerCase();
  return [...held, key].join("+");
}

listen("keydown", (event) => {
  if (state.editing) { keyInCopy(event); return; }
  if (state.drag?.moving && event.key === "Escape") { endDrag({ drop: false }); return; }
  if (inOverlay(event) && event.key === "Enter") return;  // presses the bar's button
  const key = keyName(event);
  if (!KNOWN_KEYS.has(key)) return;
  event.preventDefault();
  event.stopPropagation();
  send({ said: "key", key });
});

for (const name of ["scroll", "resize", "load"]) listen(name, redraw, { passive: true });
new ResizeObserver(redraw).observe(document.documentElement);

// ---- the studio -------------------------------------------------------------------

const told = {
  setup(message) { state.setup = message; },

  select({ block_id, slot, scroll }) {
    state.chosen = { blockId: block_id, slot: slot ?? null };
    const block = scroll && blockOf(block_id);
    if (block) (slotOf(block, slot) ?? block).scrollIntoView({ block: "nearest" });
  },

  show_block({ block_id, html }) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const old = blockOf(block_id);
    const fresh = template.content.querySelector(`[data-block-id]`);
    if (!old || !fresh) return;
    keepScroll(() => old.replaceWith(document.importNode(fresh, true)));
  },

  show_page({ html }) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const { theme } = document.documentElement.dataset;
    keepScroll(() => {
      copyAttributes(fresh.documentElement, document.documentElement);
      copyAttributes(fresh.body, document.body);
      if (theme) document.documentElement.dataset.theme = theme;
      document.body.replaceChildren(...document.importNode(fresh.body, true).childNodes);
    });
  },

  edit_copy({ block_id, key, slot }) {
    state.chosen = { blockId: block_id, slot: slot ?? null };
    startCopy(copyElement(block_id, key, slot));
  },

  theme({ theme }) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  },
};

function copyAttributes(from, to) {
  for (const { name } of [...to.attributes]) to.removeAttribute(name);
  for (const { name, value } of from.attributes) to.setAttribute(name, value);
}

function keepScroll(change) {
  const [x, y] = [scrollX, scrollY];
  const rails = new Map();
  for (const rail of document.querySelectorAll("[data-block-id] *")) {
    const id = rail.scrollLeft && rail.closest("[data-block-id]").dataset.blockId;
    if (id && !rails.has(id)) rails.set(id, [rail.className, rail.scrollLeft]);
  }
  state.hover = null;
  change();
  scrollTo(x, y);
  for (const [id, [className, left]] of rails) {
    const rail = className && blockOf(id)?.getElementsByClassName(className)[0];
    if (rail) rail.scrollLeft = left;
  }
}

document.documentElement.append(host);
new QWebChannel(qt.webChannelTransport, (channel) => {
  studio = channel.objects.studio;
  studio.told.connect((text) => {
    const message = JSON.parse(text);
    told[message.tell](message);
    redraw();
  });
  send({ said: "ready" });
});
