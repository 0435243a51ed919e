/* What the scanner keeps on the phone: its key, the list, and every scan until the server has said it holds it.
   IndexedDB with strict durability: a scan is on the disk before the person at the door sees the answer. */
(function () {
  "use strict";
  var hall = window.CatecpCheckin = window.CatecpCheckin || {};

  function open(name) {
    return new Promise(function (done, fail) {
      var request = window.indexedDB.open(name, 1);
      request.onupgradeneeded = function () {
        request.result.createObjectStore("kept");
        request.result.createObjectStore("scans", { keyPath: "nonce" });
      };
      request.onsuccess = function () { done(request.result); };
      request.onerror = function () { fail(request.error); };
    });
  }

  function run(database, store, mode, work) {
    return new Promise(function (done, fail) {
      var change;
      try { change = database.transaction(store, mode, { durability: "strict" }); } catch (problem) { fail(problem); return; }
      var request = work(change.objectStore(store));
      change.oncomplete = function () { done(request && request.result); };
      change.onabort = change.onerror = function () { fail(change.error); };
    });
  }

  hall.openStore = function (name) {
    return open(name).then(function (database) {
      return {
        get: function (key) { return run(database, "kept", "readonly", function (store) { return store.get(key); }); },
        set: function (key, value) { return run(database, "kept", "readwrite", function (store) { return store.put(value, key); }); },
        forget: function (key) { return run(database, "kept", "readwrite", function (store) { return store.delete(key); }); },
        addScan: function (scan) { return run(database, "scans", "readwrite", function (store) { return store.add(scan); }); },
        scans: function () { return run(database, "scans", "readonly", function (store) { return store.getAll(); }); },
        mark: function (scans) {
          return run(database, "scans", "readwrite", function (store) { scans.forEach(function (scan) { store.put(scan); }); });
        }
      };
    });
  };

  /* A random number of a scan's own; crypto.randomUUID is missing on plain http. */
  hall.nonce = function () {
    if (window.crypto.randomUUID) { return window.crypto.randomUUID(); }
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64; bytes[8] = bytes[8] & 63 | 128;
    var hex = Array.prototype.map.call(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
})();
