// Makes pages quicker to use. Every page works without it: forms post, links lead on.
// Everything is found by data-* attributes and set up again in whatever htmx swaps in.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* refused */ } };

  // Theme: follows the system until the button says otherwise.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const frames = all("meta[name=theme-color]");  // of the light and of the dark theme
  const papers = frames.map((meta) => meta.content);
  const paintTheme = () => {
    all("[data-theme-toggle]").forEach((button) => button.setAttribute("aria-pressed", isDark()));
    frames.forEach((meta, own) => {
      meta.content = papers[root.dataset.theme ? Number(isDark()) : own];
    });
  };
  const toggleTheme = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
    paintTheme();
  };
  system.addEventListener("change", paintTheme);

  // Code: the copy leaves out prompts, output and line numbers.
  const copyCode = async (button) => {
    const pre = button.closest(".code").querySelector("pre").cloneNode(true);
    all(".gp, .go, .linenos", pre).forEach((part) => part.remove());
    const label = button.querySelector("[data-copy-label]");
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(pre.textContent.trimEnd());
      label.textContent = "Copied";
    } catch {
      label.textContent = "Press Ctrl+C";
      getSelection().selectAllChildren(button.closest(".code").querySelector("pre"));
    }
    setTimeout(() => { label.textContent = before; }, 1600);
  };

  // Ordering: buttons move a step; the select of each step, which is what the form sends, follows.
  const place = (step) => step.querySelector("select");
  const isOut = (step) => place(step).value === "out";
  const number = (list) => {
    let at = 0;
    [...list.children].forEach((step) => {
      const out = isOut(step);
      step.classList.toggle("out", out);
      step.querySelector("[data-out]")?.setAttribute("aria-pressed", out);
      if (!out) {
        at += 1;
        place(step).value = at;
      }
      step.querySelector(".pos").textContent = out ? "" : at;
    });
    return at;
  };
  const offerOut = (option) => {
    const buttons = option.closest("li").querySelector(".move");
    if (buttons.querySelector("[data-out]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn sm";
    button.dataset.out = "";
    button.textContent = "Leave out";
    button.setAttribute("aria-describedby", place(option.closest("li")).getAttribute("aria-describedby"));
    buttons.append(button);
  };
  const arrange = (list) => {
    if (!list.querySelector("select")) return;
    const rank = (step) => Number(place(step).value) || (isOut(step) ? Infinity : 0);
    list.append(...[...list.children].sort((a, b) => rank(a) - rank(b) || 0));
    all("option[value=out]", list).forEach(offerOut);
    number(list);
  };
  const tell = (list, step, count) => {
    const name = step.querySelector("[data-name]").textContent.trim();
    list.closest("fieldset").querySelector("[data-order-status]").textContent = isOut(step)
      ? `${name}: left out` : `${name}: place ${place(step).value} of ${count}`;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const moveStep = (button) => {
    const step = button.closest("li");
    const list = step.parentElement;
    const up = Number(button.dataset.move) < 0;
    const other = up ? step.previousElementSibling : step.nextElementSibling;
    if (!other || isOut(other)) return;
    if (up) other.before(step); else other.after(step);
    tell(list, step, number(list));
    button.focus();
  };
  const leaveOut = (button) => {
    const step = button.closest("li");
    const list = step.parentElement;
    const out = !isOut(step);
    place(step).value = out ? "out" : "1";
    if (out) list.append(step); else [...list.children].find(isOut)?.before(step);
    tell(list, step, number(list));
    button.focus();
  };

  // Keys 1 to 9 pick a choice of the one question of a quiz page, which has a checkbox against it.
  const keysOff = () => remembered("keys") === "off" || !document.querySelector("[data-keys]");
  const paintKeys = () => all("[data-keys]").forEach((box) => { box.checked = !keysOff(); });
  const pick = (event) => {
    const typing = event.target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");
    if (typing || keysOff() || event.metaKey || event.ctrlKey || event.altKey) return;
    const choice = all(".q-page .choices input:enabled")[Number(event.key) - 1];
    if (choice) { choice.click(); choice.focus(); }
  };

  // Menus close on Escape and on a click elsewhere.
  const closeMenus = (except) => all("details.menu[open]").forEach((menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });

  // The outline follows the reader.
  const followReader = () => {
    const links = new Map(all(".outline a[href^='#']").map((link) => [link.hash.slice(1), link]));
    if (!links.size) return;
    const watcher = new IntersectionObserver((seen) => seen.forEach((entry) => {
      if (!entry.isIntersecting) return;
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(entry.target.id).setAttribute("aria-current", "true");
    }), { rootMargin: "-80px 0px -70% 0px" });
    links.forEach((_, id) => {
      const target = document.getElementById(id);
      if (target) watcher.observe(target);
    });
  };

  // The time of a quiz is the server's: the page counts down from what was left when it was made.
  // It is read out only at half of the time, at five minutes, at one minute and at the end.
  const wordsOf = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    if (seconds <= 0) return "Time is up: what is saved counts";
    if (minutes >= 48 * 60) return `${Math.floor(minutes / 1440)} days left`;
    if (minutes >= 120) return `${Math.floor(minutes / 60)} h left`;
    return minutes ? `${minutes} min left` : "less than a minute left";
  };
  const countDown = (timer) => {
    const { left, whole } = timer.dataset;
    const end = performance.now() + left * 1000;
    const marks = [whole / 2, 300, 60, 0].sort((a, b) => b - a);
    let before = Number(left);
    const tick = () => {
      const seconds = (end - performance.now()) / 1000;
      const passed = marks.filter((mark) => mark < before && mark >= seconds).pop();
      before = seconds;
      timer.querySelector("[data-time]").textContent = wordsOf(seconds);
      if (seconds <= 0) timer.querySelector("[data-end]")?.remove();
      if (passed === undefined) return;
      const half = passed === whole / 2 ? "Half of the time is over: " : "";
      timer.querySelector("[data-told]").textContent = half + wordsOf(passed);
    };
    setInterval(tick, 1000);
  };

  // Focus stays with the reader: when the part that held it was replaced, it goes to the verdict.
  let replaced = null;
  const focusOn = (landing) => {
    if (!landing.matches("input, select, textarea")) landing.tabIndex = -1;
    landing.focus();
  };
  const focusVerdict = () => {
    const part = replaced && document.getElementById(replaced);
    replaced = null;
    if (!part) return;
    const verdict = part.querySelector(".feedback :is(h2, h3, h4)");
    if (verdict) focusOn(verdict);
    if (part.contains(document.activeElement)) return;
    const next = part.querySelector("[aria-invalid=true], [role=alert]")
      ?? all(".hint", part).pop() ?? part.querySelector("legend, h1, h2, h3");
    if (next) focusOn(next);
  };

  const beforeSwap = ({ detail }) => {
    replaced = detail.shouldSwap && detail.target.contains(detail.requestConfig.elt) ? detail.target.id : null;
  };

  const setUp = (part) => {
    all("[data-order]", part).forEach(arrange);
    paintTheme();
    paintKeys();
  };

  const actions = [
    ["[data-theme-toggle]", toggleTheme],
    ["[data-copy]", copyCode],
    ["[data-move]", moveStep],
    ["[data-out]", leaveOut],
  ];
  document.addEventListener("click", (event) => {
    for (const [selector, act] of actions) {
      const button = event.target.closest(selector);
      if (button) act(button);
    }
    closeMenus(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys]")) remember("keys", event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelector("details.menu[open] > summary")?.focus();
      closeMenus();
    }
    pick(event);
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    all("[data-passkey-fault]").forEach((note) => { note.hidden = false; });
  });
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterSettle", focusVerdict);
  document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
  setUp(document);
  all("[data-left]").forEach(countDown);
  followReader();
})();
