// Finding a node by any of its names.

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
