/** Signing in and inviting: says in words why a passkey failed, and copies a link. */

/** The sign-in library announces on the document what went wrong. */
function wirePasskeys(): void {
  const place = document.getElementById("passkey-trouble");
  if (place === null) return;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const { exception } = (event as CustomEvent<{ readonly exception: unknown }>).detail;
    const name = exception instanceof Error ? exception.name : "";
    const { cancelled, address, other } = place.dataset;
    place.textContent = (name === "NotAllowedError" || name === "AbortError" ? cancelled : name === "SecurityError" ? address : other) ?? "";
    place.hidden = false;
  });
}

/** `button[data-copy=ID]` appears where copying works, and copies the words of a field. */
function wireCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = document.getElementById(button.dataset["copy"] ?? "");
    if (!(field instanceof HTMLInputElement) || navigator.clipboard === undefined) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      field.select();
      void navigator.clipboard.writeText(field.value).then(() => (button.textContent = button.dataset["done"] ?? ""));
    });
  }
}

document.addEventListener("DOMContentLoaded", () => {
  wirePasskeys();
  wireCopying();
});
