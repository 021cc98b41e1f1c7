"use strict";
// SCORM 1.2: the learning system hands over an object named API, in this window's parents or its opener's.
(() => {
  const search = (start) => {
    for (let where = start, depth = 0; where && depth < 8; depth++) {
      try { if (where.API) return where.API; } catch { return null; }
      if (where.parent === where) return null;
      where = where.parent;
    }
    return null;
  };
  const api = search(window) || (window.opener && search(window.opener));
  if (!api) return;
  const film = document.getElementById("film"), began = Date.now();
  const data = JSON.parse(document.getElementById("data").textContent);
  const seen = data.chapters.at(-1)[0] / 1000;  // the credits: who has come to them has seen the film
  api.LMSInitialize("");
  const status = () => api.LMSGetValue("cmi.core.lesson_status");
  if (!["completed", "passed"].includes(status())) api.LMSSetValue("cmi.core.lesson_status", "incomplete");
  const place = parseFloat(api.LMSGetValue("cmi.core.lesson_location"));
  const left = place > 0 && place < seen;  // who had come to the credits begins again
  if (left) {
    const resume = () => { film.currentTime = Math.min(place, data.seconds - 0.1); };
    if (film.readyState > 0) resume(); else film.addEventListener("loadedmetadata", resume, { once: true });
  }
  const before = parseFloat(api.LMSGetValue("cmi.suspend_data")) || 0;  // seconds seen in earlier sittings
  const watched = () => {
    let seconds = before;
    for (let i = 0; i < film.played.length; i++) seconds += film.played.end(i) - film.played.start(i);
    return seconds;
  };
  let kept = left ? place : 0;
  const keep = (always) => {
    const now = film.currentTime;
    if (!always && Math.abs(now - kept) < 5) return;
    kept = now;
    api.LMSSetValue("cmi.core.lesson_location", now.toFixed(1));
    api.LMSSetValue("cmi.suspend_data", watched().toFixed(1));
    api.LMSCommit("");
  };
  const complete = () => {
    if (["completed", "passed"].includes(status())) return;
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    keep(true);
  };
  film.addEventListener("timeupdate", () => {
    keep(false);
    // Come to the credits, and not by dragging alone: half of the way there was played.
    if (film.currentTime >= seen && watched() >= seen / 2) complete();
  });
  film.addEventListener("pause", () => keep(true));
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  let over = false;
  addEventListener("pagehide", () => {
    if (over) return;
    over = true;
    const s = (Date.now() - began) / 1000;
    keep(true);
    api.LMSSetValue("cmi.core.session_time", `${two(s / 3600).padStart(4, "0")}:${two((s / 60) % 60)}:${two(s % 60)}`);
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSFinish("");
  });
})();
