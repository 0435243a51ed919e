/* Scores an answer in the page, as learning/scoring.py does on the server: tests/learning/data/scoring.json holds both to it. */
(function (root) {
  "use strict";
  var LONGEST = 300;
  var ZEROS = [0x30, 0x660, 0xe50, 0xed0, 0x1040, 0x17e0, 0x966];

  function plain(text) {
    text = text.slice(0, LONGEST).normalize("NFKC").toLowerCase().normalize("NFD").replace(/([a-z])[\u0300-\u036f]+/g, "$1").normalize("NFC");
    return text.replace(/đ/g, "d").replace(/\u200b/g, "").replace(/\s+/g, " ").trim().replace(/[.。។]+$/, "").trim();
  }
  function digits(text) {
    return text.replace(/./gu, function (letter) {
      var code = letter.codePointAt(0);
      for (var zero of ZEROS) { if (code >= zero && code < zero + 10) { return String(code - zero); } }
      return letter;
    });
  }
  function readNumber(answer) {
    var text = digits(String(answer).slice(0, LONGEST).normalize("NFKC").replace(/ /g, "").replace(/−/g, "-").replace(/,/g, "."));
    return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? parseFloat(text) : null;
  }
  function multiple(right, answer) {
    if (!Array.isArray(answer) || !right.length) { return 0; }
    var good = 0, bad = 0;
    new Set(answer).forEach(function (key) { if (right.indexOf(key) >= 0) { good += 1; } else { bad += 1; } });
    return Math.max(0, (good - bad) / right.length);
  }
  function order(right, answer) {
    if (!Array.isArray(answer) || answer.slice().sort().join("\n") !== right.slice().sort().join("\n")) { return 0; }
    if (right.length < 2) { return 1; }
    var fitting = 0;
    for (var place = 0; place + 1 < answer.length; place += 1) {
      if (right.indexOf(answer[place]) + 1 === right.indexOf(answer[place + 1])) { fitting += 1; }
    }
    return fitting / (right.length - 1);
  }
  function match(right, answer) {
    var lefts = Object.keys(right);
    if (!answer || typeof answer !== "object" || !lefts.length) { return 0; }
    return lefts.filter(function (left) { return answer[left] === right[left]; }).length / lefts.length;
  }
  function score(check, answer) {
    var right = check.right;
    if (check.type === "single") { return typeof answer === "string" && right.length === 1 && right[0] === answer ? 1 : 0; }
    if (check.type === "multiple") { return multiple(right, answer); }
    if (check.type === "order") { return order(right, answer); }
    if (check.type === "match") { return match(right, answer); }
    if (check.type === "text") {
      return typeof answer === "string" && right.some(function (accepted) { return plain(accepted) === plain(answer); }) ? 1 : 0;
    }
    var number = readNumber(answer);
    return number !== null && Math.abs(number - right) <= (check.tolerance || 0) + 1e-9 ? 1 : 0;
  }
  root.CatecpCheck = { score: score };
})(typeof window === "undefined" ? globalThis : window);
