/* In the package's own origin: the run-time the package looks for. It tells the page around it what happened, and asks it for nothing but
   the state kept there. */
(function () {
  "use strict";
  var facts = JSON.parse(document.getElementById("facts").textContent), started = Date.now(), last = "";

  function tell(body) {
    var text = JSON.stringify(body);
    if (text === last) { return; }
    last = text;
    parent.postMessage({ catecp: "package", body: Object.assign({ seconds: Math.round((Date.now() - started) / 1000) }, body) }, facts.shown_by);
  }
  function show(address) { document.getElementById("content").src = address; }
  function file(path) {
    var cut = path.search(/[?#]/), name = cut < 0 ? path : path.slice(0, cut), rest = cut < 0 ? "" : path.slice(cut);
    return facts.files + name.split("/").map(encodeURIComponent).join("/") + rest;
  }
  function share(raw, low, high) {
    var score = parseFloat(raw), least = parseFloat(low) || 0, most = parseFloat(high) || 100;
    return isNaN(score) || most <= least ? null : Math.max(0, Math.min(1, (score - least) / (most - least)));
  }

  /* Many packages never commit, and a phone is switched off without asking: what they set is told a moment later. */
  function soon(report) {
    var timer = null;
    return function () { clearTimeout(timer); timer = setTimeout(report, 300); };
  }

  function scorm12(kept) {
    var api = window.API = new window.Scorm12API({ autocommit: true, autocommitSeconds: 20, lmsCommitUrl: false, logLevel: 4 });
    function report() {
      var core = api.cmi.core, cmi = api.renderCMIToJSONObject().cmi;
      tell({ status: core.lesson_status, score: share(core.score.raw, core.score.min, core.score.max), state: cmi });
    }
    if (kept.state) { api.loadFromJSON(kept.state, "cmi"); }
    ["LMSCommit", "LMSFinish"].forEach(function (name) { api.on(name, report); });
    api.on("LMSSetValue", soon(report));
    show(file(facts.launch));
  }
  function scorm2004(kept) {
    var api = window.API_1484_11 = new window.Scorm2004API({ autocommit: true, autocommitSeconds: 20, lmsCommitUrl: false, logLevel: 4 });
    function report() {
      var cmi = api.cmi, scaled = parseFloat(cmi.score.scaled);
      var status = cmi.success_status === "passed" || cmi.success_status === "failed" ? cmi.success_status : cmi.completion_status;
      var score = isNaN(scaled) ? share(cmi.score.raw, cmi.score.min, cmi.score.max) : Math.max(0, scaled);
      tell({ status: status, score: score, state: api.renderCMIToJSONObject().cmi });
    }
    if (kept.state) { api.loadFromJSON(kept.state, "cmi"); }
    ["Commit", "Terminate"].forEach(function (name) { api.on(name, report); });
    api.on("SetValue", soon(report));
    show(file(facts.launch));
  }
  function h5p() {
    var element = document.getElementById("h5p"), options = {
      h5pJsonPath: facts.files.replace(/\/$/, ""), frameJs: facts.h5p.frame_js, frameCss: facts.h5p.frame_css, fullScreen: true
    };
    new window.H5PStandalone.H5P(element, options).then(function () {
      window.H5P.externalDispatcher.on("xAPI", function (event) {
        var statement = event.data.statement, verb = statement.verb.id.split("/").pop(), result = statement.result || {};
        var top = !(statement.context && statement.context.contextActivities && (statement.context.contextActivities.parent || []).length);
        if (!top || ["completed", "answered", "passed", "failed"].indexOf(verb) < 0) { return; }
        var score = result.score && typeof result.score.scaled === "number" ? Math.max(0, result.score.scaled) : null;
        tell({ status: result.success === false ? "failed" : "completed", score: score });
      });
    });
  }
  var players = { scorm12: scorm12, scorm2004: scorm2004, h5p: h5p, html: function () { show(file(facts.launch)); } };
  window.CatecpPlayer = { tell: tell, show: show, file: file, facts: facts, players: players };

  addEventListener("message", function (event) {
    if (event.origin !== facts.shown_by || event.source !== parent || !event.data || event.data.catecp !== "start") { return; }
    var start = players[facts.format];
    if (start) { delete players[facts.format]; start(event.data.kept || {}); }
  });
  addEventListener("DOMContentLoaded", function () { parent.postMessage({ catecp: "ready" }, facts.shown_by); });
})();
