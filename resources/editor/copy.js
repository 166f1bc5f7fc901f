// Rewording of a text in its place.

function startCopy(element) {
  if (state.editing || !element) return;
  const place = placeOf(element);
  state.editing = { element, place, html: element.innerHTML, text: plain(element) };
  element.textContent = state.editing.text;
  element.contentEditable = "plaintext-only";
  element.style.outline = "none";
  element.addEventListener("blur", commitCopy);
  element.focus({ preventScroll: true });
  getSelection().selectAllChildren(element);
  redraw();
}

function plain(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function closeCopy() {
  const editing = state.editing;
  state.editing = null;
  editing.element.removeEventListener("blur", commitCopy);
  editing.element.removeAttribute("contenteditable");
  editing.element.style.removeProperty("outline");
  editing.element.blur();
  getSelection().removeAllRanges();
  redraw();
  return editing;
}

function cancelCopy() {
  const editing = closeCopy();
  editing.element.innerHTML = editing.html;
}

function commitCopy() {
  if (!state.editing) return;
  const text = plain(state.editing.element);
  const editing = closeCopy();
  if (text === editing.text || !text) {
    editing.element.innerHTML = editing.html;
    return;
  }
  send({
    said: "copy_changed", block_id: editing.place.blockId,
    key: editing.element.dataset.copy, text, slot: editing.place.slot,
  });
}

function keyInCopy(event) {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") { event.preventDefault(); cancelCopy(); }
  if (event.key === "Enter") { event.preventDefault(); commitCopy(); }
}

function copyElement(blockId, key, slot) {
  const block = blockOf(blockId);
  if (!block) return null;
  const within = slotOf(block, slot);
  const all = [...block.querySelectorAll("[data-copy]")];
  const own = within ? all.filter((element) => within.contains(element)) : all;
  const fitting = key ? own.filter((element) => element.dataset.copy === key) : own;
  const usual = fitting.find((element) => element.dataset.copy === "title");
  return usual ?? fitting[0] ?? all[0] ?? null;
}
