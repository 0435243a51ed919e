/* Inside a cmi5 unit: what it asks of its record store is answered by the player around it, in this browser. Nothing goes over the network,
   so progress is kept on the phone first, and requests on the way out of a page (synchronous ones) are answered too. */
(function () {
  "use strict";
  var player = window, steps = 0, plain = window.XMLHttpRequest.prototype, was = { open: plain.open, send: plain.send, header: plain.setRequestHeader };
  while (!player.CatecpPlayer && player !== player.parent && steps < 8) { player = player.parent; steps += 1; }
  player = player.CatecpPlayer;
  if (!player || !player.respond) { return; }

  function asked(method, address) {
    var found = new URL(String(address), location.href);
    if (found.origin !== location.origin || found.pathname.indexOf(player.facts.cmi5.store) !== 0) { return null; }
    return { method: String(method || "GET").toUpperCase(), path: found.pathname.slice(player.facts.cmi5.store.length), query: found.search };
  }
  function answer(request, body) { return player.respond(Object.assign({ body: typeof body === "string" ? body : "" }, request)); }

  plain.open = function (method, address, isAsync) {
    this.catecp = asked(method, address);
    if (!this.catecp) { return was.open.apply(this, arguments); }
    this.catecp.isSync = isAsync === false;
    return undefined;
  };
  plain.setRequestHeader = function () { return this.catecp ? undefined : was.header.apply(this, arguments); };
  plain.send = function (body) {
    var request = this, given, facts;
    if (!this.catecp) { return was.send.apply(this, arguments); }
    given = answer(this.catecp, body);
    facts = { readyState: 4, status: given.status, statusText: "", responseURL: "", responseText: given.body || "", response: given.body || "" };
    if (request.responseType === "json") { facts.response = given.body ? JSON.parse(given.body) : null; }
    Object.keys(facts).forEach(function (name) { Object.defineProperty(request, name, { value: facts[name], configurable: true }); });
    request.getResponseHeader = function (name) {
      var key = Object.keys(given.headers).filter(function (one) { return one.toLowerCase() === String(name).toLowerCase(); })[0];
      return key ? given.headers[key] : null;
    };
    request.getAllResponseHeaders = function () { return Object.keys(given.headers).map(function (name) { return name + ": " + given.headers[name] + "\r\n"; }).join(""); };
    function tell() { ["readystatechange", "load", "loadend"].forEach(function (name) { request.dispatchEvent(new Event(name)); }); }
    if (this.catecp.isSync) { tell(); } else { setTimeout(tell, 0); }
    return undefined;
  };
  if (window.fetch) {
    var fetchOf = window.fetch;
    window.fetch = function (input, options) {
      var address = input && input.url || input, request = asked(options && options.method || input && input.method, address);
      if (!request) { return fetchOf.apply(window, arguments); }
      var body = options && options.body !== undefined ? Promise.resolve(options.body) : input && input.text ? input.clone().text() : Promise.resolve("");
      return body.then(function (text) { var given = answer(request, text); return new Response(given.status === 204 ? null : given.body, { status: given.status, headers: given.headers }); });
    };
  }
})();
