/* Writing a lesson: a text field with a toolbar. Without this script the same field takes plain marks or HTML. The server cleans
   whatever comes; what is pasted is cleaned here too, so that the author sees what will be kept. */
(function () {
  "use strict";
  var BLOCKS = { P: 1, H3: 1, H4: 1, UL: 1, OL: 1, LI: 1, TABLE: 1, CAPTION: 1, THEAD: 1, TBODY: 1, TR: 1, TH: 1, TD: 1, BLOCKQUOTE: 1, PRE: 1, HR: 1, DL: 1, DT: 1, DD: 1 };
  var INLINE = { STRONG: 1, EM: 1, SUB: 1, SUP: 1, CODE: 1, A: 1, IMG: 1, BR: 1, U: 1 };
  var AS = { B: "STRONG", I: "EM", H1: "H3", H2: "H3", H5: "H4", H6: "H4", DIV: "P" };
  var DROPPED = { SCRIPT: 1, STYLE: 1, META: 1, LINK: 1, TITLE: 1, XML: 1, OBJECT: 1, IFRAME: 1, SVG: 1, "O:P": 1 };

  /* A copy of the node with the tags and attributes of the course alphabet only. */
  function cleaned(node, into, address) {
    Array.prototype.forEach.call(node.childNodes, function (child) {
      if (child.nodeType === 3) { into.appendChild(document.createTextNode(child.nodeValue.replace(/[\r\n\t]+/g, " "))); return; }
      if (child.nodeType !== 1) return;
      var name = AS[child.tagName.toUpperCase()] || child.tagName.toUpperCase();
      if (DROPPED[name]) return;
      if (name === "IMG" && !child.getAttribute("data-asset")) return;
      if (name === "P" && child.querySelector("p,div,ul,ol,table,h1,h2,h3,h4")) { cleaned(child, into, address); return; }
      if (!BLOCKS[name] && !INLINE[name]) { cleaned(child, into, address); return; }
      var made = document.createElement(name);
      if (name === "A") {
        var href = child.getAttribute("href") || "";
        if (!/^(https?:|mailto:)/i.test(href)) { cleaned(child, into, address); return; }
        made.setAttribute("href", href);
      }
      if (name === "IMG") {
        made.setAttribute("data-asset", child.getAttribute("data-asset"));
        made.setAttribute("alt", child.getAttribute("alt") || "");
        if (address) made.setAttribute("src", address(child.getAttribute("data-asset")));
      }
      if (name === "TH" || name === "TD") {
        ["colspan", "rowspan", "scope"].forEach(function (key) { if (child.getAttribute(key)) made.setAttribute(key, child.getAttribute(key)); });
      }
      cleaned(child, made, address);
      if (made.childNodes.length || name === "IMG" || name === "BR" || name === "HR" || name === "TD" || name === "TH") into.appendChild(made);
    });
    return into;
  }

  function parsed(html) { return new DOMParser().parseFromString(html, "text/html").body; }
  function shown(asset) { return "/media/" + asset + "/original"; }
  function outer(html, withPictures) { return cleaned(parsed(html), document.createElement("div"), withPictures ? shown : null).innerHTML; }

  function button(label, sign, act) {
    var made = document.createElement("button");
    made.type = "button"; made.className = "btn quiet tight"; made.textContent = sign; made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("mousedown", function (event) { event.preventDefault(); });
    made.addEventListener("click", act);
    return made;
  }

  function enrich(area) {
    var words = area.getAttribute("data-words").split("|");
    var box = document.createElement("div");
    var bar = document.createElement("div");
    var file = document.createElement("input");
    var form = area.form;
    box.className = "rich"; box.contentEditable = "true"; box.setAttribute("role", "textbox"); box.setAttribute("aria-multiline", "true");
    var label = document.querySelector('label[for="' + area.id + '"]');
    if (label) { label.id = area.id + "-label"; box.setAttribute("aria-labelledby", label.id); }
    bar.className = "row rich-bar"; bar.setAttribute("role", "toolbar");
    file.type = "file"; file.accept = "image/png,image/jpeg,image/webp,image/gif"; file.hidden = true;
    var plain = area.value;
    box.innerHTML = /<[a-z]/i.test(plain) ? outer(plain, true) : "";
    if (!/<[a-z]/i.test(plain) && plain.trim()) plain.split(/\n\s*\n/).forEach(function (part) {
      var line = document.createElement("p"); line.textContent = part; box.appendChild(line);
    });
    if (!box.firstChild) box.appendChild(document.createElement("p")).appendChild(document.createElement("br"));

    function changed() { area.value = outer(box.innerHTML, false); area.dispatchEvent(new Event("input", { bubbles: true })); }
    function run(name, value) { return function () { box.focus(); document.execCommand(name, false, value || null); changed(); }; }
    function insert(html) { box.focus(); document.execCommand("insertHTML", false, html); changed(); }

    bar.appendChild(button(words[0], "B", run("bold")));
    bar.appendChild(button(words[1], "I", run("italic")));
    bar.appendChild(button(words[2], "H", function () {
      var here = (document.queryCommandValue("formatBlock") || "").toLowerCase();
      run("formatBlock", here === "h3" ? "p" : "h3")();
    }));
    bar.appendChild(button(words[3], "•", run("insertUnorderedList")));
    bar.appendChild(button(words[4], "1.", run("insertOrderedList")));
    bar.appendChild(button(words[5], "▦", function () {
      insert("<table><thead><tr><th scope=\"col\"> </th><th scope=\"col\"> </th></tr></thead><tbody><tr><td> </td><td> </td></tr><tr><td> </td><td> </td></tr></tbody></table><p><br></p>");
    }));
    bar.appendChild(button(words[6], "↗", function () {
      var to = window.prompt(words[9], "https://");
      if (to && /^https?:\/\/./.test(to)) run("createLink", to)();
    }));
    bar.appendChild(button(words[7], "▣", function () { file.click(); }));
    file.addEventListener("change", function () {
      if (!file.files[0]) return;
      var body = new FormData();
      body.append("file", file.files[0]);
      body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      fetch(form.getAttribute("data-upload"), { method: "POST", body: body, credentials: "same-origin" })
        .then(function (answer) { return answer.json(); })
        .then(function (kept) {
          file.value = "";
          if (kept.problem) { window.alert(kept.problem); return; }
          var picture = document.createElement("img");
          picture.setAttribute("data-asset", kept.asset); picture.setAttribute("alt", window.prompt(words[8], "") || ""); picture.src = kept.address;
          insert(picture.outerHTML);
        }).catch(function () { file.value = ""; });
    });

    box.addEventListener("input", changed);
    box.addEventListener("paste", function (event) {
      var data = event.clipboardData;
      if (!data) return;
      event.preventDefault();
      var html = data.getData("text/html");
      if (html) { insert(outer(html.replace(/<!--[\s\S]*?-->/g, ""), true)); return; }
      document.execCommand("insertText", false, data.getData("text/plain"));
      changed();
    });
    try { document.execCommand("styleWithCSS", false, false); document.execCommand("defaultParagraphSeparator", false, "p"); } catch (error) { /* an old browser writes as it can; the server cleans */ }
    area.hidden = true;
    area.parentNode.insertBefore(bar, area);
    area.parentNode.insertBefore(box, area);
    area.parentNode.appendChild(file);
  }

  Array.prototype.forEach.call(document.querySelectorAll("textarea[data-rich]"), enrich);
})();
