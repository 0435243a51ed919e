/* The classroom bundle: who sits at this phone, what they did, and the signed file their results travel in. Works from a stick, a hotspot or
   an old PC; the lesson's own script runs on top and does not know the difference. */
(function () {
  "use strict";
  var shell = JSON.parse(document.getElementById("shell").textContent), words = JSON.parse(document.getElementById("learning-words").textContent);
  var prefix = "catecp:" + shell.bundle + ":", page = document.querySelector("[data-learning]"), isServed = location.protocol.indexOf("http") === 0;

  function get(name, otherwise) {
    try { var kept = localStorage.getItem(prefix + name); return kept === null ? otherwise : JSON.parse(kept); } catch (_error) { return otherwise; }
  }
  function put(name, value) { localStorage.setItem(prefix + name, JSON.stringify(value)); }
  function random() {
    return Array.from(crypto.getRandomValues(new Uint8Array(18)), function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }
  function seats() { return get("seats", []); }
  function seat() { var entry = get("seat", ""); return seats().filter(function (one) { return one.entry === entry; })[0] || null; }
  function sitDown(row) {
    var all = seats();
    if (!all.some(function (one) { return one.entry === row.entry; })) { all.push({ key: random(), entry: row.entry, name: row.name, seed: row.seed }); put("seats", all); }
    put("seat", row.entry);
  }

  /* The same store as the page's own, in the browser's plain storage, which also works without a server. */
  window.CatecpStore = { of: function (entry) {
    var base = entry + ":";
    return {
      read: function (name) { return Promise.resolve(get(base + name)); },
      write: function (name, value) { put(base + name, value); return Promise.resolve(); },
      device: function () { return Promise.resolve(seat().key); },
      add: function (event) {
        var events = get(base + "events", []), kept = { seq: events.length + 1, kind: event.kind, block: event.block || "", at: new Date().toISOString(), body: event.body || {} };
        put(base + "events", events.concat([kept]));
        return Promise.resolve(kept);
      },
      waiting: function () { return Promise.resolve(get(base + "events", [])); },
      drop: function () { return Promise.resolve(); }
    };
  } };
  function results(which) {
    var file = { format: "catecp-results-1", bundle: shell.bundle, made_at: new Date().toISOString(), seats: which.map(function (one) {
      return { key: one.key, entry: one.entry, name: one.name, seed: one.seed, events: get(one.entry + ":events", []) };
    }) };
    file.signature = window.CatecpSeal.hmac(shell.key, window.CatecpSeal.canonical(file));
    return file;
  }
  window.CatecpSync = { start: function (store, _address, tell) {
    function send() {
      var here = seat();
      if (!here) { return Promise.resolve(); }
      return store.waiting().then(function (events) {
        var left = events.length - get(here.entry + ":taken", 0);
        if (!isServed || !left) { tell("kept_here", events.length); return null; }
        return fetch("../results", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(results([here])) })
          .then(function (response) { if (!response.ok) { throw new Error(String(response.status)); } return response.json(); })
          .then(function (answer) { put(here.entry + ":taken", answer.highest); tell("with_teacher", events.length); });
      }).catch(function () { tell("kept_here", get(here.entry + ":events", []).length); });
    }
    return { send: send };
  } };

  function element(tag, text, css) { var made = document.createElement(tag); made.textContent = text || ""; if (css) { made.className = css; } return made; }
  function names(place) {
    var here = seat(), list = document.createElement("select"), empty = element("option", words.your_name);
    empty.value = ""; list.appendChild(empty);
    list.setAttribute("aria-label", words.your_name); list.className = "input";
    shell.entries.forEach(function (row) { var option = element("option", row.name); option.value = row.entry; option.selected = Boolean(here && here.entry === row.entry); list.appendChild(option); });
    list.addEventListener("change", function () {
      shell.entries.forEach(function (row) { if (row.entry === list.value) { sitDown(row); location.reload(); } });
    });
    place.appendChild(list);
  }
  function save(place) {
    var button = element("button", words.save_results, "btn quiet");
    button.type = "button";
    button.addEventListener("click", function () {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(results(seats()))], { type: "application/json" }));
      link.download = "catecp-results-" + shell.bundle + ".json";
      document.body.appendChild(link); link.click(); link.remove();
    });
    place.appendChild(button);
  }
  function draw(settings, chosen) {
    var pool = settings && settings.pool && settings.pool.draw, all = Array.prototype.slice.call(document.querySelectorAll("[data-kind=question]"));
    if (!pool || !chosen) { return; }
    var drawn = window.CatecpDraws.drawn(all, pool, chosen.seed, page.dataset.unit);
    all.forEach(function (block) { if (drawn.indexOf(block) < 0) { block.remove(); } });
  }
  document.querySelectorAll("[data-names]").forEach(names);
  document.querySelectorAll("[data-save]").forEach(save);
  if (page) {
    var here = seat();
    if (!here && shell.entries.length) { location.href = "index.html"; return; }
    page.dataset.learner = here ? here.entry : "";
    page.dataset.enrolment = shell.bundle;
    draw(JSON.parse(page.dataset.lessonSettings || "{}"), here);
  }
  var mine = seat();
  if (mine) {
    var done = {};
    get(mine.entry + ":events", []).forEach(function (event) { if (event.kind === "opened") { done[event.block] = true; } });
    document.querySelectorAll("[data-lesson]").forEach(function (link) { if (done[link.dataset.lesson]) { link.parentNode.classList.add("opened"); } });
  }
})();
