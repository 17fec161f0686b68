// The matrix: a row a body, a column a task; what stands out in it and what is hidden.

const bodies = data.nodes.filter((node) => node.kind === "department");
const tasks = data.nodes.filter((node) => node.kind === "task");
const lines = [...stage.tBodies[0].rows];
const heads = [...stage.tHead.rows[0].cells].slice(1, -1);
const sums = [...stage.tFoot.rows[0].cells];
const empty = at("empty");
const pairs = new Map(bodies.map((body) => [body.id, new Map()]));
for (const edge of data.edges) {
  const held = pairs.get(edge.from);
  held.set(edge.to, [...(held.get(edge.to) ?? []), edge]);
}
const duties = (row, column) => (pairs.get(bodies[row].id).get(tasks[column].id) ?? []).filter((edge) => !isHidden(edge));

// A place is [row, column]; -1 is the heading of a row or column.
const cellAt = ([row, column]) => (row < 0 ? heads[column] : lines[row].cells[column + 1]);
const placeOf = (id) => (nodes.get(id).kind === "task" ? [-1, tasks.indexOf(nodes.get(id))] : [bodies.indexOf(nodes.get(id)), -1]);
const here = () => {
  if (chosen === null) return null;
  if (chosen.node) return placeOf(chosen.node);
  const edge = edges.get(chosen.edge);
  return [placeOf(edge.from)[0], placeOf(edge.to)[1]];
};

function refresh() {
  for (const sign of stage.querySelectorAll("[data-sign]")) sign.hidden = hidden.role.has(sign.dataset.sign);
  const inRow = lines.map(() => 0);
  const inColumn = heads.map(() => 0);
  lines.forEach((line, row) => heads.forEach((head, column) => {
    if (!duties(row, column).length) return;
    inRow[row] += 1;
    inColumn[column] += 1;
  }));
  lines.forEach((line, row) => {
    line.hidden = !empty.checked && !inRow[row];
    line.cells[heads.length + 1].textContent = inRow[row];
  });
  heads.forEach((head, column) => {
    const out = !empty.checked && !inColumn[column];
    for (const cell of [head, sums[column + 1], ...lines.map((line) => line.cells[column + 1])]) cell.hidden = out;
    sums[column + 1].textContent = inColumn[column] || (tasks[column].generic.length ? "–" : "0");
  });
  sums[heads.length + 1].textContent = inRow.reduce((one, two) => one + two, 0);
  relight();
}

function relight() {
  for (const cell of stage.querySelectorAll(".along, .here")) cell.classList.remove("along", "here");
  const place = here();
  stage.removeAttribute("aria-activedescendant");
  if (place === null) return;
  const [row, column] = place;
  if (row >= 0) for (const cell of column < 0 ? lines[row].cells : [lines[row].cells[0]]) cell.classList.add("along");
  if (column >= 0) for (const cell of row < 0 ? [heads[column], ...lines.map((line) => line.cells[column + 1])] : [heads[column]]) cell.classList.add("along");
  cellAt(place).classList.add("here");
  stage.setAttribute("aria-activedescendant", cellAt(place).id);
}

// On a small screen the panel covers the lower part.
const bringInCell = (place) => cellAt(place).scrollIntoView({ block: small.matches && place[0] >= 0 ? "start" : "nearest", inline: "nearest" });
const bringIn = (id) => bringInCell(placeOf(id));
const home = () => {};

function choosePlace([row, column]) {
  if (row < 0) choose({ node: tasks[column].id }, true);
  else if (column < 0) choose({ node: bodies[row].id }, true);
  else {
    const [edge] = duties(row, column);
    choose({ edge: edge.id });
    at("said").textContent = `${bodies[row].name} ${nameOf(tasks[column])} ${tieLabel(edge)}`;
    bringInCell([row, column]);
  }
}

// The next place in a direction where something stands.
function step(key) {
  const place = here();
  if (place === null) return [0, -1];
  const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  for (let [row, column] = [place[0] + down, place[1] + right]; row >= -1 && row < lines.length && column >= -1 && column < heads.length; row += down, column += right) {
    const stands = row < 0 ? column >= 0 : column < 0 || duties(row, column).length;
    if (stands && !cellAt([row, column]).hidden && !(row >= 0 && lines[row].hidden)) return [row, column];
  }
  return place;
}

stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.startsWith("Arrow")) choosePlace(step(event.key));
  else if (event.key === "Enter" && chosen !== null) panel.focus();
  else if (event.key === "Escape") choose(null);
  else return;
  event.preventDefault();
});
stage.addEventListener("click", (event) => {
  const cell = event.target.closest("th, td");
  const row = lines.indexOf(cell?.parentElement);
  const column = cell === null ? -1 : row < 0 ? heads.indexOf(cell) : cell.cellIndex - 1;
  event.preventDefault();
  if (row < 0 ? column >= 0 : column < 0 || (column < heads.length && duties(row, column).length)) choosePlace([row, column]);
  else choose(null);
});
empty.addEventListener("change", refresh);

// The matrix as it is seen, on a canvas.
function painted() {
  const rows = lines.flatMap((line, row) => (line.hidden ? [] : [row]));
  const columns = heads.flatMap((head, column) => (head.hidden ? [] : [column]));
  const rule = document.createElement("canvas").getContext("2d");
  rule.font = `600 14px ${FACE}`;
  const left = Math.min(420, 48 + Math.max(60, ...rows.map((row) => rule.measureText(bodies[row].short).width)));
  const [top, wide, high] = [236, 46, 30];
  const [canvas, ctx] = canvasOf(Math.max(420, left + (columns.length + 1) * wide + 24), top + (rows.length + 2) * high + 24);
  const write = (text, x, y, align = "center", ink = "#1b2530", font = "14px") => {
    ctx.textAlign = align;
    ctx.fillStyle = ink;
    ctx.font = `${font} ${FACE}`;
    ctx.fillText(text, x, y);
  };
  columns.forEach((column, place) => {
    const x = left + place * wide + wide / 2;
    write(clipped(ctx, tasks[column].path, wide), x, top - 10, "center", "#55616d", "12px");
    ctx.save();
    ctx.translate(x + 4, top - 28);
    ctx.rotate(-Math.PI / 2);
    ctx.font = `12px ${FACE}`;
    const titles = inTwo(ctx, tasks[column].name, 150);
    titles.forEach((title, line) => write(title, 0, (line - (titles.length - 1) / 2) * 16, "left", "#1b2530", "12px"));
    ctx.restore();
    write(sums[column + 1].textContent, x, top + rows.length * high + 20, "center", "#55616d");
  });
  rows.forEach((row, place) => {
    const y = top + place * high;
    ctx.fillStyle = "#dfe4e8";
    ctx.fillRect(24, y, left + (columns.length + 1) * wide - 24, 1);
    ctx.font = `600 14px ${FACE}`;
    write(clipped(ctx, bodies[row].short, left - 32), 24, y + 20, "left", "#1b2530", "600 14px");
    columns.forEach((column, across) => {
      const signs = duties(row, column).map((edge) => roles.get(edge.role).sign).join("");
      write(signs, left + across * wide + wide / 2, y + 21, "center", "#0072b2", "17px");
    });
    write(lines[row].cells[heads.length + 1].textContent, left + columns.length * wide + wide / 2, y + 20, "center", "#1b2530", "600 14px");
  });
  write(words.total, 24, top + rows.length * high + 20, "left", "#55616d");
  write(sums[heads.length + 1].textContent, left + columns.length * wide + wide / 2, top + rows.length * high + 20, "center", "#1b2530", "600 14px");
  const legend = [...roles.values()].filter((role) => !hidden.role.has(role.role)).map((role) => `${role.sign} ${role.label}`).join("   ");
  write(legend, 24, top + (rows.length + 1) * high + 26, "left", "#55616d", "13px");
  return canvas;
}

// Text in one line of a width, or in two, the second cut if need be.
function inTwo(ctx, text, width) {
  const letters = Array.from(text);
  let count = letters.length;
  while (count && ctx.measureText(letters.slice(0, count).join("")).width > width) count -= 1;
  if (count === letters.length) return [text];
  return [letters.slice(0, count).join(""), clipped(ctx, letters.slice(count).join(""), width)];
}

// The matrix as it is seen, for a spreadsheet; what it would take for a formula becomes text.
function csv() {
  const field = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
  const columns = heads.flatMap((head, column) => (head.hidden ? [] : [column]));
  const rows = lines.flatMap((line, row) => (line.hidden ? [] : [[
    bodies[row].name,
    ...columns.map((column) => duties(row, column).map((edge) => data.role_names[edge.role]).join("、")),
    line.cells[heads.length + 1].textContent,
  ]]));
  return [[kinds.get("department").label, ...columns.map((column) => nameOf(tasks[column])), words.total], ...rows]
    .map((row) => `${row.map(field).join(",")}\r\n`).join("");
}
at("save-csv").addEventListener("click", () => save("csv", new Blob(["\ufeff", csv()], { type: "text/csv" })));

// Paper is as wide as it is: a wide matrix gets smaller there.
addEventListener("beforeprint", () => { stage.style.zoom = Math.min(1, 1000 / stage.offsetWidth); });
addEventListener("afterprint", () => { stage.style.zoom = ""; });

function begin() {
  stage.tabIndex = 0;
  stage.setAttribute("role", "grid");
  heads.forEach((head, column) => { head.id = `column-${column}`; });
  lines.forEach((line, row) => [...line.cells].forEach((cell, column) => { cell.id = `cell-${row}-${column}`; }));
  for (const link of stage.querySelectorAll("a")) link.tabIndex = -1;
  empty.checked = true;
  return { csv };
}
