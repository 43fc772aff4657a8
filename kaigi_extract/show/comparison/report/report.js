"use strict";
/* The report's controls: filter, words, keys, links, evidence. Asks nothing of any network; builds no markup from text. */
{
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
  const rows = findAll(".row");
  const boxes = findAll("input[name=kind]");
  const search = find("#search");
  const evidence = find("#evidence");
  const keys = find("#keys");
  root.classList.add("js");

  /* ---- Words: width of characters, capitals and white space do not count ---- */

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");

  /** The words of a row, folded, and for each of their characters the text node and offset that it comes from. */
  const readRow = (row) => {
    const places = [];
    let words = "";
    for (const part of findAll(".title, .line", row)) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        let at = 0;
        for (const character of node.data) {
          const folded = fold(character);
          for (let index = 0; index < folded.length; index += 1) places.push([node, at, at + character.length]);
          words += folded;
          at += character.length;
        }
      }
      words += "\n"; // nothing is found across lines
      places.push(null);
    }
    return { words, places };
  };
  const read = new Map();
  const textOf = (row) => read.get(row) ?? read.set(row, readRow(row)).get(row);

  const rangesOf = (row, wanted) => {
    const { words, places } = textOf(row);
    const ranges = [];
    for (let at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, at + wanted.length)) {
      const [first, last] = [places[at], places[at + wanted.length - 1]];
      const range = document.createRange();
      range.setStart(first[0], first[1]);
      range.setEnd(last[0], last[2]);
      ranges.push(range);
    }
    return ranges;
  };

  const mark = (wanted) => {
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.delete("found");
    const shown = rows.filter((row) => wanted && !row.hidden);
    const ranges = shown.flatMap((row) => rangesOf(row, wanted));
    if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
  };

  /* ---- Filter: a row is shown if one of its kinds is ticked and it has the words ---- */

  const filter = () => {
    const ticked = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = fold(search.value);
    for (const row of rows) {
      const kinds = row.dataset.kinds.split(" ");
      row.hidden = !kinds.some((kind) => ticked.has(kind)) || !textOf(row).words.includes(wanted);
    }
    tell();
    mark(wanted);
  };

  /** Says how many rows are shown, and keeps one of them in the order of Tab. */
  const tell = () => {
    const shown = rows.filter((row) => !row.hidden);
    for (const number of findAll(".shown")) number.textContent = String(shown.length);
    find("#nothing").hidden = shown.length > 0;
    if (!shown.some((row) => row.tabIndex === 0)) makeCurrent(shown.find(isChanged) ?? shown[0]);
  };

  const tick = (whether) => {
    for (const box of boxes) box.checked = whether && !box.disabled;
    filter();
  };

  /* ---- Rows: one of them is current; the keys go from there ---- */

  const isChanged = (row) => !row.classList.contains("same");
  let current = null;

  const makeCurrent = (row) => {
    for (const each of rows) each.tabIndex = each === row ? 0 : -1;
  };

  const goTo = (row) => {
    if (!row) return;
    makeCurrent(row);
    current = row;
    row.focus({ preventScroll: true });
    const head = find("thead").getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    if (top < head.height || bottom > innerHeight) row.scrollIntoView({ block: "start", behavior: "instant" });
  };

  /** The next row shown in a direction that is such; the current one counts wherever the focus is. */
  const neighbour = (by, isSuch) => {
    let at = current ? rows.indexOf(current) : by > 0 ? -1 : rows.length;
    do at += by; while (rows[at] && (rows[at].hidden || !isSuch(rows[at])));
    return rows[at];
  };

  /* ---- References ---- */

  const targetsOf = (link) => link.dataset.targets.split(" ").map((id) => document.getElementById(id));

  const light = (event, whether) => {
    const link = event.target.closest?.(".reference");
    if (link) for (const part of targetsOf(link)) part.classList.toggle("meant", whether);
  };

  /** A clause that is asked for is shown, whatever the filter says. */
  const reveal = (part) => {
    const row = part?.closest(".row");
    if (!row) return;
    row.hidden = false;
    tell();
    current = row;
    makeCurrent(row);
  };

  /* ---- Evidence: pictures are decoded when they are asked for ---- */

  const crops = () => JSON.parse(find("#crops").textContent);
  const page = (id) => JSON.parse(document.getElementById(id).textContent);
  const SVG = "http://www.w3.org/2000/svg";

  const draw = (name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const figure = (crop, whole) => {
    const { width, height, webp } = page(crop.page);
    const [x0, y0, x1, y1] = whole ? [0, 0, width, height] : crop.area;
    const viewBox = [x0, y0, Math.min(x1, width) - x0, Math.min(y1, height) - y0].join(" ");
    const name = `p.${crop.number}`;
    const svg = draw("svg", { viewBox, role: "img", "aria-label": name });
    svg.append(draw("image", { href: `data:image/webp;base64,${webp}`, width, height }));
    for (const [x, y, right, bottom] of crop.boxes) svg.append(draw("rect", { x, y, width: right - x, height: bottom - y }));
    const made = find("#figure").content.firstElementChild.cloneNode(true);
    find("figcaption", made).textContent = name;
    made.append(svg);
    return made;
  };

  let opened = null; // the row and the sides whose evidence is open

  const fillEvidence = () => {
    const all = crops();
    const made = opened.sides.map((side) => {
      const section = document.createElement("section");
      const head = find(`thead .${side}`).cloneNode(true);
      const title = document.createElement("h3");
      const labels = findAll(`.${side} .title`, opened.row).map((each) => each.textContent.trim());
      title.append(...head.childNodes, ` ${labels.join("・")}`);
      section.append(title, ...all[`${opened.row.id} ${side}`].map((crop) => figure(crop, find("#whole").checked)));
      return section;
    });
    find(".crops").replaceChildren(...made);
  };

  const openEvidence = (row, sides) => {
    const there = sides.filter((side) => find(`.open[data-side=${side}]`, row));
    if (!there.length) return;
    opened = { row, sides: there };
    current = row;
    makeCurrent(row);
    fillEvidence();
    openDialog(evidence);
  };

  const openDialog = (dialog) => {
    dialog.showModal();
    find(".close", dialog).focus();
  };

  /* ---- Keys: plain ones only, and none while somebody types ---- */

  const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select");

  const goToSearch = () => {
    search.scrollIntoView({ block: "nearest", behavior: "instant" }); // before the rows below it go
    search.select();
  };

  const onRow = {
    ArrowDown: () => goTo(neighbour(1, () => true)),
    ArrowUp: () => goTo(neighbour(-1, () => true)),
    Enter: () => openEvidence(current, ["old", "new"]),
  };
  const next = () => goTo(neighbour(1, isChanged));
  const previous = () => goTo(neighbour(-1, isChanged));
  const anywhere = {
    j: next,
    n: next,
    k: previous,
    p: previous,
    e: () => current && openEvidence(current, ["old", "new"]),
    "/": goToSearch,
    "?": () => openDialog(keys),
  };

  const press = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || find("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") { search.value = ""; filter(); }
      return;
    }
    const action = (event.target.matches(".row") && onRow[event.key]) || anywhere[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  /* ---- What listens to what ---- */

  find(".filter").addEventListener("submit", (event) => event.preventDefault());
  for (const box of boxes) box.addEventListener("change", filter);
  search.addEventListener("input", filter);
  find("#all").addEventListener("click", () => tick(true));
  find("#none").addEventListener("click", () => tick(false));
  find("#next").addEventListener("click", next);
  find("#previous").addEventListener("click", previous);
  find("#help").addEventListener("click", () => openDialog(keys));
  find("#whole").addEventListener("change", () => {
    fillEvidence();
    find(".crops rect").scrollIntoView({ block: "center" });
  });
  find("#language").addEventListener("click", () => { root.dataset.ui = root.dataset.ui === "ja" ? "en" : "ja"; });
  for (const button of findAll(".close")) button.addEventListener("click", () => button.closest("dialog").close());
  evidence.addEventListener("close", () => find(".crops").replaceChildren());
  document.addEventListener("keydown", press);
  document.addEventListener("focusin", (event) => { current = event.target.closest(".row") ?? current; });
  document.addEventListener("click", (event) => {
    const [button, link] = [event.target.closest(".open"), event.target.closest(".reference")];
    if (button) openEvidence(button.closest(".row"), [button.dataset.side]);
    if (link) reveal(targetsOf(link)[0]);
  });
  for (const [type, whether] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]])
    document.addEventListener(type, (event) => light(event, whether));
  for (const box of boxes) box.checked = !box.disabled; // browsers remember ticks when a page is loaded again
  search.value = "";
  reveal(document.getElementById(decodeURIComponent(location.hash.slice(1))));
  tell();
}
