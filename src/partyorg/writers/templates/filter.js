
(function () {
  // The page is whole without this: it only hides what does not match, and unfolds what does.
  const form = document.getElementById("filter");
  if (!form) return;
  const field = form.querySelector("input");
  const count = form.querySelector("output");
  const items = Array.from(document.querySelectorAll(".finding"), (element) => ({ element }));
  const groups = Array.from(document.querySelectorAll("details.group"));
  const rules = Array.from(document.querySelectorAll(".rule"));
  let wasOpen = null;

  function apply() {
    const words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !wasOpen) wasOpen = groups.map((group) => group.open);
    let found = 0;
    for (const item of items) {
      if (words.length && item.text === undefined) {
        const rule = item.element.parentElement.firstElementChild.textContent;
        item.text = (rule + " " + item.element.textContent).toLowerCase();
      }
      const match = words.every((word) => item.text.includes(word));
      item.element.hidden = !match;
      found += match;
    }
    for (const rule of rules) rule.hidden = !rule.querySelector(".finding:not([hidden])");
    groups.forEach((group, at) => {
      if (words.length) group.open = Boolean(group.querySelector(".finding:not([hidden])"));
      else if (wasOpen) group.open = wasOpen[at];
    });
    if (!words.length) wasOpen = null;
    count.textContent = words.length ? found + " " + count.dataset.words : "";
  }

  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  // A link to something folded away unfolds it.
  function unfold() {
    let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (; element; element = element.parentElement) {
      if (element.tagName === "DETAILS") element.open = true;
    }
  }
  addEventListener("hashchange", unfold);
  unfold();

  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
