(function () {
  "use strict";
  /* Old phones and the browsers inside messengers: no modules, no promises, no service worker. Without this the page is a plain form. */
  var D = JSON.parse(document.getElementById("d").textContent), form = document.getElementById("f"), kept = {}, now = D.now, tries = 0, timer = null, busy = false;

  function $(id) { return document.getElementById(id); }
  function all(css, root) { return Array.prototype.slice.call((root || document).querySelectorAll(css)); }
  function put(key, value) {
    kept[key] = value;
    try { localStorage.setItem("s." + D.slug + "." + key, JSON.stringify(value)); } catch (e) { /* private mode: memory only */ }
  }
  function get(key) {
    try { var text = localStorage.getItem("s." + D.slug + "." + key); if (text) { return JSON.parse(text); } } catch (e) { /* private mode */ }
    return kept[key] || null;
  }
  function random() {
    var out = "", bytes, i;
    try { bytes = new Uint8Array(16); (window.crypto || window.msCrypto).getRandomValues(bytes); } catch (e) { bytes = null; }
    for (i = 0; i < 16; i++) { out += ("0" + (bytes ? bytes[i] : Math.floor(Math.random() * 256)).toString(16)).slice(-2); }
    return out;
  }

  /* Words */
  function raw(number) { var v = D.l[now][number]; return typeof v === "string" ? [v, ""] : v; }
  function word(name, n, k) { return raw(D.w[name])[0].replace("{n}", n).replace("{k}", k); }
  function fill(el) {
    var v = raw(+el.getAttribute("data-t"));
    el.textContent = v[0].replace("{n}", el.getAttribute("data-n"));
    if (v[1]) { el.lang = v[1]; el.setAttribute("data-o", word("untranslated")); } else { el.removeAttribute("lang"); el.removeAttribute("data-o"); }
  }
  function speak(tag) {
    if (!D.l[tag]) { return; }
    now = tag;
    document.documentElement.lang = tag;
    all("[data-t]").forEach(fill);
    all("[data-problem]").forEach(function (el) { el.textContent = word(el.getAttribute("data-problem"), el.getAttribute("data-n")); });
    all("fieldset[data-most]").forEach(count);
    if (form) { form.elements.lang.value = tag; }
    $("lang").value = tag;
    put("lang", tag);
    try { history.replaceState(null, "", location.pathname + "?lang=" + tag + (D.extra || "")); } catch (e) { /* old browser */ }
  }

  /* Choose at most n: the counter and the hard limit */
  function picked(set) {
    var own = set.querySelector("input[type=text]");
    return all("input:checked", set).length + (own && own.value.replace(/\s/g, "") ? 1 : 0);
  }
  function count(set) {
    var most = +set.getAttribute("data-most"), k = picked(set), single = set.querySelector("input[type=radio]"), out = set.querySelector(".k");
    all("label.c", set).forEach(function (label) {
      var box = label.querySelector("input");
      label.className = "c" + (box.checked ? " on" : !single && k >= most ? " off" : "");
      if (!single) { box.disabled = !box.checked && k >= most; }
    });
    if (!single) {
      var own = set.querySelector("input[type=text]");
      if (own) { own.disabled = k >= most && !own.value.replace(/\s/g, ""); }
    }
    if (out) { out.textContent = word("chosen", most, k); out.className = "k" + (k >= most ? " full" : ""); }
  }

  /* Draft: what was typed is there again after a reload */
  function fields() { return all("input,textarea", form).filter(function (el) { return /^(q\d|code)/.test(el.name); }); }
  function saveDraft() {
    put("draft", fields().map(function (el) { return [el.name, el.type === "checkbox" || el.type === "radio" ? (el.checked ? el.value : null) : el.value]; }));
  }
  function loadDraft() {
    (get("draft") || []).forEach(function (pair) {
      if (!pair[1]) { return; }
      all('[name="' + pair[0] + '"]', form).forEach(function (el) {
        if (el.type === "checkbox" || el.type === "radio") { if (el.value === pair[1]) { el.checked = true; } } else if (!el.value) { el.value = pair[1]; }
      });
    });
  }

  /* Sending: kept on the phone first, then tried until the server says it has it. The same id again counts once. */
  function body() {
    var out = [];
    all("input,textarea", form).forEach(function (el) {
      if (!el.name || ((el.type === "checkbox" || el.type === "radio") && !el.checked)) { return; }
      out.push(encodeURIComponent(el.name) + "=" + encodeURIComponent(el.value));
    });
    return out.join("&");
  }
  function say(name) {
    var el = $("state");
    el.hidden = !name;
    if (name) { el.setAttribute("data-t", D.w[name]); fill(el); }
    if (form) { form.hidden = !!name; }
  }
  function problem(field, name, n) {
    var el = $("e-" + field) || $("e-form");
    if (!el) { return; }
    el.hidden = false;
    el.setAttribute("data-problem", name);
    el.setAttribute("data-n", n);
    el.textContent = word(name, n);
    el.scrollIntoView({ block: "center" });
  }
  function done(receipt) {
    put("done", receipt); put("queue", null); put("draft", null);
    say("");
    if (form) { form.hidden = true; }
    $("done").hidden = false;
    $("receipt").textContent = receipt;
  }
  function later(soon) {
    clearTimeout(timer);
    tries += 1;
    /* Two thousand phones must not come back together: the wait doubles up to half a minute and is spread over its whole length. */
    timer = setTimeout(send, (soon ? 300 : Math.min(30000, 1000 * Math.pow(2, tries))) * (0.5 + Math.random()));
    say(tries > 1 ? "waiting" : "saving");
  }
  function refused(answer) {
    put("queue", null);
    say("");
    Object.keys(answer.problems || {}).reverse().forEach(function (field) { problem(field, answer.problems[field][0], answer.problems[field][1]); });
  }
  function answered(request) {
    var answer = null;
    try { answer = JSON.parse(request.responseText); } catch (e) { /* a hotel's sign-in page, a proxy's error */ }
    if (request.status === 200 && answer && answer.receipt) { done(answer.receipt); }
    else if (request.status === 409 && answer) {
      /* Closed, or not open yet: the answers stay here and are tried now and then, in case it opens (again). */
      say(answer.problems.form[0]);
      clearTimeout(timer);
      timer = setTimeout(send, 60000 * (0.5 + Math.random()));
    }
    else if (request.status === 422 && answer) { refused(answer); }
    else { later(false); }
  }
  function send() {
    var queue = get("queue"), request;
    if (!queue || busy) { return; }
    busy = true;
    request = new XMLHttpRequest();
    request.open("POST", D.post, true);
    request.timeout = 20000;
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    request.setRequestHeader("Accept", "application/json");
    request.onload = function () { busy = false; answered(request); };
    request.onerror = request.ontimeout = request.onabort = function () { busy = false; later(false); };
    request.send(queue);
  }
  function submit(event) {
    event.preventDefault();
    if (D.preview) { return; }
    all("[data-problem]").forEach(function (el) { el.hidden = true; el.removeAttribute("data-problem"); });
    if (!form.elements.client.value || !get("client")) { put("client", random()); }
    form.elements.client.value = get("client");
    put("queue", body());
    tries = 0;
    say("saving");
    send();
  }
  function again() {
    put("done", null); put("client", null); put("draft", null);
    location.href = location.pathname + "?lang=" + now;
  }

  $("lang").onchange = function () { speak(this.value); };
  $("go").hidden = true;
  $("again").onclick = again;
  if (form) {
    loadDraft();
    form.addEventListener("submit", submit);
    form.addEventListener("input", saveDraft);
    all("fieldset[data-most]").forEach(function (set) {
      set.addEventListener("change", function () { count(set); saveDraft(); });
      set.addEventListener("input", function () { count(set); });
      count(set);
    });
  }
  if (!D.asked && get("lang")) { speak(get("lang")); } else { speak(now); }
  if (get("queue")) { say("saving"); send(); }
  else if (get("done") && !D.preview) { done(get("done")); }
  window.addEventListener("online", function () { if (get("queue")) { tries = 0; later(true); } });
  document.addEventListener("visibilitychange", function () { if (!document.hidden && get("queue")) { later(true); } });
})();
