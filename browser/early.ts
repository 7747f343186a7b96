/**
 * Buttons pressed before the page's scripts are there. On a slow line a page is read, and used, seconds before its
 * scripts have come: what is asked for then waits for them, and is done as if it had been asked for now.
 */

const READY = "communique:ready";
/** Milliseconds after everything else has loaded in which the scripts may still come; then the browser goes its own way. */
const PATIENCE = 5000;

/** Holds forms that scripts are to send, until `scriptsAreReady` is called. */
export function holdEarlySubmits(): void {
  const held: { form: HTMLFormElement; submitter: HTMLElement | null }[] = [];
  const hold = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute("hx-post") && !event.submitter?.hasAttribute("hx-post")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push({ form, submitter: event.submitter });
  };
  const release = (): void => {
    document.removeEventListener("submit", hold, true);
    for (const { form, submitter } of held.splice(0)) if (form.isConnected) form.requestSubmit(submitter);
  };
  document.addEventListener("submit", hold, true);
  document.addEventListener(READY, release, { once: true });
  addEventListener("load", () => setTimeout(release, PATIENCE), { once: true });
}

/** Says that the scripts are there; to be called once they listen. */
export function scriptsAreReady(): void {
  document.dispatchEvent(new Event(READY));
}
