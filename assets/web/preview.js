"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const picture = at("picture"), brush = picture.getContext("2d"), overlay = at("overlay"), seek = at("seek");
  const AHEAD = 4;  // frames that are asked for before they are shown; a browser opens six connections, one is for events
  let state = { version: 0, edit: 0, film: null, settled: false, problem: [] }, film = null, shot = null;
  let frame = 0, playing = false, guides = false;
  let began = 0, first = 0;  // while playing: the time, in ms, at which frame `first` was due
  let saved = 0;  // when the page heard that a file was saved; 0 when its picture is there

  // By address: number of the frame, what stops its request, and the promise of what it is, null if it cannot be had.
  const fetched = new Map();
  const get = (kind, number, read) => {
    const address = `${kind}/${state.version}/${shot.id}/${number}`;
    if (!fetched.has(address)) {
      const stop = new AbortController();
      const entry = { number, stop, open: true };
      entry.found = fetch(address, { signal: stop.signal }).then((answer) => answer.ok ? read(answer) : null)
        .catch(() => null)
        .then((value) => {
          entry.open = false;
          if (value === null && fetched.get(address) === entry) fetched.delete(address);
          return value;
        });
      fetched.set(address, entry);
      if (fetched.size > 120) fetched.delete(fetched.keys().next().value);
    }
    return fetched.get(address).found;
  };
  const forget = (wanted) => {  // requests for frames that nobody waits for would keep the browser's connections busy
    for (const [address, entry] of fetched) {
      if (entry.open && !wanted(entry.number)) { fetched.delete(address); entry.stop.abort(); }
    }
  };
  const pictureOf = (number) => get("frame", number, async (answer) => createImageBitmap(await answer.blob()));
  const labelsOf = (number) => get("labels", number, (answer) => answer.json());

  const isCurrent = () => (picture.dataset.shown || "").startsWith(`${state.version}/`);
  let news = at("state").textContent;
  const say = (text) => {
    news = text;
    const placing = !state.settled && !state.problem.length && isCurrent() ? "Placing labels…" : "";
    const shown = [text, placing].filter(Boolean).join(" · ");
    picture.dataset.settled = String(state.settled && isCurrent());
    if (at("state").textContent !== shown) at("state").textContent = shown;
  };
  const cueAt = (number) => shot.cues.find((cue) => cue.start <= number && number < cue.stop);
  const seconds = (number) => (number / film.fps).toFixed(2);

  const SVG = "http://www.w3.org/2000/svg";
  const piece = (name, values, text = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };
  const drawGuides = (labels) => {
    const { width, height, margin, band } = film.layout;  // as `moa-anim frame --overlay` draws them
    const pieces = [
      piece("rect", { class: "margin", x: margin, y: margin / 2, width: width - 2 * margin, height: height - margin }),
      piece("path", { class: "margin", d: `M0 ${band}H${width}` }),
    ];
    for (const { name, box: [left, top, right, bottom], anchor } of labels) {
      pieces.push(piece("rect", { class: "box", x: left, y: top, width: right - left, height: bottom - top }));
      if (anchor) pieces.push(piece("path", { class: "anchor", d: `M${anchor[0] - 14} ${anchor[1]}h28M${anchor[0]} ${anchor[1] - 14}v28` }));
      pieces.push(piece("text", { x: left, y: top - 6 }, name));
    }
    overlay.replaceChildren(...pieces);
  };

  const describe = () => {
    const cue = cueAt(frame), caption = cue && cue.captions.find((each) => each.start <= frame && frame < each.stop);
    at("clock").textContent = `${seconds(frame)} / ${seconds(shot.frames)} s · frame ${frame}`;
    at("caption").textContent = caption ? caption.text : "";
    seek.value = frame;
    seek.setAttribute("aria-valuetext", `${seconds(frame)} seconds${cue ? `, cue ${cue.id}` : ""}`);
    for (const button of at("cues").children) {
      if (cue && button.dataset.cue === cue.id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const address = new URLSearchParams({ shot: shot.id, frame });
    if (!playing) history.replaceState(null, "", `#${address}`);
  };

  // Shows a frame when it has come, unless another is wanted by then.
  const show = async () => {
    if (!film || !shot) return false;
    const [version, name, number] = [state.version, shot.id, frame];
    describe();
    const current = () => version === state.version && shot && name === shot.id && number === frame;
    forget((each) => number <= each && each <= number + AHEAD);
    const asked = pictureOf(number);
    const late = setTimeout(() => { if (current() && !state.problem.length) say("Drawing…"); }, 150);
    const came = await asked;
    clearTimeout(late);
    if (!came && current() && !playing && !state.problem.length) setTimeout(() => { if (current()) show(); }, 300);
    if (!came || !current()) return false;
    if (picture.width !== came.width || picture.height !== came.height) [picture.width, picture.height] = [came.width, came.height];
    brush.drawImage(came, 0, 0);
    picture.setAttribute("aria-label", `Shot ${name}, frame ${number}`);
    picture.dataset.shown = `${version}/${name}/${number}`;
    picture.dataset.edit = state.edit;
    if (saved) {
      picture.dataset.took = Math.round(performance.now() - saved);
      say(`Drawn ${(picture.dataset.took / 1000).toFixed(2)} s after the change was noticed`);
      saved = 0;
    } else say(news === "Drawing…" ? "" : news);
    if (guides) {
      const labels = await labelsOf(number);
      if (labels && current()) drawGuides(labels);
    }
    return true;
  };

  const go = (number) => {
    if (!shot) return;
    frame = Math.max(0, Math.min(shot.frames - 1, number));
    [began, first] = [performance.now(), frame];
    return show();
  };
  const choose = (id, number = 0) => {
    shot = film.shots.find((each) => each.id === id) || film.shots[0];
    at("shot").value = shot.id;
    seek.max = shot.frames - 1;
    at("cues").replaceChildren(...shot.cues.map((cue) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.cue = cue.id;
      button.textContent = cue.id;
      button.title = cue.captions.map((each) => each.text).join("\n");
      button.style.left = `${100 * cue.start / shot.frames}%`;
      button.style.width = `${100 * (cue.stop - cue.start) / shot.frames}%`;
      button.addEventListener("click", () => go(cue.start));
      return button;
    }));
    return go(number);
  };
  const step = (by) => { pause(); go(frame + by); };
  const stepShot = (by) => {
    if (!film) return;
    const place = film.shots.indexOf(shot) + by;
    if (film.shots[place]) choose(film.shots[place].id);
  };
  const stepCue = (by) => {
    if (!shot) return;
    const starts = [0, ...shot.cues.map((cue) => cue.start)];
    const next = by > 0 ? starts.find((start) => start > frame) : starts.filter((start) => start < frame).pop();
    if (next !== undefined) go(next);
  };

  const pause = () => {
    playing = false;
    at("play").textContent = "▶";
    at("play").setAttribute("aria-label", "Play");
  };
  const play = async () => {
    if (!shot) return;
    if (frame === shot.frames - 1) frame = 0;
    playing = true;
    at("play").textContent = "❚❚";
    at("play").setAttribute("aria-label", "Pause");
    [began, first] = [performance.now(), frame];
    while (playing && shot) {
      for (let each = 1; each <= AHEAD && frame + each < shot.frames; each++) pictureOf(frame + each);
      if (!await show() && playing) {  // another frame or version is wanted by now, or nothing can be drawn
        await new Promise((done) => setTimeout(done, 100));
        continue;
      }
      const pace = film.fps * Number(at("speed").value) / 1000;
      const due = began + (frame + 1 - first) / pace, now = performance.now();
      // A frame that is drawn late delays those after it: every frame is shown.
      if (now > due + 100) [began, first] = [now, frame];
      await new Promise((done) => setTimeout(done, Math.max(0, due - now)));
      if (!playing) break;
      if (frame >= shot.frames - 1) { pause(); break; }
      frame += 1;
    }
    if (shot) describe();
  };
  const toggle = () => { if (playing) pause(); else play(); };
  const toggleGuides = () => {
    guides = !guides;
    at("guides").setAttribute("aria-pressed", String(guides));
    overlay.toggleAttribute("hidden", !guides);
    overlay.replaceChildren();
    show();
  };

  const complain = () => {
    at("problem").hidden = !state.problem.length;
    at("player").hidden = state.problem.length > 0 && !film;  // nothing was ever drawn
    at("faults").replaceChildren(...state.problem.map((line) => {
      const entry = document.createElement("li"), place = document.createElement("strong");
      const [where, rest] = line.split(/: (?=found )(.*)/s);  // as errors.py writes a fault
      place.textContent = where;
      entry.append(place, ...(rest ? [`: ${rest.replace(/; (?=expected )/, "\n")}`] : []));
      return entry;
    }));
  };
  const receive = (told) => {
    const other = told.version !== state.version, edited = told.edit !== state.edit;
    const before = state.film;
    state = told;
    if (edited && before) { saved = performance.now(); say("Reading…"); } else say(news);
    if (other) { forget(() => false); fetched.clear(); }
    complain();
    if (other && !edited && film && shot) { show(); return; }  // only labels have moved
    if (state.problem.length) { say(""); saved = saved || performance.now(); }
    if (!state.film || (!other && before)) return;
    const wanted = new URLSearchParams(location.hash.slice(1));
    const [id, number] = shot ? [shot.id, frame] : [wanted.get("shot"), Number(wanted.get("frame")) || 0];
    film = state.film;
    document.title = `Preview: ${film.title}`;
    at("title").textContent = film.title;
    at("caption").lang = film.language;
    at("shot").replaceChildren(...film.shots.map((each, place) => new Option(`${place + 1}  ${each.step || each.id}`, each.id)));
    if (news === "Starting…") say("Drawing…");
    choose(id, number);
  };

  new EventSource("events").addEventListener("message", (event) => receive(JSON.parse(event.data)));

  at("play").addEventListener("click", toggle);
  at("guides").addEventListener("click", toggleGuides);
  for (const [id, act] of [["frame-before", () => step(-1)], ["frame-after", () => step(1)], ["cue-before", () => stepCue(-1)],
    ["cue-after", () => stepCue(1)], ["shot-before", () => stepShot(-1)], ["shot-after", () => stepShot(1)]]) {
    at(id).addEventListener("click", act);
  }
  seek.addEventListener("input", () => go(Number(seek.value)));
  at("shot").addEventListener("change", () => choose(at("shot").value));
  at("speed").addEventListener("change", () => { [began, first] = [performance.now(), frame]; });
  // After a click with the mouse the space bar plays; after one with a key, it presses the button again.
  document.addEventListener("click", (event) => { if (event.detail && event.target.tagName === "BUTTON") event.target.blur(); });
  const keys = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), "[": () => stepCue(-1), "]": () => stepCue(1),
    "{": () => stepShot(-1), "}": () => stepShot(1), " ": toggle, o: toggleGuides, O: toggleGuides };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    // A control that has the focus keeps the keys that it uses itself.
    const tag = event.target.tagName;
    if (tag === "SELECT" || (tag === "BUTTON" && event.key === " ")) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
