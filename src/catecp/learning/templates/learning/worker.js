/* Opens what was kept on the phone at once, network or not. A kept page is refreshed in the background, for at most three seconds: a network
   that is up but useless makes nobody wait. Keeps nothing that was not asked for. A phone may be shared: each copy belongs to one learner
   (it is in its name), and only the copies of who learns here now are opened; the others wait until their learner comes back. */
"use strict";
const WAIT_MS = 3000;
const COURSE = "catecp-course-", NOW = "catecp-learner-now", WHO = "{% url 'learning:courses' %}now";
const CHANGE = "{% url 'learning:not_me' %}";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function learnerNow() {
  const found = await (await caches.open(NOW)).match(WHO);
  return found ? found.text() : "";
}
async function remember(learner) { await (await caches.open(NOW)).put(WHO, new Response(learner)); }

/* Every page of a learner says whose it is. */
async function heard(response) {
  const learner = response.headers.get("X-Learner");
  if (learner && learner !== await learnerNow()) { await remember(learner); }
  return response;
}

async function kept(address) {
  const mine = COURSE + await learnerNow() + "-", request = new Request(address);
  for (const name of await caches.keys()) {
    if (!name.startsWith(mine)) { continue; }
    const cache = await caches.open(name), found = await cache.match(request, { ignoreVary: true });
    if (found) { return { cache, found }; }
  }
  return null;
}

/* A sign-in page or an error is never kept in place of a lesson. */
async function refresh(cache, request) {
  const learner = await learnerNow();
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), WAIT_MS);
  try {
    const response = await heard(await fetch(request.url, { credentials: "same-origin", signal: stop.signal, headers: { "X-Kept-Copy": "refresh" } }));
    const isMine = learner === response.headers.get("X-Learner");
    if (isMine && response.ok && !response.redirected && (response.headers.get("Content-Type") || "").startsWith("text/html")) { await cache.put(request.url, response); }
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

function words(text) {
  return new Response(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><p style="font:1.1rem sans-serif;padding:2rem">${text}</p>`, { status: 503, headers: { "Content-Type": "text/html" } });
}
async function offlinePage() {
  const start = await kept("{% url 'learning:courses' %}");
  return start ? start.found : words("{% filter escapejs %}{% translate 'No network, and this page is not kept on this phone.' %}{% endfilter %}");
}
function needsNetwork() { return words("{% filter escapejs %}{% translate 'No network now, and this needs it. Go back; nothing on this phone is lost.' %}{% endfilter %}"); }

/* Somebody else takes the phone: from then on nothing of the former learner is opened. */
async function send(request) {
  try {
    const response = await fetch(request);
    if (new URL(request.url).pathname === CHANGE) { await remember(""); }
    return response;
  } catch (_error) { return needsNetwork(); }
}

async function answer(event) {
  const request = event.request, here = await kept(request.url.split("#")[0]);
  if (here && request.mode === "navigate") {
    event.waitUntil(refresh(here.cache, request));
    return here.found;
  }
  if (here) { return part(request, here.found); }
  if (request.mode !== "navigate") { return fetch(request); }
  try { return await heard(await fetch(request)); } catch (_error) { return offlinePage(); }
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (new URL(request.url).origin !== self.location.origin) { return; }
  if (request.method === "GET") { event.respondWith(answer(event)); } else if (request.mode === "navigate") { event.respondWith(send(request)); }
});
