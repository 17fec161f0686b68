// The page begins.

document.body.classList.add("live");
const shown = begin();
if (data.centre && !small.matches) choose({ node: data.centre });
else if (data.centre) { // on a small screen the panel would cover what is about to be seen
  chosen = { node: data.centre };
  relight();
}
recall();
stage.picture = { ...shown, nodes, edges, hidden, painted, graphml, gexf };
stage.dataset.ready = "true";
