/* The review by keyboard. Without this script every form still works; with it nothing that was typed is lost when it is
   refused, or when nobody answers. */
"use strict";
{
  const find = (selector, within = document) => within.querySelector(selector);
  const form = find("#form");
  const said = find("#said");
  const keys = find("#keys");
  const root = document.documentElement;
  root.classList.add("js");

  /* ---- Is it still what was read? ---- */

  const initial = new URLSearchParams(new FormData(form)).toString();
  const isChanged = () => new URLSearchParams(new FormData(form)).toString() !== initial;
  const tell = () => form.classList.toggle("changed", isChanged());

  /* ---- Sending: the answer says where to go, or why it is refused ---- */

  let busy = false;

  const say = (reason, detail = "") => {
    const line = document.createElement("p");
    line.className = "refused";
    line.textContent = `${reason} `;
    if (detail) {
      const more = document.createElement("span");
      Object.assign(more, { className: "quiet", lang: "en", textContent: detail });
      line.append(more);
    }
    said.replaceChildren(line);
    said.scrollIntoView({ block: "nearest" });
  };

  /** Marks the input that a reason is about, and goes to it. */
  const blame = (name) => {
    for (const each of form.elements) each.removeAttribute("aria-invalid");
    const input = name === undefined ? null : form.elements.namedItem(`.${name}`);
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", "said");
    input?.focus();
  };

  const send = async (which, submitter) => {
    if (busy) return;
    busy = true;
    root.classList.add("busy");
    try {
      const answer = await fetch(which.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(which, submitter)),
      });
      const { to, reason, detail, seen, invalid } = await answer.json();
      if (to === undefined) {
        say(reason, detail);
        blame(invalid);
        if (seen !== undefined) find("[name=seen]", form).value = seen;
      } else if (new URL(to, location.href).pathname === location.pathname) {
        location.reload();
      } else {
        location.assign(to);
      }
    } catch {
      say(find("#texts").dataset.gone);
    } finally {
      busy = false;
      root.classList.remove("busy");
    }
  };

  const press = (button) => { if (button && !button.disabled) button.click(); };

  /* ---- Keys ---- */

  const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select");
  const first = () => find("[data-first]", form) ?? find("input:not([type=hidden]), textarea, select", form);

  const leave = () => {
    form.reset();
    tell();
    said.replaceChildren();
    document.activeElement.blur();
  };

  const commands = {
    n: () => press(find("#next")),
    p: () => press(find("#previous")),
    s: () => press(find("#skip")),
    u: () => press(find("#undo-this") ?? find("#undo")),
    i: () => first().focus(),
    w: () => find("#page")?.scrollIntoView({ block: "start" }),
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || keys.open) return;
    const typing = isTyping(event.target);
    let action;
    if (event.key === "PageDown") action = commands.n;
    else if (event.key === "PageUp") action = commands.p;
    else if (event.key === "Escape" && typing) action = leave;
    else if (event.key === "Enter" && !event.shiftKey && !event.target.closest("a, button, summary"))
      action = () => press(find("#keep"));
    else if (!typing) action = commands[event.key];
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) action();
  });

  /* ---- What listens to what ---- */

  for (const each of [form, find("#undo-form")])
    each.addEventListener("submit", (event) => {
      event.preventDefault();
      send(each, event.submitter);
    });
  form.addEventListener("input", tell);
  find("#help").addEventListener("click", () => keys.showModal());
  for (const picker of document.querySelectorAll(".picker"))
    picker.addEventListener("input", () => {
      document.getElementById(picker.dataset.for).value = picker.value;
      tell();
    });
  const picture = find("#crop");
  const toTheRight = () => { // where values are, on a phone
    const around = picture.parentElement;
    around.scrollLeft = picture.scrollWidth;
    if (around.scrollWidth > around.clientWidth) around.tabIndex = 0; // arrows move it
  };
  const missing = () => {
    picture.hidden = true;
    find(".missing", picture.parentElement).hidden = false;
    find(".around")?.remove();
  };
  if (picture?.complete && !picture.naturalWidth) missing();
  picture?.addEventListener("error", missing);
  if (picture?.complete && picture.naturalWidth) toTheRight();
  picture?.addEventListener("load", toTheRight);
  if (matchMedia("(pointer: fine)").matches) { // on a phone the keyboard would cover the crop
    const begin = first();
    begin?.focus({ preventScroll: true });
    if (begin?.matches("input")) begin.select();
  }
  tell();
}
