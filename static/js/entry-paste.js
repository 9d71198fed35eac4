// A block pasted from a spreadsheet: first shown where each figure lands, then saved in one request, bad cells named one by one.
const preview = document.getElementById("entry-paste");
let block = [];

const blockOf = (text) => text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));

// The inputs under the block, whether or not they can be filled; `input` is missing outside of the table.
function landing(start, lines) {
  const { row, column } = spot(start);
  return lines.flatMap((line, down) =>
    line.map((text, across) => ({ text: text.trim(), input: inputAt(row + down, column + across), down })));
}

const cellFault = ({ text, input }) => {
  if (!input) return say("Outside");
  const cell = cellOf(input);
  if (!cell.isOpen || input.readOnly) return say("Closed");
  const { fault } = readFigure(text, cell.isYesNo);
  return fault && say(fault, { text });
};

// O of a yes-or-no indicator is always 1: a pasted 1 or nothing is in order there.
const isIdle = ({ text, input }) => Boolean(input?.readOnly && cellOf(input).isYesNo && cellOf(input).isOpen && ["", "1"].includes(text));

function showPreview(landed) {
  const bad = landed.filter((one) => !isIdle(one) && cellFault(one));
  const good = landed.filter((one) => !isIdle(one) && !cellFault(one));
  const over = good.filter(({ input, text }) => input.value && input.value !== text).length;
  preview.querySelector("[data-line=sum]").textContent = say("PasteSum", { good: good.length, over, bad: bad.length });
  const body = preview.querySelector("tbody");
  body.replaceChildren(...landed.filter((one) => !isIdle(one)).map((one) => previewRow(one)));
  preview.querySelector("[data-paste]").disabled = good.length === 0;
  block = good;
  preview.showModal();
}

function previewRow(one) {
  const row = document.createElement("tr");
  const fault = cellFault(one);
  const name = one.input ? one.input.getAttribute("aria-label") : "—";
  for (const text of [name, one.input?.value || "—", one.text || "—", fault || say("WillSave")]) {
    const cell = document.createElement("td");
    cell.textContent = text;
    row.append(cell);
  }
  row.classList.toggle("row--bad", Boolean(fault));
  return row;
}

async function savePasted() {
  const touched = new Set();
  for (const { input, text } of block) {
    input.value = text;
    const cell = cellOf(input);
    dropReason(cell);
    touched.add(cell);
  }
  const ready = [...touched].filter((cell) => cell.judge() && cell.text() !== cell.sent);
  for (const cell of touched) remember(cell);
  if (!ready.length) return;
  const texts = new Map(ready.map((cell) => [cell.key, cell.text()]));
  ready.forEach((cell) => cell.mark("saving"));
  showStatus("Saving");
  try {
    const answer = await send(entry.dataset.urlPaste, { cells: ready.map((cell) => cell.draft()) });
    for (const one of answer.cells) {
      const key = `${one.unit}-${one.indicator}`;
      settle(cells.get(key), one, texts.get(key));
    }
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    ready.forEach((cell) => cell.mark("unsaved", say("Offline")));
    showStatus("Unsaved", { count: unsaved().length });
  }
}

entry.addEventListener("paste", (event) => {
  if (!event.target.matches("input[data-step]")) return;
  const lines = blockOf(event.clipboardData.getData("text"));
  if (lines.length === 1 && lines[0].length === 1) return;
  event.preventDefault();
  showPreview(landing(event.target, lines));
});
preview?.querySelector("[data-paste]").addEventListener("click", () => { preview.close(); savePasted(); });
