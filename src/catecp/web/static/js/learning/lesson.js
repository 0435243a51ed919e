/* A lesson that answers at once, with or without network: every answer is kept on the phone before its feedback is shown. */
(function () {
  "use strict";
  var page = document.querySelector("[data-learning]");
  if (!page || !window.CatecpStore) { return; }
  var words = JSON.parse(document.getElementById("learning-words").textContent);
  var store = window.CatecpStore.of(page.dataset.learner), enrolment = page.dataset.enrolment, status = document.querySelector("[data-sync-status]");
  var sync = window.CatecpSync.start(store, page.dataset.sync, tell), opened = Date.now();

  function say(text, values) { return text.replace(/%\((\w+)\)s/g, function (_whole, name) { return values[name]; }); }
  function tell(state, count, answer) {
    if (status) { status.textContent = say(words[state] || "", { count: count }); status.dataset.state = state; }
    if (answer && answer.progress && enrolment in answer.progress) { drawProgress(answer.progress[enrolment]); }
  }
  function drawProgress(share) {
    document.querySelectorAll("[data-progress]").forEach(function (bar) { bar.value = Math.round(share * 100); });
  }
  function keep(kind, block, body) {
    return store.add({ enrolment: enrolment, kind: kind, block: block, body: body || {} }).then(function (kept) { sync.send(); return kept; });
  }
  function answerOf(form) {
    var kind = form.dataset.type, data = new FormData(form), places = {}, pairs = {};
    if (kind === "multiple") { return data.getAll("answer"); }
    if (kind !== "order" && kind !== "match") { return (data.get("answer") || "").trim(); }
    data.forEach(function (value, name) {
      if (name.indexOf("answer_") === 0) { places[name.slice(7)] = Number(value); pairs[name.slice(7)] = value; }
    });
    if (kind === "match") { return pairs; }
    return Object.keys(places).sort(function (one, other) { return places[one] - places[other] || (one < other ? -1 : 1); });
  }
  function refill(form, answer) {
    var chosen = [].concat(answer).map(String);
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name === "answer" && (field.type === "radio" || field.type === "checkbox")) { field.checked = chosen.indexOf(field.value) >= 0; } else if (field.name === "answer") { field.value = chosen[0]; }
      if (field.name.indexOf("answer_") === 0) { field.value = Array.isArray(answer) ? String(answer.indexOf(field.name.slice(7)) + 1) : answer[field.name.slice(7)] || ""; }
    });
  }
  function element(tag, text, css) {
    var made = document.createElement(tag);
    if (text) { made.textContent = text; }
    if (css) { made.className = css; }
    return made;
  }
  function feedback(form, check, answer, score, tries) {
    var box = form.querySelector("[data-feedback]"), line = element("p", "", score === 1 ? "right" : "wrong");
    line.appendChild(element("strong", score === 1 ? words.right : score > 0 ? words.partly : words.not_yet));
    [].concat(answer).forEach(function (key) {
      if (check.feedback && check.feedback[key]) { line.appendChild(document.createTextNode(" " + check.feedback[key])); }
    });
    box.textContent = "";
    box.appendChild(line);
    var left = check.tries ? check.tries - tries : Infinity;
    if ((score === 1 || left <= 0) && check.explanation) {
      var explained = element("div", "", "prose");
      explained.innerHTML = check.explanation;  /* cleaned by the server when it was written */
      box.appendChild(explained);
    }
    var note = form.querySelector("[data-tries]");
    if (check.tries && note) { note.textContent = left > 0 ? say(words.tries_left, { count: left }) : words.no_tries; }
    if (score === 1 || left <= 0) { form.querySelector("button").disabled = true; }
    form.dataset.state = score === 1 ? "right" : "wrong";
  }
  function attach(form) {
    var check = JSON.parse(form.dataset.check), name = "tries:" + enrolment + ":" + form.dataset.question;
    function triesOf(known) { return Math.max(known && known.tries || 0, Number(form.dataset.tried) || 0); }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var answer = answerOf(form), score = window.CatecpCheck.score(check, answer);
      store.read(name).then(function (known) {
        var tries = triesOf(known) + 1;
        return keep("answered", form.dataset.question, { answer: answer, ms: Date.now() - opened }).then(function () {
          return store.write(name, { tries: tries, answer: answer }).catch(function () { /* it is kept; only the count is not */ });
        }).then(function () { feedback(form, check, answer, score, tries); });
      }).catch(function () { form.submit(); });  /* no room on the phone: the server takes it as a plain form */
    });
    store.read(name).then(function (known) {  /* a kept page is older than what was answered on this phone */
      if (known && known.tries > (Number(form.dataset.tried) || 0)) {
        refill(form, known.answer);
        feedback(form, check, known.answer, window.CatecpCheck.score(check, known.answer), known.tries);
      }
    }).catch(function () { /* nothing is kept here */ });
  }

  /* A block that asks nothing counts as done when it was on the screen for a moment. */
  function watch() {
    if (!window.IntersectionObserver) { return; }
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) { return; }
        seen.unobserve(entry.target);
        var key = entry.target.dataset.block, name = "done:" + enrolment + ":" + key;
        setTimeout(function () {
          store.read(name).then(function (known) { if (!known) { return keep("done", key).then(function () { return store.write(name, 1); }); } return null; }).catch(function () { /* nothing is kept here: the button at the end tells the server */ });
        }, 1500);
      });
    }, { threshold: 0.2 });
    document.querySelectorAll("[data-block]").forEach(function (block) {
      if (["question", "practical", "package"].indexOf(block.dataset.kind) < 0) { seen.observe(block); }
    });
  }
  function films() {
    document.querySelectorAll("[data-film]").forEach(function (film) {
      var video = film.querySelector("video"), track = video && video.dataset.cues && video.addTextTrack("subtitles", video.dataset.language, video.dataset.language);
      if (video) {  /* the chosen form may not be on this phone: try the next one */
        video.addEventListener("error", function () {
          var links = Array.prototype.slice.call(film.querySelectorAll("[data-form]")), here = links.findIndex(function (link) { return link.href === video.src; });
          if (here >= 0 && here + 1 < links.length) { links[here + 1].click(); }
        });
      }
      if (track) {  /* a page opened from a folder may not load a file of subtitles */
        track.mode = "showing";
        JSON.parse(video.dataset.cues).forEach(function (cue) { track.addCue(new VTTCue(cue.start, cue.end, cue.text)); });
      }
      film.querySelectorAll("[data-form]").forEach(function (link) {
        link.addEventListener("click", function (event) {
          if (!video) { return; }
          event.preventDefault();
          var at = video.currentTime;
          video.src = link.href; video.currentTime = at; video.play();
          film.querySelectorAll("[data-form]").forEach(function (other) { other.removeAttribute("aria-current"); });
          link.setAttribute("aria-current", "true");
        });
      });
    });
  }
  /* The end of a lesson: kept as an answer is, and on to the next lesson at once. */
  function ending(form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      keep("done", page.dataset.unit).then(function () { location.href = form.dataset.then; }, function () { form.submit(); });
    });
  }
  document.querySelectorAll("[data-question]").forEach(attach);
  document.querySelectorAll("[data-then]").forEach(ending);
  films();
  watch();
  if (page.dataset.unit) { keep("opened", page.dataset.unit).catch(function () { tell("no_room", 0); }); } else { sync.send(); }
})();
