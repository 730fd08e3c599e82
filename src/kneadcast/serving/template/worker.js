"use strict";
// Keeps the library, and each session that was opened with its sound, so that they open without the server.
const FACTS = {{facts}};
const ROOT = new URL("./", self.location.href);
const PREFIX = `kneadcast ${ROOT.pathname} `;
const NAME = PREFIX + FACTS.revision;
const absolute = (path) => new URL(path, ROOT).href;
const PAGE_OF = new Map(Object.entries(FACTS.sounds).map(([page, sound]) => [absolute(sound), absolute(page)]));
const SOUND_OF = new Map([...PAGE_OF].map(([sound, page]) => [page, sound]));
const beingKept = new Map();

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FACTS.shell.map(absolute))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = event.request.url.split("#")[0];
  if (event.request.method !== "GET" || !url.startsWith(ROOT.href)) return;
  if (PAGE_OF.has(url)) {
    event.respondWith(soundFor(event.request, url));
    event.waitUntil(keepSession(PAGE_OF.get(url)));
  } else {
    event.respondWith(currentOrKept(event, url));
    if (SOUND_OF.has(url)) event.waitUntil(keepSession(url));
  }
});

// What the server says now; without the server, what it said before.
async function currentOrKept(event, url) {
  try {
    const response = await fetch(event.request);
    if (response.status === 200) {
      const copy = response.clone();
      event.waitUntil(caches.open(NAME).then((cache) => cache.put(url, copy)).catch(noRoom));
    }
    return response;
  } catch (unreachable) {
    const kept = await (await caches.open(NAME)).match(url);
    if (kept) return kept;
    throw unreachable;
  }
}

async function soundFor(request, url) {
  const kept = await (await caches.open(NAME)).match(url);
  if (!kept) return fetch(request);
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") || "");
  if (!range || range[0] === "bytes=-") return kept;
  const blob = await kept.blob(), size = blob.size;
  const start = range[1] ? Number(range[1]) : Math.max(0, size - Number(range[2]));
  const end = range[1] && range[2] ? Math.min(size, Number(range[2]) + 1) : size;
  const headers = { "Accept-Ranges": "bytes", "Content-Type": kept.headers.get("content-type"), ETag: kept.headers.get("etag") };
  if (start >= end) return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${size}` } });
  return new Response(blob.slice(start, end), {
    status: 206,
    headers: { ...headers, "Content-Length": String(end - start), "Content-Range": `bytes ${start}-${end - 1}/${size}` },
  });
}

// Keeps the page of a session and its whole sound, once.
function keepSession(page) {
  if (!beingKept.has(page)) {
    beingKept.set(page, keepBoth(page).catch(noRoom).finally(() => beingKept.delete(page)));
  }
  return beingKept.get(page);
}

async function keepBoth(page) {
  const cache = await caches.open(NAME);
  for (const url of [page, SOUND_OF.get(page)]) {
    if (!(await cache.match(url))) await cache.add(url);
  }
}

// A browser without room for a sound, or with a server that has just ended: the session plays as long as there is one.
function noRoom(reason) {
  console.info(`not kept for use offline: ${reason}`);
}
