// Picture or table; taking the picture away: PNG, GraphML, GEXF, paper.

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

function save(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: `${data.file}.${name}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  document.querySelector(".menu").open = false;
}

const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
  .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const FIELDS = ["label", "kind", "path", "iri", "mark"];
const EDGE_FIELDS = ["predicate", "role", "quote", "mark"];
const proofText = (edge) => edge.proofs.map(([number]) => tidy(data.quotes[number][2])).join(" | ");
const nodeValues = (node) => [node.name, node.kind, node.path, node.iri, node.mark];
const edgeValues = (edge) => [edge.predicate, edge.role, proofText(edge), edge.mark];

function graphml() {
  const keys = FIELDS.map((name) => `<key id="${name}" for="node" attr.name="${name}" attr.type="string"/>`);
  keys.push(...EDGE_FIELDS.map((name) => `<key id="edge-${name}" for="edge" attr.name="${name}" attr.type="string"/>`), '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>');
  const values = (names, all) => names.map((name, row) => `<data key="${name}">${xml(all[row])}</data>`).join("");
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', ...keys,
    '<graph edgedefault="directed">',
    ...data.nodes.map((node) => `<node id="${node.id}">${values(FIELDS, nodeValues(node))}</node>`),
    ...data.edges.map((edge) => `<edge id="${edge.id}" source="${edge.from}" target="${edge.to}">${values(EDGE_FIELDS.map((name) => `edge-${name}`), edgeValues(edge))}<data key="weight">${edge.weight}</data></edge>`),
    "</graph></graphml>", ""].join("\n");
}

function gexf() {
  const attributes = (cls, names) => `<attributes class="${cls}">${names.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`).join("")}</attributes>`;
  const values = (names, all) => `<attvalues>${names.map((name, row) => `<attvalue for="${name}" value="${xml(all[row])}"/>`).join("")}</attvalues>`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" version="1.3">', '<graph defaultedgetype="directed">',
    attributes("node", FIELDS.slice(1)), attributes("edge", EDGE_FIELDS), "<nodes>",
    ...data.nodes.map((node) => `<node id="${node.id}" label="${xml(node.name)}">${values(FIELDS.slice(1), nodeValues(node).slice(1))}</node>`),
    "</nodes>", "<edges>",
    ...data.edges.map((edge) => `<edge id="${edge.id}" source="${edge.from}" target="${edge.to}" weight="${edge.weight}">${values(EDGE_FIELDS, edgeValues(edge))}</edge>`),
    "</edges></graph></gexf>", ""].join("\n");
}

at("save-png").addEventListener("click", () => painted().toBlob((blob) => save("png", blob), "image/png"));
at("save-graphml").addEventListener("click", () => save("graphml", new Blob([graphml()], { type: "application/xml" })));
at("save-gexf").addEventListener("click", () => save("gexf", new Blob([gexf()], { type: "application/xml" })));
at("print").addEventListener("click", () => print());
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".menu");
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
