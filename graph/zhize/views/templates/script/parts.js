// What the page knows and what it shows now; elements and glyphs made of text alone.

const data = JSON.parse(document.getElementById("data").textContent);
const unpacked = ({ count, same, each }) =>
  Array.from({ length: count }, (_, row) => ({ ...same, ...Object.fromEntries(Object.entries(each).map(([key, values]) => [key, values[row]])) }));
data.nodes = unpacked(data.nodes);
data.edges = unpacked(data.edges).map((edge) => {
  const [color, width, dashes, opacity] = data.looks[edge.look];
  return { ...edge, color, width, dashes, opacity };
});
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
const marks = new Map(data.marks.map((mark) => [mark.mark, mark]));
const hidden = { kind: new Set(), role: new Set(), mark: new Set() };
const gone = (node) => hidden.kind.has(node.kind) || hidden.mark.has(node.mark);
let chosen = null; // {node: id} or {edge: id}: what the panel shows
let over = null; // the same, under the pointer
let lit = null; // {nodes: Set, edges: Set}: what stands out; null where nothing does
let moved = false; // true once the reader has moved the picture

// What switches a line off beside its ends and its mark: its role, or that it is a tie between two of a kind.
const sortOf = (edge) => edge.role || (roles.has("tie") ? "tie" : "");
const isHidden = (edge) =>
  hidden.role.has(sortOf(edge)) || hidden.mark.has(edge.mark) || gone(nodes.get(edge.from)) || gone(nodes.get(edge.to));
const around = (edge) => ({ nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]) });
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

function clipped(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  let kept = text.replace(/…$/, "");
  while (kept && ctx.measureText(kept + "…").width > width) kept = Array.from(kept).slice(0, -1).join("");
  return kept + "…";
}

// A canvas of a size in pixels, at most twice as fine as the screen, with the title of the page above.
function canvasOf(width, height) {
  const scale = Math.min(2, 16000 / Math.max(width, height));
  const canvas = el("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  ctx.fillStyle = PAPER;
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = "#1b2530";
  ctx.font = `650 17px ${FACE}`;
  ctx.fillText(clipped(ctx, `${data.title} · ${data.sort}`, width - 48), 24, 34);
  return [canvas, ctx];
}
