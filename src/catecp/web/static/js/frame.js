// Small comforts of the frame; every page works without them.
(() => {
  const drops = document.querySelectorAll("details.drop");
  const close = (but) => drops.forEach((drop) => { if (drop !== but) drop.open = false; });
  drops.forEach((drop) => drop.addEventListener("toggle", () => { if (drop.open) close(drop); }));
  document.addEventListener("click", (event) => close(event.target.closest("details.drop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = [...drops].find((drop) => drop.open);
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // A frame that scrolls must be reachable by keyboard.
  const reachable = () => document.querySelectorAll(".table-wrap, .tabs, pre").forEach((frame) => {
    if (frame.scrollWidth > frame.clientWidth && !frame.hasAttribute("tabindex")) frame.tabIndex = 0;
  });
  reachable();
  addEventListener("resize", reachable);

  // A destructive button asks once more.
  document.addEventListener("submit", (event) => {
    const words = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (words && !confirm(words)) event.preventDefault();
  });
})();
