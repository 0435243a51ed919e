/* Makes the check of certificates open without network. It keeps that page and its files, nothing else of the site. */
"use strict";
const PAGE = "{% url 'credentials:check' %}";
const CACHE = "catecp-verify";
const FILES = [
  "{% static 'css/tokens.css' %}", "{% static 'css/base.css' %}", "{% static 'css/components.css' %}",
  "{% static 'js/frame.js' %}", "{% static 'js/verify.js' %}",
];

/* An error page must never be kept in place of the check. */
async function keep(address) {
  const response = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
  if (!response.ok || response.redirected) { throw new Error(address + " " + response.status); }
  await (await caches.open(CACHE)).put(address, response);
}

async function tidy() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([PAGE, ...FILES].map((address) => new URL(address, self.location).href));
  for (const request of await cache.keys()) { if (!wanted.has(request.url)) { await cache.delete(request); } }
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keep(PAGE), ...FILES.map(keep)]).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => { event.waitUntil(tidy().then(() => self.clients.claim())); });
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) { return; }
  const kept = (path) => caches.match(path, { cacheName: CACHE });
  if (event.request.mode === "navigate" && address.pathname === PAGE && !address.search) {
    event.respondWith(keep(PAGE).then(() => kept(PAGE), () => kept(PAGE)).then((page) => page || fetch(event.request)));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(kept(address.pathname).then((file) => file || fetch(event.request)));
  }
});
