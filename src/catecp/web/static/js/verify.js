/* Checks the signed text in the address's fragment on this phone: it never reaches the server. Works without network once opened. */
(function () {
  "use strict";
  var page = document.getElementById("verify");
  if (!page) { return; }
  var data = JSON.parse(document.getElementById("verify-data").textContent);
  var words = data.words;
  var FIELDS = ["kid", "number", "name", "original", "title", "own_title", "provider", "receiver", "day", "hours", "score", "index"];

  function one(selector) { return page.querySelector(selector); }

  function remembered(name) {
    try { return window.localStorage.getItem("catecp-" + name) || ""; } catch (error) { return ""; }
  }

  function remember(name, text) {
    try { window.localStorage.setItem("catecp-" + name, text); } catch (error) { /* a phone without room still checks */ }
  }

  function bytesOf(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (letter) { return letter.charCodeAt(0); });
  }

  function allKeys() {
    var kept = remembered("keys");
    return data.keys.concat(kept ? JSON.parse(kept) : []);
  }

  /* The fields of a text that one of our keys signed; null when it is not genuine; throws the words to show otherwise. */
  async function read(text, kind) {
    var parts = text.split(".");
    if (parts.length !== 3 || parts[0] !== kind) { return null; }
    var fields;
    try { fields = JSON.parse(new TextDecoder().decode(bytesOf(parts[1]))); } catch (error) { return null; }
    var jwk = allKeys().find(function (key) { return key.kid === fields[0]; });
    if (!jwk) { throw new Error(navigator.onLine ? words.not_genuine : words.key_unknown); }
    var plain = { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
    var key = await crypto.subtle.importKey("jwk", plain, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    var signed = new TextEncoder().encode(parts[0] + "." + parts[1]);
    var ok;
    try { ok = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytesOf(parts[2]), signed); } catch (error) { return null; }
    return ok ? fields : null;
  }

  function fetched(address) {
    var late = new Promise(function (resolve, reject) { setTimeout(function () { reject(new Error("late")); }, 6000); });
    return Promise.race([fetch(address, { cache: "no-cache" }), late]).then(function (response) {
      if (!response.ok) { throw new Error("refused"); }
      return response.text();
    });
  }

  /* Ask for the newest keys and revocations; false without network. */
  async function refresh() {
    try {
      remember("keys", JSON.stringify(JSON.parse(await fetched(page.dataset.keys)).keys));
      remember("revoked", await fetched(page.dataset.revoked));
      return true;
    } catch (error) { return false; }
  }

  /* The newest list of what is revoked that this phone keeps; one that we did not sign is not believed. */
  async function revocations() {
    var kept = [remembered("revoked"), data.revoked].filter(Boolean);
    var lists = await Promise.all(kept.map(function (text) { return read(text, "S1").catch(function () { return null; }); }));
    lists = lists.filter(Boolean).sort(function (a, b) { return a[1] < b[1] ? 1 : -1; });
    return lists.length ? { asOf: lists[0][1], revoked: lists[0][2] } : { asOf: "", revoked: [] };
  }

  function say(text, tone) {
    one("[data-result]").hidden = false;
    one("[data-verdict]").textContent = text;
    one("[data-verdict]").className = "notice " + tone;
  }

  function day(iso) {
    var at = new Date(iso);
    return isNaN(at) ? iso : at.toLocaleDateString(document.documentElement.lang || "en", { year: "numeric", month: "long", day: "numeric" });
  }

  function show(fields) {
    var texts = {};
    FIELDS.forEach(function (name, place) { texts[name] = fields[place] === null ? "" : String(fields[place]); });
    if (texts.score) { texts.score += " %"; }
    texts.day = day(texts.day);
    page.querySelectorAll("[data-field]").forEach(function (element) { element.textContent = texts[element.dataset.field]; });
    one("[data-row=hours]").hidden = !texts.hours;
    one("[data-row=score]").hidden = !texts.score;
    one("[data-row=receiver]").hidden = !texts.receiver;
    one("[data-row=provider]").hidden = !texts.provider;
    one("[data-field=number]").href = one("[data-field=number]").dataset.address + encodeURIComponent(texts.number);
    one("[data-facts]").hidden = false;
  }

  async function check() {
    var text = decodeURIComponent(location.hash.slice(1));
    if (text.indexOf("C1.") !== 0) { return; }
    one("[data-facts]").hidden = true;
    one("[data-how]").textContent = "";
    if (!window.crypto || !crypto.subtle) {
      document.querySelector("[name=text]").value = text;
      say(words.no_crypto, "gold");
      return;
    }
    say(words.checking, "");
    await judge(text, false);  // at once, from what the phone knows
    await judge(text, await refresh());
  }

  async function judge(text, isFresh) {
    var fields;
    try { fields = await read(text, "C1"); } catch (error) { say(error.message, "bad"); return; }
    if (!fields || fields.length !== FIELDS.length) { say(words.not_genuine, "bad"); return; }
    var known = await revocations();
    var isRevoked = known.revoked.indexOf(fields[11]) >= 0;
    say(isRevoked ? words.revoked : words.genuine, isRevoked ? "bad" : "good");
    show(fields);
    one("[data-how]").textContent = isFresh ? words.with_network : words.without_network.replace("%(date)s", day(known.asOf));
  }

  window.addEventListener("hashchange", check);
  check();
  if (navigator.serviceWorker) { navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope }).catch(function () {}); }
})();
