/* A document: a value leads to its box, and back. A comparison: the originals of its clauses. A search: on a phone its filters are folded. Without this file the
   pages, the values and the filters are there all the same. */
(() => {
  "use strict";
  const facets = document.querySelector("#facets");
  if (facets && matchMedia("(max-width: 56rem)").matches) facets.open = false;

  /* A comparison: what is printed is drawn when somebody opens it. */
  const contrast = document.querySelector(".contrast");
  const draw = (crop) => {
    const page = new Image(), points = 72 / Number(contrast.dataset.dpi);
    page.addEventListener("load", () => {
      const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
      for (const [name, value] of [["href", page.src], ["width", page.naturalWidth * points], ["height", page.naturalHeight * points]])
        image.setAttribute(name, value);
      crop.replaceChildren(image);
      crop.removeAttribute("hidden");
    });
    page.src = crop.dataset.picture;
  };
  for (const original of contrast?.querySelectorAll(".original") ?? [])
    original.addEventListener("toggle", () => original.querySelectorAll("svg[hidden]").forEach(draw));

  const beside = document.querySelector(".beside");
  if (!beside) return;
  const points = 72 / Number(beside.dataset.dpi);

  for (const sheet of beside.querySelectorAll(".sheet")) {
    const image = sheet.querySelector("img"), boxes = sheet.querySelector("svg"), none = sheet.querySelector(".no-picture");
    if (!image) continue;
    const fit = () => {
      boxes.setAttribute("viewBox", `0 0 ${image.naturalWidth * points} ${image.naturalHeight * points}`);
      boxes.removeAttribute("hidden");
    };
    const missing = () => { image.hidden = true; none.hidden = false; };
    if (image.complete && image.naturalWidth) fit();
    else if (image.complete && image.getAttribute("src") && !image.naturalWidth && image.loading !== "lazy") missing();
    image.addEventListener("load", fit);
    image.addEventListener("error", missing);
  }

  const light = (number, from) => {
    for (const one of beside.querySelectorAll(".lit")) one.classList.remove("lit");
    const found = [...beside.querySelectorAll(`[data-value="${number}"]`)].filter((one) => one.matches(".box, .entry-row"));
    for (const one of found) one.classList.add("lit");
    const other = found.find((one) => one.matches(from === "box" ? ".entry-row" : ".box"));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return (move) => {
      if (!other || !move) return;
      const group = other.closest("details");
      if (group) group.open = true;
      other.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    };
  };
  beside.addEventListener("click", (event) => {
    const box = event.target.closest(".box");
    if (box) {
      light(box.dataset.value, "box")(true);
      beside.querySelector(`.entry-row[data-value="${box.dataset.value}"] a`)?.focus({ preventScroll: true });
      return;
    }
    const value = event.target.closest(".to-box");
    const there = value && beside.querySelector(`.box[data-value="${value.dataset.value}"]`);
    if (there && !there.closest("svg").hasAttribute("hidden")) {
      event.preventDefault();
      light(value.dataset.value, "value")(true);
    }
  });
  const over = (event) => {
    const found = event.target.closest(".box, .entry-row");
    if (found && !found.classList.contains("lit")) light(found.dataset.value, found.matches(".box") ? "box" : "value");
  };
  beside.addEventListener("focusin", over);
  beside.addEventListener("mousemove", (event) => {
    if (event.movementX || event.movementY) over(event);  // not where the page moved below a mouse at rest
  });
})();
