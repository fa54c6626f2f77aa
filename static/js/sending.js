// Sends forms so that nothing typed is lost. Forms work without it; with it they are sent once,
// sent again when the line is back, and what no server has acknowledged stays on this device.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const PAUSE = 2000;  // ms from a keystroke to its draft, so between two drafts too
  const LONGEST = 15;  // s between two tries to reach the site
  const MOST = 256 * 1024;  // bytes that the site takes at once
  const TICKET = ["csrfmiddlewaretoken", "version", "sequence", "key", "back"];
  const RECONNECTING = "Not saved yet: reconnecting, nothing is lost.";
  const SIGNED_OUT = "Not saved yet: you are signed out. What you typed stays on this device.";
  const BACK = "You typed this here before. It is not sent yet.";
  const TOO_LONG = "That is too long to be saved. It is still in the box: shorten it, then send it again.";
  const UNSENT = "We could not save that answer. It is still in the box. Send it again.";
  const UNDONE = "That could not be done. Try it once more.";
  const UNOPENED = "That could not be opened. What you answered is safe: reload the page.";

  // What is said of a form's own state. What went wrong is announced, once; the rest is there to see.
  const told = (form) => form.querySelector(":scope > .unsent");
  const say = (form, words, look = "") => {
    if (words && told(form)?.textContent === words) return;
    all(".unsent", form).forEach((note) => note.remove());
    if (!words) return;
    const note = document.createElement(look ? "p" : "span");
    const actions = form.querySelector(":scope > .q-actions");
    note.className = look ? `msg ${look} unsent` : "help unsent";
    note.textContent = words;
    if (look) {
      note.setAttribute("role", "alert");
      form.insertBefore(note, actions);
    } else {
      actions.append(note);
    }
  };

  // What the form of a question holds. A control goes by the hidden field that it stands beside,
  // for rows may come in another order the next time; a tick goes by its value.
  const isTick = (field) => ["radio", "checkbox"].includes(field.type);
  const controls = (form) => {
    const found = [];
    let beside = "";
    for (const field of form.elements) {
      if (!field.name || field.type === "submit" || field.readOnly || TICKET.includes(field.name)) continue;
      if (field.type === "hidden") beside = field.value;
      else found.push([`${field.name} ${isTick(field) ? field.value : beside}`, field]);
    }
    return found;
  };
  const held = (form) => Object.fromEntries(
    controls(form).map(([name, field]) => [name, isTick(field) ? field.checked : field.value]));
  const fill = (form, values) => controls(form).forEach(([name, field]) => {
    if (!(name in values)) return;
    if (isTick(field)) field.checked = values[name]; else field.value = values[name];
  });
  const isSame = (form, values) => Object.entries(held(form))
    .every(([name, value]) => !(name in values) || values[name] === value);

  const isTooLong = (form) => `${new URLSearchParams(new FormData(form))}`.length > MOST;

  // The memory of this device, by attempt; before there is one, by account and question. Whoever
  // signs in while typing keeps the text.
  const placeOf = (form) => `unsent:${form.dataset.keep}`;
  const nobodys = (form) => `unsent:${form.dataset.keep.replace(/^[^:]*/, "")}`;
  const remembered = (place) => { try { return JSON.parse(localStorage.getItem(place)); } catch { return null; } };
  const forget = (place) => { try { localStorage.removeItem(place); } catch { /* refused */ } };
  const remember = (form, more = 0) => {
    const ticket = (name) => form.elements.namedItem(name).value;
    const entry = { key: ticket("key"), sequence: Number(ticket("sequence")) + more, held: held(form) };
    try { localStorage.setItem(placeOf(form), JSON.stringify(entry)); } catch { /* refused, or full */ }
  };
  const forgetTaken = (key) => {
    try {
      Object.keys(localStorage).filter((place) => place.startsWith("unsent:"))
        .filter((place) => remembered(place)?.key === key).forEach(forget);
    } catch { /* refused */ }
  };
  const putBack = (form) => {
    if (form.dataset.taken) forgetTaken(form.dataset.taken);
    if (!controls(form).length) return;
    const place = [placeOf(form), nobodys(form)].find(remembered);
    if (!place) return;
    const entry = remembered(place);
    const isNewer = Number(form.elements.namedItem("sequence").value) > entry.sequence;
    if (isSame(form, entry.held)) {
      // The site shows it: it has it, unless it only sends back what it has refused.
      if ("drafted" in form.dataset) forget(place); else remember(form);
    } else if (isNewer) {
      // Something else was answered since: that stays, and what was typed is shown beside it.
      const texts = controls(form).filter(([, field]) => field.matches("textarea, input:not([type=radio], [type=checkbox])"))
        .map(([name]) => entry.held[name]).filter(Boolean);
      if (texts.length) say(form, `You typed this here before, and it was not sent: ${texts.join(", ")}`, "warning");
      else forget(place);
    } else {
      fill(form, entry.held);
      forget(place);
      remember(form);
      say(form, BACK, "info");
      later.draft(form);
    }
  };

  // Trying again: once more each time a little later, and at once when the line is back.
  const waiting = new Map();  // form -> how to send it, how often that failed, and when it is next
  const stop = (form) => { clearTimeout(waiting.get(form)?.timer); waiting.delete(form); };
  const again = (form, act, words) => {
    const tries = (waiting.get(form)?.tries ?? 0) + 1;
    stop(form);
    const timer = setTimeout(act, Math.min(2 ** tries, LONGEST) * 1000, form);
    waiting.set(form, { act, tries, timer });
    say(form, words || RECONNECTING, "warning");
  };
  addEventListener("online", () => [...waiting].forEach(([form, { act }]) => act(form)));
  const isAway = (status) => status === 429 || status > 500;

  // Drafts: what stands in the form of an attempt, kept by the site before it is an answer.
  const typed = new Map();  // form -> when its draft is due
  const onItsWay = new WeakMap();  // form -> how to call its draft back: the next one waits, or it might arrive first
  const hold = (form) => { clearTimeout(typed.get(form)); typed.delete(form); };
  const draft = async (form, last = false) => {
    hold(form);
    if (!form.isConnected || form.dataset.busy) return;
    if (onItsWay.has(form) && !last) {
      later.draft(form);
      return;
    }
    if (isTooLong(form)) {
      say(form, TOO_LONG, "error");
      return;
    }
    const recall = new AbortController();
    onItsWay.set(form, recall);
    const text = held(form);
    const request = { method: "POST", headers: { "HX-Request": "true" }, keepalive: last, signal: recall.signal };
    if (!told(form)) say(form, "Saving…");
    let reply;
    try {
      reply = await fetch(form.dataset.draft, { ...request, body: new URLSearchParams(new FormData(form)) });
      if (reply.status === 403 && takeToken(await reply.text())) {
        reply = await fetch(form.dataset.draft, { ...request, body: new URLSearchParams(new FormData(form)) });
      }
    } catch {
      reply = { status: 503 };
    }
    onItsWay.delete(form);
    if (!form.isConnected || form.dataset.busy) return;
    if (isAway(reply.status)) {
      again(form, draft);
      return;
    }
    stop(form);
    if (reply.status === 204) {
      if (isSame(form, text)) forget(placeOf(form)); else later.draft(form);
      if (!told(form)?.matches(".info")) say(form, "Draft saved");
    } else if (reply.status === 401) {
      say(form, SIGNED_OUT, "warning");
    } else {
      const words = reply.headers.get("Content-Type")?.startsWith("text/plain") && await reply.text();
      say(form, words || UNSENT, "error");
    }
  };
  const later = {
    draft: (form) => {
      if (form.dataset.draft && !typed.has(form)) typed.set(form, setTimeout(draft, PAUSE, form));
    },
  };
  const change = (event) => {
    const form = event.target.form ?? event.target.closest("form");
    if (!form?.dataset.keep) return;
    remember(form);
    later.draft(form);
  };

  // Answers: a form is sent once; a second submit waits until the first is answered.
  const pressed = new WeakMap();  // form -> the button that sent it
  const sent = new WeakMap();  // form -> what it held then
  const release = (form) => { delete form?.dataset.busy; };
  const resend = (form) => {
    if (form.isConnected && !form.dataset.busy) form.requestSubmit(pressed.get(form));
  };
  const sendOnce = (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const long = form.dataset.keep && isTooLong(form);
    if (long) failed(form, TOO_LONG);
    if (long || form.dataset.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.busy = "true";
    setTimeout(release, 10000, form);
    pressed.set(form, event.submitter);
    hold(form);
    onItsWay.get(form)?.abort();  // the answer says it all, and the site would refuse what comes after
    sent.set(form, held(form));
  };
  const acknowledged = (form) => {
    if (isSame(form, sent.get(form) ?? {})) forget(placeOf(form)); else remember(form, 1);
  };
  const failed = (form, words) => {
    if (!form) return;
    say(form, words || (form.dataset.keep ? UNSENT : UNDONE), "error");
    delete form.dataset.renewed;
    release(form);
  };
  const takeToken = (html) => {
    const copy = new DOMParser().parseFromString(html, "text/html");
    const token = copy.querySelector("body > [name=csrfmiddlewaretoken]");
    if (!token || copy.title) return false;
    all("form[method=post]").forEach((form) => {
      const own = form.elements.namedItem(token.name) ?? form.appendChild(token.cloneNode());
      own.value = token.value;
    });
    return true;
  };
  const signIn = (html) => {
    document.getElementById("sign-in")?.remove();
    document.body.insertAdjacentHTML("beforeend", html);
    document.getElementById("sign-in").showModal();
  };
  // What stands in the way of a post is said by the site, in a note without a page around it.
  const noteIn = (html) => new DOMParser().parseFromString(html, "text/html")
    .querySelector("body > .unsent")?.textContent;
  const beforeSwap = ({ detail }) => {
    const { elt, verb } = detail.requestConfig;
    const { status } = detail.xhr;
    const form = elt.closest("form");
    const isAnswer = verb === "post" && form?.dataset.keep;
    if (form && !isAway(status)) stop(form);
    const leave = (act, ...rest) => { detail.shouldSwap = false; act(...rest); };
    if (status === 401) {
      leave(signIn, detail.serverResponse);
      if (isAnswer) say(form, SIGNED_OUT, "warning");
    } else if (status === 403 && form && !form.dataset.renewed && takeToken(detail.serverResponse)) {
      form.dataset.renewed = "true";
      leave(setTimeout, resend, 0, form);  // once this reply is dealt with
    } else if (isAnswer && isAway(status)) {
      leave(again, form, resend, noteIn(detail.serverResponse));
    } else if (detail.isError && (noteIn(detail.serverResponse) || !detail.shouldSwap || /<html[\s>]/i.test(detail.serverResponse))) {
      const known = verb === "get" ? UNOPENED : isAnswer && (status === 413 || status === 400) && TOO_LONG;
      leave(failed, form, noteIn(detail.serverResponse) || known);
    } else if (isAnswer && !detail.isError) {
      acknowledged(form);
    }
  };
  const lost = ({ detail }) => {
    const { elt, verb } = detail.requestConfig;
    const form = elt.closest("form");
    if (verb === "post" && form?.dataset.keep) again(form, resend);
    else failed(form, verb === "get" && UNOPENED);
  };

  document.addEventListener("submit", sendOnce, true);
  addEventListener("pageshow", () => all("form[data-busy]").forEach(release));
  document.addEventListener("input", change);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) [...typed.keys()].forEach((form) => draft(form, true));
  });
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const { elt, requestConfig: { verb } } = detail;
    const form = elt.closest("form");
    if (form) say(form, verb === "post" && form.dataset.keep && "Saving…");
  });
  document.addEventListener("htmx:afterRequest", (event) => release(event.target.closest("form")));
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, lost);
  const setUp = (part) => all("form[data-keep]", part).forEach(putBack);
  document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
  setUp(document);
})();
