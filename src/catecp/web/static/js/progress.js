// Long work: ask the same page again and put the fresh part in place, less often the longer it takes.
(() => {
  let wait = 1500;
  const again = async () => {
    const parts = document.querySelectorAll("[data-progress]:not([data-over])");
    if (!parts.length) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        let over = false;
        parts.forEach((part) => {
          const fresh = page.querySelector(`[data-progress="${part.dataset.progress}"]`);
          if (!fresh || "over" in fresh.dataset) over = true;
          else part.replaceWith(fresh);
        });
        if (over) { location.reload(); return; }
      }
    } catch { /* the network is gone for a moment: try again */ }
    wait = Math.min(wait * 1.3, 10000);
    setTimeout(again, wait);
  };
  setTimeout(again, wait);
})();
