// Comfort only: every page works without it. J/K walk the marked things, Enter opens, / goes to the search.
"use strict";

const items = () => [...document.querySelectorAll("[data-walk]")];
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") document.querySelectorAll("details.drop[open]").forEach((one) => one.removeAttribute("open"));
  if (typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
    return;
  }
  // J and K stand where the Russian layout has О and Л.
  const step = { j: 1, о: 1, k: -1, л: -1 }[event.key.toLowerCase()];
  if (!step) return;
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  event.preventDefault();
  all[next].focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
  const all = event.target.closest("[data-tick-all]");
  if (all) document.querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]`).forEach((box) => { box.checked = all.checked; });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-at-once]");
  if (form) form.requestSubmit();
});

// A form sent once is not sent twice by an impatient finger.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  // What takes longer than a second says so.
  form.querySelectorAll("[data-while]").forEach((told) => { told.hidden = false; });
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});

// On a phone the menu is a strip: the entry of this page is brought into view.
const showEntry = () => {
  const strip = document.querySelector(".side");
  const entry = strip && strip.querySelector(".nav[aria-current]");
  if (!entry || strip.scrollWidth <= strip.clientWidth) return;
  const at = entry.getBoundingClientRect();
  strip.scrollLeft += at.left - (strip.clientWidth - at.width) / 2;
};
document.addEventListener("htmx:after:swap", showEntry);

document.addEventListener("DOMContentLoaded", () => {
  showEntry();
  const summary = document.querySelector("[data-faults]");
  if (summary) summary.focus();
});
