// Steps through lines, and plays them where their sound lies beside the page. Without it the page can still be read.
(() => {
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const one = (selector, within = document) => within.querySelector(selector);
const footer = one("footer"), audio = one("audio"), root = document.documentElement;
const lines = [...document.querySelectorAll("main .s")];
const place = new Map(lines.map((line, index) => [line, index]));
const number = (line) => Number(line.id.slice(1));
const times = new Map(data.times.map(([line, start, end]) => [line, { start, end }]));
const heard = lines.filter((line) => times.has(number(line)));
const starts = heard.map((line) => times.get(number(line)).start);
const store = "audiobook:" + data.key;
let live = Boolean(audio && heard.length), lit = null, stretch = null, moved = 0;

const recall = () => { try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return {}; } };
const keep = () => { try { localStorage.setItem(store, JSON.stringify({ line: lit && lit.id, time: live ? audio.currentTime : 0, pace: live ? audio.playbackRate : 1 })); } catch { /* private windows */ } };

// What is lit, and what is told of it.
const look = (line) => {
  const box = line.getBoundingClientRect(), top = one(".scenes").getBoundingClientRect().bottom, bottom = footer.getBoundingClientRect().top;
  if (box.top < top + 8 || box.bottom > bottom - 8) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: box.top - top - Math.max(16, (bottom - top - box.height) * 0.3), behavior: calm ? "instant" : "smooth" });
  }
};
const light = (line, follow = true) => {
  if (line === lit || !line) return;
  if (lit) lit.classList.remove("lit");
  lit = line;
  line.classList.add("lit");
  const speech = line.dataset.who !== undefined;
  one("footer .about span").textContent = speech ? line.title : "Narration";
  one("footer .about .dot").className = "dot " + (speech ? (line.className.match(/\bc\d+\b/) || ["told"])[0] : "told");
  if (follow) look(line);
  head();
  count();
};

// The strip: where we are in it, and which line a click on it means.
const scenes = [...document.querySelectorAll(".strip a")].map((link) => {
  const first = one(":scope .s", document.getElementById(link.hash.slice(1)));
  return { link, first: place.get(first) };
});
scenes.forEach((each, index) => { each.last = index + 1 < scenes.length ? scenes[index + 1].first : lines.length; });
const weigh = (line) => { const time = times.get(number(line)); return data.times.length ? (time ? time.end - time.start : 0) : line.textContent.length; };
const sums = [0];
lines.forEach((line) => sums.push(sums[sums.length - 1] + weigh(line)));
const head = () => {
  if (!lit) return;
  const at = place.get(lit), mine = scenes.findLast((each) => each.first <= at) || scenes[0];
  if (!mine) return;
  const all = sums[mine.last] - sums[mine.first] || 1;
  let before = sums[at] - sums[mine.first];
  const time = live && times.get(number(lit));
  if (time) before += Math.min(Math.max(audio.currentTime - time.start, 0), time.end - time.start);
  const box = mine.link.getBoundingClientRect(), left = one(".scenes").getBoundingClientRect().left, mark = one(".scenes .head");
  mark.hidden = false;
  mark.style.left = box.left - left + box.width * Math.min(before / all, 1) + "px";
};
scenes.forEach((each) => each.link.addEventListener("click", (event) => {
  event.preventDefault();
  const box = each.link.getBoundingClientRect(), mine = lines.slice(each.first, each.last);
  let left = event.clientX ? Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * (sums[each.last] - sums[each.first]) : 0;
  const found = mine.find((line) => (left -= weigh(line)) < 0) || mine[0];
  go(found);
}));

// The lines to step through: those that are unsure, or somebody's.
const select = one("select"), output = one("output");
const kinds = [["Unsure lines", (line) => /\bq\d\b|\bnobody\b/.test(line.className)]];
const names = new Map();
lines.forEach((line) => { if (line.dataset.who !== undefined && !line.classList.contains("nobody")) names.set(line.dataset.who, (names.get(line.dataset.who) || 0) + 1); });
[...names].sort((one, other) => other[1] - one[1]).forEach(([name]) => kinds.push([name, (line) => line.dataset.who === name && !line.classList.contains("nobody")]));
const walks = kinds.map(([name, belongs]) => {
  const mine = lines.filter(belongs);
  select.add(new Option(`${name} (${mine.length})`));
  return mine;
});
const walk = () => walks[select.selectedIndex] || [];
const count = () => {
  const at = walk().indexOf(lit);
  output.textContent = at < 0 ? `${walk().length ? "–" : 0} of ${walk().length}` : `${at + 1} of ${walk().length}`;
};
const step = (way) => {
  const mine = walk(), from = lit ? place.get(lit) : -1;
  const next = way > 0 ? mine.find((line) => place.get(line) > from) || mine[0] : mine.findLast((line) => place.get(line) < from) || mine[mine.length - 1];
  if (next) go(next);
};

// Sound.
const clock = (seconds) => {
  const whole = Math.floor(seconds), minutes = Math.floor(whole / 60), rest = String(whole % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
};
const at = (time) => {
  let low = 0, high = starts.length;
  while (low < high) { const middle = (low + high) >> 1; if (starts[middle] <= time + 0.02) low = middle + 1; else high = middle; }
  return heard[low - 1] || heard[0];
};
const go = (line, sounds = false) => {
  light(line);
  const time = live && times.get(number(line));
  if (time) {
    audio.currentTime = time.start;
    show();
    if (sounds) start();
  }
  keep();
};
const start = () => audio.play().catch(() => silent());
const silent = () => {
  if (!live || !audio.error && audio.networkState !== HTMLMediaElement.NETWORK_NO_SOURCE) return;
  live = false;
  one(".play").hidden = true;
  root.classList.remove("live");
  one("footer .about span").textContent = "The sound is not beside this page any more, or this browser cannot play it.";
};
const show = () => {
  one(".now").textContent = clock(audio.currentTime);
  one(".play input").value = audio.currentTime;
};
const follow = () => {
  if (!live) return;
  light(at(audio.currentTime), Date.now() - moved > 5000);
  show();
  head();
  stretch = audio.paused ? null : requestAnimationFrame(follow);
};
const toggle = () => { if (!live) return; if (audio.paused) start(); else audio.pause(); };
const paces = [1, 1.25, 1.5, 1.75, 2, 0.75];
const pace = (wanted) => { audio.playbackRate = wanted; one("[data-do=pace]").textContent = wanted + "×"; };

const move = (way) => {
  const mine = live ? heard : lines, from = lit ? mine.indexOf(lit) : -1;
  const next = mine[Math.min(Math.max(from + way, 0), mine.length - 1)];
  if (next) go(next);
};
const deeds = {
  back: () => step(-1), forth: () => step(1), before: () => move(-1), after: () => move(1), play: toggle,
  pace: () => { pace(paces[(paces.indexOf(audio.playbackRate) + 1) % paces.length]); keep(); },
  names: (event) => root.classList.toggle("names", event.target.checked),
};
footer.addEventListener("click", (event) => { const deed = event.target.closest("[data-do]"); if (deed) deeds[deed.dataset.do](event); });
select.addEventListener("change", count);
one("main").addEventListener("click", (event) => {
  const line = event.target.closest(".s");
  if (line && getSelection().isCollapsed) go(line, true);
});
one(".unsure").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  select.selectedIndex = 0;
  go(document.getElementById(link.hash.slice(1)));
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, button, summary, a")) return;
  if (event.key === " " && live) toggle();
  else if (event.key === "ArrowLeft") move(-1);
  else if (event.key === "ArrowRight") move(1);
  else return;
  event.preventDefault();
});
addEventListener("resize", head);
for (const kind of ["wheel", "touchmove"]) addEventListener(kind, () => { moved = Date.now(); }, { passive: true }); // who looks elsewhere is left alone
addEventListener("pagehide", keep);

footer.hidden = false;
count();
if (live) {
  root.classList.add("live");
  one(".play").hidden = false;
  one(".all").textContent = clock(data.seconds);
  one(".play input").max = data.seconds;
  one(".play input").addEventListener("input", (event) => { audio.currentTime = Number(event.target.value); follow(); });
  audio.addEventListener("play", () => { one("[data-do=play]").classList.add("playing"); one("[data-do=play]").ariaLabel = "Pause"; cancelAnimationFrame(stretch); follow(); });
  audio.addEventListener("pause", () => { one("[data-do=play]").classList.remove("playing"); one("[data-do=play]").ariaLabel = "Play"; keep(); });
  one("audio source:last-of-type").addEventListener("error", silent);
  setInterval(() => { if (!audio.paused) keep(); }, 5000);
}
const before = recall();
if (live && before.time) { audio.currentTime = before.time; pace(before.pace || 1); show(); }
const last = document.getElementById(before.line || "");
if (place.has(last)) light(last, !location.hash);
else {
  const touched = matchMedia("(pointer: coarse)").matches, tap = touched ? "Tap" : "Click";
  one("footer .about span").textContent = !live ? `${tap} a line to see who says it, and why.` : `${tap} a line to hear it${touched ? "." : "; space and arrow keys work too."}`;
}
})();
