/* The scanner: what the person at the door sees and touches. The list on the phone is the truth; the network only follows. */
(function () {
  "use strict";
  var hall = window.CatecpCheckin, page = document.querySelector("[data-scanner]");
  if (!page) { return; }
  var words = JSON.parse(document.getElementById("words").textContent);
  var addresses = { list: page.dataset.list, scans: page.dataset.scans, reader: page.dataset.reader, wasm: page.dataset.wasm };
  var SAME_BADGE_MS = 4000, LAST_SHOWN = 5;
  var store, sync, list = null, scans = [], stopCamera = null, lastRead = { code: "", at: 0 }, sound = null;

  function part(name) { return document.querySelector("[data-" + name + "]"); }
  function say(name, values) { return words[name].replace(/%\((\w+)\)s/g, function (_whole, key) { return values[key]; }); }
  function clock(milliseconds) { return new Date(milliseconds).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }); }
  function make(tag, className, text, language) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text) { element.textContent = text; }
    if (language) { element.lang = language; }
    return element;
  }
  function button(label, className, act) {
    var element = make("button", className, label);
    element.type = "button"; element.addEventListener("click", act);
    return element;
  }
  function show(element, visible) { element.hidden = !visible; }
  function problem(text) { var line = part("problem"); line.textContent = text; show(line, Boolean(text)); }

  function beep(kind) {
    if (navigator.vibrate) { navigator.vibrate(kind === "welcome" ? 60 : [80, 60, 80]); }
    if (!sound) { return; }
    var tone = sound.createOscillator(), volume = sound.createGain();
    tone.frequency.value = kind === "welcome" ? 880 : kind === "already" ? 520 : 220;
    volume.gain.value = 0.08;
    tone.connect(volume); volume.connect(sound.destination);
    tone.start(); tone.stop(sound.currentTime + 0.15);
  }

  /* The answer on the screen */
  var TONES = { welcome: "good", already: "gold", unconfirmed: "gold", unknown: "bad", withdrawn: "bad", replaced: "bad" };
  var SIGNS = { good: "✓", gold: "!", bad: "✕" };

  function headline(answer) {
    if (answer.kind === "welcome") { return part("direction").value === "out" ? words.goodbye : words.welcome; }
    if (answer.kind === "already") { return part("direction").value === "out" ? words.already_out : words.already; }
    if (answer.kind === "replaced") { return answer.person.instead ? say("replaced", { name: answer.person.instead }) : words.replaced_plain; }
    return words[answer.kind];
  }

  function showAnswer(answer, how) {
    var box = part("result"), tone = TONES[answer.kind], person = answer.person;
    box.className = "scan-result " + tone; box.textContent = "";
    box.appendChild(make("p", "scan-verdict", SIGNS[tone] + " " + headline(answer)));
    box.appendChild(make("p", "scan-name", person ? person.name : answer.code));
    if (person && person.original) { box.appendChild(make("p", "scan-original", person.original, person.language)); }
    if (person) { box.appendChild(make("p", "", [person.institution, person.group].filter(Boolean).join(" · "))); }
    if (answer.kind === "unknown") { box.appendChild(make("p", "small", words.unknown_more)); }
    if (answer.last) { box.appendChild(make("p", "small", say("seen", { time: clock(answer.last.at), device: answer.last.device || words.this_phone }))); }
    if (answer.kind !== "welcome") {
      var row = make("p", "scan-buttons");
      row.appendChild(button(answer.kind === "already" ? words.again : words.anyway, "btn", function () {
        record(answer.code, answer.kind === "already" ? how : "anyway").then(function () { row.remove(); box.classList.add("let-in"); });
      }));
      row.appendChild(button(words.next, "btn quiet", function () { show(box, false); part("typed").elements.typed.focus(); }));
      box.appendChild(row);
    }
    show(box, true);
    beep(answer.kind);
    if (how !== "camera") { box.focus({ preventScroll: true }); box.scrollIntoView({ block: "nearest" }); }
  }

  /* A reading: judge it by the list, and keep it when nothing speaks against it */
  function record(code, how) {
    var scan = {
      nonce: hall.nonce(), code: code, checkpoint: part("checkpoint").value, direction: part("direction").value, how: how,
      scanned_at: new Date().toISOString()
    };
    return store.addScan(scan).then(function () {
      scans.push(scan);
      drawQueue();
      sync.go();
    }, function () { problem(words.storage); });
  }

  function read(text, how) {
    var code = hall.readCode(text), now = Date.now();
    if (!list || !part("checkpoint").value || !code) { return; }
    if (how === "camera" && code === lastRead.code && now - lastRead.at < SAME_BADGE_MS) { lastRead.at = now; return; }
    lastRead = { code: code, at: now };
    var answer = list.judge(code, part("checkpoint").value, part("direction").value, scans);
    if (answer.kind !== "welcome") { showAnswer(answer, how); return; }
    record(code, how).then(function () { showAnswer(answer, how); });
  }

  /* What the phone holds */
  function drawQueue() {
    var waiting = scans.filter(function (scan) { return !scan.sent && !scan.refused; }).length;
    part("waiting").textContent = waiting ? say("waiting", { number: waiting }) : words.all_sent;
    part("waiting").dataset.waiting = String(waiting);
    var last = part("last"); last.textContent = "";
    scans.slice(-LAST_SHOWN).reverse().forEach(function (scan) {
      var person = list && list.owner(scan.code), line = make("li", "");
      line.appendChild(make("span", "", person ? person.name : scan.code));
      line.appendChild(make("span", "muted", clock(Date.parse(scan.scanned_at))));
      line.appendChild(make("span", scan.sent ? "pill good" : "pill gold", scan.refused ? say("refused", { reason: scan.refused }) : scan.sent ? words.sent_mark : words.waits_mark));
      last.appendChild(line);
    });
  }

  function drawList(kept) {
    var select = part("checkpoint"), chosen = select.value || window.localStorage.getItem("checkin-at-" + page.dataset.slug) || "";
    list = kept ? hall.makeList(kept.data) : null;
    select.textContent = "";
    (list ? list.checkpoints : []).forEach(function (point) {
      var option = make("option", "", point[1]); option.value = point[0]; option.selected = point[0] === chosen;
      select.appendChild(option);
    });
    part("list-says").textContent = kept ? say("list_of", { number: list.size, time: clock(kept.at) }) : words.no_list;
    if (list && list.checkpoints.length === 0) { problem(words.no_checkpoints); }
    drawQueue();
  }

  function hear(news) {
    if ("net" in news) { part("net").textContent = news.net ? words.online : words.offline; part("net").classList.toggle("lost", !news.net); }
    if ("problem" in news) { problem(news.problem); }
    if (news.clock) { problem(say("clock", { minutes: Math.round(news.clock / 60) })); }
    if ("list" in news) { drawList(news.list); }
    if (news.sent || news.refused) { store.scans().then(takeScans); }
  }

  function takeScans(all) {
    scans = all.sort(function (one, other) { return one.scanned_at < other.scanned_at ? -1 : 1; });
    drawQueue();
  }

  /* Once: make this phone a scanner */
  function keepForOffline() {
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
    if (!navigator.serviceWorker) { return; }
    navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope }).then(function () {
      return Promise.all([navigator.serviceWorker.ready, hall.needsReader()]);
    }).then(function (both) {
      if (!both[1]) { return; }
      var channel = new MessageChannel();
      channel.port1.onmessage = function (message) { page.dataset.readerKept = message.data; };
      both[0].active.postMessage("keep the reader", [channel.port2]);
    });
  }

  function cookie(name) { var found = new RegExp("(?:^|; )" + name + "=([^;]*)").exec(document.cookie); return found ? found[1] : ""; }

  function prepare(event) {
    event.preventDefault();
    var body = new URLSearchParams({ name: event.target.elements.name.value });
    fetch(page.dataset.devices, { method: "POST", body: body, headers: { "X-CSRFToken": cookie("csrftoken") }, redirect: "error" })
      .then(function (response) { if (!response.ok) { throw new Error(String(response.status)); } return response.json(); })
      .then(function (device) { return store.set("device", device); })
      .then(function () { problem(""); start(); }, function () { problem(words.prepare_failed); });
  }

  function start() {
    show(document.querySelector("[data-step=prepare]"), false);
    show(document.querySelector("[data-step=scan]"), true);
    keepForOffline();
    sync.fresh();
  }

  /* The camera, a photo, the keyboard */
  function cameraSays(name) { part("camera-says").textContent = name ? words[name] : ""; }

  function toggleCamera() {
    var element = part("camera");
    if (stopCamera) { stopCamera(); stopCamera = null; element.textContent = words.camera_start; return; }
    if (!sound && window.AudioContext) { sound = new AudioContext(); }
    cameraSays("camera_loading"); element.disabled = true;
    hall.startCamera(part("video"), addresses, function (text) { read(text, "camera"); }).then(function (stop) {
      stopCamera = stop; cameraSays(""); element.textContent = words.camera_stop;
    }, function (reason) { cameraSays("camera_" + reason.message); }).then(function () { element.disabled = false; });
  }

  function readPhoto(event) {
    var file = event.target.files[0];
    if (!file) { return; }
    hall.readPhoto(file, addresses).then(function (text) { if (text) { cameraSays(""); read(text, "camera"); } else { cameraSays("photo_none"); } },
      function (reason) { cameraSays(reason.message === "reader" ? "camera_reader" : "photo_none"); });
    event.target.value = "";
  }

  function drawFound(people, text) {
    var box = part("found"); box.textContent = "";
    if (people.length === 0 && text) { box.appendChild(make("li", "muted", words.nobody_found)); }
    people.forEach(function (person) {
      var line = make("li", ""), pick = button("", "scan-pick", function () { clearTyped(); read(person.code, "name"); });
      pick.appendChild(make("b", "", person.name));
      if (person.original) { pick.appendChild(make("span", "", person.original, person.language)); }
      pick.appendChild(make("span", "muted small", person.institution));
      line.appendChild(pick); box.appendChild(line);
    });
  }

  function clearTyped() { part("typed").reset(); drawFound([], ""); }

  function typed(event) {
    event.preventDefault();
    var text = event.target.elements.typed.value.trim();
    if (!list || !text) { return; }
    var people = list.search(text), code = hall.readCode(text);
    if (list.owner(code)) { clearTyped(); read(text, "typed"); return; }
    if (people.length === 0 && code.length === 8 && /\d/.test(code)) { clearTyped(); read(text, "typed"); return; }
    drawFound(people, text);
  }

  function typing(event) {
    var text = event.target.value.trim();
    drawFound(list && text.length > 1 && !list.owner(hall.readCode(text)) ? list.search(text) : [], "");
  }

  hall.openStore("catecp-checkin-" + page.dataset.slug).then(function (opened) {
    store = opened;
    sync = hall.makeSync(store, addresses, hear);
    return Promise.all([store.get("device"), store.get("list"), store.scans()]);
  }).then(function (kept) {
    drawList(kept[1]); takeScans(kept[2]);
    hear({ net: navigator.onLine });
    if (kept[0]) { start(); } else { show(document.querySelector("[data-step=prepare]"), true); }
    document.querySelector("[data-prepare]").addEventListener("submit", prepare);
    part("camera").addEventListener("click", toggleCamera);
    part("photo").addEventListener("change", readPhoto);
    part("typed").addEventListener("submit", typed);
    part("typed").addEventListener("input", typing);
    part("checkpoint").addEventListener("change", function (event) { window.localStorage.setItem("checkin-at-" + page.dataset.slug, event.target.value); show(part("result"), false); });
    part("direction").addEventListener("change", function () { show(part("result"), false); lastRead = { code: "", at: 0 }; });
    page.dataset.ready = "1";
  }, function () { problem(words.storage); });
})();
