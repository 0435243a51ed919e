/* Keeps a course on the phone: one cache a course, filled file by file, so that a cut download goes on where it stopped. */
(function () {
  "use strict";
  var page = document.querySelector("[data-download]");
  if (!page) { return; }
  var words = JSON.parse(document.getElementById("learning-words").textContent);
  var name = "catecp-course-" + page.dataset.learner + "-" + page.dataset.enrolment, stopped = false;

  function part(key) { return page.querySelector("[data-" + key + "]"); }
  function say(text, values) { return text.replace(/%\((\w+)\)s/g, function (_whole, key) { return values[key]; }); }
  function megabytes(bytes) { return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0) + " MB"; }
  function problem(text) { part("problem").textContent = text; part("problem").hidden = !text; }
  function remembered() { try { return JSON.parse(localStorage.getItem(name)); } catch (_error) { return null; } }
  function draw() {
    var kept = remembered();
    part("kept").hidden = !(kept && kept.done);
    if (kept && kept.done) { part("kept-size").textContent = megabytes(kept.bytes); }
  }
  function ready() {
    return navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope }).then(function () { return navigator.serviceWorker.ready; });
  }
  /* The worker opens only the copies of who learns here now. */
  function mine() {
    return caches.open("catecp-learner-now").then(function (cache) { return cache.put(page.dataset.scope + "now", new Response(page.dataset.learner)); });
  }
  function fetchInto(cache, address) {
    return cache.match(address, { ignoreVary: true }).then(function (known) {
      if (known) { return null; }
      return fetch(address, { credentials: "same-origin" }).then(function (response) {
        if (!response.ok || response.redirected) { throw new Error(address + " " + response.status); }
        return cache.put(address, response);
      });
    });
  }
  function keep(choice) {
    stopped = false; problem("");
    part("progress-card").hidden = false; part("choices").hidden = true;
    return ready().then(mine).then(function () { return fetch(page.dataset.manifest + "?media=" + choice, { credentials: "same-origin" }); }).then(function (response) {
      if (!response.ok) { throw new Error(String(response.status)); }
      return response.json();
    }).then(function (manifest) {
      return roomFor(manifest.bytes).then(function () { return caches.open(name); }).then(function (cache) {
        var before = remembered(), stale = before && before.version !== manifest.version;
        var todo = manifest.files.map(function (file) { return file; }).concat(manifest.pages.map(function (address) { return { address: address, bytes: 0, isPage: true }; }));
        var total = manifest.bytes, have = 0;
        localStorage.setItem(name, JSON.stringify({ done: false, choice: choice, version: manifest.version, bytes: total }));
        function next(place) {
          if (stopped) { throw new Error("stopped"); }
          if (place === todo.length) { return null; }
          part("doing").textContent = say(words.keeping, { have: megabytes(have), total: megabytes(total) });
          part("far").value = Math.round(place / todo.length * 100);
          var one = todo[place], first = one.isPage || stale ? cache.delete(one.address) : Promise.resolve();  /* pages are always fetched anew */
          return first.then(function () { return fetchInto(cache, one.address); }).then(function () { have += one.bytes; return next(place + 1); });
        }
        return Promise.resolve(next(0)).then(function () {
          localStorage.setItem(name, JSON.stringify({ done: true, choice: choice, version: manifest.version, bytes: total }));
        });
      });
    }).then(function () { draw(); }).catch(function (error) {
      if (error.message === "room") { problem(words.no_room_to_keep); } else if (error.message !== "stopped") { problem(words.cut); }
    }).then(function () { part("progress-card").hidden = true; part("choices").hidden = false; });
  }
  function roomFor(bytes) {
    if (!navigator.storage || !navigator.storage.estimate) { return Promise.resolve(); }
    if (navigator.storage.persist) { navigator.storage.persist(); }
    return navigator.storage.estimate().then(function (found) { if (found.quota && found.quota - found.usage < bytes * 1.1) { throw new Error("room"); } });
  }
  if (!navigator.serviceWorker || !window.caches) { problem(words.cannot_keep); return; }
  page.querySelectorAll("[data-choice]").forEach(function (button) { button.addEventListener("click", function () { keep(button.dataset.choice); }); });
  part("stop").addEventListener("click", function () { stopped = true; });
  part("remove").addEventListener("click", function () { caches.delete(name).then(function () { localStorage.removeItem(name); draw(); }); });
  draw();
})();
