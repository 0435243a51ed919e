/* What the list says about a badge. No network, no page: codes in, answers out. */
(function () {
  "use strict";
  var hall = window.CatecpCheckin = window.CatecpCheckin || {};
  var LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", READ_AS = { I: "1", L: "1", O: "0", U: "V" };

  /* The same reading as events/badge_codes.py: an address with /b/CODE, or the code alone, however typed. */
  hall.readCode = function (text) {
    var found = /\/b\/([^/?#\s]{1,40})/.exec(text), inner = found ? found[1] : text.trim();
    var code = inner.length > 24 ? "" : inner.toUpperCase().split("").map(function (letter) { return READ_AS[letter] || letter; })
      .filter(function (letter) { return LETTERS.indexOf(letter) >= 0; }).join("");
    return code.length === 8 ? code : text.trim().slice(0, 40);
  };

  function plain(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  hall.makeList = function (data) {
    var byCode = {}, byId = {};
    var people = data.people.map(function (row) {
      var person = {
        id: row[0], code: row[1], name: row[2], original: row[3], language: row[4], institution: row[5], group: row[6], state: row[7], instead: row[8]
      };
      person.text = plain([person.name, person.original, person.institution].join(" "));
      byCode[person.code] = byId[person.id] = person;
      return person;
    });

    function owner(code) {
      var person = byCode[code];
      return person && person.state === "merged" && byCode[person.instead] || person;
    }

    /* The latest reading of each badge at each checkpoint: what the server knew, and what this phone did since. */
    function lastSeen(scans) {
      var seen = {};
      function note(key, reading) { if (!seen[key] || seen[key].at <= reading.at) { seen[key] = reading; } }
      data.seen.forEach(function (row) { note(row[0] + row[1], { direction: row[2], at: Date.parse(row[3]), device: row[4] }); });
      scans.forEach(function (scan) {
        var person = owner(scan.code);
        if (person) { note(person.id + scan.checkpoint, { direction: scan.direction, at: Date.parse(scan.scanned_at), device: "" }); }
      });
      return seen;
    }

    return {
      size: people.filter(function (person) { return person.state === "confirmed"; }).length,
      checkpoints: data.checkpoints,
      owner: owner,
      /* kind: welcome, already, unknown, withdrawn, replaced, unconfirmed */
      judge: function (code, checkpoint, direction, scans) {
        var person = owner(code), last = person && lastSeen(scans)[person.id + checkpoint];
        if (!person) { return { kind: "unknown", code: code }; }
        if (last && last.direction === direction) { return { kind: "already", code: code, person: person, last: last }; }
        if (person.state === "confirmed") { return { kind: "welcome", code: code, person: person }; }
        var kind = person.state === "withdrawn" || person.state === "replaced" ? person.state : "unconfirmed";
        return { kind: kind, code: code, person: person };
      },
      search: function (text) {
        var words = plain(text).split(/\s+/).filter(Boolean);
        return words.length === 0 ? [] : people.filter(function (person) {
          return person.state !== "merged" && words.every(function (word) { return person.text.indexOf(word) >= 0; });
        }).slice(0, 20);
      }
    };
  };
})();
