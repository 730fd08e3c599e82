// The player: the sound, its moment, and the keys and the lock screen of the system.
const createPlayer = (sound, session, events) => {
  let seekTarget = null, lock = null;

  // The sound inside the page is converted to a Blob, since not all browsers can seek in a data URL.
  const inside = document.getElementById("inside");
  if (inside) {
    const text = inside.textContent.trim(), parts = [];
    // Decoded in chunks of a multiple of four characters, which are three bytes: an hour has 80 million characters.
    for (let first = 0; first < text.length; first += 1 << 22) {
      const binary = atob(text.slice(first, first + (1 << 22))), bytes = new Uint8Array(binary.length);
      for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
      parts.push(bytes);
    }
    sound.src = URL.createObjectURL(new Blob(parts, { type: inside.dataset.type }));
    inside.remove();
  }

  const limit = (ms) => Math.min(Math.max(0, ms), Math.max(0, session.length_ms - 200));
  const now = () => seekTarget ?? Math.min(sound.currentTime * 1000, session.length_ms);
  function seekTo(ms) { seekTarget = limit(ms); sound.currentTime = seekTarget / 1000; events.moved(); }
  function play() {
    sound.play().catch((problem) => {
      // A browser that wants a touch first, or a pause right after, is no missing file.
      if (problem.name === "NotAllowedError") events.refused();
      else if (problem.name !== "AbortError") events.missing();
    });
  }
  function toggle() { if (sound.paused) play(); else sound.pause(); }
  function moveBy(rows, offset) {
    const row = lastStartedBy(rows, now() + 50);
    // As in other players: in the first 3 s of a part, back goes to the previous one; later, to the beginning of this one.
    const back = offset < 0 && now() - rows[row].at_ms > 3000 ? 0 : offset;
    const target = rows[Math.min(Math.max(0, row + back), rows.length - 1)];
    if (offset < 0 || row + offset < rows.length) seekTo(target.at_ms);
  }

  async function keepAwake() {
    if (sound.paused || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    // A refusal, for example on a low battery, must not stop the session.
    try { lock = await navigator.wakeLock.request("screen"); } catch (refused) { lock = null; }
  }
  function allowSleep() { if (lock) lock.release(); lock = null; }

  const SYSTEM_ACTIONS = {
    play: () => { if (sound.paused) play(); }, pause: () => sound.pause(), previoustrack: () => moveBy(session.areas, -1), nexttrack: () => moveBy(session.areas, 1),
    seekbackward: () => seekTo(now() - session.back_s * 1000), seekforward: () => seekTo(now() + session.forward_s * 1000),
    seekto: (details) => seekTo(details.seekTime * 1000),
  };
  if ("mediaSession" in navigator) {
    for (const [name, act] of Object.entries(SYSTEM_ACTIONS)) {
      try { navigator.mediaSession.setActionHandler(name, act); } catch (unknown) { /* An older browser does not know this action. */ }
    }
  }
  function tellSystem(title) {
    if (!("mediaSession" in navigator)) return;
    if (typeof MediaMetadata !== "undefined" && title) {
      navigator.mediaSession.metadata = new MediaMetadata({
        title, artist: "Kneadcast", album: session.title, artwork: [{ src: session.cover, sizes: session.cover_sizes, type: session.cover_type }],
      });
    }
    navigator.mediaSession.playbackState = sound.paused ? "paused" : "playing";
    const duration = session.length_ms / 1000;
    navigator.mediaSession.setPositionState?.({ duration, playbackRate: sound.playbackRate, position: Math.min(now() / 1000, duration) });
  }

  sound.addEventListener("play", () => { keepAwake(); tellSystem(); events.changed(); });
  sound.addEventListener("pause", () => { allowSleep(); tellSystem(); events.changed(); });
  sound.addEventListener("ended", () => events.ended());
  sound.addEventListener("seeked", () => { seekTarget = null; tellSystem(); events.moved(); });
  sound.addEventListener("timeupdate", () => { if (seekTarget === null) events.moved(); });
  sound.addEventListener("error", () => events.missing());
  document.addEventListener("visibilitychange", keepAwake);
  return { now, play, toggle, seekTo, moveBy, tellSystem, pause: () => sound.pause(), isPaused: () => sound.paused, hasFailed: () => Boolean(sound.error) };
};
