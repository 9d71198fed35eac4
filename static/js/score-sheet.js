// A score sheet: the sum follows the choice, the draft is kept a second after the last change. Without scripts the buttons do both.
const sheet = document.getElementById("sheet");
const sum = document.getElementById("sheet-sum");
const state = document.getElementById("sheet-state");
const language = document.documentElement.lang || "ru";

// Weights have two digits at most: hundredths as whole numbers add up exactly.
const counted = () =>
  [...sheet.querySelectorAll(".score-set")].reduce((total, set) => {
    const chosen = set.querySelector("input:checked");
    const weight = Math.round(Number(set.dataset.weight) * 100);
    return total + (chosen ? Number(chosen.value) * weight : 0);
  }, 0) / 100;

const keep = async () => {
  try {
    const answer = await fetch(sheet.dataset.draft, {
      method: "POST",
      body: new FormData(sheet),
      headers: { "X-Requested-With": "fetch" },
    });
    const said = await answer.json();
    state.textContent = said.saved ?? said.error;
  } catch {
    state.textContent = "";
  }
};

let waiting = 0;
const changed = () => {
  sum.value = new Intl.NumberFormat(language).format(counted());
  if (sheet.dataset.draft) {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1000);
  }
};

sheet?.addEventListener("input", changed);
sheet?.addEventListener("submit", () => clearTimeout(waiting));
