/* Sends a large file in pieces: the server says how much it holds, so a cut connection goes on where it stopped. */
(function () {
  var form = document.querySelector("[data-package-upload]");
  if (!form || !window.fetch || !window.FormData) return;
  var box = form.querySelector("[data-package-progress]"), bar = box.querySelector("progress"), words = box.querySelector("p");
  var token = form.querySelector("[name=csrfmiddlewaretoken]").value, button = form.querySelector("button");
  var headers = { "X-CSRFToken": token, "X-Requested-With": "fetch" };

  function say(text) { words.textContent = text; }
  function show(sent, size) {
    bar.value = Math.floor(100 * sent / size);
    say(form.dataset.sending.replace("{percent}", bar.value));
  }
  function later(seconds) { return new Promise(function (go) { setTimeout(go, 1000 * seconds); }); }
  function fail(text) { say(text || form.dataset.failed); button.disabled = false; }

  function send(address, file, start, piece, tries) {
    show(start, file.size);
    var request = fetch(address + "?offset=" + start, { method: "PUT", headers: headers, body: file.slice(start, start + piece) });
    return request.then(function (answer) {
      return answer.json().then(function (body) {
        if (body.next) { location.href = body.next; return null; }
        if (body.received === undefined) return fail(body.problem);
        if (tries > 60) return fail(body.problem);
        return send(address, file, body.received, piece, answer.ok ? 0 : tries + 1);
      });
    }, function () {
      if (tries > 60) return fail();
      say(form.dataset.waiting);
      return later(Math.min(2 + tries, 20)).then(function () { return send(address, file, start, piece, tries + 1); });
    });
  }

  form.addEventListener("submit", function (event) {
    var file = form.querySelector("[type=file]").files[0];
    if (!file || !file.size) return;
    event.preventDefault();
    var data = new FormData(form);
    data.delete("file");
    data.append("name", file.name);
    data.append("size", file.size);
    button.disabled = true;
    box.hidden = false;
    fetch(form.dataset.packageUpload, { method: "POST", headers: headers, body: data }).then(function (answer) {
      return answer.json().then(function (body) {
        if (!answer.ok) return fail(body.problem);
        return send(body.address, file, body.received, body.piece, 0);
      });
    }).catch(function () { fail(); });
  });
})();
