// Quicker, never needed: every page works without this file.
"use strict";

// A second click while the first is on its way sends nothing. The server refuses the second anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Leaving a changed form asks first.
const drafts = document.querySelectorAll("form[data-draft]");
for (const form of drafts) form.addEventListener("input", () => { form.dataset.changed = "yes"; });
window.addEventListener("beforeunload", (event) => {
  for (const form of drafts) if (form.dataset.changed && !form.dataset.sent) event.preventDefault();
});

// "/" goes to the search field, as in the lists people know.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  const search = document.querySelector("input[type=search]");
  if (event.key !== "/" || typing || !search) return;
  event.preventDefault();
  search.focus();
});

// How many are ticked, beside the button that goes on with them.
for (const told of document.querySelectorAll("[data-ticked]")) {
  const form = told.closest("form");
  const boxes = form.querySelectorAll("input[type=checkbox][name=item]");
  const count = () => {
    const ticked = [...boxes].filter((box) => box.checked).length;
    told.textContent = `${told.dataset.ticked} ${ticked} / ${boxes.length}`;
  };
  form.addEventListener("change", count);
  count();
}
