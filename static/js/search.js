// "/" leads to the search box of the header; on phones, where it is hidden, to the one of the page.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  const box = [...document.querySelectorAll("#shell-search, #search-text")].find((one) => one.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
