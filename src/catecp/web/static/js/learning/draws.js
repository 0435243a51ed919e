/* Draws as learning/draws.py does: the same seed gives the same questions on every phone and on the server. */
(function (root) {
  "use strict";
  var NOT_ZERO = 0x9e3779b9;
  function seedOf(seed, key) {
    var hash = 0x811c9dc5, bytes = unescape(encodeURIComponent(seed + ":" + key));
    for (var place = 0; place < bytes.length; place += 1) { hash = Math.imul(hash ^ bytes.charCodeAt(place), 16777619) >>> 0; }
    return hash || NOT_ZERO;
  }
  function dice(state) {
    state = state >>> 0 || NOT_ZERO;
    return function (size) {
      state ^= state << 13; state >>>= 0; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
      return state % size;
    };
  }
  function shuffled(things, seed, key) {
    var below = dice(seedOf(seed, key)), result = things.slice(), other, kept;
    for (var place = result.length - 1; place > 0; place -= 1) {
      other = below(place + 1); kept = result[place]; result[place] = result[other]; result[other] = kept;
    }
    return result;
  }
  function drawn(things, count, seed, key) {
    if (count <= 0 || count >= things.length) { return things.slice(); }
    var places = shuffled(things.map(function (_thing, place) { return place; }), seed, key).slice(0, count);
    return places.sort(function (one, two) { return one - two; }).map(function (place) { return things[place]; });
  }
  root.CatecpDraws = { seedOf: seedOf, shuffled: shuffled, drawn: drawn };
})(typeof window === "undefined" ? globalThis : window);
