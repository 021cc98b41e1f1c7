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
  if (place > 0) {
    const resume = () => { film.currentTime = Math.min(place, data.seconds - 0.1); };
    if (film.readyState > 0) resume(); else film.addEventListener("loadedmetadata", resume, { once: true });
  }
  let kept = place > 0 ? place : 0, watched = 0, last = null;
  const keep = (always) => {
    const now = film.currentTime;
    if (!always && Math.abs(now - kept) < 5) return;
    kept = now;
    api.LMSSetValue("cmi.core.lesson_location", now.toFixed(1));
    api.LMSCommit("");
  };
  const complete = () => {
    if (["completed", "passed"].includes(status())) return;
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    keep(true);
  };
  film.addEventListener("timeupdate", () => {
    const now = film.currentTime;
    if (last !== null && now > last && now - last < 2) watched += now - last;
    last = now;
    keep(false);
    // Come to the end, and not by dragging alone: half of the film, from wherever this sitting began.
    if (now >= seen && watched + (place > 0 ? place : 0) >= seen / 2) complete();
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
