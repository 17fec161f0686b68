// Boxes, lines and headings on the canvas, and what stands out.

function drawBox(ctx, node, x, y, mood) {
  const [width, height] = node.box;
  const kind = kinds.get(node.kind);
  const left = x - width / 2;
  const top = y - height / 2;
  ctx.save();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  const mark = marks.get(node.mark);
  ctx.roundRect(left, top, width, height, mark ? Math.min(mark.radius, height / 2) : 5);
  ctx.fillStyle = PAPER;
  ctx.fill();
  ctx.globalAlpha = mood === "dim" ? 0.22 : 1;
  ctx.fillStyle = kind.fill;
  ctx.fill();
  ctx.strokeStyle = node.color;
  ctx.setLineDash(mark ? mark.dashes : []);
  ctx.lineWidth = (mood === "chosen" ? 2.6 : mood === "lit" ? 1.6 : 0.9) + (mark && mark.width > 1.5 ? 0.6 : 0);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.strokeStyle = kind.ink;
  ctx.translate(left + 7, y - 5);
  ctx.scale(10 / 12, 10 / 12);
  ctx.lineWidth = 1.6;
  if (kind.glyph === "book") ctx.stroke(PATHS.book);
  else {
    ctx.fillStyle = kind.ink;
    ctx.fill(PATHS[kind.glyph]);
  }
  ctx.restore();
  drawWords(ctx, node, left, top, mood);
}

function drawWords(ctx, node, left, top, mood) {
  const [width, height] = node.box;
  const lines = node.label.split("\n");
  let from = left + 22;
  let room = width - 30;
  ctx.save();
  ctx.globalAlpha = mood === "dim" ? 0.3 : 1;
  ctx.textBaseline = "middle";
  ctx.font = `${data.font - 2}px ${FACE}`;
  ctx.fillStyle = "#55616d";
  let free = left + width - 6;
  if (node.note) {
    ctx.textAlign = "right";
    ctx.fillText(node.note, left + width - 7, top + height / 2 + 0.5);
    room -= ctx.measureText(node.note).width + 4;
    free -= ctx.measureText(node.note).width + 5;
  }
  ctx.textAlign = "left";
  if (node.path) {
    ctx.fillText(clipped(ctx, node.path, 36), from, top + height / 2 + 0.5);
    from += Math.min(36, ctx.measureText(node.path).width) + 5;
    room = free - from;
  }
  ctx.fillStyle = "#1b2530";
  ctx.font = `${node.kind === "department" ? "600 " : ""}${data.font}px ${FACE}`;
  lines.forEach((line, row) => {
    const middle = top + height / 2 + (row - (lines.length - 1) / 2) * data.line + 0.5;
    ctx.fillText(clipped(ctx, line, room), from, middle);
  });
  ctx.restore();
}

function drawHeadings(ctx) {
  ctx.save();
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  for (const [name, x, y, width, label, note] of data.headings) {
    if (hidden.kind.has(name)) continue;
    ctx.fillStyle = name ? kinds.get(name).ink : "#1b2530";
    ctx.font = `650 ${data.font + 1}px ${FACE}`;
    const said = clipped(ctx, label, width - 4);
    ctx.fillText(said, x + 2, y);
    const end = x + 10 + ctx.measureText(said).width;
    ctx.font = `${data.font - 1}px ${FACE}`;
    ctx.fillStyle = "#55616d";
    ctx.fillText(note, end, y);
  }
  ctx.restore();
}

const mood = (id) => {
  if (lit === null) return "plain";
  if (chosen !== null && chosen.node === id) return "chosen";
  return lit.nodes.has(id) ? "lit" : "dim";
};

function edgeLook(edge) {
  const bright = lit !== null && lit.edges.has(edge.id);
  const opacity = lit === null ? edge.opacity : bright ? 0.95 : 0.06;
  return { opacity, width: bright && edge.width < 12 ? edge.width + 0.9 : edge.width };
}

// The line of an edge: its start, the two points that it bends to, its end.
const curves = new Map(data.edges.map((edge) => [edge.id, edge.curve]));

function drawLines(ctx) {
  const bright = [];
  for (const edge of data.edges) {
    if (isHidden(edge)) continue;
    if (lit !== null && lit.edges.has(edge.id)) bright.push(edge);
    else drawLine(ctx, edge);
  }
  for (const edge of bright) drawLine(ctx, edge);
  for (const edge of data.edges) if (edge.tag.length && !isHidden(edge) && (lit === null || lit.edges.has(edge.id))) drawTag(ctx, edge.tag);
}

function drawTag(ctx, [said, x, y, side]) {
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = side;
  ctx.font = `${data.font - 2}px ${FACE}`;
  ctx.fillStyle = "#1b2530";
  ctx.fillText(said, x, y + 0.5);
  ctx.restore();
}

function drawLine(ctx, edge) {
  const [x1, y1, x2, y2, x3, y3, x4, y4] = curves.get(edge.id);
  const look = edgeLook(edge);
  ctx.save();
  ctx.globalAlpha = look.opacity;
  ctx.strokeStyle = edge.color;
  ctx.lineWidth = look.width;
  ctx.setLineDash(edge.dashes);
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.bezierCurveTo(x2, y2, x3, y3, x4, y4);
  ctx.stroke();
  ctx.restore();
}

// The edge whose line passes closest to a point of the picture, if one passes close.
function edgeAt(x, y) {
  let best = null;
  let least = 7 / network.getScale();
  for (const edge of data.edges) {
    if (isHidden(edge)) continue;
    const [x1, y1, x2, y2, x3, y3, x4, y4] = curves.get(edge.id);
    const broad = edge.width / 2; // inside a broad line is as near as on a thin one
    const reach = least + broad;
    if (x < Math.min(x1, x2, x3, x4) - reach || x > Math.max(x1, x2, x3, x4) + reach || y < Math.min(y1, y2, y3, y4) - reach || y > Math.max(y1, y2, y3, y4) + reach) continue;
    let [px, py] = [x1, y1];
    for (let part = 1; part <= 24; part += 1) {
      const t = part / 24;
      const u = 1 - t;
      const qx = u * u * u * x1 + 3 * u * u * t * x2 + 3 * u * t * t * x3 + t * t * t * x4;
      const qy = u * u * u * y1 + 3 * u * u * t * y2 + 3 * u * t * t * y3 + t * t * t * y4;
      const far = Math.max(0, apartFrom(x, y, px, py, qx, qy) - broad);
      if (far < least) [least, best] = [far, edge.id];
      [px, py] = [qx, qy];
    }
  }
  return best;
}

function apartFrom(x, y, x1, y1, x2, y2) {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const t = length ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
  return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
}

const drawn = {
  nodes: new vis.DataSet(
    data.nodes.map((node) => ({
      id: node.id, label: node.label, x: node.x, y: node.y, fixed: true, shape: "custom",
      ctxRenderer: ({ ctx, id, x, y }) => ({
        drawNode: () => drawBox(ctx, nodes.get(id), x, y, mood(id)),
        nodeDimensions: { width: nodes.get(id).box[0], height: nodes.get(id).box[1] },
      }),
    })),
  ),
  // vis-network knows the edges, but their lines run from side to side of the boxes, which it cannot draw
  edges: new vis.DataSet(data.edges.map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, hidden: true }))),
};
const network = new vis.Network(stage, drawn, { ...data.options, locale: "en" });
network.on("beforeDrawing", drawLines);
network.on("afterDrawing", drawHeadings);

function refresh() {
  drawn.nodes.update(data.nodes.map((node) => ({ id: node.id, hidden: gone(node) })));
  relight();
}

function relight() {
  const shown = over ?? chosen;
  lit = shown === null ? null : shown.edge ? around(edges.get(shown.edge)) : reach(shown.node);
  network.redraw();
}

// A node with its neighbours; for what tasks name, also the bodies that hold those tasks: who answers for it.
function reach(id) {
  const found = { nodes: new Set([id]), edges: new Set() };
  const take = (edge) => {
    found.edges.add(edge.id);
    found.nodes.add(edge.from).add(edge.to);
  };
  const near = ties.get(id).filter((edge) => !isHidden(edge));
  near.forEach(take);
  if (["law", "product", "violation"].includes(nodes.get(id).kind)) {
    for (const edge of near)
      for (const held of ties.get(edge.from)) if (held.role && !isHidden(held)) take(held);
  }
  return found;
}
