// Dragging of blocks (by the bar or by their ground) and of products.

const SLACK = 5;        // screen pixels that a click may tremble
const SCROLL_ZONE = 48; // screen pixels at the frame's edges that scroll while dragging

function startDrag(event, place, byHandle) {
  const product = !byHandle && place.slotElement?.dataset.product;
  const fixed = state.setup.faces[place.blockId]?.fixed;
  state.drag = {
    kind: product ? "product" : "block", place, moving: false, fixed: fixed && !product,
    x: event.clientX, y: event.clientY, at: event, target: null,
  };
}

function moveDrag(event) {
  const drag = state.drag;
  drag.at = event;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
  if (!drag.moving) {
    if (drag.fixed || far * state.setup.scale < SLACK) return;
    drag.moving = true;
    fillGhost(drag);
    requestAnimationFrame(scrollWhileDragging);
  }
  aim(event);
  putGhost(event);
  redraw();
}

function aim(event) {
  if (state.drag.kind === "block") aimBlock(event); else aimProduct(event);
}

function aimBlock(event) {
  const all = blocks();
  const next = all.find((block) => {
    const box = block.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  const neighbour = next ?? all.at(-1);
  const box = boxOf(neighbour);
  state.drag.target = { before: next?.dataset.blockId ?? "" };
  const inset = EDGE * 2 / state.setup.scale;
  showLine("across", box.left + inset, next ? box.top : box.bottom, box.width - 2 * inset);
}

function aimProduct(event) {
  const { blockId, slot } = state.drag.place;
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const place = under && placeOf(under);
  const element = place?.slotElement;
  const itself = place && place.blockId === blockId && place.slot === slot;
  marks.target.hidden = marks.line.hidden = true;
  state.drag.target = null;
  if (!element?.dataset.product || itself) return;
  state.drag.target = place;
  if (place.blockId !== blockId) { put(marks.target, element, 2 / state.setup.scale); return; }
  const box = boxOf(element);
  const gap = 6 / state.setup.scale;
  const x = place.slot < slot ? box.left - gap : box.right + gap;
  showLine("down", x, box.top, box.height);
}

function showLine(way, x, y, length) {
  marks.line.className = `mark line ${way}`;
  marks.line.hidden = false;
  const k = 1 / state.setup.scale;
  marks.line.style.left = `${way === "down" ? x - k : x}px`;
  marks.line.style.top = `${way === "down" ? y : y - k}px`;
  marks.line.style.width = way === "down" ? "" : `${length}px`;
  marks.line.style.height = way === "down" ? `${length}px` : "";
}

function fillGhost(drag) {
  const face = state.setup.faces[drag.place.blockId];
  const name = drag.kind === "block" ? face?.label
    : drag.place.slotElement.querySelector("h3, h4")?.textContent.trim();
  ghost.replaceChildren(icon(drag.kind === "block" ? face?.icon : "package"), name ?? "");
  ghost.hidden = false;
}

function putGhost(event) {
  // `zoom` on the ghost scales its own left and top too
  const scale = state.setup.scale;
  ghost.style.left = `${(event.clientX + scrollX) * scale + 12}px`;
  ghost.style.top = `${(event.clientY + scrollY) * scale + 8}px`;
}

function scrollWhileDragging() {
  const drag = state.drag;
  if (!drag?.moving) return;
  const zone = SCROLL_ZONE / state.setup.scale;
  const y = drag.at.clientY;
  const push = y < zone ? y - zone : Math.max(0, y - (innerHeight - zone));
  if (push) {
    scrollBy(0, push / 4);
    aim(drag.at);
    putGhost(drag.at);
  }
  requestAnimationFrame(scrollWhileDragging);
}

function endDrag({ drop }) {
  const drag = state.drag;
  state.drag = null;
  ghost.hidden = marks.line.hidden = marks.target.hidden = true;
  redraw();
  if (!drag?.moving || !drop || !drag.target) return;
  const { blockId, slot } = drag.place;
  if (drag.kind === "block") {
    send({ said: "block_dropped", block_id: blockId, before: drag.target.before });
  } else {
    send({
      said: "slot_dropped", block_id: blockId, slot,
      to_block_id: drag.target.blockId, to: drag.target.slot,
    });
  }
}
