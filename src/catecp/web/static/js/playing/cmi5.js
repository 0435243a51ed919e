/* A cmi5 unit: launched as the specification says (section 8), with a small record store in this page that keeps its statements and documents. */
(function () {
  "use strict";
  var player = window.CatecpPlayer, launch = player.facts.cmi5, kept = { status: "incomplete", score: null, documents: {}, statements: [] };
  var VERSION = { "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json" }, MOST_STATEMENTS = 200, used = false;

  function uuid() { return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, function (digit) {
    return (Number(digit) ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> Number(digit) / 4).toString(16);
  }); }
  function answer(status, body) { return { status: status, headers: VERSION, body: status === 204 ? null : JSON.stringify(body === undefined ? "" : body) }; }
  function tell() { player.tell({ status: kept.status, score: kept.score, state: { documents: kept.documents } }); }

  /* What the unit says of itself decides; its own moveOn says which of the two it must say. */
  function judge(statement) {
    var verb = (statement.verb && statement.verb.id || "").split("/").pop(), scaled = statement.result && statement.result.score && statement.result.score.scaled;
    if (typeof scaled === "number") { kept.score = Math.max(0, Math.min(1, scaled)); }
    if (verb === "completed") { kept.completed = true; }
    if (verb === "passed") { kept.passed = true; }
    if (verb === "failed" && !kept.passed) { kept.failed = true; }
    var rule = launch.data.moveOn, satisfied = { Passed: kept.passed, Completed: kept.completed, CompletedAndPassed: kept.passed && kept.completed }[rule];
    if (satisfied === undefined) { satisfied = kept.passed || kept.completed; }
    kept.status = satisfied ? (kept.passed ? "passed" : "completed") : kept.failed ? "failed" : "incomplete";
  }
  function statements(method, query, body) {
    if (method === "GET") { return answer(200, { statements: kept.statements, more: "" }); }
    var list;
    try { list = [].concat(JSON.parse(body)); } catch (_error) { return answer(400, "not JSON"); }
    list.forEach(function (one) {
      one.id = one.id || query.get("statementId") || uuid();
      judge(one);
      kept.statements = kept.statements.concat([one]).slice(-MOST_STATEMENTS);
    });
    tell();
    return method === "PUT" ? answer(204) : answer(200, list.map(function (one) { return one.id; }));
  }
  function documents(kind, method, query, body) {
    var name = kind + ":" + (query.get("stateId") || query.get("profileId") || "");
    if (method === "DELETE") { delete kept.documents[name]; tell(); return answer(204); }
    if (method !== "GET") { kept.documents[name] = body; tell(); return answer(204); }
    if (kind === "state" && query.get("stateId") === "LMS.LaunchData") { return answer(200, launch.data); }
    if (!query.get("stateId") && !query.get("profileId")) { return answer(200, Object.keys(kept.documents).map(function (key) { return key.split(":").pop(); })); }
    return name in kept.documents ? { status: 200, headers: VERSION, body: kept.documents[name] } : answer(404, "");
  }
  function respond(request) {
    var query = new URLSearchParams(request.query), path = request.path.replace(/\/+/g, "/").replace(/\/$/, "");
    if (path === "fetch") {
      if (used) { return answer(200, { "error-code": "1", "error-text": "The token was fetched already." }); }
      used = true;
      return answer(200, { "auth-token": btoa("phone:" + launch.session) });
    }
    if (path === "xapi/statements") { return statements(request.method, query, request.body); }
    if (path === "xapi/activities/state") { return documents("state", request.method, query, request.body); }
    if (path === "xapi/activities/profile") { return documents("activity", request.method, query, request.body); }
    if (path === "xapi/agents/profile") { return documents("agent", request.method, query, request.body); }
    if (path === "xapi/about") { return answer(200, { version: ["1.0.3"] }); }
    return answer(404, "");
  }
  player.players.cmi5 = function (before) {
    Object.assign(kept.documents, before.state && before.state.documents);
    if (["passed", "completed"].indexOf(before.status) >= 0) { kept.status = before.status; kept[before.status] = true; kept.score = before.score; }
    var here = location.origin + launch.store, actor = { objectType: "Agent", account: { homePage: location.origin, name: launch.session } };
    var asked = { endpoint: here + "xapi/", fetch: here + "fetch/", actor: JSON.stringify(actor), registration: launch.session, activityId: launch.activity };
    var address = player.file(player.facts.launch), mark = address.indexOf("?") < 0 ? "?" : "&";
    player.show(address + mark + Object.keys(asked).map(function (name) { return name + "=" + encodeURIComponent(asked[name]); }).join("&"));
  };
  player.respond = respond;  /* bridge.js inside the unit asks here */
})();
