"use strict";
// Draws the network of the page and answers its reader. All text of the graph is written as text: into the canvas,
// or as text nodes; nothing here parses markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const at = (id) => document.getElementById(id);
  const stage = at("picture");
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const kinds = new Map(data.kinds.map((kind) => [kind.kind, kind]));
  const roles = new Map(data.roles.map((role) => [role.role, role]));
  const ties = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    ties.get(edge.from).push(edge);
    ties.get(edge.to).push(edge);
  }
  const FACE = getComputedStyle(document.documentElement).fontFamily;
  const PAPER = "#f6f7f8";
  const small = matchMedia("(max-width: 820px)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const strength = (edge) => edge.tasks.length ? Math.min(0.7, 0.16 + 0.07 * edge.weight) : (edge.role ? 0.5 : 0.34) * (data.edges.length > 500 ? 0.7 : 1);
  const hidden = { kind: new Set(), role: new Set() };
  let chosen = null; // {node: id} or {edge: id}: what the panel shows
  let over = null; // the same, under the pointer
  let lit = null; // {nodes: Set, edges: Set}: what stands out; null where nothing does
  let moved = false; // true once the reader has moved the picture

  // --- small things -------------------------------------------------------------------------------------------

  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [event, what] of Object.entries(value)) made.addEventListener(event, what);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const SVG = "http://www.w3.org/2000/svg";
  const SHAPES = {
    square: "M1.5 1.5h9v9h-9z",
    circle: "M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z",
    book: "M2 1h8v10H2z M4.2 3.4h3.6 M4.2 6h3.6",
    diamond: "M6 .6 11.4 6 6 11.4.6 6z",
    triangle: "M6 1 11.4 10.8H.6z",
  };
  const PATHS = Object.fromEntries(Object.entries(SHAPES).map(([name, path]) => [name, new Path2D(path)]));

  function glyph(kind) {
    const picture = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    picture.setAttribute("viewBox", "0 0 12 12");
    picture.setAttribute("class", "glyph");
    picture.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SHAPES[kind.glyph]);
    path.setAttribute("fill", kind.glyph === "book" ? "none" : kind.ink);
    if (kind.glyph === "book") path.setAttribute("stroke", kind.ink);
    if (kind.glyph === "book") path.setAttribute("stroke-width", "1.6");
    picture.append(path);
    return picture;
  }

  // --- drawing ------------------------------------------------------------------------------------------------

  function clipped(ctx, text, width) {
    if (ctx.measureText(text).width <= width) return text;
    let kept = text.replace(/…$/, "");
    while (kept && ctx.measureText(kept + "…").width > width) kept = Array.from(kept).slice(0, -1).join("");
    return kept + "…";
  }

  function drawBox(ctx, node, x, y, mood) {
    const [width, height] = node.box;
    const kind = kinds.get(node.kind);
    const left = x - width / 2;
    const top = y - height / 2;
    ctx.save();
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.roundRect(left, top, width, height, 5);
    ctx.fillStyle = PAPER;
    ctx.fill();
    ctx.globalAlpha = mood === "dim" ? 0.22 : 1;
    ctx.fillStyle = kind.fill;
    ctx.fill();
    ctx.strokeStyle = kind.ink;
    ctx.lineWidth = mood === "chosen" ? 2.6 : mood === "lit" ? 1.6 : 0.9;
    ctx.stroke();
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
    const count = node.kind === "task" || node.weight < 2 ? "" : String(node.weight);
    if (count) {
      ctx.textAlign = "right";
      ctx.fillText(count, left + width - 7, top + height / 2 + 0.5);
      room -= ctx.measureText(count).width + 4;
    }
    ctx.textAlign = "left";
    if (node.path) {
      ctx.fillText(clipped(ctx, node.path, 36), from, top + height / 2 + 0.5);
      from += Math.min(36, ctx.measureText(node.path).width) + 5;
      room = left + width - 6 - from;
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
    for (const [name, x, y] of data.headings) {
      if (hidden.kind.has(name)) continue;
      const kind = kinds.get(name);
      ctx.fillStyle = kind.ink;
      ctx.font = `650 ${data.font + 1}px ${FACE}`;
      ctx.textAlign = "left";
      ctx.fillText(kind.label, x + 2, y);
      const end = x + 10 + ctx.measureText(kind.label).width;
      ctx.font = `${data.font - 1}px ${FACE}`;
      ctx.fillStyle = "#55616d";
      ctx.fillText(kind.shown < kind.total ? say("shown_of", kind) : String(kind.total), end, y);
    }
    ctx.restore();
  }

  const mood = (id) => {
    if (lit === null) return "plain";
    if (chosen !== null && chosen.node === id) return "chosen";
    return lit.nodes.has(id) ? "lit" : "dim";
  };

  const isHidden = (edge) =>
    hidden.role.has(edge.role) || hidden.kind.has(nodes.get(edge.from).kind) || hidden.kind.has(nodes.get(edge.to).kind);

  function edgeLook(edge) {
    const bright = lit !== null && lit.edges.has(edge.id);
    const opacity = lit === null ? strength(edge) : bright ? 0.95 : 0.06;
    return { opacity, width: bright ? edge.width + 0.9 : edge.width };
  }

  // The curve of an edge: its two ends, at the sides of the boxes, and how far it keeps level at either.
  function curve(edge) {
    const from = nodes.get(edge.from);
    const to = nodes.get(edge.to);
    if (!data.options.edges.smooth.enabled) {
      const [one, two] = [from, to].map((node) => Math.sign(node.x) || 1); // ends that face the middle of a ring
      const bend = 0.4 * Math.max(Math.abs(from.x), Math.abs(to.x));
      return [from.x - (one * from.box[0]) / 2, from.y, to.x - (two * to.box[0]) / 2, to.y, -one * bend, -two * bend];
    }
    const sign = Math.sign(to.x - from.x) || 1;
    const [start, end] = [from.x + (sign * from.box[0]) / 2, to.x - (sign * to.box[0]) / 2];
    const level = (end - start) * data.options.edges.smooth.roundness;
    return [start, from.y, end, to.y, level, -level];
  }
  const curves = new Map(data.edges.map((edge) => [edge.id, curve(edge)]));

  function drawLines(ctx) {
    const bright = [];
    for (const edge of data.edges) {
      if (isHidden(edge)) continue;
      if (lit !== null && lit.edges.has(edge.id)) bright.push(edge);
      else drawLine(ctx, edge);
    }
    for (const edge of bright) drawLine(ctx, edge);
  }

  function drawLine(ctx, edge) {
    const [x1, y1, x2, y2, out, into] = curves.get(edge.id);
    const look = edgeLook(edge);
    ctx.save();
    ctx.globalAlpha = look.opacity;
    ctx.strokeStyle = edge.color.color;
    ctx.lineWidth = look.width;
    ctx.setLineDash(edge.dashes || []);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.bezierCurveTo(x1 + out, y1, x2 + into, y2, x2, y2);
    ctx.stroke();
    ctx.restore();
  }

  // The edge whose line passes closest to a point of the picture, if one passes close.
  function edgeAt(x, y) {
    let best = null;
    let least = 7 / network.getScale();
    for (const edge of data.edges) {
      if (isHidden(edge)) continue;
      const [x1, y1, x2, y2, out, into] = curves.get(edge.id);
      if (x < Math.min(x1, x2, x1 + out, x2 + into) - least || x > Math.max(x1, x2, x1 + out, x2 + into) + least || y < Math.min(y1, y2) - least || y > Math.max(y1, y2) + least) continue;
      let [px, py] = [x1, y1];
      for (let part = 1; part <= 24; part += 1) {
        const t = part / 24;
        const u = 1 - t;
        const qx = u * u * u * x1 + 3 * u * u * t * (x1 + out) + 3 * u * t * t * (x2 + into) + t * t * t * x2;
        const qy = (u * u * u + 3 * u * u * t) * y1 + (3 * u * t * t + t * t * t) * y2;
        const far = apartFrom(x, y, px, py, qx, qy);
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
    drawn.nodes.update(data.nodes.map((node) => ({ id: node.id, hidden: hidden.kind.has(node.kind) })));
    relight();
  }

  function relight() {
    const shown = over ?? chosen;
    lit = shown === null ? null : shown.edge ? around(edges.get(shown.edge)) : reach(shown.node);
    network.redraw();
  }

  const around = (edge) => ({ nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]) });

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

  // --- the view -----------------------------------------------------------------------------------------------

  const READABLE = 0.8;

  function bounds(shown = data.nodes) {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const node of shown) {
      box.left = Math.min(box.left, node.x - node.box[0] / 2);
      box.right = Math.max(box.right, node.x + node.box[0] / 2);
      box.top = Math.min(box.top, node.y - node.box[1] / 2);
      box.bottom = Math.max(box.bottom, node.y + node.box[1] / 2);
    }
    for (const [, , y] of data.headings) box.top = Math.min(box.top, y - 16);
    return box;
  }

  const visible = () => data.nodes.filter((node) => !hidden.kind.has(node.kind));

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
    showFrom(first ? first[1] : box.left, box.top, margin);
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

  // --- the panel ----------------------------------------------------------------------------------------------

  const panel = at("details");
  const tidy = (text) =>
    text.replace(/\*\*/g, "").replace(/([\x21-\x7e])\s*\n\s*(?=[\x21-\x7e])/g, "$1 ").replace(/\s*\n\s*/g, "");

  function quotation([number, marks]) {
    const [document_, path, text, offset] = data.quotes[number];
    const letters = Array.from(text);
    const words_ = [];
    let done = 0;
    for (const [from, to] of marks) {
      words_.push(tidy(letters.slice(done, from).join("")), el("mark", {}, tidy(letters.slice(from, to).join(""))));
      done = to;
    }
    words_.push(tidy(letters.slice(done).join("")));
    const title = (data.plans[document_] ?? [document_])[0];
    const spans = marks.map(([from, to]) => `[${offset + from}–${offset + to}]`).join("");
    return el("blockquote", {}, ...words_, el("cite", {}, [title, path, spans].filter((part) => part).join(" · ")));
  }

  const nameOf = (node) => (node.path ? `${node.path} ${node.name}` : node.name);
  const otherEnd = (edge, id) => nodes.get(edge.from === id ? edge.to : edge.from);
  const tieLabel = (edge) => edge.tasks.length ? say("shared_tasks", { count: edge.weight }) : (edge.role ? roles.get(edge.role).label : data.predicates[edge.predicate] ?? words.together);

  function header(...children) {
    return [el("button", { class: "shut", type: "button", "aria-label": words.close, on: { click: () => choose(null) } }, "×"), ...children];
  }

  const kindLine = (node) => el("p", { class: "kind" }, glyph(kinds.get(node.kind)), kinds.get(node.kind).label);

  function goTo(node, text) {
    return el("button", { class: "go", type: "button", on: { click: () => choose({ node: node.id }, true) } }, text ?? `→ ${nameOf(node)}`);
  }

  function entry(edge, from, open = false) {
    const other = otherEnd(edge, from);
    const summary = el("summary", {},
      other.path ? el("span", { class: "num" }, other.path) : null, el("span", {}, other.name),
      (edge.role && roles.size > 1) || edge.tasks.length ? el("span", { class: "role" }, tieLabel(edge)) : null);
    return el("details", { open, "data-edge": edge.id }, summary, ...tasksOf(edge), ...edge.proofs.map(quotation), goTo(other));
  }

  const tasksOf = (edge) => edge.tasks.map((task) => el("p", { class: "facts" }, task));

  function groups(id) {
    const made = [];
    for (const kind of data.kinds) {
      const found = ties.get(id).filter((edge) => otherEnd(edge, id).kind === kind.kind);
      if (!found.length) continue;
      found.sort((one, two) => two.weight - one.weight || order(otherEnd(one, id)) - order(otherEnd(two, id)));
      made.push(el("h3", {}, `${kind.label} ${found.length}`), ...found.map((edge) => entry(edge, id, found.length === 1)));
    }
    return made;
  }

  const order = (node) => node.y * 10000 + node.x;

  function facts(node) {
    const lines = [];
    const others = node.aliases.filter((name) => name !== `《${node.name}》`).slice(0, 6);
    if (others.length) lines.push(`${words.also}：${others.join("、")}`);
    if (node.kind === "task" && !node.members.length && !ties.get(node.id).some((edge) => edge.role)) {
      lines.push(node.generic.length ? `${words.no_body} · ${words.generic}：${node.generic.join("、")}` : words.no_body);
    } else if (node.generic.length) lines.push(`${words.generic}：${node.generic.join("、")}`);
    return lines.map((line) => el("p", { class: "facts" }, line));
  }

  function nodePanel(node) {
    const outside = node.proofs.length ? [el("h3", {}, words.outside), ...node.proofs.map(quotation)] : [];
    const members = node.members.map((name) => el("p", { class: "facts" }, name));
    panel.replaceChildren(...header(kindLine(node), el("h2", {}, nameOf(node)), ...facts(node), ...members, ...groups(node.id), ...outside));
  }

  function edgePanel(edge) {
    const from = nodes.get(edge.from);
    const to = nodes.get(edge.to);
    panel.replaceChildren(...header(
      el("p", { class: "kind" }, glyph(kinds.get(from.kind)), tieLabel(edge), glyph(kinds.get(to.kind))),
      el("h2", {}, `${from.name} — ${nameOf(to)}`), ...tasksOf(edge), ...edge.proofs.map(quotation), goTo(from), goTo(to)));
  }

  const hint = panel.firstElementChild;

  function choose(what, bring = false) {
    chosen = what;
    over = null;
    panel.classList.toggle("open", what !== null);
    if (what === null) panel.replaceChildren(hint);
    else if (what.edge) edgePanel(edges.get(what.edge));
    else nodePanel(nodes.get(what.node));
    if (small.matches) panel.scrollTop = 0;
    else panel.parentElement.scrollTop = what === null ? 0 : panel.offsetTop - panel.parentElement.offsetTop - 90;
    if (what !== null && what.node) {
      const node = nodes.get(what.node);
      if (hidden.kind.has(node.kind)) toggle("kind", node.kind, true);
      at("said").textContent = `${kinds.get(node.kind).label} ${nameOf(node)}`;
      if (bring) bringIn(what.node);
    }
    remember();
    relight();
  }

  function remember() {
    const parts = [];
    if (chosen !== null) parts.push(chosen.edge ? `edge=${chosen.edge}` : `node=${chosen.node}`);
    for (const what of ["kind", "role"]) if (hidden[what].size) parts.push(`hide-${what}=${[...hidden[what]].join(",")}`);
    const hash = parts.length ? `#${parts.join("&")}` : location.pathname + location.search;
    try {
      history.replaceState(null, "", hash);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // a page inside a frame may not change its address
    }
  }

  function recall() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const what of ["kind", "role"])
      for (const name of (wanted.get(`hide-${what}`) ?? "").split(",")) if (name) toggle(what, name, false);
    if (nodes.has(wanted.get("node"))) choose({ node: wanted.get("node") }, true);
    else if (edges.has(wanted.get("edge"))) choose({ edge: wanted.get("edge") });
  }

  // --- switches -----------------------------------------------------------------------------------------------

  function toggle(what, name, on) {
    const box = document.querySelector(`input[data-${what}="${CSS.escape(name)}"]`);
    if (box === null) return;
    box.checked = on;
    hidden[what][on ? "delete" : "add"](name);
    refresh();
  }

  for (const what of ["kind", "role"]) {
    for (const box of document.querySelectorAll(`input[data-${what}]`)) {
      box.checked = true;
      box.addEventListener("change", () => {
        toggle(what, box.dataset[what], box.checked);
        remember();
        if (!moved) home();
      });
    }
  }

  // --- pointer and keys ---------------------------------------------------------------------------------------

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
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    choose(null);
    stage.focus();
  });
  at("zoom-in").addEventListener("click", () => zoom(1.25));
  at("zoom-out").addEventListener("click", () => zoom(0.8));
  at("fit").addEventListener("click", () => { moved = false; home(true); });

  for (const [name, x, y] of data.headings) {
    const kind = kinds.get(name);
    const button = el("button", { type: "button" }, glyph(kind), `${kind.label} ${kind.shown}`);
    button.addEventListener("click", () => {
      moved = true;
      if (hidden.kind.has(name)) toggle("kind", name, true);
      for (const other of at("jump").children) other.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      showFrom(x, y - 16);
    });
    at("jump").append(button);
  }

  // --- search -------------------------------------------------------------------------------------------------

  const field = at("search");
  const hits = at("hits");
  let marked = -1;

  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  function found(text) {
    const wanted = plain(text);
    if (!wanted) return [];
    const rank = (node) => {
      const forms = [node.short, node.name, ...node.aliases].map(plain);
      if (forms.slice(0, 2).includes(wanted)) return 0;
      if (forms.slice(0, 2).some((form) => form.includes(wanted))) return 1;
      return forms.some((form) => form.includes(wanted)) || node.path.startsWith(wanted) ? 2 : 9;
    };
    return data.nodes.map((node) => [rank(node), node]).filter(([score]) => score < 9)
      .sort(([one, first], [two, second]) => one - two || second.weight - first.weight).slice(0, 12).map(([, node]) => node);
  }

  function list() {
    const shown = found(field.value);
    marked = shown.length ? 0 : -1;
    hits.replaceChildren(...shown.map((node, row) =>
      el("li", { role: "option", id: `hit-${row}`, "data-node": node.id, "aria-selected": row === 0 ? "true" : "false" },
        glyph(kinds.get(node.kind)), el("span", {}, nameOf(node)), el("span", { class: "of" }, kinds.get(node.kind).label))));
    if (!shown.length) hits.append(el("li", { class: "none" }, words.found_none));
    open(Boolean(field.value.trim()));
    filterRows();
  }

  function open(on) {
    hits.hidden = !on || document.body.dataset.view === "table";
    field.setAttribute("aria-expanded", String(!hits.hidden));
    if (marked >= 0 && on) field.setAttribute("aria-activedescendant", `hit-${marked}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function take(row) {
    const id = hits.children[row]?.dataset.node;
    if (id === undefined) return;
    field.value = "";
    open(false);
    choose({ node: id }, true);
    field.blur();
    stage.focus({ preventScroll: true });
  }

  function filterRows() {
    const wanted = document.body.dataset.view === "table" ? plain(field.value) : "";
    for (const row of document.querySelectorAll("#tables tbody tr")) row.hidden = Boolean(wanted) && !plain(row.textContent).includes(wanted);
    for (const sheet of document.querySelectorAll("#tables .sheet")) sheet.hidden = !sheet.querySelector("tbody tr:not([hidden])");
  }

  field.addEventListener("input", list);
  field.addEventListener("focus", () => field.value.trim() && list());
  field.addEventListener("keydown", (event) => {
    const count = hits.querySelectorAll("[data-node]").length;
    if (event.key === "Escape") {
      field.value = "";
      list();
    } else if (event.key === "Enter" && !hits.hidden) take(marked);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      marked = (marked + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      [...hits.children].forEach((hit, row) => hit.setAttribute("aria-selected", String(row === marked)));
      hits.children[marked].scrollIntoView({ block: "nearest" });
      open(true);
    } else return;
    event.preventDefault();
  });
  hits.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take([...hits.children].indexOf(event.target.closest("li")));
  });
  field.addEventListener("blur", () => open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input")) return;
    event.preventDefault();
    field.focus();
  });

  // --- picture and table --------------------------------------------------------------------------------------

  function show(view) {
    document.body.dataset.view = view;
    at("show-picture").setAttribute("aria-pressed", String(view === "picture"));
    at("show-table").setAttribute("aria-pressed", String(view === "table"));
    filterRows();
    if (view === "picture" && !moved) home();
  }
  at("show-picture").addEventListener("click", () => show("picture"));
  at("show-table").addEventListener("click", () => show("table"));
  document.querySelector(".skip").addEventListener("click", () => show("table"));

  // --- taking it away -----------------------------------------------------------------------------------------

  function save(name, blob) {
    const address = URL.createObjectURL(blob);
    const link = el("a", { href: address, download: `${data.file}.${name}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    document.querySelector(".menu").open = false;
  }

  // The whole picture on a canvas of its own, twice as fine as on the screen.
  function painted() {
    const box = bounds(visible());
    const margin = 24;
    const width = box.right - box.left + 2 * margin;
    const height = box.bottom - box.top + 2 * margin + 40;
    const scale = Math.min(2, 16000 / Math.max(width, height));
    const canvas = el("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
    const ctx = canvas.getContext("2d");
    ctx.scale(scale, scale);
    ctx.fillStyle = PAPER;
    ctx.fillRect(0, 0, width, height);
    ctx.fillStyle = "#1b2530";
    ctx.font = `650 17px ${FACE}`;
    ctx.fillText(clipped(ctx, `${data.title} · ${data.sort}`, width - 2 * margin), margin, margin + 10);
    ctx.translate(margin - box.left, margin + 40 - box.top);
    drawLines(ctx);
    for (const node of visible()) drawBox(ctx, node, node.x, node.y, mood(node.id));
    drawHeadings(ctx);
    return canvas;
  }

  const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const FIELDS = ["label", "kind", "path", "iri"];
  const proofText = (edge) => edge.proofs.map(([number]) => tidy(data.quotes[number][2])).join(" | ");
  const nodeValues = (node) => [node.name, node.kind, node.path, node.iri];
  const edgeValues = (edge) => [edge.predicate, edge.role, proofText(edge)];

  function graphml() {
    const keys = FIELDS.map((name) => `<key id="${name}" for="node" attr.name="${name}" attr.type="string"/>`);
    keys.push(...["predicate", "role", "quote"].map((name) => `<key id="${name}" for="edge" attr.name="${name}" attr.type="string"/>`));
    const values = (names, all) => names.map((name, row) => `<data key="${name}">${xml(all[row])}</data>`).join("");
    return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', ...keys,
      '<graph edgedefault="directed">',
      ...data.nodes.map((node) => `<node id="${node.id}">${values(FIELDS, nodeValues(node))}</node>`),
      ...data.edges.map((edge) => `<edge id="${edge.id}" source="${edge.from}" target="${edge.to}">${values(["predicate", "role", "quote"], edgeValues(edge))}</edge>`),
      "</graph></graphml>", ""].join("\n");
  }

  function gexf() {
    const attributes = (cls, names) => `<attributes class="${cls}">${names.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`).join("")}</attributes>`;
    const values = (names, all) => `<attvalues>${names.map((name, row) => `<attvalue for="${name}" value="${xml(all[row])}"/>`).join("")}</attvalues>`;
    return ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" version="1.3">', '<graph defaultedgetype="directed">',
      attributes("node", FIELDS.slice(1)), attributes("edge", ["predicate", "role", "quote"]), "<nodes>",
      ...data.nodes.map((node) => `<node id="${node.id}" label="${xml(node.name)}">${values(FIELDS.slice(1), nodeValues(node).slice(1))}</node>`),
      "</nodes>", "<edges>",
      ...data.edges.map((edge) => `<edge id="${edge.id}" source="${edge.from}" target="${edge.to}" weight="${edge.weight}">${values(["predicate", "role", "quote"], edgeValues(edge))}</edge>`),
      "</edges></graph></gexf>", ""].join("\n");
  }

  at("save-png").addEventListener("click", () => painted().toBlob((blob) => save("png", blob), "image/png"));
  at("save-graphml").addEventListener("click", () => save("graphml", new Blob([graphml()], { type: "application/xml" })));
  at("save-gexf").addEventListener("click", () => save("gexf", new Blob([gexf()], { type: "application/xml" })));
  at("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => {
    at("print-picture").replaceChildren(el("img", { src: painted().toDataURL("image/png"), alt: `${data.title} · ${data.sort}` }));
  });
  document.addEventListener("click", (event) => {
    const menu = document.querySelector(".menu");
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });

  // --- begin --------------------------------------------------------------------------------------------------

  document.body.classList.add("live");
  network.setSize("100%", "100%");
  network.redraw();
  home();
  if (data.centre) choose({ node: data.centre });
  recall();
  new ResizeObserver(() => { if (!moved) home(); }).observe(stage);
  stage.picture = { network, nodes, edges, curves, hidden, painted, graphml, gexf };
  stage.dataset.ready = "true";
})();
