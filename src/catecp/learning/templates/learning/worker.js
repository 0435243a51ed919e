/* Opens what was kept on the phone at once, network or not. A kept page is refreshed in the background, for at most three seconds: a network
   that is up but useless makes nobody wait. Keeps nothing that was not asked for. */
"use strict";
const WAIT_MS = 3000;
const COURSE = "catecp-course-";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function kept(request) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(COURSE)) { continue; }
    const cache = await caches.open(name), found = await cache.match(request, { ignoreVary: true });
    if (found) { return { cache, found }; }
  }
  return null;
}

/* A sign-in page or an error is never kept in place of a lesson. */
async function refresh(cache, request) {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), WAIT_MS);
  try {
    const response = await fetch(request.url, { credentials: "same-origin", signal: stop.signal, headers: { "X-Kept-Copy": "refresh" } });
    if (response.ok && !response.redirected && (response.headers.get("Content-Type") || "").startsWith("text/html")) { await cache.put(request.url, response); }
  } catch (_error) { /* no network: the kept page stays */ }
  clearTimeout(timer);
}

/* Players ask for parts of a film; the kept whole is cut for them. */
async function part(request, response) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("Range") || "");
  if (!asked) { return response; }
  const whole = await response.arrayBuffer(), last = whole.byteLength - 1;
  const first = asked[1] ? Number(asked[1]) : Math.max(0, whole.byteLength - Number(asked[2]));
  const end = asked[1] && asked[2] ? Math.min(Number(asked[2]), last) : last;
  if (first > last) { return new Response("", { status: 416, headers: { "Content-Range": `bytes */${whole.byteLength}` } }); }
  return new Response(whole.slice(first, end + 1), {
    status: 206,
    headers: { "Content-Type": response.headers.get("Content-Type"), "Content-Range": `bytes ${first}-${end}/${whole.byteLength}`, "Accept-Ranges": "bytes" },
  });
}

async function offlinePage() {
  const start = await kept("{% url 'learning:courses' %}");
  if (start) { return start.found; }
  const text = "{% filter escapejs %}{% translate 'No network, and this page is not kept on this phone.' %}{% endfilter %}";
  return new Response(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><p style="font:1.1rem sans-serif;padding:2rem">${text}</p>`, { status: 503, headers: { "Content-Type": "text/html" } });
}

async function answer(event) {
  const request = event.request, here = await kept(request.url.split("#")[0]);
  if (here && request.mode === "navigate") {
    event.waitUntil(refresh(here.cache, request));
    return here.found;
  }
  if (here) { return part(request, here.found); }
  if (request.mode !== "navigate") { return fetch(request); }
  try { return await fetch(request); } catch (_error) { return offlinePage(); }
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== self.location.origin) { return; }
  event.respondWith(answer(event));
});
