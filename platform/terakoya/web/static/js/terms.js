// The meaning of a term shows while it is pointed at or focused. Escape puts it away without
// moving pointer or focus (WCAG 1.4.13); leaving the term makes it ready again.

const AWAY = "is-put-away";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) {
    term.classList.add(AWAY);
  }
});

for (const term of document.querySelectorAll(".term")) {
  for (const leaving of ["pointerleave", "focusout"]) {
    term.addEventListener(leaving, () => term.classList.remove(AWAY));
  }
}
