/**
 * Every sentence that the browser code shows to a person.
 *
 * They stand in `words.json`, which the server reads too: in another language than English the page carries their
 * translations in `<script type="application/json" id="words">`. `{name}` in a sentence is replaced by a fact.
 */
import ENGLISH from "../src/communique/web/words.json";


export type Word = keyof typeof ENGLISH;
export type Facts = Readonly<Record<string, string | number>>;

export const words_in_english: Readonly<Record<Word, string>> = ENGLISH;

let translated: Partial<Record<string, string>> | null = null;

function read(): Partial<Record<string, string>> {
  if (typeof document === "undefined") return {};
  const element = document.getElementById("words");
  if (element === null) return {};
  try {
    return JSON.parse(element.textContent ?? "{}") as Partial<Record<string, string>>;
  } catch {
    return {};
  }
}

/** The sentence for `word` in the page's language, with its facts filled in. */
export function say(word: Word, facts: Facts = {}): string {
  translated ??= read();
  const sentence = translated[word] || ENGLISH[word];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}
