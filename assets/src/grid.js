// Writing in the month grid (ui/month.html): arrows move, a letter V C O L R A or . fills the cell (the half chosen above the grid;
// with Shift the afternoon alone), F repeats the cell to the end of its row, Space or Delete empties it, a button of the palette
// fills the chosen cell. The hidden lines of the row are what is sent; a changed row says so by the event `rowchanged`.
"use strict";

(() => {
  const LETTERS = "VCOLRA.";
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  let chosen = null;
  let half = "both";

  const grid = document.querySelector(".month[data-editable]");
  if (!grid) return;
  const unsaved = new Set();
  const rows = () => [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("td.day")]);

  function choose(cell) {
    if (chosen) chosen.tabIndex = -1;
    chosen = cell;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function move([down, right]) {
    const all = rows();
    const row = all.findIndex((cells) => cells.includes(chosen));
    const next = all[row + down]?.[all[row].indexOf(chosen) + right];
    if (next) choose(next);
  }

  function lines(cell) {
    return [...cell.parentElement.querySelectorAll("[data-line]")];
  }

  function write(cell, letter, which) {
    if (!cell || "locked" in cell.dataset) return;
    const day = Number(cell.dataset.day);
    for (const line of lines(cell)) {
      if (which === "both" || line.dataset.line === which) line.value = line.value.slice(0, day) + letter + line.value.slice(day + 1);
    }
    const [am, pm] = lines(cell).map((line) => line.value[day]);
    cell.dataset.symbol = am;
    cell.toggleAttribute("data-halves", am !== pm);
    cell.textContent = am === pm ? am : `${am}/${pm}`;
    cell.dataset.changed = "";
  }

  function put(letter, which = half) {
    if (!chosen) return;
    write(chosen, letter, which);
    changed(chosen.parentElement);
  }

  function repeat() {
    if (!chosen) return;
    const [am, pm] = lines(chosen).map((line) => line.value[Number(chosen.dataset.day)]);
    for (let cell = chosen.nextElementSibling; cell?.matches("td.day"); cell = cell.nextElementSibling) {
      write(cell, am, "am");
      write(cell, pm, "pm");
    }
    changed(chosen.parentElement);
  }

  function changed(row) {
    unsaved.add(row.id);
    row.dispatchEvent(new CustomEvent("rowchanged", { bubbles: true }));
  }

  window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());
  grid.closest("form")?.addEventListener("submit", () => unsaved.clear());
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    if (!row.matches?.("tr") || !grid.contains(row)) return;
    unsaved.delete(row.id);
    const day = row.contains(chosen) ? chosen.dataset.day : null;
    if (day === null) return;
    document.addEventListener("htmx:afterSettle", () => {
      const cell = document.getElementById(row.id)?.querySelector(`td.day[data-day="${day}"]`);
      if (cell) choose(cell);
    }, { once: true });
  });

  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td.day");
    if (cell) choose(cell);
  });
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches("td.day") || event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = [" ", "Delete", "Backspace"].includes(event.key) ? "." : event.key.toUpperCase();
    if (MOVES[event.key]) move(MOVES[event.key]);
    else if (letter === "F") repeat();
    else if (LETTERS.includes(letter)) {
      put(letter, event.shiftKey ? "pm" : half);
      move(MOVES.ArrowRight);
    } else return;
    event.preventDefault();
  });
  document.querySelector("[data-palette]")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("repeat" in button.dataset) {
      repeat();
      return;
    }
    if (button.dataset.put) {
      put(button.dataset.put);
      if (chosen) move(MOVES.ArrowRight);
      return;
    }
    half = button.dataset.half;
    for (const other of button.parentElement.querySelectorAll("[data-half]")) {
      other.classList.toggle("active", other === button);
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
  const first = rows()[0]?.[0];
  if (first) first.tabIndex = 0;
})();
