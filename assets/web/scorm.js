"use strict";
// SCORM 1.2: the learning system provides an object named API in a parent of this window or of its opener.
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
  const seen = data.seen;  // the film's end, closing credits excluded
  // A browser's clock may stop shortly before the end of a film; a short film gets a smaller tolerance.
  const tolerance = Math.min(0.25, seen / 20);
  const reached = (seconds) => seconds >= seen - tolerance;
  api.LMSInitialize("");
  const status = () => api.LMSGetValue("cmi.core.lesson_status");
  if (!["completed", "passed"].includes(status())) api.LMSSetValue("cmi.core.lesson_status", "incomplete");
  const place = parseFloat(api.LMSGetValue("cmi.core.lesson_location"));
  const left = place > 0 && !reached(place);  // a learner who has seen all of it starts again
  if (left) {
    const resume = () => { film.currentTime = Math.min(place, data.seconds - 0.1); };
    if (film.readyState > 0) resume(); else film.addEventListener("loadedmetadata", resume, { once: true });
  }
  // The parts played in all sittings, as "12.0-73.5,80.0-91.2"; a part played twice counts once.
  const MOST_PARTS = 200;  // suspend_data has room for 4096 characters
  const before = api.LMSGetValue("cmi.suspend_data").split(",").map((part) => part.split("-").map(parseFloat));
  const parts = () => {
    const all = before.filter(([start, stop]) => start >= 0 && start < stop && stop <= data.seconds + 1);
    for (let i = 0; i < film.played.length; i++) all.push([film.played.start(i), film.played.end(i)]);
    const joined = [];
    for (const [start, stop] of all.sort((one, other) => one[0] - other[0])) {
      const last = joined.at(-1);
      if (last && start <= last[1] + 0.1) last[1] = Math.max(last[1], stop); else joined.push([start, stop]);
    }
    return joined;
  };
  const watched = () => parts().reduce((seconds, [start, stop]) => seconds + stop - start, 0);
  const playedParts = () => parts().sort((one, other) => other[1] - other[0] - one[1] + one[0]).slice(0, MOST_PARTS)
    .map((part) => part.map((seconds) => seconds.toFixed(1)).join("-")).join(",");
  let saved = left ? place : 0;
  const save = (always) => {
    const now = film.currentTime;
    if (!always && Math.abs(now - saved) < 5) return;
    saved = now;
    api.LMSSetValue("cmi.core.lesson_location", now.toFixed(1));
    api.LMSSetValue("cmi.suspend_data", playedParts());
    api.LMSCommit("");
  };
  const complete = () => {
    if (["completed", "passed"].includes(status())) return;
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    save(true);
  };
  film.addEventListener("timeupdate", () => {
    save(false);
    // Complete when that time is reached, and not only by dragging: at least half of it was played.
    if ((film.ended || reached(film.currentTime)) && watched() >= seen / 2) complete();
  });
  film.addEventListener("pause", () => save(true));
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  let over = false;
  addEventListener("pagehide", () => {
    if (over) return;
    over = true;
    const s = (Date.now() - began) / 1000;
    save(true);
    api.LMSSetValue("cmi.core.session_time", `${two(s / 3600).padStart(4, "0")}:${two((s / 60) % 60)}:${two(s % 60)}`);
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSFinish("");
  });
})();
