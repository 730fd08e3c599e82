// The scene: draws the picture of a step, and moves its hands along their track at the step's tempo.
const createScene = (svg, pictures) => {
  const CLIMB_S = 12; // Time in which small movements travel along the whole track.
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let shown = null, picture = null, hands = [];

  const ease = (share) => 0.5 - Math.cos(share * Math.PI) / 2;
  const wave = (share) => Math.sin(share * 2 * Math.PI);
  // There and back, so that a slow climb never jumps.
  const climbing = (climb) => (climb < 0.5 ? 2 * climb : 2 - 2 * climb);
  // Of each movement: where on the track a hand is, how far beside it, how large, how opaque. `odd` is the second hand.
  const MOTIONS = {
    stroke: (phase) => (phase < 0.65 ? { along: ease(phase / 0.65) } : { along: 1 - ease((phase - 0.65) / 0.35), opacity: 0.4, size: 1.05 }),
    circle: (phase, climb) => ({ along: climbing(climb), x: 22 * Math.cos(2 * Math.PI * phase), y: 22 * Math.sin(2 * Math.PI * phase) }),
    knead: (phase, climb, odd) => ({ along: climbing(climb), size: 1 - 0.1 * Math.max(0, wave(phase + (odd ? 0.5 : 0))), x: (odd ? -1 : 1) * 12 * wave(phase) }),
    tap: (phase, climb, odd) => ({ along: climbing(climb), y: -26 * Math.max(0, wave(phase + (odd ? 0.5 : 0))) }),
    shake: (phase) => ({ along: 0.5, x: 9 * wave(phase) }),
    press: (phase) => ({ along: 0.5, size: 1 - 0.07 * Math.max(0, wave(phase)) }),
    stretch: (phase, climb) => ({ along: Math.min(1, climbing(climb) + 0.09 * Math.max(0, wave(phase))) }),
    move: () => ({ along: 0.5 }),
    still: () => ({ along: 0.5 }),
  };

  function draw(index) {
    if (index === shown) return;
    shown = index;
    const found = pictures[index];
    svg.setAttribute("viewBox", found ? found.view_box : "0 0 600 600");
    svg.innerHTML = found ? found.markup : "";
    picture = found && found.track ? found : null;
    hands = picture ? [...svg.querySelectorAll(".moving")] : [];
    for (const hand of hands) hand.dataset.still = hand.getAttribute("transform");
  }

  // The point of the track at a share of its way, between two of its points: x, y, and half the width of the limb.
  function pointAt(share) {
    const track = picture.track, place = Math.min(1, Math.max(0, share)) * (track.length - 1), low = Math.floor(place);
    const from = track[low], to = track[Math.min(low + 1, track.length - 1)];
    return from.map((value, part) => value + (to[part] - value) * (place - low));
  }

  function animate(sinceMs, tempo) {
    if (!picture) return;
    const seconds = sinceMs / 1000, turns = seconds * (tempo || 0) / 60;
    const swaying = svg.querySelectorAll(".swaying");
    if (still.matches || !tempo) {
      for (const hand of hands) { hand.setAttribute("transform", hand.dataset.still); hand.style.opacity = 1; }
      for (const part of swaying) part.removeAttribute("transform");
      return;
    }
    if (picture.motion === "move") {
      const [pivotX, pivotY] = picture.track[0];
      for (const part of swaying) part.setAttribute("transform", `rotate(${(4 * wave(turns)).toFixed(2)} ${pivotX} ${pivotY})`);
      return;
    }
    hands.forEach((hand, number) => {
      const place = picture.hands[number % picture.hands.length];
      let { along, x = 0, y = 0, size = 1, opacity = 1 } = MOTIONS[picture.motion](turns % 1, (seconds / CLIMB_S) % 1, number % 2 === 1);
      if (picture.ring) [along, x, y, opacity] = [aroundRing(place, number, turns), 0, 0, 1];
      const [atX, atY, halfWidth] = pointAt(along), scale = picture.hand_scale;
      const beside = place.edge * halfWidth + place.beside * scale, least = place.apart * scale;
      const left = atX + (Math.abs(beside) < least ? Math.sign(beside) * least : beside) + x * scale, top = atY + y * scale, grown = scale * size;
      hand.setAttribute("transform", `translate(${left.toFixed(1)} ${top.toFixed(1)}) rotate(${place.turn}) scale(${(place.mirrored ? -grown : grown).toFixed(3)} ${grown.toFixed(3)})`);
      hand.style.opacity = opacity;
    });
  }

  // One hand goes all the way around a ring; of two, each keeps to its own side.
  function aroundRing(place, number, turns) {
    if (picture.hands.length === 1) return (0.25 + place.ahead + turns / 2) % 1;
    return (1.25 + place.ahead + (number % 2 ? -0.17 : 0.17) * wave(turns)) % 1;
  }

  function drawSmall(target, index) {
    const found = pictures[index];
    if (!found) return;
    target.setAttribute("viewBox", found.view_box);
    target.innerHTML = found.markup;
  }

  return { draw, animate, drawSmall };
};
