/* The translation desk by keyboard. Without this file every sentence is a form of its own that works.
   What is typed and not saved stays in this browser until it is saved. */
(function () {
  "use strict";
  var desk = document.querySelector("[data-desk]");
  if (!desk) { return; }
  var rows = [].slice.call(desk.querySelectorAll("[data-segment]"));
  var here = -1;

  function words(name) { return desk.getAttribute("data-" + name); }
  function area(row) { return row.querySelector("textarea"); }
  function key(row) { return "catecp-desk-" + words("desk") + "-" + row.getAttribute("data-segment"); }
  function store(row, text) {
    try { if (text === null) { localStorage.removeItem(key(row)); } else { localStorage.setItem(key(row), text); } } catch (full) { /* a full or closed store only loses the convenience */ }
  }
  function stored(row) { try { return localStorage.getItem(key(row)); } catch (closed) { return null; } }
  function say(row, text) { row.querySelector("[data-said]").textContent = text; }

  function go(number, write) {
    if (number < 0 || number >= rows.length) { return; }
    if (here >= 0) { rows[here].classList.remove("here"); }
    here = number;
    rows[here].classList.add("here");
    (write ? area(rows[here]) : rows[here]).focus();
    rows[here].scrollIntoView({ block: "center" });
  }

  function problem(row, text) {
    var box = row.querySelector("[data-problem]");
    box.textContent = text || "";
    box.className = text ? "notice bad small" : "";
  }

  function ask(row, missing) {
    var box = row.querySelector("[data-waive]"), list = box.querySelector("[data-terms]");
    box.hidden = !missing.length;
    list.textContent = "";
    missing.forEach(function (term) {
      var input = document.createElement("input");
      input.type = "hidden"; input.name = "term"; input.value = term;
      list.appendChild(input);
    });
  }

  function revise(row, revision) {
    [].forEach.call(row.querySelectorAll("input[name=revision]"), function (input) { input.value = revision; });
  }

  function save(row, then) {
    var form = row.querySelector("[data-save]"), sent = area(row).value;
    say(row, words("saving"));
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (response) { return response.json(); })
      .then(function (answer) {
        if (!answer.ok) {
          say(row, words("unsaved"));
          problem(row, answer.problem + (answer.now ? "\n" + answer.now : ""));
          ask(row, answer.missing || []);
          if (answer.revision !== undefined) { revise(row, answer.revision); }
          return;
        }
        revise(row, answer.revision);
        row.className = "seg st-edge-" + answer.state + (rows[here] === row ? " here" : "");
        row.querySelector("[data-state]").textContent = answer.label;
        problem(row, ""); ask(row, []);
        area(row).defaultValue = sent;
        if (area(row).value === sent) { store(row, null); say(row, words("saved")); }
        if (then) { then(); }
      }, function () { say(row, ""); problem(row, words("offline")); });
  }

  function insert(row, text) {
    var field = area(row), start = field.selectionStart, end = field.selectionEnd;
    field.value = field.value.slice(0, start) + text + field.value.slice(end);
    field.selectionStart = field.selectionEnd = start + text.length;
    field.focus();
    typed(row);
  }

  function typed(row) {
    var text = area(row).value, same = text === area(row).defaultValue;
    store(row, same ? null : text);
    say(row, same ? "" : words("unsaved"));
  }

  function nextMark(row) {
    var left = area(row).value, marks = [].slice.call(row.querySelectorAll("[data-mark]"));
    for (var i = 0; i < marks.length; i++) {
      var mark = marks[i].textContent, at = left.indexOf(mark);
      if (at < 0) { insert(row, mark); return; }
      left = left.slice(0, at) + left.slice(at + mark.length);
    }
  }

  function start(row) {
    var known = row.querySelector("[data-memory]");
    area(row).value = (known || row.querySelector(".seg-source")).textContent;
    area(row).focus();
    typed(row);
  }

  rows.forEach(function (row, number) {
    var field = area(row), before = stored(row);
    if (before !== null && before !== field.value) { field.value = before; say(row, words("restored")); }
    field.addEventListener("input", function () { typed(row); });
    field.addEventListener("focus", function () { if (here !== number) { go(number, true); } });
    row.querySelector("[data-save]").addEventListener("submit", function (event) { event.preventDefault(); save(row, null); });
    row.addEventListener("click", function (event) {
      var text = event.target.getAttribute("data-insert");
      if (text !== null) { insert(row, text); }
      if (event.target.hasAttribute("data-memory")) { field.value = event.target.textContent; field.focus(); typed(row); }
    });
  });

  function whileWriting(event, row) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { save(row, function () { go(here + 1, true); }); return true; }
    if (event.key === "Escape") { go(here, false); return true; }
    if (!event.altKey) { return false; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { go(here + (event.key === "ArrowDown" ? 1 : -1), true); return true; }
    if (/^Digit[1-9]$/.test(event.code)) {
      var item = row.querySelectorAll(".seg-terms li")[Number(event.code.slice(5)) - 1], button = item && item.querySelector("[data-insert]");
      if (button) { insert(row, button.getAttribute("data-insert")); }
      return true;
    }
    if (event.code === "KeyM") { nextMark(row); return true; }
    if (event.code === "KeyC") { start(row); return true; }
    return false;
  }

  function whileReading(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return false; }
    if (event.key === "j" || event.key === "ArrowDown") { go(here + 1, false); return true; }
    if (event.key === "k" || event.key === "ArrowUp") { go(Math.max(0, here - 1), false); return true; }
    if (event.key === "?") { var help = document.querySelector("[data-desk-help]"); help.open = !help.open; return true; }
    if (here < 0) { return false; }
    if (event.key === "Enter" && document.activeElement === rows[here]) { area(rows[here]).focus(); return true; }
    if (event.key === "x") { var box = rows[here].querySelector("input[name=chosen]"); box.checked = !box.checked; return true; }
    return false;
  }

  document.addEventListener("keydown", function (event) {
    var inField = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName), row = event.target.closest("[data-segment]");
    var done = row && event.target === area(row) ? whileWriting(event, row) : !inField && whileReading(event);
    if (done) { event.preventDefault(); }
  });

  var all = document.querySelector("[data-choose-all]");
  all.hidden = false;
  all.addEventListener("change", function (event) {
    rows.forEach(function (row) { row.querySelector("input[name=chosen]").checked = event.target.checked; });
  });
  var first = location.hash && rows.indexOf(document.querySelector(location.hash));
  if (first >= 0 && location.hash) { go(first, false); }
})();
