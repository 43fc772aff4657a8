/* Labels by keyboard: typing narrows the fields, arrows choose, Enter tries, then keeps. Pages that wait ask again. */
"use strict";
{
  const find = (selector) => document.querySelector(selector);
  document.documentElement.classList.add("js");
  const waiting = find("[data-again]");
  if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.again));

  const filter = find("#filter");
  const choices = [...document.querySelectorAll("#fields .choice")];
  const shown = () => choices.filter((each) => !each.hidden);
  const radio = (each) => each.querySelector("input");
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  /** Chooses a field and says so to whoever does not see it. */
  const choose = (each) => {
    for (const other of choices) radio(other).checked = other === each;
    find("#chosen").textContent = each ? each.querySelector("b").textContent : filter.dataset.none;
    each?.scrollIntoView({ block: "nearest" });
  };

  /** Leaves the fields that have every word that is typed; the first of them is chosen. */
  const narrow = () => {
    const words = plain(filter.value).split(/\s+/).filter(Boolean);
    for (const each of choices) each.hidden = !words.every((word) => plain(each.dataset.words).includes(word));
    const named = shown().find((each) => plain(each.querySelector("b").textContent).startsWith(words[0] ?? "\0"));
    const still = shown().find((each) => radio(each).checked);
    if (words.length || !still) choose(words.length ? named ?? shown()[0] : still);
  };

  const step = (by) => {
    const there = shown();
    const at = there.findIndex((each) => radio(each).checked);
    if (there.length) choose(there[at < 0 ? (by > 0 ? 0 : there.length - 1) : (at + by + there.length) % there.length]);
  };

  const press = (selector) => () => find(selector)?.click();
  const always = { PageDown: press("#next"), PageUp: press("#previous") };
  const typing = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: press("#try"),
    Escape: () => { filter.value = ""; narrow(); filter.blur(); },
  };
  const apart = {
    "[": press("#place-before"),
    "]": press("#place-behind"),
    n: press("#next"),
    p: press("#previous"),
    l: press("#list"),
    i: () => filter?.focus(),
    Enter: () => (find("#keep") ?? find("#go-on") ?? find("#try") ?? find("#first"))?.click(),
    Escape: press("#discard"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const at = event.target;
    let action = always[event.key];
    if (at === filter) action ??= typing[event.key];
    else if (!at.matches("input:not([type=radio]), textarea, select"))
      action ??= event.key === "Enter" && at.closest("a, button, summary") ? undefined : apart[event.key];
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) action();
  });

  filter?.addEventListener("input", narrow);
  const picture = find("#crop");
  const missing = () => {
    picture.hidden = true;
    picture.parentElement.querySelector(".missing").hidden = false;
    find(".around")?.remove();
  };
  const reachable = () => { // on a phone it is wider than its frame: arrows move it
    const around = picture.parentElement;
    if (around.scrollWidth > around.clientWidth) around.tabIndex = 0;
  };
  if (picture?.complete) (picture.naturalWidth ? reachable : missing)();
  picture?.addEventListener("error", missing);
  picture?.addEventListener("load", reachable);
  if (matchMedia("(pointer: fine)").matches) filter?.focus({ preventScroll: true });
}
