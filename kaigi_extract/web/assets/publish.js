/* The search of a published site. Its index is scripts below search/, loaded as they are needed, so that it works in a
   page opened as a file; nothing is fetched. Every state of it is an address. */
(() => {
  "use strict";
  const place = document.querySelector("#search");
  const say = place.dataset, root = say.root, english = document.documentElement.lang === "en";
  const FACETS = ["ward", "year", "category", "company", "kind", "doubt"];
  const given = new URLSearchParams(location.search);
  const END = "\ue0ff", SPELLINGS = 24, VERIFIED = 60, UNASKED = 1000, COUNTED = 24;
  const texts = new Map(), pairs = new Map();
  let index = null, words = null;
  window.kaigi = {
    index: (data) => { index = data; },
    words: (data) => { words = data; },
    pairs: (number, data) => { pairs.set(number, data); },
    document: (id, data) => { texts.set(id, data); },
  };

  const loading = new Map();
  const load = (name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${root}/search/${name}.js`;
        script.addEventListener("load", () => { script.remove(); resolve(); });
        script.addEventListener("error", () => reject(new Error(name)));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };

  // ---- Characters and words as they are compared ----

  const folded = new Map();
  const foldOne = (character) => {
    if (!folded.has(character)) {
      let plain = words.folding[character];
      if (plain === undefined) {
        plain = character.normalize("NFKC").toLowerCase().trim();
        if (!(character >= "\uac00" && character <= "\ud7a3")) plain = plain.normalize("NFD");
      }
      folded.set(character, plain);
    }
    return folded.get(character);
  };
  const fold = (text) => Array.from(text, foldOne).join("");

  const spelt = (word) => {
    const known = new Map();
    let longest = 0;
    for (const group of words.spellings) {
      for (const form of group) {
        known.set(form, [...(known.get(form) || []), ...group]);
        longest = Math.max(longest, form.length);
      }
    }
    let found = [""];
    for (let at = 0; at < word.length;) {
      let length = Math.min(longest, word.length - at);
      while (length > 1 && !known.has(word.slice(at, at + length))) length -= 1;
      length = Math.max(length, 1);
      const part = word.slice(at, at + length);
      const forms = length > 1 ? [...new Set([part, ...known.get(part)])] : [part];
      found = forms.flatMap((form) => found.map((before) => before + form)).slice(0, SPELLINGS);
      at += length;
    }
    return [...new Set([word, ...found])];
  };

  const parse = (typed) => {
    const query = { groups: [], without: [], keep: {} };
    const filter = /^(ward|category|kind|since|until)[:：](.+)$/i;
    let joins = false;
    for (const piece of typed.matchAll(/([-－])?(?:["“”„「『]([^"“”」』]*)["“”」』]?|([^\s"“”「『]+))/gu)) {
      const [, minus, phrase, word] = piece;
      if (word !== undefined && /^(OR|または|又は|\||｜|AND)$/.test(word)) {
        joins = word !== "AND" && query.groups.length > 0;
        continue;
      }
      const kept = word !== undefined && filter.exec(word);
      if (kept) { query.keep[kept[1].toLowerCase()] = kept[2]; continue; }
      const plain = fold(word === undefined ? phrase : word);
      if (!plain) continue;
      if (minus) query.without.push(spelt(plain));
      else if (joins) query.groups.at(-1).push(...spelt(plain));
      else query.groups.push(spelt(plain));
      joins = false;
    }
    for (const name of ["since", "until"]) {
      if (name in query.keep && !/^\d{4}-\d\d-\d\d$/.test(query.keep[name])) return null;
    }
    return query.groups.length ? query : null;
  };

  // ---- Which documents ----

  const unpack = (packed, into) => {
    const bytes = atob(packed);
    let number = -1, step = 0, shift = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes.charCodeAt(at);
      step |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) { number += step; into[number] = 1; step = shift = 0; }
    }
    return into;
  };
  const none = () => new Uint8Array(index.documents);
  const all = () => new Uint8Array(index.documents).fill(1);
  const both = (one, other) => one.map((value, at) => value & other[at]);
  const either = (one, other) => one.map((value, at) => value | other[at]);

  const pairsFrom = async (character) => {
    const number = character.codePointAt(0) % index.scripts;
    await load(`pairs/${number}`);
    return pairs.get(number);
  };
  const having = async (word) => {
    const characters = Array.from(word);
    if (characters.length === 1) {
      const found = none();
      for (const [pair, packed] of Object.entries(await pairsFrom(word))) if (pair.startsWith(word)) unpack(packed, found);
      return found;
    }
    let found = null;
    for (let at = 0; at + 1 < characters.length; at += 1) {
      const packed = (await pairsFrom(characters[at]))[characters[at] + characters[at + 1]];
      const these = packed === undefined ? none() : unpack(packed, none());
      found = found === null ? these : both(found, these);
    }
    return found;
  };
  const anyOf = async (forms) => {
    let found = none();
    for (const form of forms) found = either(found, await having(form));
    return found;
  };
  const ofFacet = (name, value) => {
    const known = index.facets[name].values.find((one) => one[0] === value);
    return known ? unpack(known[3], none()) : none();
  };
  const isSure = (forms) => forms.every((form) => Array.from(form).length <= 2);

  const candidates = async (query, chosen) => {
    let found = all();
    for (const [name, value] of Object.entries(chosen)) found = both(found, ofFacet(name, value));
    if (query === null) return found;
    for (const name of ["ward", "category", "kind"]) {
      if (name in query.keep) found = both(found, ofFacet(name, query.keep[name]));
    }
    const day = (name, other) => (name in query.keep ? Number(query.keep[name].replaceAll("-", "")) : other);
    const since = day("since", 0), until = day("until", 99999999);
    if (since || until < 99999999) found = found.map((value, at) => value & (index.days[at] && index.days[at] >= since && index.days[at] <= until ? 1 : 0));
    for (const group of query.groups) found = both(found, await anyOf(group));
    for (const forms of query.without) {
      if (isSure(forms)) { const these = await anyOf(forms); found = found.map((value, at) => value & (1 - these[at])); }
    }
    return found;
  };

  /* Which candidates have not what is looked for, once they were counted: kept while this window is open. */
  const counting = () => {
    const asked = new URLSearchParams(given);
    asked.delete("page");
    asked.sort();
    return `kaigi ${index.sign} ${asked}`;
  };
  const recalled = () => { try { return JSON.parse(sessionStorage.getItem(counting())); } catch { return null; } };
  const remember = (gone) => { try { sessionStorage.setItem(counting(), JSON.stringify(gone)); } catch { /* not kept */ } };

  // ---- Where in a document ----

  const idOf = (number) => index.ids.slice(16 * number, 16 * number + 16);
  const textOf = async (number) => { await load(`text/${idOf(number)}`); return texts.get(idOf(number)); };
  const forget = (number) => { texts.delete(idOf(number)); loading.delete(`text/${idOf(number)}`); };

  const placesIn = (text, forms) => {
    const places = [];
    for (const form of forms) {
      for (let at = text.indexOf(form); at >= 0;) {
        if (/^\p{M}/u.test(text.slice(at + form.length, at + form.length + 2))) { at = text.indexOf(form, at + 1); continue; }
        places.push([at, form.length]);
        at = text.indexOf(form, at + form.length);
      }
    }
    places.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    const apart = [];
    let reached = 0;
    for (const [at, length] of places) if (at >= reached) { apart.push([at, length]); reached = at + length; }
    return apart;
  };

  const findsIn = (about, query) => {
    /* The finds in a document, as far as they are shown; null where it has not all that is looked for. */
    const met = query.groups.map(() => false), finds = [];
    for (const [kind, text, starts] of about.sections) {
      const characters = Array.from(text), ends = [];
      let plain = "";
      for (const character of characters) { plain += foldOne(character); ends.push(plain.length); }
      if (query.without.some((forms) => placesIn(plain, forms).length)) return null;
      const places = [];
      query.groups.forEach((forms, at) => {
        const these = placesIn(plain, forms);
        if (these.length) { met[at] = true; places.push(...these); }
      });
      if ("kind" in query.keep && query.keep.kind !== kind) continue;
      places.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
      for (const [at, length] of places) {
        if (finds.length >= index.snippets) break;
        const start = ends.findIndex((end) => end > at), end = ends.findIndex((one) => one > at + length - 1) + 1;
        const from = starts.findLast((one) => one[0] <= start);
        finds.push({
          kind,
          page: from ? from[1] : null,
          before: characters.slice(Math.max(start - index.around, 0), start).join(""),
          text: characters.slice(start, end).join(""),
          after: characters.slice(end, end + index.around).join(""),
        });
      }
    }
    return met.every(Boolean) ? finds : null;
  };

  // ---- What is shown ----

  const element = (tag, about, ...inner) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(about)) if (value !== null) made.setAttribute(name, value);
    made.append(...inner);
    return made;
  };
  const number = (value) => value.toLocaleString("en");
  const called = (name, value) => {
    const known = index.facets[name].values.find((one) => one[0] === (value ?? "-"));
    return known ? known[english ? 2 : 1] : say.unknown;
  };
  const asking = (changes) => {
    const asked = new URLSearchParams(given);
    asked.delete("page");
    for (const [name, value] of Object.entries(changes)) { asked.delete(name); if (value !== null) asked.set(name, value); }
    return `?${asked}`;
  };
  const addressOf = (about, page) => {
    const leaf = page ? Math.floor((page - 1) / index.pages) + 1 : 1;
    const file = `document/${about.sha256}${leaf > 1 ? `/page-${leaf}` : ""}.html`;
    return `${root}/${english ? "en/" : ""}${file}${page ? `#page-${page}` : ""}`;
  };

  const showFacets = (found, chosen) => {
    const inside = document.querySelector("#facets");
    inside.replaceChildren(inside.querySelector("summary"));
    for (const name of FACETS) {
      let values = index.facets[name].values.map(([value, japanese, other, packed]) => {
        const has = unpack(packed, none());
        return { value, name: english ? other : japanese, count: has.reduce((sum, one, at) => sum + (one & found[at]), 0) };
      });
      if (name in chosen) {
        values = [values.find((one) => one.value === chosen[name]) || { value: chosen[name], name: chosen[name], count: 0 }];
      } else {
        values = values.filter((one) => one.count).sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
        values = values.slice(0, index.shown);
        if (name === "year") values.sort((one, other) => (one.value < other.value ? 1 : -1));
      }
      if (!values.length) continue;
      const list = element("ul", {});
      for (const one of values) {
        const count = element("span", { class: "quiet" }, number(one.count));
        if (name in chosen) count.append(" ", element("span", { "aria-hidden": "true" }, "✕"), element("span", { class: "unseen" }, say.remove));
        const leads = asking({ [name]: name in chosen ? null : one.value });
        list.append(element("li", {}, element("a", { href: leads, class: name in chosen ? "chosen" : null }, element("span", {}, one.name), count)));
      }
      inside.append(element("section", {}, element("h2", {}, say[name]), list));
    }
  };

  const showDocument = (about, finds) => {
    const quiet = [called("ward", about.ward), " · "];
    quiet.push(about.date ? element("time", { datetime: about.date }, about.date) : say.undated);
    quiet.push(" · ", element("span", { lang: "ja" }, about.path));
    if (about.pages) quiet.push(` · ${about.pages} ${say.pages}`);
    const made = element("article", { class: "hit" },
      element("h2", { lang: "ja" }, element("a", { href: addressOf(about, null) }, about.title)), element("p", { class: "quiet" }, ...quiet));
    if (finds.length) {
      made.append(element("ul", { class: "snippets", lang: "ja" }, ...finds.map((one) => element("li", {},
        element("a", { href: addressOf(about, one.page) }, element("span", { class: "page-mark" }, one.page ? `p.${one.page}` : called("kind", one.kind))), " ",
        element("span", {}, "…", one.before, element("mark", {}, one.text), one.after, "…")))));
    }
    return made;
  };

  const showLeaves = (page, count) => {
    const made = element("nav", { class: "leaves", "aria-label": say.leaves });
    if (page > 1) made.append(element("a", { class: "button", rel: "prev", href: asking({ page: page - 1 }) }, `← ${say.previous}`));
    made.append(element("span", {}, `${page} / ${count}`));
    if (page < count) made.append(element("a", { class: "button", rel: "next", href: asking({ page: page + 1 }) }, `${say.next} →`));
    return made;
  };

  const run = async () => {
    await Promise.all([load("index"), load("words")]);
    const typed = (given.get("q") || "").slice(0, 400).trim();
    const chosen = Object.fromEntries(FACETS.filter((name) => given.get(name)).map((name) => [name, given.get(name)]));
    const form = document.querySelector(".big-finder .pair");
    form.querySelector("input").value = typed;
    for (const [name, value] of Object.entries(chosen)) form.append(element("input", { type: "hidden", name, value }));
    const query = typed ? parse(typed) : null, hits = place.querySelector(".hits"), status = hits.querySelector("[role=status]");
    if (typed && query === null) { status.before(element("p", { class: "refused", role: "alert" }, say.wrong)); }
    const found = typed && query === null ? none() : await candidates(query, chosen);
    let order = [];
    for (let at = index.documents - 1; at >= 0; at -= 1) if (found[at]) order.push(at);
    const finds = new Map();
    const verify = async (numbers) => {
      await Promise.all(numbers.map(async (at) => finds.set(at, query === null ? [] : findsIn(await textOf(at), query))));
      if (query === null) await Promise.all(numbers.map(textOf));
    };
    const without = (others) => {
      const gone = new Set(others);
      order = order.filter((at) => !gone.has(at));
      for (const at of gone) found[at] = 0;
    };
    let sure = query === null || [...query.groups, ...query.without].every(isSure);
    const counted = sure ? null : recalled();
    if (counted) { without(counted); sure = true; }
    if (!sure && order.length <= VERIFIED) {
      await verify(order);
      without(order.filter((at) => finds.get(at) === null));
      sure = true;
    }

    const show = async () => {
      const count = Math.max(1, Math.ceil(order.length / index.finds));
      const page = Math.min(Math.max(1, Number.parseInt(given.get("page"), 10) || 1), count);
      const shown = order.slice((page - 1) * index.finds, page * index.finds);
      await verify(shown.filter((at) => !finds.has(at)));
      showFacets(found, chosen);
      status.replaceChildren(sure ? "" : `${say.most} `, element("b", {}, number(order.length)), ` ${say.documents}`);
      if (order.length > 1) status.append(" ", element("span", { class: "quiet" }, say.order));
      hits.replaceChildren(...hits.querySelectorAll("[role=alert]"), status);
      if (!sure) hits.append(exactly);
      for (const at of shown) if (finds.get(at) !== null) hits.append(showDocument(texts.get(idOf(at)), finds.get(at)));
      if (!order.length) hits.append(element("p", { class: "missing" }, say.nothing));
      if (count > 1) hits.append(showLeaves(page, count));
      return shown.every((at) => finds.get(at) !== null);
    };

    /* Words of three characters or more are looked for by their pairs, which need not be next to each other: of many
       documents the texts are read only when somebody wants to know how many have the words, or, up to a number, when
       some on this page have them not: then many may not, and the page says little. */
    const exactly = element("p", { class: "exactly" }, element("button", { type: "button" }, say.exactly));
    const countAll = async (asked) => {
      const button = exactly.firstChild, gone = [];
      button.disabled = true;
      for (let at = 0; at < order.length; at += COUNTED) {
        const some = order.slice(at, at + COUNTED);
        const unread = some.filter((one) => !finds.has(one));
        await verify(unread);
        for (const one of some) if (finds.get(one) === null) gone.push(one);
        for (const one of unread) { forget(one); if (finds.get(one) !== null) finds.delete(one); }
        button.textContent = `${say.counting} ${number(Math.min(at + COUNTED, order.length))} / ${number(order.length)}`;
      }
      remember(gone);
      without(gone);
      sure = true;
      await show();
      if (asked) { status.tabIndex = -1; status.focus(); }
    };
    exactly.firstChild.addEventListener("click", () => countAll(true).catch(failed));
    const whole = await show();
    if (!sure && !whole && order.length <= UNASKED) await countAll(false);
    place.dataset.ready = "yes";
  };
  const failed = () => {
    place.querySelector("[role=status]").textContent = say.failed;
    place.dataset.ready = "failed";
  };
  run().catch(failed);
})();
