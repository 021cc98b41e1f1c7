"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent), said = data.words;
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

  const track = film.addTextTrack("captions", data.label, data.language);
  track.mode = "hidden";
  const lettered = new Map();
  for (const [start, stop, pieces] of data.captions) {
    const cue = new VTTCue(start / 1000, stop / 1000, pieces.map(([text]) => text).join(""));
    track.addCue(cue);
    lettered.set(cue, pieces);
  }
  const letter = (cue) => caption.replaceChildren(...(cue ? lettered.get(cue) : []).map(([text, role]) => {
    const piece = document.createElement("span");
    piece.textContent = text;
    piece.className = role;
    return piece;
  }));
  const chapters = film.addTextTrack("chapters", "Chapters", data.language);
  chapters.mode = "hidden";
  for (const [start, stop, title] of data.chapters) chapters.addCue(new VTTCue(start / 1000, stop / 1000, title));

  let lettering = null;
  const lines = [...document.querySelectorAll(".line")], marks = [...document.querySelectorAll("#chapters button")];
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
    const line = lines.find((each) => +each.dataset.start <= now && now < +each.dataset.stop);
    if (line && !line.hasAttribute("aria-current")) follow(line);
    mark(lines, line);
    mark(marks, marks.findLast((each) => +each.dataset.start <= now + 1));
  };
  const follow = (line) => {
    const box = at("transcript");
    if (box.scrollHeight <= box.clientHeight || box.contains(document.activeElement)) return;
    const top = line.offsetTop - box.offsetTop - box.clientHeight / 3;
    box.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  };
  track.addEventListener("cuechange", show);

  const time = () => {
    if (document.activeElement !== seek || film.paused) seek.value = film.currentTime;
    at("clock").textContent = `${clock(film.currentTime)} / ${clock(data.seconds)}`;
    seek.setAttribute("aria-valuetext", said.time_of.replace("{now}", clock(film.currentTime)).replace("{all}", clock(data.seconds)));
  };
  const go = (seconds) => { film.currentTime = Math.max(0, Math.min(data.seconds - 0.05, seconds)); };
  const toggle = () => { if (film.paused) film.play().catch((error) => say(String(error))); else film.pause(); };
  const chapter = (step) => {
    const starts = data.chapters.map(([start]) => start / 1000), now = film.currentTime;
    const next = step > 0 ? starts.find((each) => each > now + 0.05) : starts.findLast((each) => each < now - 1.5);
    go(next === undefined ? (step > 0 ? data.seconds : 0) : next);
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
      const stop = data.steps.find((each) => watched < each - 60 && each - 60 <= now);
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
    play.textContent = "❚❚"; play.setAttribute("aria-label", said.pause); say("");
    watched = film.currentTime * 1000 + 45;
    requestAnimationFrame(watch);
  });
  film.addEventListener("pause", () => { play.textContent = "▶"; play.setAttribute("aria-label", said.play); });
  film.addEventListener("seeked", () => { watched = film.currentTime * 1000; time(); show(); });
  film.addEventListener("timeupdate", () => { time(); show(); });
  film.addEventListener("ended", () => { if (document.fullscreenElement) { go(0); toggle(); } });
  film.addEventListener("error", () => say(said.cannot_play));
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
  for (const each of [...lines, ...marks]) click(each, () => go(+each.dataset.start / 1000 + 0.001));

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
  time();
  show();
})();
