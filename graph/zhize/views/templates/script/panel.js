// The words that prove what is chosen, and the address that remembers it.

const panel = at("details");
const tidy = (text) =>
  text.replace(/\*\*/g, "").replace(/([\x21-\x7e])\s*\n\s*(?=[\x21-\x7e])/g, "$1 ").replace(/\s*\n\s*/g, "");

function quotation([number, ...ends]) {
  const [document_, path, text, offset] = data.quotes[number];
  const letters = Array.from(text);
  const words_ = [];
  const marked_ = ends.flatMap((from, place) => (place % 2 ? [] : [[from, ends[place + 1]]]));
  let done = 0;
  for (const [from, to] of marked_) {
    words_.push(tidy(letters.slice(done, from).join("")), el("mark", {}, tidy(letters.slice(from, to).join(""))));
    done = to;
  }
  words_.push(tidy(letters.slice(done).join("")));
  const title = (data.plans[document_] ?? [document_])[0];
  const spans = marked_.map(([from, to]) => `[${offset + from}–${offset + to}]`).join("");
  return el("blockquote", {}, ...words_, el("cite", {}, [title, path, spans].filter((part) => part).join(" · ")));
}

const nameOf = (node) => (node.path ? `${node.path} ${node.name}` : node.name);
const otherEnd = (edge, id) => nodes.get(edge.from === id ? edge.to : edge.from);
const AMOUNTS = { left: "ended_count", joined: "new_count" };
const amount = (edge) => !edge.mark ? say("shared_tasks", { count: edge.weight }) : edge.weight ? say(AMOUNTS[edge.mark] ?? "carried", { count: edge.weight }) : words.seat_only;
function tieLabel(edge) {
  const parts = [];
  if (edge.mark) parts.push(marks.get(edge.mark).short);
  if (edge.role) parts.push(data.role_names[edge.role]);
  if (data.amounts) parts.push(amount(edge));
  if (!parts.length || (edge.mark && !edge.role && !data.amounts)) parts.push(data.predicates[edge.predicate] ?? words.together);
  return parts.join(" · ");
}

function header(...children) {
  return [el("button", { class: "shut", type: "button", "aria-label": words.close, on: { click: () => choose(null) } }, "×"), ...children];
}

const kindLine = (node) => el("p", { class: "kind" }, glyph(kinds.get(node.kind)), [kinds.get(node.kind).label, node.mark ? node.note : "", node.campaign ?? ""].filter((part) => part).join(" · "));

function goTo(node, text) {
  return el("button", { class: "go", type: "button", on: { click: () => choose({ node: node.id }, true) } }, text ?? `→ ${nameOf(node)}`);
}

function entry(edge, from, open = false) {
  const other = otherEnd(edge, from);
  const summary = el("summary", {},
    other.path ? el("span", { class: "num" }, other.path) : null, el("span", {}, other.name),
    (edge.role && roles.size > 1) || edge.mark || edge.facts.length ? el("span", { class: "role" }, tieLabel(edge)) : null);
  return el("details", { open, "data-edge": edge.id }, summary, ...factsOf(edge), ...edge.proofs.map(quotation), goTo(other));
}

const factsOf = (what) => what.facts.map((fact) => el("p", { class: "facts" }, fact));

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
  panel.replaceChildren(...header(kindLine(node), el("h2", {}, nameOf(node)), ...facts(node), ...factsOf(node), ...members, ...groups(node.id), ...outside));
}

// The tie of a pair with the words that prove it; where a body has two roles in a task, both.
function edgePanel(edge) {
  const from = nodes.get(edge.from);
  const to = nodes.get(edge.to);
  const others = ties.get(edge.from).filter((other) => other !== edge && other.to === edge.to && !isHidden(other));
  panel.replaceChildren(...header(
    el("p", { class: "kind" }, glyph(kinds.get(from.kind)), tieLabel(edge), glyph(kinds.get(to.kind))),
    el("h2", {}, `${from.name} — ${nameOf(to)}`), ...factsOf(edge), ...edge.proofs.map(quotation),
    ...others.flatMap((other) => [el("h3", {}, tieLabel(other)), ...factsOf(other), ...other.proofs.map(quotation)]), goTo(from), goTo(to)));
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
    if (hidden.mark.has(node.mark)) toggle("mark", node.mark, true);
    at("said").textContent = `${kinds.get(node.kind).label} ${nameOf(node)}`;
    if (bring) bringIn(what.node);
  }
  remember();
  relight();
}

function remember() {
  const parts = [];
  if (chosen !== null) parts.push(chosen.edge ? `edge=${chosen.edge}` : `node=${chosen.node}`);
  for (const what of ["kind", "role", "mark"]) if (hidden[what].size) parts.push(`hide-${what}=${[...hidden[what]].join(",")}`);
  const hash = parts.length ? `#${parts.join("&")}` : location.pathname + location.search;
  try {
    history.replaceState(null, "", hash);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a page inside a frame may not change its address
  }
}

function recall() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const what of ["kind", "role", "mark"])
    for (const name of (wanted.get(`hide-${what}`) ?? "").split(",")) if (name) toggle(what, name, false);
  if (nodes.has(wanted.get("node"))) choose({ node: wanted.get("node") }, true);
  else if (edges.has(wanted.get("edge"))) choose({ edge: wanted.get("edge") });
}

panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  choose(null);
  stage.focus();
});
