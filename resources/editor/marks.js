// What the overlay draws over the page. It lives in a closed shadow root beside <body>,
// so that the page's styles do not reach it and a swap of the body leaves it standing.

const NARROW_CARD = 200;  // screen pixels; below it the pinned badge is the pin alone
const BAR_HEIGHT = 32;
const EDGE = 16;          // from the block's right edge to the bar's

const host = document.createElement("div");
host.dataset.overlay = "";
const shadow = host.attachShadow({ mode: "closed" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);
shadow.adoptedStyleSheets = [sheet];

function make(name, parent, className = "") {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
}

const root = make("div", shadow, "root");
const marks = {
  hover: make("div", root, "mark hover"),
  chosen: make("div", root, "mark chosen"),
  slot: make("div", root, "mark slot"),
  target: make("div", root, "mark target"),
  line: make("div", root, "mark line across"),
};
for (const mark of Object.values(marks)) mark.hidden = true;
const badges = make("div", root);
const barPlace = make("div", root, "place");
barPlace.hidden = true;
const bar = make("div", barPlace, "bar");
bar.setAttribute("role", "toolbar");
const ghost = make("div", root, "ghost");
ghost.hidden = true;

// ---- finding things on the page ---------------------------------------------------

const blocks = () => [...document.querySelectorAll("[data-block-id]")];
const blockOf = (id) => blocks().find((element) => element.dataset.blockId === id);
const slotsOf = (block) => [...block.querySelectorAll("[data-slot]")];

function slotOf(block, slot) {
  if (!block || slot === null || slot === undefined) return undefined;
  return slotsOf(block).find((element) => Number(element.dataset.slot) === slot);
}

function placeOf(target) {
  const element = target instanceof Element ? target : target?.parentElement;
  const block = element?.closest("[data-block-id]");
  if (!block) return null;
  const slot = element.closest("[data-slot]");
  return {
    block,
    blockId: block.dataset.blockId,
    slotElement: slot,
    slot: slot ? Number(slot.dataset.slot) : null,
  };
}

// ---- icons ------------------------------------------------------------------------

function icon(name) {
  const source = state.setup.icons[name];
  if (!source) return document.createElement("span");
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true);
  svg.removeAttribute("stroke-width");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

// ---- drawing ----------------------------------------------------------------------

function boxOf(element) {
  const box = element.getBoundingClientRect();
  return {
    left: box.left + scrollX, top: box.top + scrollY,
    right: box.right + scrollX, bottom: box.bottom + scrollY,
    width: box.width, height: box.height,
  };
}

function put(mark, element, outset = 0) {
  mark.hidden = !element;
  if (!element) return;
  const box = boxOf(element);
  const left = Math.max(0, box.left - outset);
  const right = Math.min(document.documentElement.clientWidth, box.right + outset);
  mark.style.left = `${left}px`;
  mark.style.top = `${box.top - outset}px`;
  mark.style.width = `${right - left}px`;
  mark.style.height = `${box.height + 2 * outset}px`;
}

function button(name, iconName, { pressed, disabled } = {}) {
  const element = make("button", bar, name === "grip" ? "grip" : "");
  element.type = "button";
  element.title = state.setup.words[name] ?? name;
  element.setAttribute("aria-label", element.title);
  element.disabled = Boolean(disabled);
  if (pressed !== undefined) element.setAttribute("aria-pressed", String(pressed));
  element.dataset.act = name;
  element.append(icon(iconName));
}

function fillBar() {
  const face = state.setup.faces[state.chosen.blockId];
  const block = blockOf(state.chosen.blockId);
  const slot = slotOf(block, state.chosen.slot);
  const product = slot?.dataset.product;
  const hidden = block.hasAttribute("data-hidden");
  bar.replaceChildren();
  if (!face.fixed) button("grip", "grip-vertical");
  make("span", bar, "name").textContent = face.label;
  if (!face.fixed) {
    make("i", bar);
    button("up", "arrow-up");
    button("down", "arrow-down");
  }
  make("i", bar);
  button("pin", "pin", {
    pressed: Boolean(product) && slot.hasAttribute("data-pinned"), disabled: !product,
  });
  button("replace", "arrow-left-right", { disabled: !product });
  button("reword", "pencil", { disabled: !block.querySelector("[data-copy]") });
  button("hide", hidden ? "eye" : "eye-off", { pressed: hidden });
  button("more", "ellipsis");
}

function putBar(block) {
  barPlace.hidden = !block || state.drag?.moving || state.editing !== null;
  if (barPlace.hidden) return;
  const k = 1 / state.setup.scale;
  const box = boxOf(block);
  const width = bar.getBoundingClientRect().width;
  const height = BAR_HEIGHT * k;
  const wide = document.documentElement.clientWidth;
  const left = Math.min(box.right - EDGE * k - width, wide - width - 4 * k);
  let top = box.top - height / 2;
  if (top < scrollY + 4 * k) {
    const below = box.bottom + 8 * k;
    top = below + height < scrollY + innerHeight ? below : scrollY + 8 * k;
  }
  barPlace.style.left = `${Math.max(4 * k, left)}px`;
  barPlace.style.top = `${top}px`;
}

function badge(element, iconName, word, quiet) {
  const place = make("div", badges, "place");
  const box = boxOf(element);
  const k = 1 / state.setup.scale;
  place.style.left = `${box.left + 8 * k}px`;
  place.style.top = `${clearOf(element, box, k)}px`;
  const small = box.width / k < NARROW_CARD;
  const pill = make("div", place, `badge${quiet ? " quiet" : ""}${small ? " small" : ""}`);
  pill.append(icon(iconName));
  if (!small) pill.append(state.setup.words[word] ?? word);
}

// Where a badge may stand: below the card's own badge, if it has one there.
function clearOf(element, box, k) {
  const own = element.querySelector(".badge, .flag, [class*=badge]");
  const taken = own && boxOf(own);
  const hit = taken && taken.width && taken.top < box.top + 32 * k && taken.left < box.left + 60 * k;
  return hit ? taken.bottom + 6 * k : box.top + 8 * k;
}

function drawBadges() {
  badges.replaceChildren();
  for (const slot of document.querySelectorAll("[data-slot][data-pinned]")) {
    badge(slot, "pin", "pinned", false);
  }
  for (const block of document.querySelectorAll("[data-block-id][data-hidden]")) {
    block.style.opacity = "0.35";
    badge(block, "eye-off", "hidden", true);
  }
}

function draw() {
  if (!state.setup) return;
  root.toggleAttribute("data-dark", state.setup.dark);
  root.toggleAttribute("data-off", !state.setup.overlay);
  root.style.setProperty("--k", String(1 / state.setup.scale));
  const block = blockOf(state.chosen.blockId);
  const moving = Boolean(state.drag?.moving);
  put(marks.hover, moving || state.hover === block ? null : state.hover);
  put(marks.chosen, block);
  put(marks.slot, slotOf(block, state.chosen.slot), 4 / state.setup.scale);
  drawBadges();
  if (block && state.setup.faces[state.chosen.blockId]) fillBar();
  putBar(state.setup.faces[state.chosen.blockId] ? block : null);
}

let drawing = 0;
function redraw() {
  if (drawing) return;
  drawing = requestAnimationFrame(() => { drawing = 0; draw(); });
}
