/**
 * What scripts add to pages that work without them: suggestions while typing, a print button, folds that open on paper.
 *
 * The addresses of the vendored files come from data attributes on this script's own element, because their names carry a hash.
 */

const files = document.querySelector("script[data-app]").dataset;

document.body.classList.add("js-enabled", "govuk-frontend-supported");

/** Starts the vendored components whose markup is on the page; a library that does not arrive leaves the plain page. */
async function startComponents() {
  const starts = [import(files.govuk)];
  if (document.querySelector('[data-module^="moj-"]')) starts.push(import(files.moj));
  for (const { status, value } of await Promise.allSettled(starts)) {
    if (status === "fulfilled") value.initAll();
  }
}

/** Loads the suggestion list's script and style once; rejects when either does not arrive. */
function loadAutocomplete() {
  const arrived = (element, parent, before) =>
    new Promise((resolve, reject) => {
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      parent.insertBefore(element, before);
    });
  const script = Object.assign(document.createElement("script"), { src: files.autocomplete });
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: files.autocompleteStyle });
  const ours = document.querySelector('link[rel="stylesheet"][data-app]');
  return Promise.all([arrived(script, document.head, null), arrived(style, ours.parentNode, ours)]);
}

/** `text` safe to put into HTML: the list writes suggestions as HTML, and a school may be called anything. */
function escaped(text) {
  const holder = document.createElement("div");
  holder.textContent = text;
  return holder.innerHTML;
}

/** One suggestion as HTML: its words, then what kind of thing it is. */
function shown(label, kind) {
  return escaped(label) + (kind ? ` <span class="app-suggest__kind">– ${escaped(kind)}</span>` : "");
}

/** Gives the list's box the hint and error that the plain field had, and again whenever the list takes them away. */
function describe(box, ids) {
  const described = (ids || "").trim();
  if (!described) return;
  const restore = () => {
    const now = box.getAttribute("aria-describedby") || "";
    if (!now.includes(described)) box.setAttribute("aria-describedby", `${described} ${now}`.trim());
  };
  restore();
  new MutationObserver(restore).observe(box, { attributeFilter: ["aria-describedby"] });
}

/** The choices of a list whose words, or whose other names, hold `typed`; those that begin with it first. */
function matching(choices, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return choices;
  const rank = (choice) => {
    const names = choice.names;
    if (names.some((name) => name === wanted)) return 0;
    if (names.some((name) => name.startsWith(wanted))) return 1;
    if (names.some((name) => name.includes(` ${wanted}`))) return 2;
    return names.some((name) => name.includes(wanted)) ? 3 : 4;
  };
  return choices
    .map((choice) => [rank(choice), choice])
    .filter(([order]) => order < 4)
    .sort(([a], [b]) => a - b)
    .map(([, choice]) => choice);
}

/**
 * Puts a typing box on top of a native list. `data-also` on an option holds its other names, separated by "|".
 * What was typed and names no one choice is posted as it stands, under the list's own name, so that the server can ask.
 */
function enhanceSelect(select) {
  const choices = [...select.options]
    .filter((option) => option.value)
    .map((option) => ({
      option,
      label: option.text.trim(),
      kind: option.parentElement.label || "",
      names: [option.text.trim(), ...(option.dataset.also || "").split("|")].map((name) => name.trim().toLowerCase()),
    }));
  const everything = [...select.options].find((option) => !option.value);
  const chosen = choices.find((choice) => choice.option.selected);
  const described = select.getAttribute("aria-describedby");
  const id = select.id;
  let typing = false;
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    source: (typed, populate) => populate(matching(choices, typed)),
    defaultValue: chosen ? chosen.label : "",
    placeholder: everything ? everything.text.trim() : "",
    autoselect: true,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    showAllValues: true,
    displayMenu: "overlay",
    inputClasses: select.getAttribute("aria-invalid") === "true" ? "govuk-input govuk-input--error" : "govuk-input",
    templates: {
      inputValue: (choice) => (typeof choice === "object" && choice ? choice.label : choice || ""),
      suggestion: (choice) => (typeof choice === "object" ? shown(choice.label, choice.kind) : escaped(choice)),
    },
    onConfirm: (choice) => {
      if (!choice) return;
      choice.option.selected = true;
      typing = false;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  const box = document.getElementById(id);
  box.closest(".autocomplete__wrapper").parentElement.classList.add("app-suggest");
  describe(box, described);
  box.addEventListener("input", () => {
    typing = true;
  });
  select.form.addEventListener("formdata", ({ formData }) => {
    if (!typing) return; // the list itself says what was chosen
    const typed = box.value.trim();
    const found = typed ? matching(choices, typed) : [];
    const exact = found.filter((choice) => choice.names.includes(typed.toLowerCase()));
    const one = exact.length === 1 ? exact[0] : found.length === 1 && found[0];
    formData.set(select.name, one ? one.option.value : typed);
  });
}

/** A function that gives `answer` the suggestions for what was typed, at most one request per 180 milliseconds of rest. */
function asker(address, form) {
  let timer;
  let asking;
  return (typed, answer) => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(async () => {
      asking = new AbortController();
      const token = form.querySelector("[name=csrfmiddlewaretoken]") || document.querySelector("[name=csrfmiddlewaretoken]");
      try {
        const response = await fetch(address, {
          method: "POST",
          headers: { Accept: "application/json", "X-CSRFToken": token ? token.value : "" },
          body: new URLSearchParams({ q: typed }),
          signal: asking.signal,
        });
        answer(response.ok ? (await response.json()).suggestions : []);
      } catch {
        // No connection, signed out, or a newer question: the box goes on working as a plain one.
      }
    }, 180);
  };
}

/**
 * Suggestions from the server for one box. A chosen one shows its words and posts its code under the box's own name; anything
 * else posts the words. `data-code` on the box says the code of a value that the server has filled in.
 */
function enhanceSuggest(input, address = input.dataset.suggest) {
  const element = document.createElement("div");
  element.className = "app-suggest";
  const { id, name, value, className, form } = input;
  const described = input.getAttribute("aria-describedby");
  const ask = asker(address, form);
  let code = input.dataset.code || "";
  input.replaceWith(element);
  window.accessibleAutocomplete({
    element,
    id,
    name,
    defaultValue: value,
    placeholder: input.placeholder,
    // An answer that comes after the person has gone on must not open a list over the next field.
    source: (typed, populate) => ask(typed, (found) => populate(document.activeElement?.id === id ? found : [])),
    minLength: 2,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    inputClasses: className,
    templates: {
      inputValue: (found) => (typeof found === "object" && found ? found.label : found || ""),
      suggestion: (found) => (typeof found === "object" ? shown(found.label, found.kind) : escaped(found)),
    },
    onConfirm: (found) => {
      if (found) code = found.code;
    },
  });
  const box = document.getElementById(id);
  describe(box, described);
  box.addEventListener("input", () => {
    code = "";
  });
  form.addEventListener("formdata", ({ formData }) => {
    if (code) formData.set(name, code);
  });
}

/**
 * Asks for the place that the chosen role goes by – where it happened, where the adult works – in the role's own words, and says
 * so in the hidden field beside it. A place already typed keeps the question it was typed for; then the server asks.
 */
function askForItsPlace(group) {
  const { form } = group.querySelector("input");
  const placeIs = form.querySelector("[data-place-is]");
  const label = group.querySelector("label");
  form.querySelector("select[data-autocomplete]").addEventListener("change", (event) => {
    if (group.querySelector("input").value.trim()) return;
    const { key, question } = event.target.selectedOptions[0].dataset;
    const own = ["where_now", "incident", "employer", "holding_authority"].includes(key);
    label.textContent = own ? question : group.dataset.label;
    placeIs.value = own ? key : "home";
  });
}

async function startSuggestions() {
  const selects = document.querySelectorAll("select[data-autocomplete]");
  const inputs = document.querySelectorAll("input[data-suggest]");
  if (!selects.length && !inputs.length) return;
  try {
    await loadAutocomplete();
  } catch {
    return; // The native list and the plain box do the same job.
  }
  selects.forEach(enhanceSelect);
  inputs.forEach((input) => enhanceSuggest(input));
}

/**
 * The box in the header stands on every page and is used on few: its suggestions are fetched when somebody turns to it. Who has
 * begun to type by the time they arrive goes on undisturbed in the plain box.
 */
function suggestWhenUsed(input) {
  const label = input.labels[0].textContent;
  const start = async () => {
    try {
      await loadAutocomplete();
    } catch {
      return; // The plain box does the same job.
    }
    if (input.value || document.activeElement !== input) return;
    enhanceSuggest(input, input.dataset.suggestLater);
    const box = document.getElementById(input.id);
    box.setAttribute("aria-label", label);
    box.focus();
  };
  input.addEventListener("focus", start, { once: true });
}

/** The menu lies over the page, so Escape and a press elsewhere put it away. */
function startMenu(menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

function startPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

// A page kept alive by Back may show people who have changed, to somebody who has signed out.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

document.querySelectorAll(".app-menu").forEach(startMenu);
document.querySelectorAll("[data-own-place]").forEach(askForItsPlace);
startPrinting();
document.querySelectorAll("input[data-suggest-later]").forEach(suggestWhenUsed);
startComponents();
startSuggestions();
