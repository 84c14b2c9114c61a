"use strict";
(() => {
  const body = document.body;
  const forms = [...document.querySelectorAll(".predict")];
  const all = document.getElementById("all");

  const panel = name => document.getElementById("r-" + name);

  function show(name, shown = true) {
    panel(name).hidden = !shown;
    const entry = document.querySelector(".contents a[href='#" + name + "']");
    if (entry) {
      entry.parentElement.classList.toggle("shown", shown);
    }
  }

  // What scrolls by itself can be scrolled by keyboard; what does not is no stop on the way through the page.
  const scrollers = [...document.querySelectorAll(".scroll, pre")];
  const watch = new ResizeObserver(entries => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) {
      target.setAttribute("tabindex", "0");
    } else {
      target.removeAttribute("tabindex");
    }
  }));
  scrollers.forEach(part => watch.observe(part));

  function score(form) {
    const boxes = [...form.querySelectorAll("input")];
    const chosen = boxes.filter(box => box.checked);
    if (chosen.length === 0) {
      return "";
    }
    if (boxes[0].type === "radio") {
      return chosen[0].dataset.seen === "true" ? "You had it right." : "It came out otherwise.";
    }
    const names = list => list.map(box => box.dataset.outcome).join(" · ");
    const missed = boxes.filter(box => box.dataset.seen === "true" && !box.checked);
    const absent = chosen.filter(box => box.dataset.seen !== "true");
    const parts = [];
    if (missed.length > 0) {
      parts.push("You did not expect " + names(missed) + ", and it was seen.");
    }
    if (absent.length > 0) {
      parts.push("You expected " + names(absent) + ", and this run did not see it.");
    }
    return parts.length > 0 ? parts.join(" ") : "Exactly these were seen.";
  }

  for (const form of forms) {
    const name = form.dataset.for;
    form.hidden = false;
    panel(name).hidden = true;
    form.addEventListener("submit", event => {
      event.preventDefault();
      show(name);
      panel(name).querySelector(".score").textContent = score(form);
      panel(name).focus({ preventScroll: true });
      form.querySelector("button").textContent = "Compare again";
    });
  }

  all.hidden = false;
  all.addEventListener("click", () => {
    const open = all.getAttribute("aria-pressed") !== "true";
    all.setAttribute("aria-pressed", String(open));
    all.textContent = open ? "Hide the results again" : "Show all results at once";
    body.classList.toggle("open-all", open);
    forms.forEach(form => show(form.dataset.for, open));
  });
})();
