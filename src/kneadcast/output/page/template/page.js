"use strict";
(() => {
  const session = JSON.parse(document.getElementById("session").textContent);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const at = (id) => document.getElementById(id);
  const sound = at("sound");
  const STEP_BACK_S = 15, STEP_ON_S = 30;
  // Longer than any of ours; an edited script may have them.
  const LONG_NAME = 28, LONG_SENTENCE = 120;

  // A sound inside the page becomes a file in memory: players can seek in that, and not always in a data address.
  const inside = at("inside");
  if (inside) {
    const text = inside.textContent.trim(), parts = [];
    // Piece by piece, each a whole number of four letters for three bytes: an hour is 80 million letters.
    for (let first = 0; first < text.length; first += 1 << 22) {
      const letters = atob(text.slice(first, first + (1 << 22))), bytes = new Uint8Array(letters.length);
      for (let index = 0; index < letters.length; index += 1) bytes[index] = letters.charCodeAt(index);
      parts.push(bytes);
    }
    sound.src = URL.createObjectURL(new Blob(parts, { type: inside.dataset.type }));
    inside.remove();
  }

  const clock = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000)), two = (n) => String(n).padStart(2, "0");
    return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  };
  const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  const lastBy = (rows, ms) => {
    let low = 0, high = rows.length;
    while (low < high) { const middle = (low + high) >> 1; if (rows[middle].at_ms <= ms) low = middle + 1; else high = middle; }
    return low - 1;
  };

  let now = 0, shownStep = -1, shownCue = -2, shownChapter = -1, wanted = null, hand = null;

  function show() {
    now = wanted ?? Math.min(sound.currentTime * 1000, session.length_ms);
    const step = lastBy(session.steps, now);
    if (step !== shownStep && step >= 0) showStep(step);
    showWords();
    showTimes(step);
    showStroke(session.steps[step]);
  }

  function showStep(index) {
    const first = shownStep < 0, step = session.steps[shownStep = index];
    set(at("side"), step.side ? `${step.side}` : "");
    set(at("area"), step.what);
    at("area").classList.toggle("long", step.what.length > LONG_NAME);
    set(at("technique"), step.how);
    at("stage").dataset.step = step.id;
    at("stage").dataset.kind = step.kind;
    showFact("pressure", step.pressure && `pressure ${step.pressure} of 10`);
    showFact("tempo", step.tempo && `${step.tempo} a minute`);
    at("position").hidden = !step.position;
    set(at("position"), step.position);
    at("pressure").querySelector(".beads").innerHTML =
      Array.from({ length: 10 }, (_, bead) => `<i${bead < (step.pressure || 0) ? ' class="on"' : ""}></i>`).join("");
    light(step);
    const next = session.steps[index + 1];
    set(at("next-what"), next ? [[next.side, next.what].filter(Boolean).join(" "), next.how].filter(Boolean).join(", ") : "the end");
    const told = [step.side, step.what, step.how, step.pressure && `pressure ${step.pressure} of 10`].filter(Boolean).join(", ");
    at("figure").setAttribute("aria-label", step.area ? `Drawing of the leg: ${told}` : "Drawing of both legs");
    if (!first) set(at("announce"), told);
  }

  function showFact(id, text) {
    at(id).hidden = !text;
    set(at(id).querySelector(".figure"), text || "");
  }

  function light(step) {
    for (const part of document.querySelectorAll(".part")) {
      part.classList.toggle("lit", part.dataset.area === step.area && !(step.side && part.dataset.view === other(step.side)));
    }
    for (const side of ["left", "right"]) {
      at(`view-${side}`).classList.toggle("aside", step.side === other(side));
      at(`mark-${side}`).classList.toggle("on", step.side === side);
    }
    const lit = [...document.querySelectorAll(".part.lit")];
    const part = lit.find((found) => found.dataset.view === "profile") || lit[0];
    const foot = Boolean(part) && session.feet.includes(step.area);
    at("figure").classList.toggle("near", foot);
    if (!part || !step.technique) { hand = null; return; }
    hand = { ...spanOf(part), radius: foot ? 15 : 30 };
  }

  // Where a hand may go on an area: its width at so many places from its lower end to its upper.
  const PLACES = 20;
  function spanOf(part) {
    const box = part.getBBox(), point = part.ownerSVGElement.createSVGPoint();
    // A foot lies: from its toes to its heel is upwards.
    const lying = box.width > box.height && part.dataset.view === "profile";
    const place = (along, across) => lying
      ? [box.x + box.width * (1 - along), box.y + box.height * across]
      : [box.x + box.width * across, box.y + box.height * (1 - along)];
    const shares = Array.from({ length: PLACES + 1 }, (_, number) => number / PLACES);
    const widths = shares.map((along) => {
      const found = shares.filter((across) => { [point.x, point.y] = place(along, across); return part.isPointInFill(point); });
      return found.length ? [found[0], found[found.length - 1]] : [0.5, 0.5];
    });
    return { place, widths };
  }

  const other = (side) => (side === "left" ? "right" : "left");

  function showWords() {
    const index = lastBy(session.cues, now);
    const cue = session.cues[index], words = at("words");
    if (index !== shownCue) {
      set(words, cue ? cue.text : session.welcome);
      words.classList.toggle("long", words.textContent.length > LONG_SENTENCE);
      shownCue = index;
    }
    words.classList.toggle("past", !cue || now >= cue.at_ms + cue.length_ms);
  }

  function showTimes(step) {
    const next = session.steps[step + 1];
    set(at("next-when"), clock((next ? next.at_ms : session.length_ms) - now + 999));
    set(at("left"), clock(session.length_ms - now + 999));
    set(at("clock"), clock(now));
    const seek = at("seek");
    if (document.activeElement !== seek || !sound.paused) seek.value = String(Math.round(now));
    const told = clock(now);
    if (seek.getAttribute("aria-valuetext") !== told) seek.setAttribute("aria-valuetext", told);
    const chapter = lastBy(session.chapters, now);
    if (chapter !== shownChapter) { shownChapter = chapter; tellSystem(); }
  }

  // Where the hand is within a stroke: each technique has its own way of moving, in shares of the area from its lower end.
  const WAYS = {
    effleurage: (turn) => (turn < 0.7 ? [0.5, turn / 0.7, 1] : [0.5, 1 - (turn - 0.7) / 0.3, 0.25]),
    lymph_stretch: (turn) => [0.5, 0.4 + 0.25 * Math.sin(Math.PI * Math.min(1, turn * 1.6)), 0.9],
    compression: (turn) => [0.5, 0.5, 0.35 + 0.65 * Math.min(1, Math.sin(Math.PI * turn) * 1.5)],
    tapotement: (turn, slow) => [0.5, slow, turn < 0.5 ? 1 : 0.3],
    vibration: (turn) => [0.5 + 0.06 * Math.sin(2 * Math.PI * turn), 0.5, 0.9],
    hold: () => [0.5, 0.5, 0.8],
  };
  const circling = (turn, slow) => [0.5 + 0.2 * Math.cos(2 * Math.PI * turn), 0.15 + 0.7 * slow + 0.07 * Math.sin(2 * Math.PI * turn), 0.95];
  const CLIMB_S = 20;

  const beat = at("tempo").querySelector(".beat"), dots = document.querySelectorAll(".stroke");

  function showStroke(step) {
    if (!hand || calm.matches) { for (const dot of dots) dot.style.opacity = 0; beat.style.opacity = 0.85; return; }
    const { place, widths, radius } = hand, since = (now - step.at_ms) / 1000;
    const turn = (since * (step.tempo || 0) / 60) % 1, slow = (since / CLIMB_S) % 1;
    const [across, along, strength] = (WAYS[step.technique] || circling)(turn, slow);
    const inner = 0.08 + 0.84 * along, [low, high] = widths[Math.round(inner * PLACES)];
    const [x, y] = place(inner, low + (high - low) * across);
    for (const dot of dots) {
      for (const [name, value] of [["cx", x], ["cy", y], ["r", radius]]) dot.setAttribute(name, value.toFixed(1));
      dot.style.opacity = strength;
    }
    beat.style.opacity = 1 - 0.75 * turn;
  }

  const limit = (ms) => Math.min(Math.max(0, ms), Math.max(0, session.length_ms - 200));
  function go(ms) { wanted = limit(ms); sound.currentTime = wanted / 1000; show(); }
  function turn() { if (sound.paused) sound.play().catch(trouble); else sound.pause(); }
  function chapterBy(offset) {
    const chapter = lastBy(session.chapters, now + 50);
    // Early in an area, back means the one before; later, its own beginning: as every player does it.
    const back = offset < 0 && now - session.chapters[chapter].at_ms > 3000 ? 0 : offset;
    const row = session.chapters[Math.min(Math.max(0, chapter + back), session.chapters.length - 1)];
    if (offset < 0 || chapter + offset < session.chapters.length) go(row.at_ms);
  }

  let lock = null;
  async function stayAwake() {
    if (sound.paused || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    // A refusal, on a low battery say, must not stop the session.
    try { lock = await navigator.wakeLock.request("screen"); } catch (refused) { lock = null; }
  }
  function rest() { if (lock) lock.release(); lock = null; }

  function tellSystem() {
    if (!("mediaSession" in navigator) || typeof MediaMetadata === "undefined" || shownChapter < 0) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: session.chapters[shownChapter].title, artist: "Kneadcast", album: session.title,
      artwork: [{ src: session.cover, sizes: "600x600", type: "image/png" }],
    });
  }
  function tellState() {
    if (!("mediaSession" in navigator)) return;
    navigator.mediaSession.playbackState = sound.paused ? "paused" : "playing";
    const duration = session.length_ms / 1000;
    navigator.mediaSession.setPositionState?.({ duration, playbackRate: 1, position: Math.min(now / 1000, duration) });
  }
  const KEYS = {
    play: () => { if (sound.paused) turn(); }, pause: () => sound.pause(), previoustrack: () => chapterBy(-1), nexttrack: () => chapterBy(1),
    seekbackward: () => go(now - STEP_BACK_S * 1000), seekforward: () => go(now + STEP_ON_S * 1000),
    seekto: (details) => go(details.seekTime * 1000),
  };
  if ("mediaSession" in navigator) {
    for (const [name, act] of Object.entries(KEYS)) {
      try { navigator.mediaSession.setActionHandler(name, act); } catch (unknown) { /* An older browser lacks this key. */ }
    }
  }

  function trouble() {
    set(at("trouble"), `The sound cannot be played: ${session.sound} has to lie beside this page.`);
    at("trouble").hidden = false;
  }

  function loop() { if (!sound.paused) { show(); requestAnimationFrame(loop); } }
  sound.addEventListener("play", () => {
    document.body.classList.add("playing");
    at("play").setAttribute("aria-label", "Pause");
    stayAwake();
    tellState();
    loop();
  });
  sound.addEventListener("pause", () => {
    document.body.classList.remove("playing");
    at("play").setAttribute("aria-label", "Play");
    rest();
    show();
    tellState();
  });
  sound.addEventListener("seeked", () => { wanted = null; show(); tellState(); });
  sound.addEventListener("timeupdate", () => { if (wanted === null) show(); });
  sound.addEventListener("error", trouble);
  document.addEventListener("visibilitychange", stayAwake);

  const aside = document.querySelector("details");
  at("stage").addEventListener("click", () => { if (aside.open) aside.open = false; else turn(); });
  at("play").addEventListener("click", turn);
  at("back").addEventListener("click", () => go(now - STEP_BACK_S * 1000));
  at("forward").addEventListener("click", () => go(now + STEP_ON_S * 1000));
  at("previous").addEventListener("click", () => chapterBy(-1));
  at("following").addEventListener("click", () => chapterBy(1));
  at("seek").addEventListener("input", (event) => go(Number(event.target.value)));

  const PRESSED = {
    Escape: () => { aside.open = false; },
    " ": turn, k: turn, ArrowLeft: () => go(now - STEP_BACK_S * 1000), ArrowRight: () => go(now + STEP_ON_S * 1000),
    PageUp: () => chapterBy(-1), p: () => chapterBy(-1), PageDown: () => chapterBy(1), n: () => chapterBy(1),
  };
  document.addEventListener("keydown", (event) => {
    const act = PRESSED[event.key];
    const own = event.target.closest("button, summary, input");
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (own && ((event.key === " " && own.tagName !== "INPUT") || (own.tagName === "INPUT" && /^(Arrow|Page)/.test(event.key)))) return;
    event.preventDefault();
    act();
  });
  if (sound.error) trouble();
  show();
})();
