"use strict";
(() => {
  const live = document.getElementById("live");
  const state = document.getElementById("state");
  const pause = document.querySelector("form");
  let since = performance.now();
  const words = ms => {
    const s = Math.floor(ms / 1000);
    return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`;
  };
  const tick = () => {
    const running = live.querySelectorAll("[data-elapsed]");
    for (const time of running) time.textContent = words(Number(time.dataset.elapsed) + performance.now() - since);
    if (pause) pause.hidden = running.length === 0;
  };
  const events = new EventSource(live.dataset.events);
  events.onopen = () => { state.textContent = ""; };
  events.onerror = () => { state.textContent = "The connection is lost; it is tried again."; };
  events.onmessage = event => { live.innerHTML = event.data; since = performance.now(); tick(); };
  setInterval(tick, 1000);
})();
