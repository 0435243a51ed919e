/* Answers what a cmi5 unit asks of its record store, in the browser: every request goes to the player's page, which keeps it. */
"use strict";
const SCOPE = new URL(self.registration.scope).pathname;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function ask(request, rest) {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const page = pages.find((client) => new URL(client.url).pathname === SCOPE);
  if (!page) { return new Response("", { status: 503 }); }
  const body = ["GET", "HEAD"].includes(request.method) ? "" : await request.text();
  const answer = await new Promise((resolve) => {
    const line = new MessageChannel();
    line.port1.onmessage = (event) => resolve(event.data);
    page.postMessage({ cmi5: { method: request.method, path: rest, query: new URL(request.url).search, body } }, [line.port2]);
  });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  for (const part of ["xapi/", "fetch/"]) {
    if (path.startsWith(SCOPE + part)) { event.respondWith(ask(event.request, path.slice(SCOPE.length))); return; }
  }
});
