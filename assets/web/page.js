"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent), languages = data.languages;
  // Of the language that is chosen: its number, its words for the page, and captions and times of the film that plays.
  let chosen = 0, said = languages[0].words, timing = languages[0].shown;
  const film = at("film"), caption = at("caption"), words = at("words"), seek = at("seek"), play = at("play");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const shown = { captions: true, larger: false, steps: false };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const say = (text) => { at("state").textContent = text; };

  // A page opened by double click may not load files beside it, so the film is inside the page.
  const inside = at("film-data");
  if (inside) {
    const text = inside.textContent.trim(), parts = [], size = 4 << 20;
    for (let start = 0; start < text.length; start += size) {
      const piece = atob(text.slice(start, start + size));
      const bytes = new Uint8Array(piece.length);
      for (let i = 0; i < piece.length; i++) bytes[i] = piece.charCodeAt(i);
      parts.push(bytes);
    }
    inside.remove();
    film.src = URL.createObjectURL(new Blob(parts, { type: "video/mp4" }));
  }

  const mainFilm = film.src;

  const lettered = new Map();
  const fill = (track, captions) => {
    track.mode = "hidden";  // without a mode a track has no list of cues
    for (const cue of [...track.cues]) {
      track.removeCue(cue);
      lettered.delete(cue);
    }
    for (const [start, stop, pieces] of captions) {
      const cue = new VTTCue(start / 1000, stop / 1000, pieces.map(([text]) => text).join(""));
      track.addCue(cue);
      lettered.set(cue, pieces);
    }
  };
  const tracks = languages.map((each) => film.addTextTrack("captions", each.name, each.tag));
  let track = tracks[0];
  const letter = (cue) => caption.replaceChildren(...(cue ? lettered.get(cue) : []).map(([text, role]) => {
    const piece = document.createElement("span");
    piece.textContent = text;
    piece.className = role;
    return piece;
  }));
  const chapters = film.addTextTrack("chapters", said.chapters, languages[0].tag);
  // A film beside the page may have caption tracks of its own, which some browsers would show as well.
  film.textTracks.addEventListener("addtrack", ({ track: added }) => {
    if (added !== chapters && !tracks.includes(added)) added.mode = "disabled";
  });
  const fillTracks = () => {
    tracks.forEach((each, number) => {
      if (number !== chosen) each.mode = "disabled"; else fill(each, timing.captions);
    });
    track = tracks[chosen];
    fill(chapters, timing.chapters.map(([start, stop, title]) => [start, stop, [[title, ""]]]));
  };
  fillTracks();

  let lettering = null;
  let lines = [], marks = [];
  const mark = (buttons, current) => {
    for (const each of buttons) {
      if (each === current) each.setAttribute("aria-current", "true"); else each.removeAttribute("aria-current");
    }
  };
  const show = () => {
    const cue = track.activeCues && track.activeCues[0];
    if (cue !== lettering) letter(cue);
    lettering = cue;
    words.hidden = !shown.captions;
    const now = film.currentTime * 1000;
    const line = lines.find((each) => {
      const [start, stop] = timing.cues[each.dataset.cue];
      return start <= now && now < stop;
    });
    if (line && !line.hasAttribute("aria-current")) follow(line);
    mark(lines, line);
    mark(marks, marks.findLast((_, number) => timing.chapters[number][0] <= now + 1));
  };
  const follow = (line) => {
    const box = at("transcript");
    if (box.scrollHeight <= box.clientHeight || box.contains(document.activeElement)) return;
    const top = line.offsetTop - box.offsetTop - box.clientHeight / 3;
    box.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  };
  for (const each of tracks) each.addEventListener("cuechange", show);

  const time = () => {
    if (document.activeElement !== seek || film.paused) seek.value = film.currentTime;
    at("clock").textContent = `${clock(film.currentTime)} / ${clock(timing.seconds)}`;
    seek.setAttribute("aria-valuetext", said.time_of.replace("{now}", clock(film.currentTime)).replace("{all}", clock(timing.seconds)));
  };
  const go = (seconds) => { film.currentTime = Math.max(0, Math.min(timing.seconds - 0.05, seconds)); };
  const toggle = () => { if (film.paused) film.play().catch((error) => say(String(error))); else film.pause(); };
  const chapter = (step) => {
    const starts = timing.chapters.map(([start]) => start / 1000), now = film.currentTime;
    const next = step > 0 ? starts.find((each) => each > now + 0.05) : starts.findLast((each) => each < now - 1.5);
    go(next === undefined ? (step > 0 ? timing.seconds : 0) : next);
  };
  const flip = (name) => {
    shown[name] = !shown[name];
    at(name).setAttribute("aria-pressed", String(shown[name]));
    at("player").classList.toggle("larger", shown.larger);
    show();
  };

  // "Pause at each step": a step is a cue; the film stops on the last frame that shows it.
  let watched = 0;
  const watch = () => {
    const now = film.currentTime * 1000;
    if (shown.steps && !film.paused) {
      const stop = timing.cues.map(([, end]) => end).find((each) => watched < each - 60 && each - 60 <= now);
      if (stop !== undefined && now - stop < 400) {
        film.pause();
        film.currentTime = (stop - 20) / 1000;
        say(said.paused);
      }
    }
    watched = film.currentTime * 1000;
    if (!film.paused) requestAnimationFrame(watch);
  };
  film.addEventListener("play", () => {
    namePlay(); say("");
    watched = film.currentTime * 1000 + 45;
    requestAnimationFrame(watch);
  });
  const namePlay = () => {
    play.textContent = film.paused ? "▶" : "❚❚";
    play.setAttribute("aria-label", film.paused ? said.play : said.pause);
  };
  film.addEventListener("pause", namePlay);
  film.addEventListener("seeked", () => { watched = film.currentTime * 1000; time(); show(); });
  film.addEventListener("timeupdate", () => { time(); show(); });
  film.addEventListener("ended", () => { if (document.fullscreenElement) { go(0); toggle(); } });
  film.addEventListener("error", () => {
    const own = languages[chosen].film;
    if (!own || own.missing) { say(said.cannot_play); return; }
    own.missing = true;
    choose(chosen);
    say(said.no_film);
  });
  film.addEventListener("click", toggle);
  play.addEventListener("click", toggle);
  seek.addEventListener("input", () => go(+seek.value));
  at("speed").addEventListener("change", (event) => { film.playbackRate = +event.target.value; });
  // After a pointer click, focus moves to the play button, so that space plays and the transcript follows; keyboard users keep their focus.
  const click = (button, act) => button.addEventListener("click", (event) => {
    act();
    if (event.detail > 0) play.focus({ preventScroll: true });
  });
  for (const name of ["captions", "larger", "steps"]) click(at(name), () => flip(name));
  const findLines = () => {
    lines = [...document.querySelectorAll(".line")];
    marks = [...document.querySelectorAll("#chapters button")];
    for (const each of lines) click(each, () => go(timing.cues[each.dataset.cue][0] / 1000 + 0.001));
    marks.forEach((each, number) => click(each, () => go(timing.chapters[number][0] / 1000 + 0.001)));
  };

  // Full screen is the kiosk: the film alone, repeated endlessly.
  const kiosk = () => {
    if (document.fullscreenElement) { document.exitFullscreen(); return; }
    const full = at("player").requestFullscreen && at("player").requestFullscreen();
    if (full) full.then(() => { if (film.paused) toggle(); }, () => say(said.not_allowed));
    else if (film.webkitEnterFullscreen) film.webkitEnterFullscreen();
    else say(said.no_full_screen);
  };
  // An iPhone shows only the video element in full screen, so there the browser itself shows the captions.
  film.addEventListener("webkitbeginfullscreen", () => { track.mode = shown.captions ? "showing" : "hidden"; });
  film.addEventListener("webkitendfullscreen", () => { track.mode = "hidden"; });
  let idle = 0;
  const stir = () => {
    at("player").classList.remove("idle");
    clearTimeout(idle);
    idle = setTimeout(() => at("player").classList.add("idle"), 2500);
  };
  document.addEventListener("fullscreenchange", stir);
  document.addEventListener("pointermove", stir);
  at("kiosk").addEventListener("click", kiosk);
  const keys = at("keys");
  at("help").addEventListener("click", () => keys.showModal());
  at("keys-close").addEventListener("click", () => keys.close());

  const does = {
    " ": toggle, ArrowLeft: () => go(film.currentTime - 5), ArrowRight: () => go(film.currentTime + 5),
    "[": () => chapter(-1), "]": () => chapter(1), c: () => flip("captions"), l: () => flip("larger"), p: () => flip("steps"),
    f: kiosk, "?": () => keys.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    // Single-key shortcuts can be switched off (WCAG 2.1.4); the focused control keeps its own keys.
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open || !at("keys-on").checked) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, focus = event.target.tagName;
    const own = { BUTTON: [" "], INPUT: ["ArrowLeft", "ArrowRight"], SELECT: [" ", "ArrowLeft", "ArrowRight"] }[focus] || [];
    if (!does[key] || own.includes(key)) return;
    event.preventDefault();
    does[key]();
  });

  // The language of page, captions and transcript; where there is a film in it, with a voice, that film plays.
  const parts = new Map([[languages[0].tag, document.createElement("template")]]);
  for (const each of document.querySelectorAll("[data-part]")) {
    const kept = document.createElement("div");
    kept.dataset.part = each.dataset.part;
    kept.append(...each.cloneNode(true).childNodes);
    parts.get(languages[0].tag).content.append(kept);
  }
  for (const each of document.querySelectorAll("template[data-language]")) parts.set(each.dataset.language, each);
  const buttons = [...document.querySelectorAll("#languages button")];
  const write = (language) => {
    document.documentElement.lang = language.tag;
    document.documentElement.dir = language.direction;
    document.title = at("title").textContent = language.title;
    film.setAttribute("aria-label", `${language.title}. ${timing.narrated ? said.narrated : said.silent}`);
    words.style.setProperty("--enlarged", language.enlarged);
    for (const each of document.querySelectorAll("[data-word]")) each.textContent = said[each.dataset.word];
    for (const each of document.querySelectorAll("[data-name]")) each.setAttribute("aria-label", said[each.dataset.name]);
    for (const part of parts.get(language.tag).content.querySelectorAll("[data-part]")) {
      const place = document.querySelector(`[data-part="${part.dataset.part}"]`);
      if (place) place.replaceChildren(...part.cloneNode(true).childNodes);
    }
    findLines();
    marks.forEach((each, number) => { each.querySelector(".time").textContent = clock(timing.chapters[number][0] / 1000); });
    buttons.forEach((each, number) => each.setAttribute("aria-pressed", String(number === chosen)));
    namePlay();
  };
  // The same place in another film: as far into the same cue.
  const moved = (seconds, from, to) => {
    const edges = (each) => [0, ...each.cues.map(([start]) => start / 1000), each.seconds];
    const before = edges(from), after = edges(to);
    const last = Math.max(0, Math.min(before.findLastIndex((each) => each <= seconds), before.length - 2));
    const share = (seconds - before[last]) / (before[last + 1] - before[last] || 1);
    return after[last] + Math.min(1, share) * (after[last + 1] - after[last]);
  };
  let pending = null;  // where and how a film that is being loaded goes on
  film.addEventListener("loadedmetadata", () => {
    if (!pending) return;
    const { seconds, speed, playing } = pending;
    pending = null;
    film.playbackRate = speed;
    if (seconds > 0) film.currentTime = seconds;
    if (playing) toggle();
  });
  const load = (source, seconds) => {
    if (film.src === source) return;
    const { speed, playing } = pending || { speed: film.playbackRate, playing: !film.paused };
    pending = { seconds, speed, playing };
    film.src = source;
  };
  const choose = (number) => {
    const language = languages[number], own = language.film && !language.film.missing ? language.film : null;
    const before = timing;
    chosen = number;
    said = language.words;
    timing = (own || language).shown;
    const place = moved(pending ? pending.seconds : film.currentTime, before, timing);
    seek.max = timing.seconds;
    write(language);
    fillTracks();
    load(own ? new URL(own.address, location.href).href : mainFilm, place);
    time();
    show();
  };
  const choiceKey = `moa-anim language ${location.pathname}`;
  const remember = (tag) => {
    // In a page opened from a file, or in a frame, a browser may refuse either.
    try {
      const address = new URL(location.href);
      address.searchParams.set("lang", tag);
      history.replaceState(null, "", address);
    } catch { /* the choice is kept below */ }
    try { localStorage.setItem(choiceKey, tag); } catch { /* the choice is in the address */ }
  };
  const remembered = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    if (asked) return asked;
    try { return localStorage.getItem(choiceKey) || ""; } catch { return ""; }
  };
  const numberOf = (tag) => {
    const exact = languages.findIndex((each) => each.tag.toLowerCase() === tag.toLowerCase());
    const primary = (each) => each.toLowerCase().split("-")[0];
    return exact >= 0 ? exact : languages.findIndex((each) => primary(each.tag) === primary(tag));
  };
  buttons.forEach((each, number) => each.addEventListener("click", () => {
    choose(number);
    remember(languages[number].tag);
    if (!(languages[number].film && languages[number].film.missing)) say(`${said.language}: ${languages[number].name}`);
  }));
  findLines();
  const start = numberOf(remembered());
  if (start > 0 || (start === 0 && languages[0].film)) choose(start);
  time();
  show();
})();
