/**
 * Agreed language beside what is being drafted: the nearest adopted passages, each with how it departs from the draft.
 *
 * Drawn into `section#agreed[data-address]`, which the page holds ready and hidden; what stands in it is the server's own
 * HTML (templates/views/passages.html). Words that somebody drafts go by POST, so that no address holds them.
 */
import { hear } from "../bus";
import { actingHeaders } from "../page";
import { refusalFrom, parse } from "../wire";
import { say } from "../words";

interface Sought {
  readonly words?: string;
  readonly paragraph?: string;
  readonly use: (words: string) => void;
}

export function startAgreed(): void {
  const place = document.getElementById("agreed");
  const address = place?.dataset.address;
  if (!place || !address) return;
  let asked = 0;
  hear("agreed", (sought) => {
    asked += 1;
    void show(place, address, sought, () => asked, asked);
  });
}

async function show(place: HTMLElement, address: string, sought: Sought, newest: () => number, mine: number): Promise<void> {
  const title = document.createElement("h2");
  title.id = "agreed-title";
  title.tabIndex = -1;
  title.textContent = say("agreed_title");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet small";
  close.textContent = say("agreed_close");
  const body = document.createElement("div");
  body.setAttribute("role", "status");
  body.textContent = say("agreed_looking");
  const back = document.activeElement;
  const leave = () => {
    place.hidden = true;
    if (back instanceof HTMLElement) back.focus();
  };
  close.addEventListener("click", leave);
  const header = document.createElement("header");
  header.append(title, close);
  place.replaceChildren(header, body);
  place.hidden = false;
  place.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    leave();
  };
  title.focus();
  place.scrollIntoView({ block: "nearest" });
  const html = await found(address, sought);
  if (newest() !== mine) return;
  body.innerHTML = html;
  for (const button of body.querySelectorAll<HTMLButtonElement>("[data-use-words]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      place.hidden = true;
      sought.use(button.dataset.useWords ?? "");
    });
  }
}

/** The server's HTML; a sentence, escaped, when there is none. */
async function found(address: string, { words = "", paragraph = "" }: Sought): Promise<string> {
  const body = new URLSearchParams({ words });
  const asked = paragraph ? `${address}?${new URLSearchParams({ paragraph }).toString()}` : address;
  try {
    const headers = { "HX-Request": "true", ...actingHeaders() };
    const answer = await fetch(asked, { method: "POST", credentials: "same-origin", headers, body });
    const text = await answer.text();
    return answer.ok ? text : complaint(refusalFrom(answer.status, parse(text)).sentence);
  } catch {
    return complaint(say("unreachable"));
  }
}

function complaint(sentence: string): string {
  const paragraph = document.createElement("p");
  paragraph.className = "error";
  paragraph.textContent = sentence;
  return paragraph.outerHTML;
}
