/** The margin of proposals: those on the paragraph that the reader is at stand first. */

let label = "";

/**
 * Puts the group of `paragraph` first in the margin within `root`, and says which paragraph it is. Called for the page
 * when the reader moves on, and for each newly rendered margin before it is put in, so that nothing jumps.
 */
export function liftParagraph(root: Element, paragraph: string, name?: string): void {
  if (name !== undefined) label = name;
  for (const list of root.querySelectorAll("[data-groups]")) {
    for (const group of list.querySelectorAll<HTMLElement>(":scope > [data-paragraph]")) {
      const here = group.dataset.paragraph === paragraph;
      group.toggleAttribute("data-here", here);
      if (here && group !== list.firstElementChild) list.prepend(group);
    }
    const here = list.querySelector("[data-here]") !== null;
    const none = list.parentElement?.querySelector<HTMLElement>("[data-none-here]");
    if (none) {
      none.hidden = here || paragraph === "";
      const place = none.querySelector("[data-label]");
      if (place && label) place.textContent = label;
    }
  }
}
