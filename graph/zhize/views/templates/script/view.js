// Which part of the picture is seen, and how large.

const READABLE = 0.8;

function bounds(shown = data.nodes) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const node of shown) {
    box.left = Math.min(box.left, node.x - node.box[0] / 2);
    box.right = Math.max(box.right, node.x + node.box[0] / 2);
    box.top = Math.min(box.top, node.y - node.box[1] / 2);
    box.bottom = Math.max(box.bottom, node.y + node.box[1] / 2);
  }
  for (const [, x, y, width] of data.headings) {
    box.top = Math.min(box.top, y - 16);
    if (shown.length === data.nodes.length) [box.left, box.right] = [Math.min(box.left, x), Math.max(box.right, x + width)];
  }
  return box;
}

const visible = () => data.nodes.filter((node) => !gone(node));

// Shows the whole picture if its words can be read so, else its beginning: bodies and tasks.
function home(whole = false) {
  const shown = visible();
  if (!shown.length || !stage.clientWidth) return;
  const box = bounds(shown);
  const margin = stage.clientWidth < 600 ? 8 : 18;
  const width = stage.clientWidth - 2 * margin;
  const height = stage.clientHeight - 2 * margin;
  const fitting = Math.min(width / (box.right - box.left), height / (box.bottom - box.top), 1.35);
  if (whole || fitting >= READABLE) {
    network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: fitting, animation: false });
    return;
  }
  const first = data.headings.find(([name]) => name === "department" && !hidden.kind.has(name)) ?? data.headings.find(([name]) => !hidden.kind.has(name));
  const heaviest = shown.reduce((one, two) => (two.weight > one.weight ? two : one)); // of a ring, the side with the body that holds most
  const ring = width < 600 && heaviest.x > 0 ? box.right - (width + 2 * margin) / 0.8 + 16 : box.left;
  showFrom(first ? first[1] : ring, box.top, margin);
}

// Shows the picture at a readable size with a point of it at the upper left.
function showFrom(x, y, margin = 8) {
  const scale = stage.clientWidth < 600 ? 0.8 : 0.9;
  network.moveTo({ position: { x: x + (stage.clientWidth / 2 - margin) / scale, y: y + (stage.clientHeight / 2 - margin) / scale }, scale, animation: false });
}

function zoom(factor) {
  moved = true;
  network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)), animation: false });
}

// Moves the picture so that a node can be seen, on a small screen beside the panel that covers its lower part.
function bringIn(id) {
  const node = nodes.get(id);
  const free = small.matches ? Math.max(120, Math.min(stage.clientHeight, panel.getBoundingClientRect().top - stage.getBoundingClientRect().top)) : stage.clientHeight;
  const corner = network.DOMtoCanvas({ x: 20, y: 20 });
  const other = network.DOMtoCanvas({ x: stage.clientWidth - 20, y: free - 20 });
  const [half, rise] = [node.box[0] / 2, node.box[1] / 2];
  const inside = node.x - half > corner.x && node.x + half < other.x && node.y - rise > corner.y && node.y + rise < other.y;
  if (inside && network.getScale() >= 0.6) return;
  moved = true;
  const scale = Math.max(network.getScale(), READABLE);
  const aside = small.matches ? (stage.clientWidth / 2 - 12) / scale - half : 0;
  const position = { x: node.x + (node.kind === "department" ? aside : -aside), y: node.y + (stage.clientHeight - free) / 2 / scale };
  network.moveTo({ position, scale, animation: calm ? false : { duration: 260, easingFunction: "easeInOutQuad" } });
}

// The whole picture on a canvas of its own.
function painted() {
  const box = bounds(visible());
  const margin = 24;
  const [canvas, ctx] = canvasOf(box.right - box.left + 2 * margin, box.bottom - box.top + 2 * margin + 40);
  ctx.translate(margin - box.left, margin + 40 - box.top);
  drawLines(ctx);
  for (const node of visible()) drawBox(ctx, node, node.x, node.y, mood(node.id));
  drawHeadings(ctx);
  return canvas;
}
addEventListener("beforeprint", () => {
  at("print-picture").replaceChildren(el("img", { src: painted().toDataURL("image/png"), alt: `${data.title} · ${data.sort}` }));
});

// The network fits itself to a new size too, a frame later: the view is set again after it.
function settle() {
  if (moved) return;
  home();
  requestAnimationFrame(() => requestAnimationFrame(() => { if (!moved) home(); }));
}

function begin() {
  network.setSize("100%", "100%");
  network.redraw();
  home();
  new ResizeObserver(settle).observe(stage);
  return { network, curves };
}
