/* A lesson of ours inside somebody else's learning system, by SCORM 1.2 (run-time environment, section 3): answers and score go to its API. */
(function () {
  "use strict";
  var page = document.querySelector("[data-learning]"), api = null, kept = { answers: {}, done: {} };

  function findApi(from) {
    for (var steps = 0; from && steps < 12; steps += 1) {
      try { if (from.API) { return from.API; } } catch (_error) { return null; }
      if (from.parent === from) { break; }
      from = from.parent;
    }
    return null;
  }
  function find() {
    api = findApi(window) || (window.opener ? findApi(window.opener) : null);
    if (!api || String(api.LMSInitialize("")) !== "true") { api = null; return; }
    try { kept = JSON.parse(api.LMSGetValue("cmi.suspend_data")) || kept; } catch (_error) { /* the first visit */ }
  }
  function questions() { return Array.prototype.slice.call(document.querySelectorAll("[data-question]")); }
  function report() {
    var all = questions(), sum = 0, answered = 0;
    all.forEach(function (form) {
      if (form.dataset.question in kept.answers) { answered += 1; sum += kept.answers[form.dataset.question]; }
    });
    if (!api) { return; }
    if (all.length) {
      api.LMSSetValue("cmi.core.score.min", "0"); api.LMSSetValue("cmi.core.score.max", "100");
      api.LMSSetValue("cmi.core.score.raw", String(Math.round(sum / all.length * 100)));
    }
    api.LMSSetValue("cmi.core.lesson_status", answered === all.length ? "completed" : "incomplete");
    api.LMSSetValue("cmi.core.lesson_location", page.dataset.unit);
    api.LMSSetValue("cmi.suspend_data", JSON.stringify(kept));
    api.LMSCommit("");
  }
  window.CatecpStore = { of: function () {
    var memory = {};
    return {
      read: function (name) { return Promise.resolve(memory[name]); },
      write: function (name, value) { memory[name] = value; return Promise.resolve(); },
      device: function () { return Promise.resolve(""); },
      add: function (event) {
        var form = event.kind === "answered" && document.querySelector('[data-question="' + event.block + '"]');
        if (form) {
          var score = window.CatecpCheck.score(JSON.parse(form.dataset.check), event.body.answer);
          kept.answers[event.block] = Math.max(score, kept.answers[event.block] || 0);
        }
        report();
        return Promise.resolve(event);
      },
      waiting: function () { return Promise.resolve([]); },
      drop: function () { return Promise.resolve(); }
    };
  } };
  window.CatecpSync = { start: function () { return { send: function () { return Promise.resolve(); } }; } };
  if (page) { find(); addEventListener("pagehide", function () { if (api) { report(); api.LMSFinish(""); api = null; } }); }
})();
