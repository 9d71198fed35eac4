// Native dialogs: an element with data-dialog="id" opens, [data-close] closes. Without scripts the opener is a link to a page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  if (event.target.closest("[data-close]")) {
    const dialog = event.target.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  }
});
