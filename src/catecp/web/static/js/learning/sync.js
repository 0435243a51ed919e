/* Sends what the server has not acknowledged. One batch at a time; waits longer after each failure; never throws anything away unacknowledged. */
(function () {
  "use strict";
  var MOST = 200, MOST_CHARACTERS = 80000, WAITS = [5000, 15000, 60000];

  /* Opening a page is an event too, but nothing a learner would count. */
  function answersIn(events) { return events.filter(function (one) { return one.kind === "answered" || one.kind === "package"; }).length; }

  /* As many as one request may carry: the state of a package can be long. */
  function fitting(events) {
    var characters = 0;
    return events.slice(0, MOST).filter(function (one, place) {
      characters += JSON.stringify(one.body).length + 200;
      return !place || characters < MOST_CHARACTERS;
    });
  }

  function start(store, address, tell) {
    var busy = false, failures = 0, timer = null, again = false;

    function later() {
      clearTimeout(timer);
      timer = setTimeout(send, WAITS[Math.min(failures, WAITS.length - 1)]);
      failures += 1;
    }
    function post(device, events) {
      return fetch(address, {
        method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ device: device, learner: store.learner, sent_at: new Date().toISOString(), events: events.map(function (one) {
          return { seq: one.seq, enrolment: one.enrolment, kind: one.kind, block: one.block, at: one.at, body: one.body };
        }) })
      });
    }
    function send() {
      if (busy) { again = true; return Promise.resolve(); }
      busy = true;
      return Promise.all([store.device(), store.waiting()]).then(function (both) {
        var events = fitting(both[1]);
        if (!events.length) { tell("all_sent", 0); failures = 0; return null; }
        tell("sending", answersIn(both[1]) || both[1].length);
        return post(both[0], events).then(function (response) {
          if (response.status === 401) { tell("sign_in", answersIn(both[1]) || both[1].length); return null; }
          if (response.status !== 200 && response.status !== 409) { throw new Error(String(response.status)); }
          return response.json().then(function (answer) {
            return store.drop(answer.highest).then(function () {
              failures = 0;
              var left = both[1].filter(function (one) { return one.seq > answer.highest; });
              tell(left.length ? "waiting" : "all_sent", left.length, answer);
              var stuck = left.length && left[0].seq > answer.highest + 1;
              if (stuck) { tell("gap", left.length, answer); } else if (left.length) { again = true; }
            });
          });
        });
      }).catch(function () {
        return store.waiting().then(function (events) { var answers = answersIn(events); tell(answers ? "offline" : "offline_nothing", answers); later(); });
      }).catch(function () {  /* this browser keeps nothing: answers go one by one, as plain forms */
        tell("no_room", 0);
      }).then(function () {
        busy = false;
        if (again) { again = false; return send(); }
        return null;
      });
    }
    window.addEventListener("online", function () { failures = 0; send(); });
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { send(); } });
    return { send: send };
  }
  window.CatecpSync = { start: start };
})();
