/* Writing a report: figures are inserted where the cursor is, the preview follows, and what was typed survives a closed tab. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  if (!form) return;
  var text = form.querySelector("[data-figures=target]");
  var target = document.querySelector("[data-preview=target]");
  var key = form.getAttribute("data-autosave");
  var note = form.querySelector("[data-autosave-note]");
  var revision = form.querySelector("[name=revision]");
  var timer;

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ revision: revision.value, text: text.value }));
      note.hidden = false;
    } catch (error) { /* a full or forbidden storage costs only this comfort */ }
  }

  function restore() {
    try {
      var kept = JSON.parse(localStorage.getItem(key) || "null");
      if (kept && kept.revision === revision.value && kept.text !== text.value) { text.value = kept.text; note.hidden = false; }
      else if (kept && kept.revision !== revision.value) localStorage.removeItem(key);
    } catch (error) { localStorage.removeItem(key); }
  }

  function preview() {
    var body = new FormData(form);
    fetch(form.getAttribute("data-preview-address"), { method: "POST", body: body, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (html) { if (html !== null) target.innerHTML = html; })
      .catch(function () { /* offline: the last preview stays */ });
  }

  function changed() {
    keep();
    clearTimeout(timer);
    timer = setTimeout(preview, 500);
  }

  document.querySelectorAll("[data-insert]").forEach(function (button) {
    button.addEventListener("click", function () {
      text.focus();
      text.setRangeText("{{" + button.getAttribute("data-insert") + "}}", text.selectionStart, text.selectionEnd, "end");
      changed();
    });
  });
  text.addEventListener("input", changed);
  form.addEventListener("submit", function () { localStorage.removeItem(key); });
  restore();
})();
