// The page begins.

document.body.classList.add("live");
network.setSize("100%", "100%");
network.redraw();
home();
if (data.centre) choose({ node: data.centre });
recall();
new ResizeObserver(() => { if (!moved) home(); }).observe(stage);
stage.picture = { network, nodes, edges, curves, hidden, painted, graphml, gexf };
stage.dataset.ready = "true";
