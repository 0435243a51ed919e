/* SHA-256 and HMAC in plain JavaScript: a bundle opened from a hotspot or a USB stick has no secure context, so no crypto.subtle.
   FIPS 180-4 and RFC 2104. Also the canonical JSON that is signed: sorted keys, no spaces, UTF-8. */
(function (root) {
  "use strict";
  var K = [], H = [];
  (function () {
    function part(number) { return (number - Math.floor(number)) * 4294967296 | 0; }
    for (var number = 2; K.length < 64; number += 1) {
      var prime = true;
      for (var divisor = 2; divisor * divisor <= number; divisor += 1) { if (number % divisor === 0) { prime = false; break; } }
      if (prime) { if (H.length < 8) { H.push(part(Math.sqrt(number))); } K.push(part(Math.cbrt(number))); }
    }
  })();
  function utf8(text) { return Array.from(unescape(encodeURIComponent(text)), function (letter) { return letter.charCodeAt(0); }); }
  function turn(word, by) { return word >>> by | word << 32 - by; }
  function sha256(message) {
    var bytes = message.slice(), bits = message.length * 8, hash = H.slice(), w = new Int32Array(64), place, at;
    bytes.push(0x80);
    while (bytes.length % 64 !== 56) { bytes.push(0); }
    for (place = 7; place >= 0; place -= 1) { bytes.push(Math.floor(bits / Math.pow(256, place)) & 255); }
    for (at = 0; at < bytes.length; at += 64) {
      for (place = 0; place < 64; place += 1) {
        if (place < 16) { w[place] = bytes[at + place * 4] << 24 | bytes[at + place * 4 + 1] << 16 | bytes[at + place * 4 + 2] << 8 | bytes[at + place * 4 + 3]; } else {
          var x = w[place - 15], y = w[place - 2];
          w[place] = w[place - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + w[place - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) | 0;
        }
      }
      var a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7];
      for (place = 0; place < 64; place += 1) {
        var one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[place] + w[place] | 0;
        var two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
        h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
      }
      [a, b, c, d, e, f, g, h].forEach(function (word, number) { hash[number] = hash[number] + word | 0; });
    }
    var result = [];
    hash.forEach(function (word) { result.push(word >>> 24, word >>> 16 & 255, word >>> 8 & 255, word & 255); });
    return result;
  }
  function hex(bytes) { return bytes.map(function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join(""); }
  function fromHex(text) { return (text.match(/../g) || []).map(function (pair) { return parseInt(pair, 16); }); }
  function hmac(keyHex, text) {
    var key = fromHex(keyHex), inner, outer;
    if (key.length > 64) { key = sha256(key); }
    while (key.length < 64) { key.push(0); }
    inner = key.map(function (byte) { return byte ^ 0x36; }); outer = key.map(function (byte) { return byte ^ 0x5c; });
    return hex(sha256(outer.concat(sha256(inner.concat(utf8(text))))));
  }
  function canonical(value) {
    if (Array.isArray(value)) { return "[" + value.map(canonical).join(",") + "]"; }
    if (value && typeof value === "object") {
      return "{" + Object.keys(value).sort().map(function (key) { return JSON.stringify(key) + ":" + canonical(value[key]); }).join(",") + "}";
    }
    return JSON.stringify(value === undefined ? null : value);
  }
  root.CatecpSeal = { sha256: function (text) { return hex(sha256(utf8(text))); }, hmac: hmac, canonical: canonical };
})(typeof window === "undefined" ? globalThis : window);
