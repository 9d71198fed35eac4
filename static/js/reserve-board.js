// The board: a card dragged to a column sends the card's own form; without scripts the form is used as it is.
let dragged = null;

function option(card, column) {
  return card?.querySelector(`select[name="target"] option[value="${column.dataset.state}"]`);
}

function column(event) {
  const found = event.target.closest?.("[data-state]");
  return found && option(dragged, found) ? found : null;
}

function prepare() {
  for (const card of document.querySelectorAll("[data-movable]")) {
    card.draggable = true;
  }
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-movable]") ?? null;
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  for (const place of document.querySelectorAll("[data-state]")) {
    place.classList.toggle("is-target", Boolean(option(dragged, place)));
  }
});

document.addEventListener("dragover", (event) => {
  if (column(event)) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const place = column(event);
  if (!place) return;
  event.preventDefault();
  const chosen = option(dragged, place);
  chosen.selected = true;
  chosen.closest("form").requestSubmit();
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  for (const place of document.querySelectorAll(".is-target")) place.classList.remove("is-target");
});

document.addEventListener("htmx:afterSwap", prepare);
prepare();
