/* Reads QR codes from the camera or a photo: with the browser's own BarcodeDetector where it knows QR, else with zxing,
   which is fetched only then. */
(function () {
  "use strict";
  var hall = window.CatecpCheckin = window.CatecpCheckin || {};
  var LOOK_MS = 120, reader = null;

  function own() {
    if (!window.BarcodeDetector) { return Promise.resolve(null); }
    return window.BarcodeDetector.getSupportedFormats().then(function (formats) {
      return formats.indexOf("qr_code") < 0 ? null : new window.BarcodeDetector({ formats: ["qr_code"] });
    }, function () { return null; });
  }

  function load(address) {
    return new Promise(function (done, fail) {
      var script = document.createElement("script");
      script.src = address; script.onload = done; script.onerror = fail;
      document.head.appendChild(script);
    });
  }

  function zxing(addresses) {
    return (window.ZXingWASM ? Promise.resolve() : load(addresses.reader)).then(function () {
      window.ZXingWASM.prepareZXingModule({ overrides: { locateFile: function () { return addresses.wasm; } }, fireImmediately: false });
      return function (picture) {
        return window.ZXingWASM.readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 })
          .then(function (found) { return found.length ? found[0].text : ""; });
      };
    });
  }

  function pixels(source, width, height) {
    var canvas = document.createElement("canvas"), scale = Math.min(1, 1280 / Math.max(width, height));
    canvas.width = Math.round(width * scale); canvas.height = Math.round(height * scale);
    var pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    return pen.getImageData(0, 0, canvas.width, canvas.height);
  }

  /* A function from a video frame or an image to the text of the code in it, or "". */
  function makeReader(addresses) {
    return own().then(function (detector) {
      if (detector) {
        return function (source) { return detector.detect(source).then(function (found) { return found.length ? found[0].rawValue : ""; }); };
      }
      return zxing(addresses).then(function (read) {
        return function (source, width, height) { return read(pixels(source, width, height)); };
      });
    });
  }

  function ready(addresses) {
    reader = reader || makeReader(addresses).catch(function (problem) { reader = null; throw new Error("reader"); });
    return reader;
  }

  hall.needsReader = function () { return own().then(function (detector) { return !detector; }); };

  hall.readPhoto = function (file, addresses) {
    return ready(addresses).then(function (read) {
      return window.createImageBitmap(file).then(function (image) { return read(image, image.width, image.height); });
    });
  };

  /* Start the camera; `found(text)` hears every code that is read. Gives a function that stops it. */
  hall.startCamera = function (video, addresses, found) {
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) { return Promise.reject(new Error(window.isSecureContext ? "none" : "insecure")); }
    var wish = { video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };
    return Promise.all([ready(addresses), navigator.mediaDevices.getUserMedia(wish)]).then(function (both) {
      var read = both[0], stream = both[1], running = true;
      video.srcObject = stream; video.hidden = false;
      function look() {
        if (!running) { return; }
        var done = video.readyState < 2 ? Promise.resolve("") : read(video, video.videoWidth, video.videoHeight);
        done.then(function (text) { if (text && running) { found(text); } }, function () { return undefined; })
          .then(function () { setTimeout(look, LOOK_MS); });
      }
      return video.play().then(function () {
        look();
        return function () {
          running = false; video.hidden = true; video.srcObject = null;
          stream.getTracks().forEach(function (track) { track.stop(); });
        };
      });
    }, function (problem) {
      if (problem && problem.message === "reader") { throw problem; }
      throw new Error(problem && (problem.name === "NotFoundError" || problem.name === "OverconstrainedError") ? "none" : "denied");
    });
  };
})();
