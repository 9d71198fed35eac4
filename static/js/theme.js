// Theme menu: switches at once and stores the choice without leaving the page. Without scripts the form is sent.
const root = document.documentElement;

document.addEventListener("submit", (event) => {
  const theme = event.submitter?.name === "theme" && event.submitter.value;
  if (!theme) return;
  event.preventDefault();
  const form = event.target;
  const answer = new FormData(form, event.submitter);
  root.dataset.theme = theme;
  root.dataset.bsTheme = theme === "dark" ? "dark" : "light";
  for (const button of document.querySelectorAll('button[name="theme"]')) {
    button.setAttribute("aria-pressed", button.value === theme);
  }
  form.closest("[popover]")?.hidePopover();
  fetch(form.action, { method: "POST", body: answer, redirect: "manual" });
});
