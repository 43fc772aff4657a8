"use strict";
/* The page's controls: filter, words, order, keys. Asks nothing of any network; builds no markup from text. */
{
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
  const sections = findAll("section.filtered");
  const rows = sections.flatMap((section) => findAll(".row", section));
  const search = find("#search");
  const chosen = ["ward", "year", "code"].map((name) => [name, find(`#${name}`)]).filter(([, select]) => select);
  root.classList.add("js");

  /* ---- Words: width of characters, capitals and white space do not count ---- */

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
  const read = new Map();
  const textOf = (row) => read.get(row) ?? read.set(row, fold(row.textContent)).get(row);

  /* ---- Filter: a row is shown if it has every word, and what was chosen ---- */

  const filter = () => {
    const wanted = search.value.split(/\s+/u).map(fold).filter(Boolean);
    const picked = chosen.filter(([, select]) => select.value);
    for (const row of rows)
      row.hidden = picked.some(([name, select]) => row.dataset[name] !== select.value) || !wanted.every((word) => textOf(row).includes(word));
    for (const section of sections) {
      const of = findAll(".row", section);
      const shown = of.filter((row) => !row.hidden).length;
      find(".shown", section).textContent = String(shown);
      const [table, none] = [find(".wide", section), find(".none", section)];
      if (table) [table.hidden, none.hidden] = [!shown, shown > 0];
    }
    tell();
  };

  const tell = () => {
    const shown = rows.filter((row) => !row.hidden).length;
    find(".count").textContent = root.dataset.ui === "ja" ? `${rows.length}行中 ${shown}行を表示` : `${shown} of ${rows.length} rows shown`;
  };

  const clear = () => {
    search.value = "";
    for (const [, select] of chosen) select.value = "";
    filter();
  };

  /** A ward, a year or a finding of the tables above is looked for in those below. */
  const pick = (row) => {
    for (const [name, select] of chosen)
      if (row.dataset[name] && [...select.options].some((option) => option.value === row.dataset[name])) {
        select.value = row.dataset[name];
        filter();
      }
  };

  /* ---- Order: numbers as numbers; what is empty comes last ---- */

  const sort = (button) => {
    const head = button.closest("th");
    const body = find("tbody", head.closest("table"));
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of findAll("th", head.parentElement)) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => row.cells[head.cellIndex].textContent.trim();
    const compare = new Intl.Collator("ja", { numeric: true }).compare;
    const order = (one, other) => !key(one) - !key(other) || (down ? -1 : 1) * compare(key(one), key(other));
    body.append(...[...body.rows].sort(order));
  };

  /* ---- Keys: plain ones only, and none while somebody types ---- */

  let current = null;
  const shownRows = () => findAll("section.filtered .row").filter((row) => !row.hidden);
  const goTo = (by) => {
    const all = shownRows();
    const at = all.indexOf(current);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (!next) return;
    current = next;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const openSource = () => current && find("a", current)?.click();
  const openKeys = () => { find("#keys").showModal(); find("#keys .close").focus(); };
  const actions = {
    "/": () => { search.focus(); search.select(); },
    "?": openKeys, j: () => goTo(1), k: () => goTo(-1), Escape: clear,
    Enter: () => document.activeElement === current && openSource(),
  };

  const press = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || find("dialog[open]")) return;
    const typing = event.target.matches("input, select, textarea");
    if (typing && event.key !== "Escape") return;
    if (event.key === "Enter" && !event.target.matches(".row")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  /* ---- Language: what is chosen from has no markup within ---- */

  const speak = () => {
    root.lang = root.dataset.ui;
    for (const option of findAll("option[data-ja]")) option.textContent = option.dataset[root.dataset.ui];
    tell();
  };

  find(".filter").addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  for (const [, select] of chosen) select.addEventListener("change", filter);
  find("#clear").addEventListener("click", clear);
  find("#help").addEventListener("click", openKeys);
  find("#keys .close").addEventListener("click", () => find("#keys").close());
  find("#language").addEventListener("click", () => { root.dataset.ui = root.dataset.ui === "ja" ? "en" : "ja"; speak(); });
  document.addEventListener("keydown", press);
  document.addEventListener("focusin", (event) => { current = event.target.closest("section.filtered .row") ?? current; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".sort");
    if (button) sort(button);
    const row = event.target.closest("section:not(.filtered) .row");
    if (row && !event.target.closest("a")) pick(row);
  });
  clear(); // browsers remember words when a page is loaded again
}
