// The page: what is shown of a session at a moment, and what buttons and keys do.
const at = (id) => document.getElementById(id);
const session = JSON.parse(at("session").textContent);
const say = session.say;
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };

const CHANGE_MS = 4000, IDLE_MS = 6000, KEEP_MOMENT_MS = 5000;
// How small type becomes before the line of before gives way, then what comes next, and at last nothing else.
const SMALLEST_FITS = [["", 0.8], ["tight", 0.65], ["tight tightest", 0.35]];
const memory = createMemory(session.key);
const scene = createScene(at("scene"), session.pictures);
const sound = at("sound");
const player = createPlayer(sound, session, {
  moved: () => show(), changed: () => showPlaying(), ended: () => showView("end"),
  refused: () => showTrouble(say.touch), missing: () => showTrouble(filled(say.no_sound, { file: session.sound })),
});

let shownStep = -1, shownCue = -2, shownWord = -1, shownArea = -1, shownSecond = -1, tokens = [], keptAt = 0, sideBefore = "", frame = 0, idleTimer = 0, changeTimer = 0, isFitted = true;

function show() {
  const now = player.now(), index = Math.max(0, lastStartedBy(session.steps, now)), step = session.steps[index];
  if (index !== shownStep) showStep(index);
  showWords(now);
  showTimes(now, index);
  scene.animate(now - step.at_ms, step.tempo);
  // Last, because the seconds stand in a line that they may break.
  if (!isFitted) fit();
  if (Math.abs(now - keptAt) > KEEP_MOMENT_MS && document.body.dataset.view === "session") { keptAt = now; memory.keepMoment(now); }
}

function showStep(index) {
  const previous = session.steps[shownStep], step = session.steps[shownStep = index];
  const side = step.side || (step.both ? "both" : "");
  at("badge").hidden = !side;
  at("badge").dataset.side = side;
  set(at("side"), step.where);
  set(at("area"), step.what);
  set(at("technique"), step.how);
  showPressure(step.pressure);
  at("caution").hidden = !step.caution;
  set(at("caution"), step.caution || "");
  at("stage").dataset.step = step.id;
  at("stage").dataset.kind = step.kind;
  document.body.classList.toggle("resting", step.kind === "rest");
  scene.draw(step.picture);
  const next = session.steps[index + 1];
  set(at("next-what"), next ? filled(say.then, { next: next.name }) : say.then_end);
  const description = [step.where, step.what, step.how, step.pressure && step.pressure.name].filter(Boolean).join(", ");
  at("figure").setAttribute("aria-label", filled(say.drawing, { shown: description }));
  at("seek").value = String(player.now());
  at("seek").setAttribute("aria-valuetext", `${clock(step.at_ms)}, ${description}`);
  if (previous) set(at("announce"), description);
  if (step.side && sideBefore && step.side !== sideBefore && !player.isPaused()) showChange(step);
  if (step.side) sideBefore = step.side;
  for (const row of document.querySelectorAll("#step-list button")) row.toggleAttribute("aria-current", Number(row.dataset.step) === index);
  isFitted = false;
}

function showPressure(pressure) {
  at("pressure").hidden = !pressure;
  if (!pressure) return;
  at("pressure").querySelector(".meter").innerHTML = Array.from({ length: 5 }, (_, mark) => `<i${mark < pressure.marks ? ' class="on"' : ""}></i>`).join("");
  set(at("pressure").querySelector(".firmness"), pressure.words);
}

function showChange(step) {
  clearTimeout(changeTimer);
  at("change").dataset.side = step.side;
  set(at("change-side"), step.where);
  at("change").hidden = false;
  changeTimer = setTimeout(() => { at("change").hidden = true; }, CHANGE_MS);
}

function showWords(now) {
  const index = lastStartedBy(session.cues, now), cue = session.cues[index];
  if (index !== shownCue) {
    shownCue = index;
    shownWord = -1;
    const before = session.cues[index - 1];
    set(at("before"), before ? before.text : "");
    tokens = spokenTokens(cue);
    at("words").replaceChildren(...tokens.map((token) => token.node));
    isFitted = false;
  }
  const share = cue ? (now - cue.at_ms) / Math.max(1, cue.length_ms) : 0;
  at("words").classList.toggle("past", share > 1);
  let word = -1;
  while (word + 1 < tokens.length && tokens[word + 1].from <= share) word += 1;
  if (word === shownWord) return;
  shownWord = word;
  tokens.forEach((token, number) => token.node.classList.toggle("said", number <= word));
}

// Words with the share of the sentence at which each begins; letters stand for time, which the script does not divide.
function spokenTokens(cue) {
  if (!cue) return [];
  const parts = cue.text.match(/\s*\S+/g) || [];
  let length = 0;
  return parts.map((part) => {
    const node = document.createElement("span"), from = length / cue.text.length;
    node.textContent = part;
    length += part.length;
    return { node, from };
  });
}

function showTimes(now, index) {
  const step = session.steps[index], until = (session.steps[index + 1] || { at_ms: session.length_ms }).at_ms;
  at("ring").setAttribute("stroke-dashoffset", Math.min(1, (now - step.at_ms) / Math.max(1, until - step.at_ms)).toFixed(4));
  const second = Math.floor(now / 1000);
  if (second === shownSecond) return;
  shownSecond = second;
  set(at("left"), clock(session.length_ms - now));
  const left = filled(say.seconds, { number: Math.max(0, Math.ceil((until - now) / 1000)) });
  isFitted &&= left.length === at("seconds").textContent.length;
  set(at("seconds"), left);
  [...at("chapters").children].forEach((mark, number) => {
    const row = session.chapters[number], end = (session.chapters[number + 1] || { at_ms: session.length_ms }).at_ms;
    mark.style.setProperty("--done-share", Math.min(1, Math.max(0, (now - row.at_ms) / (end - row.at_ms))).toFixed(4));
  });
  const area = lastStartedBy(session.areas, now);
  if (area !== shownArea && area >= 0) { shownArea = area; player.tellSystem(session.areas[area].title); }
}

// The largest type in which all words about the step are visible: a sentence of any language, on any screen. Where that
// is small, what the listener needs least gives way first.
function fit() {
  isFitted = true;
  const now = at("now"), fits = () => now.scrollHeight <= now.clientHeight && now.scrollWidth <= now.clientWidth;
  for (const [names, smallest] of SMALLEST_FITS) {
    now.className = `now ${names}`;
    for (let size = 1; size >= smallest; size -= 0.05) {
      now.style.setProperty("--fit", size.toFixed(2));
      if (fits()) return;
    }
  }
}

function showPlaying() {
  const playing = !player.isPaused();
  document.body.classList.toggle("playing", playing);
  at("play").setAttribute("aria-label", playing ? say.pause : say.play);
  if (playing) { at("trouble").hidden = true; if (document.body.dataset.view !== "session") showView("session"); }
  attend();
  show();
  if (playing && !frame) frame = requestAnimationFrame(loop);
}

// One loop at most: a pause ends it at its next frame, whatever happens in between.
function loop() {
  frame = 0;
  if (player.isPaused()) return;
  show();
  frame = requestAnimationFrame(loop);
}

function attend() {
  clearTimeout(idleTimer);
  document.body.classList.remove("idle");
  idleTimer = setTimeout(() => document.body.classList.toggle("idle", !player.isPaused() && !document.querySelector("dialog[open]") && !document.activeElement.closest("footer")), IDLE_MS);
}

function showView(view) {
  document.body.dataset.view = view;
  at("start").hidden = view !== "start";
  at("end").hidden = view !== "end";
  if (view === "end") { memory.keepMoment(null); at("once-more").focus(); }
  show();
  fit();
}

function showTrouble(text) {
  set(at("trouble"), text);
  at("trouble").hidden = false;
  showView("start");
}

function begin(ms) {
  player.seekTo(ms);
  showView("session");
  player.play();
}

function buildChapters() {
  at("chapters").replaceChildren(...session.chapters.map((chapter, number) => {
    const mark = document.createElement("i"), end = (session.chapters[number + 1] || { at_ms: session.length_ms }).at_ms;
    mark.style.flexGrow = String(end - chapter.at_ms);
    mark.className = chapter.side || "";
    return mark;
  }));
}

function buildSteps() {
  if (at("step-list").childElementCount) return;
  at("step-list").replaceChildren(...session.steps.map((step, index) => {
    const item = document.createElement("li"), button = document.createElement("button"), picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const names = document.createElement("span"), name = document.createElement("b"), how = document.createElement("span"), time = document.createElement("time");
    picture.setAttribute("aria-hidden", "true");
    scene.drawSmall(picture, step.picture);
    name.textContent = step.title;
    how.textContent = step.how ? ` ${step.how}` : "";
    how.className = "quiet";
    names.append(name, how);
    time.textContent = clock(step.at_ms);
    button.type = "button";
    button.dataset.step = String(index);
    button.toggleAttribute("aria-current", index === shownStep);
    button.append(picture, names, time);
    button.addEventListener("click", () => { at("steps").close(); player.seekTo(step.at_ms); });
    item.append(button);
    return item;
  }));
}

function open(dialog) {
  dialog.showModal();
  dialog.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}

function repeatStep() { player.seekTo(session.steps[Math.max(0, shownStep)].at_ms); }
function toggleTheme() {
  const light = document.documentElement.dataset.theme !== "light";
  setTheme(light ? "light" : "dark");
  memory.keepSetting("theme", light ? "light" : "dark");
}
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=theme-color]").content = getComputedStyle(document.body).backgroundColor;
}
function toggleFullscreen() {
  if (!document.fullscreenEnabled) showNoFullscreen();
  else if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(showNoFullscreen);
}
function showNoFullscreen() {
  at("fullscreen").hidden = true;
  at("no-fullscreen").hidden = false;
}

const CLICKS = {
  list: () => { buildSteps(); open(at("steps")); }, again: repeatStep, play: player.toggle, more: () => open(at("settings")),
  back: () => player.seekTo(player.now() - session.back_s * 1000), forward: () => player.seekTo(player.now() + session.forward_s * 1000),
  begin: () => begin(0), resume: () => begin(Number(at("resume").dataset.at)), "once-more": () => begin(0), theme: toggleTheme, fullscreen: toggleFullscreen,
};
for (const [id, act] of Object.entries(CLICKS)) at(id).addEventListener("click", act);
for (const button of document.querySelectorAll("dialog .close")) button.addEventListener("click", () => button.closest("dialog").close());
// A touch on the picture wakes the page first, if it is idle, and plays or pauses otherwise.
let wasIdle = false;
addEventListener("pointerdown", () => { wasIdle = document.body.classList.contains("idle"); attend(); }, { capture: true });
addEventListener("pointermove", (event) => { if (event.movementX || event.movementY) attend(); });
for (const name of ["focusin", "focusout"]) addEventListener(name, attend);
for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("close", attend);
at("stage").addEventListener("click", (event) => { if (!event.target.closest("footer") && !wasIdle) player.toggle(); });
// Nor does it press a button that cannot be seen.
addEventListener("click", (event) => { if (wasIdle && event.detail > 0 && event.target.closest("footer")) event.stopPropagation(); }, { capture: true });
at("change").addEventListener("click", player.toggle);
// A button that was clicked gives the focus back, so that the space bar plays and pauses; keys keep it where it is.
addEventListener("click", (event) => { if (event.detail > 0 && event.target.closest("footer button")) document.activeElement.blur(); });

at("seek").addEventListener("input", (event) => {
  player.seekTo(Number(event.target.value));
  event.target.setAttribute("aria-valuetext", clock(Number(event.target.value)));
});
for (const name of ["focus", "pointerdown", "keydown"]) at("seek").addEventListener(name, () => { at("seek").value = String(player.now()); });
at("volume").addEventListener("input", (event) => { sound.volume = Number(event.target.value); memory.keepSetting("volume", event.target.value); });
at("speed").addEventListener("change", (event) => { sound.playbackRate = Number(event.target.value); });

const KEYS = {
  " ": player.toggle, k: player.toggle, arrowleft: CLICKS.back, arrowright: CLICKS.forward, r: repeatStep, f: toggleFullscreen, l: CLICKS.list,
  pageup: () => player.moveBy(session.areas, -1), p: () => player.moveBy(session.areas, -1), pagedown: () => player.moveBy(session.areas, 1), n: () => player.moveBy(session.areas, 1),
};
addEventListener("keydown", (event) => {
  attend();
  const act = KEYS[event.key.toLowerCase()], control = event.target.closest("button, input, select, dialog");
  if (!act || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (control && ((event.key === " " && control.tagName !== "INPUT") || (control.tagName === "INPUT" && /^(Arrow|Page)/.test(event.key)))) return;
  if (document.body.dataset.view !== "session" && act !== player.toggle) return;
  event.preventDefault();
  if (!event.repeat || act !== player.toggle) act();
});
addEventListener("resize", fit);
addEventListener("pagehide", () => { if (document.body.dataset.view === "session") memory.keepMoment(player.now()); });
addEventListener("hashchange", () => { const moment = momentOf(location.hash); if (moment !== null) { player.seekTo(moment); showView("session"); } });
document.fonts?.ready.then(fit);

setTheme(memory.setting("theme") || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
const volume = memory.setting("volume");
if (volume !== null) { at("volume").value = volume; sound.volume = Number(volume); }
buildChapters();
const linked = momentOf(location.hash), resumeAt = linked ?? memory.moment();
if (resumeAt > 0 && resumeAt < session.length_ms) {
  at("resume").hidden = false;
  at("resume").dataset.at = String(resumeAt);
  set(at("resume"), filled(say.resume, { time: clock(resumeAt) }));
}
if (linked !== null) player.seekTo(linked);
if (player.hasFailed()) showTrouble(filled(say.no_sound, { file: session.sound }));
show();
