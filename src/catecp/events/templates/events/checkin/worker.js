/* Makes the scanner open without network. It keeps the scanner's page and its files, nothing else of the site. */
"use strict";
const PAGE = "{% url 'events:checkin' slug=slug %}";
const CACHE = "catecp-checkin-{{ slug }}";
const FILES = [
  "{% static 'css/tokens.css' %}", "{% static 'css/base.css' %}", "{% static 'css/components.css' %}", "{% static 'css/checkin.css' %}",
  "{% static 'js/checkin-store.js' %}", "{% static 'js/checkin-list.js' %}", "{% static 'js/checkin-camera.js' %}",
  "{% static 'js/checkin-sync.js' %}", "{% static 'js/checkin.js' %}",
];
const READER = ["{% static 'vendor/zxing-wasm/index.js' %}", "{% static 'vendor/zxing-wasm/zxing_reader.wasm' %}"];

/* A sign-in page or an error must never be kept in place of the scanner. */
async function keep(address) {
  const response = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
  if (!response.ok || response.redirected) { throw new Error(address + " " + response.status); }
  await (await caches.open(CACHE)).put(address, response);
}

async function keepMissing(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of addresses) { if (!(await cache.match(address))) { await keep(address); } }
}

async function tidy() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([PAGE, ...FILES, ...READER].map((address) => new URL(address, self.location).href));
  for (const request of await cache.keys()) { if (!wanted.has(request.url)) { await cache.delete(request); } }
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keep(PAGE), ...FILES.map(keep)]).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => { event.waitUntil(tidy().then(() => self.clients.claim())); });
self.addEventListener("message", (event) => {
  if (event.data !== "keep the reader") { return; }
  const answer = (word) => event.ports[0] && event.ports[0].postMessage(word);
  event.waitUntil(keepMissing(READER).then(() => answer("kept"), () => answer("not kept")));
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) { return; }
  if (event.request.mode === "navigate" && address.pathname === PAGE) {
    const fresh = keep(PAGE).catch(() => undefined);
    event.waitUntil(fresh);
    event.respondWith(caches.match(PAGE, { cacheName: CACHE }).then((kept) => kept || fetch(event.request)));
  } else if ([...FILES, ...READER].includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname, { cacheName: CACHE }).then((kept) => kept || fetch(event.request)));
  }
});
