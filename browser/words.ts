/**
 * Every sentence that the browser code shows to a person.
 *
 * The page carries translations as JSON in `<script type="application/json" id="words">`; the English below stands in
 * for what is missing. `{name}` in a sentence is replaced by a fact.
 */
const ENGLISH = {
  line_connecting: "Connecting",
  line_live: "Live",
  line_lost: "Line lost, trying again",
  line_closed: "Closed: {why}",
  line_closed_plain: "the meeting ended this line",
  line_closed_seat: "this seat has ended",
  line_closed_session: "your sign-in has ended; sign in again",
  unreachable: "The server can’t be reached. Nothing was done; please try again.",
  unreadable: "The server answered in a way that this page doesn’t understand. Load the page again.",
  dismiss: "Dismiss",
  copied: "Copied",

  saved: "All changes are in",
  sending: "Sending…",
  kept_here: "Kept on this computer until the line is back: {count}",
  held_here: "Not sent yet, and this browser can’t keep it: leave this page open. {count}",
  restored: "Brought back what had not been sent before this page was left.",
  out_of_step: "This page had fallen out of step with the text, and has been brought up to date.",
  kept_title: "Words kept for you",
  kept_why: "These could not be put into the text. Copy them, or put them in again.",
  kept_gone: "Somebody took out the place in the text where they were being put.",
  kept_copy: "Copy",
  kept_forget: "Forget",

  text_label: "The text",
  text_label_pen: "The text, editable",
  status_draft: "Draft",
  status_question: "Before the meeting",
  status_adopted: "Adopted",
  status_published: "Published",
  open_count: "{count} open",
  map_summary: "{clean} of {all} paragraphs clean · {bracketed} bracketed · {amended} with proposals",
  pen_here: "the pen is here",
  lost_words: "The words that this proposal would change are no longer in the text.",
  proposed_by: "Proposed by {name}",

  suggest_title: "Your proposal for {paragraph}",
  suggest_numbered: "paragraph {number}",
  suggest_quoted: "“{words}”",
  suggest_untitled: "this paragraph",
  suggest_label: "The paragraph as you propose it",
  suggest_reason: "Reason",
  suggest_reason_hint: "One sentence that others will read beside it",
  suggest_table: "Table the amendment",
  suggest_cancel: "Cancel",
  suggest_kept: "Your draft is kept in this tab. Open the paragraph again to go on.",
  suggest_tabled: "Amendment {number} is tabled.",
  suggest_no_change: "Nothing is changed in this paragraph yet.",
  suggest_moved: "The pen has changed this paragraph since you opened it. It now reads:",
  suggest_gone: "The pen has taken this paragraph out of the text. Your words are kept here.",
  suggest_rebase: "Compare my words with the new ones",
  suggest_choose: "Choose a paragraph first, by clicking on it or with J and K.",
  suggest_not_here: "Amendments are made to titles, headings and paragraphs.",

  number_title: "Number and kind of the paragraph",
  number_number: "Number, as printed",
  number_role: "Kind",
  number_level: "Depth",
  number_apply: "Apply",
  role_plain: "Plain",
  role_preambular: "Preambular",
  role_operative: "Operative",
  role_note: "Note",
  number_none: "Give this paragraph a number",

  clock_here_and_there: "{here} · {there} in {place}",
  clock_in: "{time} in {place}",
  question_new: "The chair puts a question to the meeting. {keys}",
  question_keys: "Press G to go to it.",
  question_seconds: "{count} seconds are left to object.",
  question_ended: "The clock has ended.",
  question_silence: "Noted on this screen only: silence is consent, so nothing is sent.",
  question_adopted: "Adopted.",
  question_stopped: "An objection was made. The text is not adopted.",
  question_withdrawn: "The chair has withdrawn the question.",
} as const;

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
