// The page begins.

document.body.classList.add("live");
const shown = begin();
if (data.centre) choose({ node: data.centre });
recall();
stage.picture = { ...shown, nodes, edges, hidden, painted, graphml, gexf };
stage.dataset.ready = "true";
