/* Hands scans in and fetches the list, in the background, with a growing pause after each failure. A scan is forgotten by nobody:
   only the server's word that it holds it ends the sending. */
(function () {
  "use strict";
  var hall = window.CatecpCheckin = window.CatecpCheckin || {};
  var BATCH = 200, LIST_MS = 60000, LONGEST_MS = 60000, TIMEOUT_MS = 15000;

  function ask(address, options) {
    var control = new AbortController(), timer = setTimeout(function () { control.abort(); }, TIMEOUT_MS);
    options.signal = control.signal;
    return fetch(address, options).then(function (response) { clearTimeout(timer); return response; },
      function (problem) { clearTimeout(timer); throw problem; });
  }

  /* `says` hears {net, problem, clock, list, refused} whenever one of them is known anew. */
  hall.makeSync = function (store, addresses, says) {
    var failures = 0, timer = null, busy = false, again = false, listAt = 0;

    function later(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(go, milliseconds * (0.5 + Math.random()));
    }

    function refused(response) {
      return response.json().catch(function () { return {}; }).then(function (body) {
        says({ net: true, problem: body.problem || String(response.status) });
        /* A phone that may no longer scan keeps its scans and nothing about people. */
        var withdrawn = response.status === 403 || response.status === 401;
        return (withdrawn ? store.forget("list").then(function () { listAt = 0; says({ list: null }); }) : Promise.resolve())
          .then(function () { throw new Error("refused"); });
      });
    }

    function send(key) {
      return store.scans().then(function (all) {
        var unsent = all.filter(function (scan) { return !scan.sent && !scan.refused; }), batch = unsent.slice(0, BATCH);
        if (batch.length === 0) { return undefined; }
        var body = { now: new Date().toISOString(), waiting: unsent.length - batch.length, scans: batch };
        var headers = { "Content-Type": "application/json", "X-Device-Key": key };
        return ask(addresses.scans, { method: "POST", headers: headers, body: JSON.stringify(body), credentials: "omit" }).then(function (response) {
          return response.ok ? response.json() : refused(response);
        }).then(function (answer) {
          batch.forEach(function (scan) {
            scan.sent = answer.held.indexOf(scan.nonce) >= 0;
            if (answer.refused[scan.nonce]) { scan.refused = answer.refused[scan.nonce]; says({ refused: scan.refused }); }
          });
          return store.mark(batch).then(function () {
            says({ net: true, problem: "", clock: answer.clock_ahead, sent: true });
            return unsent.length > batch.length ? send(key) : undefined;
          });
        });
      });
    }

    function fetchList(key) {
      if (Date.now() - listAt < LIST_MS / 2) { return Promise.resolve(); }
      return store.get("list").then(function (kept) {
        var headers = { "X-Device-Key": key };
        if (kept) { headers["If-None-Match"] = kept.tag; }
        return ask(addresses.list, { headers: headers, credentials: "omit", cache: "no-store" }).then(function (response) {
          if (response.status === 304) { kept.at = Date.now(); return kept; }
          if (!response.ok) { return refused(response); }
          return response.json().then(function (data) { return { tag: response.headers.get("ETag") || "", data: data, at: Date.now() }; });
        }).then(function (list) {
          listAt = Date.now();
          return store.set("list", list).then(function () { says({ net: true, problem: "", list: list }); });
        });
      });
    }

    function go() {
      if (busy) { again = true; return; }
      busy = true; again = false;
      store.get("device").then(function (device) {
        return device && send(device.key).then(function () { return fetchList(device.key); });
      }).then(function () { failures = 0; later(LIST_MS); }, function (problem) {
        failures += 1;
        if (problem.message !== "refused") { says({ net: false }); }
        later(Math.min(LONGEST_MS, 1000 * Math.pow(2, failures)));
      }).then(function () { busy = false; if (again) { go(); } });
    }

    window.addEventListener("online", function () { failures = 0; listAt = 0; go(); });
    window.addEventListener("offline", function () { says({ net: false }); });
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { go(); } });
    return { go: go, fresh: function () { listAt = 0; go(); } };
  };
})();
