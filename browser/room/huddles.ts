/** The chair's form that sends delegations out: it takes the paragraph that the chair is at. */

let chosen = { id: "", label: "" };

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
