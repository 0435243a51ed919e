/* What this phone holds for its learner: events in the order they happened, until the server says it has them. */
(function () {
  "use strict";
  var NAME = "catecp-learning", VERSION = 1;

  function open() {
    return new Promise(function (resolve, reject) {
      var asked = indexedDB.open(NAME, VERSION);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("events", { keyPath: ["learner", "seq"] });
        asked.result.createObjectStore("state");
      };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = asked.onblocked = function () { reject(asked.error || new Error("blocked")); };
    });
  }
  function done(transaction) {
    return new Promise(function (resolve, reject) {
      transaction.oncomplete = function () { resolve(); };
      transaction.onerror = transaction.onabort = function () { reject(transaction.error); };
    });
  }
  function asked(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }
  function randomKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(18)), letters = "";
    bytes.forEach(function (byte) { letters += ("0" + byte.toString(16)).slice(-2); });
    return letters;
  }
  function range(learner) { return IDBKeyRange.bound([learner, 0], [learner, Infinity]); }

  /* The store of one learner on this phone. The number is taken and the event kept in one transaction: a cut leaves both or neither. */
  function of(learner) {
    var database = open();
    function stateName(name) { return learner + ":" + name; }
    function read(name) {
      return database.then(function (base) { return asked(base.transaction("state").objectStore("state").get(stateName(name))); });
    }
    function write(name, value) {
      return database.then(function (base) {
        var transaction = base.transaction("state", "readwrite");
        transaction.objectStore("state").put(value, stateName(name));
        return done(transaction);
      });
    }
    return {
      learner: learner,
      read: read,
      write: write,
      device: function () {
        return database.then(function (base) {
          var transaction = base.transaction("state", "readwrite"), state = transaction.objectStore("state"), key;
          asked(state.get(stateName("device"))).then(function (found) {
            key = found || randomKey();
            if (!found) { state.put(key, stateName("device")); }
          });
          return done(transaction).then(function () { return key; });
        });
      },
      add: function (event) {
        return database.then(function (base) {
          var transaction = base.transaction(["events", "state"], "readwrite"), state = transaction.objectStore("state");
          var kept = Object.assign({ learner: learner, at: new Date().toISOString(), body: {} }, event);
          asked(state.get(stateName("seq"))).then(function (last) {
            kept.seq = (last || 0) + 1;
            state.put(kept.seq, stateName("seq"));
            transaction.objectStore("events").add(kept);
          });
          return done(transaction).then(function () { return kept; });
        });
      },
      waiting: function () {
        return database.then(function (base) { return asked(base.transaction("events").objectStore("events").getAll(range(learner))); });
      },
      drop: function (highest) {
        return database.then(function (base) {
          var transaction = base.transaction("events", "readwrite");
          transaction.objectStore("events").delete(IDBKeyRange.bound([learner, 0], [learner, highest]));
          return done(transaction);
        });
      }
    };
  }
  window.CatecpStore = { of: of };
})();
