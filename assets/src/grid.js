// Writing in the month grid (ui/month.html): arrows move, a letter V C O L R A or . fills the cell (the half chosen above the grid),
// Space or Delete empties it, a button of the palette fills the chosen cell. The hidden line of the row is what is sent.
"use strict";

(() => {
  const LETTERS = "VCOLRA.";
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  let chosen = null;
  let half = "both";

  const grid = document.querySelector(".month[data-editable]");
  if (!grid) return;
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("td.day")]);

  function choose(cell) {
    if (chosen) chosen.tabIndex = -1;
    chosen = cell;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function move([down, right]) {
    const row = rows.findIndex((cells) => cells.includes(chosen));
    const next = rows[row + down]?.[rows[row].indexOf(chosen) + right];
    if (next) choose(next);
  }

  function put(letter) {
    if (!chosen || "locked" in chosen.dataset) return;
    const day = Number(chosen.dataset.day);
    const lines = chosen.parentElement.querySelectorAll("[data-line]");
    for (const line of lines) {
      if (half === "both" || line.dataset.line === half) line.value = line.value.slice(0, day) + letter + line.value.slice(day + 1);
    }
    const [am, pm] = [...lines].map((line) => line.value[day]);
    chosen.dataset.symbol = am;
    chosen.toggleAttribute("data-halves", am !== pm);
    chosen.textContent = am === pm ? am : `${am}/${pm}`;
    chosen.dataset.changed = "";
    unsaved = true;
  }

  let unsaved = false;
  window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  grid.closest("form")?.addEventListener("submit", () => { unsaved = false; });

  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td.day");
    if (cell) choose(cell);
  });
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches("td.day") || event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = [" ", "Delete", "Backspace"].includes(event.key) ? "." : event.key.toUpperCase();
    if (MOVES[event.key]) move(MOVES[event.key]);
    else if (LETTERS.includes(letter)) {
      put(letter);
      move(MOVES.ArrowRight);
    } else return;
    event.preventDefault();
  });
  document.querySelector("[data-palette]")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
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
  if (rows[0]?.[0]) rows[0][0].tabIndex = 0;
})();
