/** Forms sent by htmx: what every write carries, and what is shown when it is refused. */
import htmx from "htmx.org";
import { actingHeaders, requestId } from "../page";
import { parse, refusalFrom } from "../wire";
import { say } from "../words";
import { applyFragments } from "./fragments";
import { toast } from "./toast";

interface ConfigRequest {
  readonly headers: Record<string, string>;
  readonly parameters: FormData | Record<string, unknown>;
  readonly verb: string;
}
interface Answered {
  readonly xhr: XMLHttpRequest;
  readonly successful: boolean;
  readonly elt: Element;
}

export function wireForms(): void {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyEnabled = false;

  document.addEventListener("htmx:configRequest", (event) => {
    const { headers, parameters, verb } = (event as CustomEvent<ConfigRequest>).detail;
    Object.assign(headers, actingHeaders());
    if (verb === "get") return;
    if (parameters instanceof FormData) parameters.set("request_id", requestId());
    else parameters["request_id"] = requestId();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, successful, elt } = (event as CustomEvent<Answered>).detail;
    if (!successful) return;
    // The form has done its work: what was typed in it is no longer anybody's unsaved words.
    const form = elt.closest("form");
    if (form !== null) form.reset();
    applyFragments(xhr.responseText);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<Answered>).detail;
    toast(sentenceIn(xhr.responseText, xhr.status), "bad");
  });
  for (const name of ["htmx:sendError", "htmx:timeout"])
    document.addEventListener(name, () => toast(say("unreachable"), "bad"));
}

/** The server's sentence, from JSON or from a page that marks it with `data-sentence`. */
export function sentenceIn(text: string, status: number): string {
  const body = parse(text);
  if (body !== undefined) return refusalFrom(status, body).sentence;
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[data-sentence]")?.textContent?.trim() || say("unreadable");
}

/** Lets htmx find forms in what was just put into the page. */
export function rewire(element: Element): void {
  htmx.process(element as HTMLElement);
}
