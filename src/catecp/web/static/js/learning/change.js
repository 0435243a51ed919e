/* Before somebody else takes the phone, what its learner did is sent; what cannot be sent waits under that learner's name only. */
(function () {
  "use strict";
  var LONGEST_MS = 4000;
  document.querySelectorAll("[data-change-learner]").forEach(function (form) {
    var store = window.CatecpStore.of(form.dataset.learner), sync = window.CatecpSync.start(store, form.dataset.sync, function () {});
    sync.send();
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var patience = new Promise(function (resolve) { setTimeout(resolve, LONGEST_MS); });
      Promise.race([sync.send(), patience]).then(store.waiting).then(function (events) {
        if (!events.length || confirm(form.dataset.waiting)) { form.submit(); }
      }, function () { form.submit(); });
    });
  });
})();
