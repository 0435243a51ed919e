/* Writing a block: saved a moment after the last key, with the revision it was made from; one more row in a list of options. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-author]");
  if (!form) return;
  var state = form.querySelector("[data-state]");
  var problems = form.querySelector("[data-problems]");
  var revision = form.querySelector("[name=revision]");
  var timer, wait = 1500, busy = false, again = false, stopped = false;

  function words(name) { return form.getAttribute("data-" + name); }

  function show(found) {
    problems.textContent = "";
    found.forEach(function (problem) {
      var line = document.createElement("li");
      line.className = problem.warning ? "muted" : "strong";
      line.textContent = problem.text;
      problems.appendChild(line);
    });
  }

  function conflict(said) {
    stopped = true;
    state.textContent = said + " ";
    var button = document.createElement("button");
    button.className = "btn tight"; button.textContent = words("compare");
    state.appendChild(button);
  }

  function save() {
    if (stopped) return;
    if (busy) { again = true; return; }
    busy = true;
    state.textContent = words("saving");
    var body = new FormData(form);
    ["file", "subtitles"].forEach(function (name) { if (body.delete) body.delete(name); });
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.json(); })
      .then(function (said) {
        busy = false; wait = 1500;
        if (said.conflict) { conflict(said.conflict); return; }
        if (said.problem) { state.textContent = said.problem; return; }
        revision.value = said.revision;
        state.textContent = said.said;
        show(said.problems);
        if (again) { again = false; later(); }
      })
      .catch(function () {
        busy = false; wait = Math.min(wait * 2, 60000);
        state.textContent = words("lost");
        later();
      });
  }

  function later() { clearTimeout(timer); timer = setTimeout(save, wait); }

  form.addEventListener("input", function (event) { if (event.target.type !== "file") later(); });
  form.addEventListener("submit", function () { clearTimeout(timer); stopped = true; });

  /* A new row is a copy of the last one with the next number in its names. */
  Array.prototype.forEach.call(form.querySelectorAll("[data-rows]"), function (rows) {
    var more = rows.querySelector("[data-more]");
    more.hidden = false;
    more.addEventListener("click", function () {
      var all = rows.querySelectorAll("[data-row]");
      var last = all[all.length - 1];
      var copy = last.cloneNode(true);
      Array.prototype.forEach.call(copy.querySelectorAll("input, label"), function (part) {
        ["name", "id", "htmlFor"].forEach(function (key) {
          if (part[key]) part[key] = part[key].replace(/(^[a-z]+[_-]|-)(\d+)/, function (whole, start) { return start + all.length; });
        });
        if (part.tagName === "INPUT" && part.type === "radio") part.value = String(all.length);
        else if (part.tagName === "INPUT" && part.type !== "checkbox") part.value = "";
        if (part.checked) part.checked = false;
      });
      last.parentNode.insertBefore(copy, last.nextSibling);
      copy.querySelector("input:not([type=hidden])").focus();
    });
  });
})();
