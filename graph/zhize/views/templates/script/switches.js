// Kinds and roles that the reader hides.

function toggle(what, name, on) {
  const box = document.querySelector(`input[data-${what}="${CSS.escape(name)}"]`);
  if (box === null) return;
  box.checked = on;
  hidden[what][on ? "delete" : "add"](name);
  refresh();
}

for (const what of ["kind", "role", "mark"]) {
  for (const box of document.querySelectorAll(`input[data-${what}]`)) {
    box.checked = true;
    box.addEventListener("change", () => {
      toggle(what, box.dataset[what], box.checked);
      remember();
      if (!moved) home();
    });
  }
}
