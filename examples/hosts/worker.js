// Takes charge at once, keeps what it can and answers from that first.
const kept = caches.open('works-offline');
addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));
addEventListener('fetch', event => {
  const { request } = event;
  const answer = async () => {
    if (request.method != 'GET') return fetch(request);
    const cache = await kept;
    const old = await cache.match(request);
    if (old) return old;
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  };
  event.respondWith(answer());
});
