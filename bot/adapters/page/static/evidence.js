// Citations by hover, key and touch: the evidence of one marker at a time, where it can be seen.

/** Show the evidence that *target* belongs to, and no other. */
export function showEvidence(target) {
  const cite = target?.closest?.(".cite");
  for (const marker of document.querySelectorAll(".marker")) {
    marker.setAttribute("aria-expanded", String(marker.parentElement === cite));
  }
  if (cite) keepInView(cite);
}

/** Evidence opens downwards, unless it would end below what is in view. */
function keepInView(cite) {
  const evidence = cite.querySelector(".evidence");
  evidence.classList.remove("above");
  const bottom = cite.closest(".scroller")?.getBoundingClientRect().bottom ?? innerHeight;
  evidence.classList.toggle("above", evidence.getBoundingClientRect().bottom > bottom);
}

/** Close what is open, its marker keeping the focus. Says whether anything was. */
export function hideEvidence() {
  const shown = document.querySelector(".marker[aria-expanded=true]");
  if (!shown) return false;
  shown.focus();
  showEvidence(null);
  return true;
}

export function followEvidence() {
  document.addEventListener("click", (event) => showEvidence(event.target));
  document.addEventListener("focusin", (event) => showEvidence(event.target));
  document.addEventListener("mouseover", (event) => {
    const cite = event.target.closest(".cite");
    if (cite && !cite.contains(event.relatedTarget)) keepInView(cite);
  });
}
