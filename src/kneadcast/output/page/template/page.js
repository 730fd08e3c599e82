"use strict";
(() => {
  const session = JSON.parse(document.getElementById("session").textContent);
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  const at = (id) => document.getElementById(id);
  const sound = at("sound");
  const say = session.say;
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const STEP_BACK_S = 15, STEP_ON_S = 30;
  // Longer than any built-in name or sentence; an edited script may contain longer ones.
  const LONG_NAME = 28, LONG_SENTENCE = 120;

  // The sound inside the page is converted to a Blob, since not all browsers can seek in a data URL.
  const inside = at("inside");
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

  const clock = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000)), two = (n) => String(n).padStart(2, "0");
    return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  };
  const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  const lastStartedBy = (rows, ms) => {
    let low = 0, high = rows.length;
    while (low < high) { const middle = (low + high) >> 1; if (rows[middle].at_ms <= ms) low = middle + 1; else high = middle; }
    return low - 1;
  };

  let now = 0, shownStep = -1, shownCue = -2, shownChapter = -1, seekTarget = null, extent = null;

  function show() {
    now = seekTarget ?? Math.min(sound.currentTime * 1000, session.length_ms);
    const step = lastStartedBy(session.steps, now);
    if (step !== shownStep && step >= 0) showStep(step);
    showWords();
    showTimes(step);
    showStroke(session.steps[step]);
  }

  function showStep(index) {
    const first = shownStep < 0, step = session.steps[shownStep = index];
    set(at("side"), step.where);
    set(at("area"), step.what);
    at("area").classList.toggle("long", step.what.length > LONG_NAME);
    // Type in which the longest word fits a line, so that no word of any language is broken, and the name two lines.
    const longest = Math.max(1, ...step.what.split(/\s/).map((word) => word.length));
    at("area").style.setProperty("--letters", Math.max(longest, 0.85 * step.what.length));
    set(at("technique"), step.how);
    at("stage").dataset.step = step.id;
    at("stage").dataset.kind = step.kind;
    const pressure = step.pressure && filled(say.pressure, step);
    showFact("pressure", pressure);
    showFact("tempo", step.tempo && filled(say.tempo, step));
    at("position").hidden = !step.position;
    set(at("position"), step.position);
    at("pressure").querySelector(".beads").innerHTML =
      Array.from({ length: 10 }, (_, bead) => `<i${bead < (step.pressure || 0) ? ' class="on"' : ""}></i>`).join("");
    highlightArea(step);
    const next = session.steps[index + 1];
    set(at("next-what"), next ? next.preview : say.the_end);
    const description = [step.where, step.what, step.how, pressure].filter(Boolean).join(", ");
    at("figure").setAttribute("aria-label", step.area ? filled(say.drawing, { shown: description }) : say.drawing_of_both);
    if (!first) set(at("announce"), description);
  }

  function showFact(id, text) {
    at(id).hidden = !text;
    set(at(id).querySelector(".figure"), text || "");
  }

  function highlightArea(step) {
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
    if (!part || !step.technique) { extent = null; return; }
    extent = { ...extentOf(part), radius: foot ? 15 : 30 };
  }

  // The extent of an area, within which the dot moves: its width at PLACES + 1 places from its lower end to its upper.
  const PLACES = 20;
  function extentOf(part) {
    const box = part.getBBox(), point = part.ownerSVGElement.createSVGPoint();
    // A foot is drawn lying: its lower end is at the toes, and its upper end at the heel.
    const lying = box.width > box.height && part.dataset.view === "profile";
    const pointAt = (along, across) => lying
      ? [box.x + box.width * (1 - along), box.y + box.height * across]
      : [box.x + box.width * across, box.y + box.height * (1 - along)];
    const shares = Array.from({ length: PLACES + 1 }, (_, number) => number / PLACES);
    const widths = shares.map((along) => {
      const found = shares.filter((across) => { [point.x, point.y] = pointAt(along, across); return part.isPointInFill(point); });
      return found.length ? [found[0], found[found.length - 1]] : [0.5, 0.5];
    });
    return { pointAt, widths };
  }

  const other = (side) => (side === "left" ? "right" : "left");

  function showWords() {
    const index = lastStartedBy(session.cues, now);
    const cue = session.cues[index], words = at("words");
    if (index !== shownCue) {
      set(words, cue ? cue.text : say.welcome);
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
    const time = clock(now);
    if (seek.getAttribute("aria-valuetext") !== time) seek.setAttribute("aria-valuetext", time);
    const chapter = lastStartedBy(session.chapters, now);
    if (chapter !== shownChapter) { shownChapter = chapter; updateMediaMetadata(); }
  }

  // The position of the hand at a phase of a stroke, by technique: [across, along, opacity], in shares of the area from
  // its lower end. `climb` is the share of a slow movement along the area.
  const STROKE_PATHS = {
    effleurage: (phase) => (phase < 0.7 ? [0.5, phase / 0.7, 1] : [0.5, 1 - (phase - 0.7) / 0.3, 0.25]),
    lymph_stretch: (phase) => [0.5, 0.4 + 0.25 * Math.sin(Math.PI * Math.min(1, phase * 1.6)), 0.9],
    compression: (phase) => [0.5, 0.5, 0.35 + 0.65 * Math.min(1, Math.sin(Math.PI * phase) * 1.5)],
    tapotement: (phase, climb) => [0.5, climb, phase < 0.5 ? 1 : 0.3],
    vibration: (phase) => [0.5 + 0.06 * Math.sin(2 * Math.PI * phase), 0.5, 0.9],
    hold: () => [0.5, 0.5, 0.8],
  };
  const circling = (phase, climb) => [0.5 + 0.2 * Math.cos(2 * Math.PI * phase), 0.15 + 0.7 * climb + 0.07 * Math.sin(2 * Math.PI * phase), 0.95];
  const CLIMB_S = 20;

  const beat = at("tempo").querySelector(".beat"), dots = document.querySelectorAll(".stroke");

  function showStroke(step) {
    if (!extent || reducedMotion.matches) { for (const dot of dots) dot.style.opacity = 0; beat.style.opacity = 0.85; return; }
    const { pointAt, widths, radius } = extent, since = (now - step.at_ms) / 1000;
    const phase = (since * (step.tempo || 0) / 60) % 1, climb = (since / CLIMB_S) % 1;
    const [across, along, opacity] = (STROKE_PATHS[step.technique] || circling)(phase, climb);
    const inner = 0.08 + 0.84 * along, [low, high] = widths[Math.round(inner * PLACES)];
    const [x, y] = pointAt(inner, low + (high - low) * across);
    for (const dot of dots) {
      for (const [name, value] of [["cx", x], ["cy", y], ["r", radius]]) dot.setAttribute(name, value.toFixed(1));
      dot.style.opacity = opacity;
    }
    beat.style.opacity = 1 - 0.75 * phase;
  }

  const limit = (ms) => Math.min(Math.max(0, ms), Math.max(0, session.length_ms - 200));
  function seekTo(ms) { seekTarget = limit(ms); sound.currentTime = seekTarget / 1000; show(); }
  function togglePlayback() { if (sound.paused) sound.play().catch(showSoundError); else sound.pause(); }
  function moveByChapters(offset) {
    const chapter = lastStartedBy(session.chapters, now + 50);
    // As in other players: in the first 3 s of a chapter, back goes to the previous one; later, to the beginning of this one.
    const back = offset < 0 && now - session.chapters[chapter].at_ms > 3000 ? 0 : offset;
    const row = session.chapters[Math.min(Math.max(0, chapter + back), session.chapters.length - 1)];
    if (offset < 0 || chapter + offset < session.chapters.length) seekTo(row.at_ms);
  }

  let lock = null;
  async function keepAwake() {
    if (sound.paused || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    // A refusal, for example on a low battery, must not stop the session.
    try { lock = await navigator.wakeLock.request("screen"); } catch (refused) { lock = null; }
  }
  function allowSleep() { if (lock) lock.release(); lock = null; }

  function updateMediaMetadata() {
    if (!("mediaSession" in navigator) || typeof MediaMetadata === "undefined" || shownChapter < 0) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: session.chapters[shownChapter].title, artist: "Kneadcast", album: session.title,
      artwork: [{ src: session.cover, sizes: "600x600", type: "image/png" }],
    });
  }
  function updatePlaybackState() {
    if (!("mediaSession" in navigator)) return;
    navigator.mediaSession.playbackState = sound.paused ? "paused" : "playing";
    const duration = session.length_ms / 1000;
    navigator.mediaSession.setPositionState?.({ duration, playbackRate: 1, position: Math.min(now / 1000, duration) });
  }
  const MEDIA_ACTIONS = {
    play: () => { if (sound.paused) togglePlayback(); }, pause: () => sound.pause(), previoustrack: () => moveByChapters(-1), nexttrack: () => moveByChapters(1),
    seekbackward: () => seekTo(now - STEP_BACK_S * 1000), seekforward: () => seekTo(now + STEP_ON_S * 1000),
    seekto: (details) => seekTo(details.seekTime * 1000),
  };
  if ("mediaSession" in navigator) {
    for (const [name, act] of Object.entries(MEDIA_ACTIONS)) {
      try { navigator.mediaSession.setActionHandler(name, act); } catch (unknown) { /* An older browser does not know this action. */ }
    }
  }

  function showSoundError() {
    set(at("trouble"), filled(say.no_sound, { file: session.sound }));
    at("trouble").hidden = false;
  }

  function loop() { if (!sound.paused) { show(); requestAnimationFrame(loop); } }
  sound.addEventListener("play", () => {
    document.body.classList.add("playing");
    at("play").setAttribute("aria-label", say.pause);
    keepAwake();
    updatePlaybackState();
    loop();
  });
  sound.addEventListener("pause", () => {
    document.body.classList.remove("playing");
    at("play").setAttribute("aria-label", say.play);
    allowSleep();
    show();
    updatePlaybackState();
  });
  sound.addEventListener("seeked", () => { seekTarget = null; show(); updatePlaybackState(); });
  sound.addEventListener("timeupdate", () => { if (seekTarget === null) show(); });
  sound.addEventListener("error", showSoundError);
  document.addEventListener("visibilitychange", keepAwake);

  const aside = document.querySelector("details");
  at("stage").addEventListener("click", () => { if (aside.open) aside.open = false; else togglePlayback(); });
  at("play").addEventListener("click", togglePlayback);
  at("back").addEventListener("click", () => seekTo(now - STEP_BACK_S * 1000));
  at("forward").addEventListener("click", () => seekTo(now + STEP_ON_S * 1000));
  at("previous").addEventListener("click", () => moveByChapters(-1));
  at("following").addEventListener("click", () => moveByChapters(1));
  at("seek").addEventListener("input", (event) => seekTo(Number(event.target.value)));

  const KEY_ACTIONS = {
    Escape: () => { aside.open = false; },
    " ": togglePlayback, k: togglePlayback, ArrowLeft: () => seekTo(now - STEP_BACK_S * 1000), ArrowRight: () => seekTo(now + STEP_ON_S * 1000),
    PageUp: () => moveByChapters(-1), p: () => moveByChapters(-1), PageDown: () => moveByChapters(1), n: () => moveByChapters(1),
  };
  document.addEventListener("keydown", (event) => {
    const act = KEY_ACTIONS[event.key];
    const control = event.target.closest("button, summary, input");
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (control && ((event.key === " " && control.tagName !== "INPUT") || (control.tagName === "INPUT" && /^(Arrow|Page)/.test(event.key)))) return;
    event.preventDefault();
    act();
  });
  if (sound.error) showSoundError();
  show();
})();
