/* A part of the page that follows what happens: <div data-live="/address/">first content</div>.
   The address answers with server-sent events when asked for them, else with the part itself (kernel/live.py).
   Without room for a stream, or without EventSource, the part is fetched every five seconds. What was shown last stays when the
   network goes; data-live-state says live, polling or lost. */
(function () {
  "use strict";
  var POLL_MS = 5000, AGAIN_MS = 60000, WATCH_MS = 30000;

  function follow(part) {
    var address = part.getAttribute("data-live"), source = null, timer = null, heard = 0, busy = false, again = false;

    function state(word) { part.setAttribute("data-live-state", word); }

    function refresh() {
      if (busy) { again = true; return; }
      busy = true;
      fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" }).then(function (response) {
        if (!response.ok) { throw new Error(String(response.status)); }
        return response.text();
      }).then(function (html) {
        heard = Date.now();
        if (part.getAttribute("data-live-state") === "lost" || !source) { state(source ? "live" : "polling"); }
        if (html !== part.liveHtml) { part.liveHtml = html; part.innerHTML = html; }
      }, function () { state("lost"); }).then(function () {
        busy = false;
        if (again) { again = false; refresh(); }
      });
    }

    function poll() {
      if (source) { source.close(); source = null; }
      if (timer) { return; }
      state("polling");
      refresh();
      timer = setInterval(refresh, POLL_MS);
      setTimeout(stream, AGAIN_MS);
    }

    function stream() {
      if (!window.EventSource || part.getAttribute("data-live-polls") === "1") { if (!timer) { poll(); } return; }
      source = new EventSource(address);
      source.onopen = function () {
        if (timer) { clearInterval(timer); timer = null; }
        heard = Date.now();
        state("live");
      };
      source.onmessage = function () { heard = Date.now(); refresh(); };
      /* The stream ends every few seconds by design and the browser reconnects; closed for good means 204: no room. */
      source.onerror = function () { if (source && source.readyState === 2) { source = null; if (timer) { setTimeout(stream, AGAIN_MS); } else { poll(); } } };
    }

    /* A stream that a proxy swallowed looks open and says nothing: look for ourselves now and then. */
    setInterval(function () { if (source && Date.now() - heard > WATCH_MS) { refresh(); } }, WATCH_MS);
    stream();
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-live]"), follow);
})();
