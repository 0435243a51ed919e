/* Around a package: hands it the state this phone holds, keeps what it reports here first, and sends it on. */
(function () {
  "use strict";
  var page = document.querySelector("[data-play]"), frame = page && page.querySelector("iframe");
  if (!frame) { return; }
  var words = JSON.parse(document.getElementById("learning-words").textContent), status = page.querySelector("[data-sync-status]");
  var store = window.CatecpStore.of(page.dataset.learner), block = page.dataset.play, name = "package:" + page.dataset.enrolment + ":" + block;
  var sync = window.CatecpSync.start(store, page.dataset.sync, function (state, count) {
    status.textContent = (words[state] || "").replace(/%\(count\)s/g, count);
  });
  var FINAL = ["completed", "passed", "failed"], EVERY_MS = 30000, MOST_CHARACTERS = 15000, pending = null, timer = null, sentStatus = "";

  function noRoom() { status.textContent = words.no_room; }
  /* The state itself may be large: the phone keeps it whole, the server gets it only while it is small. */
  function send() {
    clearTimeout(timer); timer = null;
    if (!pending) { return; }
    var body = pending; pending = null;
    sentStatus = body.status;
    if (JSON.stringify(body).length > MOST_CHARACTERS) { body = { status: body.status, score: body.score, seconds: body.seconds }; }
    store.add({ enrolment: page.dataset.enrolment, kind: "package", block: block, body: body }).then(sync.send, noRoom);
  }
  function report(body) {
    pending = body;
    store.write(name, body).then(function () {
      if (FINAL.indexOf(body.status) >= 0 && body.status !== sentStatus) { send(); } else if (!timer) { timer = setTimeout(send, EVERY_MS); }
    }, noRoom);
  }
  addEventListener("message", function (event) {
    if (event.origin !== page.dataset.origin || event.source !== frame.contentWindow || !event.data) { return; }
    if (event.data.catecp === "package" && event.data.body && typeof event.data.body === "object") { report(event.data.body); }
    if (event.data.catecp === "ready") {
      store.read(name).catch(function () { return null; }).then(function (here) {
        var kept = here || JSON.parse(document.getElementById("kept-state").textContent);
        frame.contentWindow.postMessage({ catecp: "start", kept: kept }, page.dataset.origin);
      });
    }
  });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { send(); } });
  addEventListener("pagehide", send);
})();
