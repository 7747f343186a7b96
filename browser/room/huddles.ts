/**
 * The chair's form that sends delegations out: it takes the paragraph that the chair is at, or the one beside which
 * `a[data-send]` is pressed.
 */

let chosen = { id: "", label: "" };

export function startHuddles(): void {
  document.addEventListener("click", ({ target }) => {
    const way = (target as Element).closest<HTMLAnchorElement>("a[data-send]");
    const place = way && document.getElementById(way.hash.slice(1));
    if (!way || !place) return;
    // The address leads to the place by itself, once it isn't folded away.
    const fold = place.closest("details");
    if (fold) fold.open = true;
    offerParagraph(document.body, { id: way.dataset.send ?? "", label: way.dataset.label ?? "" });
  });
}

/**
 * Fills the form within `root`. Called for the page when the reader moves on, and for each newly rendered form before it
 * is put in.
 */
export function offerParagraph(root: Element, paragraph = chosen): void {
  chosen = paragraph;
  for (const form of root.querySelectorAll("form[data-sending]")) {
    const field = form.querySelector<HTMLInputElement>('input[name="paragraph"]');
    const label = form.querySelector<HTMLElement>("[data-label]");
    if (field) field.value = chosen.id;
    if (label) label.textContent = chosen.id ? chosen.label : (label.dataset.none ?? "");
  }
}
