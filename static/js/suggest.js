// Suggestions while somebody types into a search box with data-suggest (its value: where to ask).
// An editable combobox with a list box, as in the ARIA Authoring Practices. Without script it is a plain search form.
"use strict";

(() => {
  const PAUSE = 120;

  const element = (name, attributes, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  const option = (row, number, id) => {
    const made = element("li", { role: "option", id: `${id}-${number}`, "aria-selected": "false" }, row.name);
    made.dataset.url = row.url;
    made.append(element("span", { class: "note" }, row.note));
    return made;
  };

  const combine = (input) => {
    const id = `${input.id}-list`;
    const list = element("ul", { role: "listbox", id, class: "suggest", "aria-label": input.dataset.label });
    const told = element("span", { role: "status", class: "vh" });
    let chosen = -1;
    let timer = 0;
    let asked = new AbortController();

    const close = () => {
      clearTimeout(timer);
      asked.abort();
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (number) => {
      const options = [...list.children];
      chosen = (number + options.length + 1) % (options.length + 1);
      options.forEach((row, place) => row.setAttribute("aria-selected", String(place === chosen)));
      if (chosen === options.length) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", options[chosen].id);
    };

    const show = (rows, words) => {
      list.replaceChildren(...rows.map((row, number) => option(row, number, id)));
      chosen = rows.length;
      list.hidden = rows.length === 0;
      input.setAttribute("aria-expanded", String(rows.length > 0));
      input.removeAttribute("aria-activedescendant");
      told.textContent = words;
    };

    const ask = async () => {
      asked.abort();
      asked = new AbortController();
      const address = `${input.dataset.suggest}?${new URLSearchParams({ q: input.value })}`;
      try {
        const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return close();
        const found = await answer.json();
        show(found.results, found.told);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    const keys = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Escape: close,
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim()) timer = setTimeout(ask, PAUSE);
      else close();
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const row = list.children[chosen];
      if (event.key === "Enter" && row) {
        event.preventDefault();
        location.assign(row.dataset.url);
      } else if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => {
      const row = event.target.closest("[role=option]");
      event.preventDefault();
      if (row) location.assign(row.dataset.url);
    });

    for (const [key, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    }))
      input.setAttribute(key, value);
    list.hidden = true;
    input.after(list, told);
  };

  document.querySelectorAll("input[data-suggest]").forEach(combine);
})();
