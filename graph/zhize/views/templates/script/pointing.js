// Pointer and keys over the picture.

const tip = at("tip");

function hover(what, x = 0, y = 0) {
  if (over?.node !== what?.node || over?.edge !== what?.edge || (over === null) !== (what === null)) {
    over = what;
    stage.classList.toggle("over", what !== null);
    tip.hidden = what === null;
    relight();
  }
  if (what === null) return;
  const edge = what.edge ? edges.get(what.edge) : null;
  tip.textContent = edge
    ? `${nodes.get(edge.from).short} — ${tieLabel(edge)} — ${nameOf(nodes.get(edge.to))}`
    : nameOf(nodes.get(what.node));
  tip.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 10 : y + 18}px`;
}

function under(place) {
  const node = network.getNodeAt(place);
  if (node !== undefined) return { node };
  const { x, y } = network.DOMtoCanvas(place);
  const edge = edgeAt(x, y);
  return edge === null ? null : { edge };
}

stage.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse" || event.buttons) return;
  const frame = stage.getBoundingClientRect();
  const place = { x: event.clientX - frame.left, y: event.clientY - frame.top };
  hover(under(place), place.x, place.y);
});
stage.addEventListener("pointerleave", () => hover(null));
network.on("dragStart", () => { moved = true; hover(null); });
network.on("zoom", () => { moved = true; });
network.on("click", (event) => {
  tip.hidden = true;
  choose(under(event.pointer.DOM));
});

function step(key) {
  const shown = visible();
  const here = nodes.get(chosen?.node) ?? null;
  if (here === null) return shown.find((node) => node.kind === "department") ?? shown[0];
  const along = key === "ArrowUp" || key === "ArrowDown";
  const sign = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
  const tied = new Set(ties.get(here.id).flatMap((edge) => [edge.from, edge.to]));
  const apart = (node) => along
    ? (Math.abs(node.x - here.x) < 40 ? 0 : 1e6) + Math.abs(node.y - here.y)
    : (tied.has(node.id) ? 0 : 1e6) + Math.abs(node.x - here.x) * 10 + Math.abs(node.y - here.y);
  const ahead = shown.filter((node) => (along ? node.y - here.y : node.x - here.x) * sign > 1);
  return ahead.sort((one, two) => apart(one) - apart(two))[0] ?? here;
}

stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.startsWith("Arrow")) choose({ node: step(event.key).id }, true);
  else if (event.key === "Enter" && chosen !== null) panel.focus();
  else if (event.key === "Escape") choose(null);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") home(true);
  else return;
  event.preventDefault();
});
at("zoom-in").addEventListener("click", () => zoom(1.25));
at("zoom-out").addEventListener("click", () => zoom(0.8));
at("fit").addEventListener("click", () => { moved = false; home(true); });

for (const [name, x, y, , label, note] of data.headings) {
  const kind = kinds.get(name);
  const button = el("button", { type: "button" }, kind ? glyph(kind) : null, `${label} ${kind ? kind.shown : note}`);
  button.addEventListener("click", () => {
    moved = true;
    if (hidden.kind.has(name)) toggle("kind", name, true);
    for (const other of at("jump").children) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    showFrom(x, y - 16);
  });
  at("jump").append(button);
}
