/* The review in a notebook: shows what Python wrote, and says what was done. Sends nothing anywhere else. */
function render({ model, el }) {
  const send = (what) => model.send({ ...what, key: model.get("key"), seen: model.get("seen") });
  const typed = (form) => Object.fromEntries([...new FormData(form)].map(([name, text]) => [name.slice(1), text]));

  const show = () => {
    el.innerHTML = model.get("page"); // written by a template that escapes whatever documents say
    el.querySelector("[data-first]")?.focus({ preventScroll: true });
  };

  el.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ do: "keep", typed: typed(event.target) });
  });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) send({ do: button.dataset.do });
  });
  el.addEventListener("keydown", (event) => {
    event.stopPropagation(); // single letters and Enter are commands of the notebook
    if (event.isComposing) return;
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      send({ do: event.key === "PageDown" ? "next" : "previous" });
    } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("input, textarea, select")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
  model.on("change:page", show);
  show();
  return () => model.off("change:page", show);
}
export default { render };
