// The entry page: live D, a save for each cell, conflicts with both values, arrows, notes. Without scripts every row is a form.
const entry = document.querySelector("[data-entry]");
const place = (name) => document.querySelector(`[data-place="${name}"]`);
const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), entry.dataset[`say${name}`] ?? "");
const STATES = ["saved", "saving", "invalid", "conflict", "unsaved", "note"];
const cells = new Map();
let current = null;

class EntryCell {
  constructor(holder) {
    const key = holder.dataset.cell;
    const [unit, indicator] = key.split("-").map(Number);
    const part = (name) => entry.querySelector(`[data-of="${key}"][data-part="${name}"]`);
    Object.assign(this, { key, unit, indicator, holder, top: part("numerator"), bottom: part("denominator"), out: part("share"), messageAt: part("message") });
    this.was = part("was")?.dataset.was ?? "";
    this.passport = entry.querySelector(`[data-indicator="${indicator}"]`).dataset;
    this.version = Number(holder.dataset.version);
    this.reason = holder.dataset.reason ?? "";
    this.comment = holder.dataset.comment ?? "";
    this.message = holder.dataset.message ?? "";
    this.isFilled = this.filled();
    this.sent = this.text();
  }

  get name() { return `${this.unitName} · ${this.passport.code}`; }
  get unitName() { return this.holder.dataset.unitName ?? this.holder.closest("tr").querySelector("th").textContent.trim(); }
  get isYesNo() { return this.passport.kind === "yes_no"; }
  get isOpen() { return !this.top.readOnly && !this.top.disabled; }

  text() { return JSON.stringify([this.top.value.trim(), this.bottom.value.trim(), this.reason, this.comment]); }

  read() {
    const top = readFigure(this.top.value, this.isYesNo);
    const bottom = readFigure(this.bottom.value, this.isYesNo);
    if (this.isYesNo) bottom.figure = top.figure === null ? null : 100n;
    return { top, bottom };
  }

  filled() {
    const { top, bottom } = this.read();
    return Boolean(this.reason) || (top.figure !== null && bottom.figure !== null);
  }

  fault() {
    const { top, bottom } = this.read();
    const unread = [[top, this.top], [bottom, this.bottom]].find(([figure]) => figure.fault);
    if (unread) return say(unread[0].fault, { text: unread[1].value.trim() });
    if ((top.word || bottom.word) && !this.reason) return say("WhyNot");
    const rule = brokenRule(this.passport.kind, top.figure, bottom.figure);
    return rule && say(rule, { k: this.top.value.trim(), o: this.bottom.value.trim() });
  }

  // Shows D and what is wrong with the pair; returns whether it may be sent.
  judge() {
    const { top, bottom } = this.read();
    const decimals = Number(entry.dataset.decimals);
    this.out.textContent = writtenShare(shareOf(top.figure, bottom.figure, decimals), decimals, entry.dataset.point);
    const fault = this.fault();
    if (fault) this.mark("invalid", fault);
    else if (this.holder.classList.contains("cell--invalid")) this.mark("");
    return !fault;
  }

  mark(state, message = "") {
    this.message = message;
    for (const name of STATES) this.holder.classList.toggle(`cell--${name}`, name === state);
    if ((!state || state === "saved") && (this.comment || this.reason)) {
      this.holder.classList.remove("cell--saved");
      this.holder.classList.add("cell--note");
    }
    for (const input of [this.top, this.bottom]) {
      input.setAttribute("aria-invalid", state === "invalid");
      input.title = message;
    }
    if (this.messageAt) this.messageAt.textContent = message;
    if (current === this) showFormula(this);
  }

  draft() {
    return {
      unit: this.unit, indicator: this.indicator, version: this.version,
      numerator: this.top.value.trim(), denominator: this.bottom.value.trim(),
      reason: this.reason, comment: this.comment,
    };
  }

  // Takes over a row of the server: what is stored now.
  take(row) {
    this.version = row.version;
    this.reason = row.reason;
    this.comment = row.comment;
    this.top.value = row.numerator;
    if (!this.isYesNo) this.bottom.value = row.denominator;
    this.top.placeholder = row.reason ? say("NotApplicable") : "";
    this.stored();
  }

  stored() {
    const filled = this.filled();
    addFilled(Number(filled) - Number(this.isFilled));
    this.isFilled = filled;
    this.sent = this.text();
    this.judge();
    forget(this);
  }
}

for (const holder of entry.querySelectorAll("[data-cell]")) {
  const cell = new EntryCell(holder);
  cells.set(cell.key, cell);
}

const cellOf = (input) => cells.get(input.dataset.of);
const unsaved = () => [...cells.values()].filter((cell) => cell.isOpen && cell.text() !== cell.sent);

function addFilled(step) {
  const counter = place("filled");
  if (counter && step) counter.textContent = Number(counter.textContent) + step;
}

function showStatus(name, values) {
  const status = place("status");
  status.textContent = say(name, values);
  status.className = `status status--${{ Saved: "ok", Saving: "run", Unsaved: "bad" }[name]}`;
}

function showFormula(cell) {
  const bar = place("formula");
  if (!bar || !cell) return;
  const passport = cell.passport;
  bar.querySelector("[data-line=name]").textContent = cell.name;
  bar.querySelector("[data-line=what]").textContent = say("What", { k: passport.numeratorText, o: passport.denominatorText });
  bar.querySelector("[data-line=fault]").textContent = cell.message;
  bar.querySelector("[data-line=was]").textContent = cell.was;
  bar.querySelector("[data-line=counted]").textContent = (cell.holder.dataset.counted ?? "").trim();
  bar.querySelector("[data-line=note]").textContent = [cell.reason && say("Reason", { text: cell.reason }), cell.comment].filter(Boolean).join(" · ");
  const button = bar.querySelector("[data-note]");
  if (button) button.hidden = !cell.isOpen;
}

// Saving: one request at a time for a cell; what is typed meanwhile goes after it.
async function send(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": entry.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify(body),
    redirect: "error",
  });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) throw new TypeError(`answer ${answer.status}`);
  return answer.json();
}

async function save(cell) {
  if (cell.isSaving) { cell.again = true; return; }
  const isGood = cell.judge();
  if (!isGood || cell.text() === cell.sent) {
    remember(cell);
    if (!isGood) showStatus("Unsaved", { count: unsaved().length });
    return;
  }
  cell.isSaving = true;
  cell.again = false;
  const text = cell.text();
  cell.mark("saving");
  showStatus("Saving");
  try {
    settle(cell, await send(entry.dataset.urlCell, cell.draft()), text);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    cell.mark("unsaved", say("Offline"));
    remember(cell);
    showStatus("Unsaved", { count: unsaved().length });
  } finally {
    cell.isSaving = false;
  }
  if (cell.again) save(cell);
}

// What the server said of a cell; `text` is what was sent.
function settle(cell, answer, text) {
  const isStill = cell.text() === text;
  if (answer.state === "saved") {
    cell.version = answer.row.version;
    if (isStill) cell.take(answer.row);
    else cell.again = true;
    if (isStill) cell.mark("saved");
    showStatus("Saved", { time: answer.at });
  } else if (answer.state === "conflict" && answer.row) {
    cell.mark("conflict", answer.message);
    remember(cell);
    showConflict(cell, answer.row);
  } else {
    cell.mark("invalid", answer.message);
    remember(cell);
    showStatus("Unsaved", { count: unsaved().length });
  }
}

function showConflict(cell, row) {
  const box = document.getElementById("entry-conflict").content.firstElementChild.cloneNode(true);
  const line = (name, text) => { box.querySelector(`[data-line=${name}]`).textContent = text; };
  const pair = (top, bottom, reason) => (reason ? say("NotApplicable") : say("Pair", { k: top || "—", o: bottom || "—" }));
  line("title", say("Conflict", { cell: cell.name }));
  line("mine", say("Mine", { pair: pair(cell.top.value, cell.bottom.value, cell.reason) }));
  line("theirs", say("Theirs", { pair: pair(row.numerator, row.denominator, row.reason), by: row.by, time: row.at }));
  box.querySelector("[data-keep=mine]").addEventListener("click", () => {
    cell.version = row.version;
    cell.mark("");
    box.remove();
    cell.top.focus();
    save(cell);
  });
  box.querySelector("[data-keep=theirs]").addEventListener("click", () => {
    cell.take(row);
    cell.mark("saved");
    box.remove();
    cell.top.focus();
  });
  entry.querySelector(`[data-conflict="${cell.key}"]`)?.remove();
  box.dataset.conflict = cell.key;
  place("conflicts").append(box);
}

// What could not be saved is kept in the browser until it is, also over a new sign-in.
const shelf = (cell) => `entry:${entry.dataset.user}:${entry.dataset.cycle}:${cell.key}`;
function remember(cell) {
  if (cell.text() === cell.sent) forget(cell);
  else localStorage.setItem(shelf(cell), JSON.stringify(cell.draft()));
}
function forget(cell) { localStorage.removeItem(shelf(cell)); }
function recall() {
  for (const cell of cells.values()) {
    const kept = cell.isOpen && localStorage.getItem(shelf(cell));
    if (!kept) continue;
    const draft = JSON.parse(kept);
    cell.top.value = draft.numerator;
    if (!cell.isYesNo) cell.bottom.value = draft.denominator;
    cell.reason = draft.reason;
    cell.comment = draft.comment;
    cell.version = draft.version;
    save(cell);
  }
}

// Typing and moving
entry.addEventListener("input", ({ target }) => {
  const cell = target.dataset.of && cellOf(target);
  if (!cell) return;
  if (target.dataset.part === "reason") cell.reason = target.value.trim();
  if (target.dataset.part === "comment") cell.comment = target.value.trim();
  if (target.dataset.part === "numerator" || target.dataset.part === "denominator") dropReason(cell);
  cell.judge();
});
function dropReason(cell) {
  const { top, bottom } = cell.read();
  if (!cell.reason || (top.figure === null && (cell.isYesNo || bottom.figure === null))) return;
  cell.reason = "";
  const field = entry.querySelector(`[data-of="${cell.key}"][data-part="reason"]`);
  if (field) field.value = "";
}
entry.addEventListener("change", ({ target }) => {
  const cell = target.dataset.of && cellOf(target);
  if (cell) save(cell);
});
entry.addEventListener("focusin", ({ target }) => {
  const cell = target.dataset.of && cellOf(target);
  if (!cell) return;
  current = cell;
  showFormula(cell);
});

const rows = [...entry.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[data-step]")]);
const spot = (input) => {
  const row = rows.findIndex((inputs) => inputs.includes(input));
  return { row, column: row < 0 ? -1 : Number(input.dataset.step) };
};
const inputAt = (row, column) => rows[row]?.find((input) => Number(input.dataset.step) === column);
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// The next cell in the direction; cells that are not asked are passed over.
function next(input, [down, across]) {
  const { row, column } = spot(input);
  const widest = Math.max(...rows.map((inputs) => Number(inputs.at(-1)?.dataset.step ?? 0)));
  for (let step = 1; step <= Math.max(rows.length, widest + 1); step += 1) {
    const found = inputAt(row + step * down, column + step * across);
    if (found) return found;
  }
  return null;
}

function isInsideText(input, key) {
  if (input.selectionStart !== input.selectionEnd) return false;
  if (key === "ArrowLeft") return input.selectionStart > 0;
  return key === "ArrowRight" && input.selectionEnd < input.value.length;
}

entry.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!target.matches("input[data-of], select[data-of]")) return;
  if (key === "F2") { event.preventDefault(); openNote(cellOf(target)); return; }
  if (target.matches("select")) return;
  if (key === "Enter") event.preventDefault();
  if (!STEPS[key] || !("step" in target.dataset) || event.shiftKey || event.ctrlKey || event.altKey || isInsideText(target, key)) return;
  const found = next(target, STEPS[key]);
  if (found) { event.preventDefault(); found.focus(); found.select?.(); }
  else if (key === "Enter") save(cellOf(target));
});

// The note of a cell: a comment, or why the indicator does not apply
const note = document.getElementById("entry-note");
let noted = null;
function openNote(cell) {
  if (!cell?.isOpen || !note) return;
  noted = cell;
  note.querySelector("[data-line=cell]").textContent = cell.name;
  note.querySelector("[name=reason]").value = cell.reason;
  note.querySelector("[name=comment]").value = cell.comment;
  note.showModal();
}
entry.addEventListener("click", (event) => { if (event.target.closest("[data-note]")) openNote(current); });
note?.querySelector("form").addEventListener("submit", () => {
  noted.reason = note.querySelector("[name=reason]").value.trim();
  noted.comment = note.querySelector("[name=comment]").value.trim();
  if (noted.reason) { noted.top.value = ""; if (!noted.isYesNo) noted.bottom.value = ""; }
  save(noted);
});
note?.addEventListener("close", () => noted?.top.focus());

window.addEventListener("beforeunload", (event) => {
  document.activeElement?.blur();
  if (unsaved().length) event.preventDefault();
});
window.addEventListener("online", () => unsaved().forEach(save));
for (const element of document.querySelectorAll("[data-plain]")) element.hidden = true;
for (const element of document.querySelectorAll("[data-scripted]")) element.hidden = false;
recall();
