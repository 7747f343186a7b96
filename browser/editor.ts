/**
 * The text page: the text as it stands, letter by letter, for its readers; with the pen in hand for the secretariat; and
 * with proposals to be made by delegations.
 *
 * What it needs of the page:
 *
 *     #editor                       holds the server's HTML of the blocks, which the editor replaces in place
 *     #text-state                   JSON of TextState (authority.ts), as GET /api/texts/ID gives it
 *     meta[name=seat]               the acting seat, part of the key under which unsent words are kept
 *     #saving                       role=status; what is still on its way, for the pen
 *     #map, #map-summary            the map of the text, and the same in words
 *     #kept                         empty and hidden; words that could not be put into the text
 *     #reading-state                JSON of ReadingMessage (messages.ts): where the paragraphs stand
 *     #suggestion                   empty and hidden; the suggestion panel, moved below its paragraph while it is open
 *     #commenting                   empty and hidden; the form for a comment, the same (commenting.ts)
 *     #tools[role=toolbar]          button[data-do="strong|em|deeper|shallower|number|agreed|undo|redo"], for the pen
 *     #filter, #filter-said         which paragraphs are shown (room/filter.ts)
 *     [data-act]                    next, previous, next-open, suggest: buttons anywhere in the page
 *     [data-status-of=ID][data-is]  the text's status, wherever the page says it
 *     a[href*="#p-ID"]              a way to a paragraph, from anywhere in the page
 *
 * All but the first two may be missing. The tools and the button to suggest stand in the page of every seat that may
 * use them on a draft, also while the text is before the meeting: here they are switched off and on again. It hears
 * `steps`, `overlay`, `status`, `resync`, `back`, `closed`, `reading` and `come` from the live line, and tells it
 * `paragraph` (bus.ts).
 */
import { collab } from "prosemirror-collab";
import { Node } from "prosemirror-model";
import { EditorState, Selection, type Plugin, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { hear } from "./bus";
import { amendments, carryOverlays, lay, overlaysOf } from "./editor/amendments";
import { HttpAuthority, type Overlay, type TextState } from "./editor/authority";
import { blockAt, findBlock, FROM_AUTHORITY, newId } from "./editor/blocks";
import { Bracketing } from "./editor/bracketing";
import { brackets, type Pairing } from "./editor/brackets";
import { Collab, type Notices } from "./editor/collab";
import { Commenting, commentPlugins } from "./editor/commenting";
import { KeptWords, SavingLine } from "./editor/kept";
import { TextMap } from "./editor/map";
import { hidden } from "./editor/hidden";
import { closeNumbering } from "./editor/numbering";
import { goTo, paragraphs, step } from "./editor/paragraphs";
import { pen } from "./editor/pen";
import { schema } from "./editor/schema";
import { stand, standings } from "./editor/statuses";
import { SuggestionPanel } from "./editor/suggest";
import { suggestionPlace } from "./editor/panel_place";
import { markAlive } from "./editor/tabs";
import { Tools } from "./editor/tools";
import { UnconfirmedStore } from "./editor/unconfirmed";
import { toast } from "./live/toast";
import { meta, readingInPage, whenReady } from "./page";
import { Refusal } from "./wire";
import { Filter } from "./room/filter";
import { say, type Word } from "./words";

/** Spreads over this many milliseconds what a whole hall of pages asks at once. */
const SPREAD = 2_000;
const STATUSES: Readonly<Record<string, Word>> = {
  draft: "status_draft",
  question: "status_question",
  adopted: "status_adopted",
  published: "status_published",
  over: "status_over",
};

class TextPage {
  private readonly client = newId();
  private readonly text: number;
  private readonly authority: HttpAuthority;
  private readonly collab: Collab;
  private readonly view: EditorView;
  private readonly kept: KeptWords;
  private readonly saving: SavingLine;
  private readonly suggestions: SuggestionPanel | null;
  private readonly commenting: Commenting;
  private readonly map: TextMap | null;
  private readonly filter: Filter;
  private readonly tools: Tools | null;
  private readonly pen: readonly Plugin[] = pen();
  private readonly shared: readonly Plugin[];
  private pairing: Pairing | null = null;
  private status: string;
  /** What the seat may do while the text is a draft; null when the page was made at another time and doesn't know. */
  private may: TextState["may"] | null;
  private halted = false;
  private closed = false;
  private restored = false;
  /** Overlays heard of before the text they lie on. */
  private waiting: { readonly list: readonly Overlay[]; readonly version: number } | null = null;
  private overlaysHeard = 0;

  constructor(place: HTMLElement, given: TextState) {
    const owner = `${given.id}:${meta("seat")}`;
    this.text = given.id;
    this.status = given.status;
    this.may = given.status === "draft" ? given.may : null;
    this.authority = new HttpAuthority(given.id);
    this.kept = new KeptWords(document.getElementById("kept"), owner);
    this.saving = new SavingLine(document.getElementById("saving"));

    const panel = document.getElementById("suggestion");
    this.shared = [
      paragraphs(() => this.writable),
      brackets((pairing) => this.paired(pairing)),
      amendments(),
      standings(readingInPage()?.statuses),
      hidden(),
      ...commentPlugins(document.getElementById("commenting")),
      ...(panel ? [suggestionPlace.plugin(panel)] : []),
    ];
    let state = this.stateOf(Node.fromJSON(schema, given.doc), given.version);
    const version = given.amendments_version ?? given.version;
    if (version === given.version) state = state.apply(lay(state.tr, given.amendments));
    this.view = new EditorView(
      { mount: place },
      {
        state,
        editable: () => this.writable,
        attributes: () => this.attributes(),
        dispatchTransaction: (tr) => this.dispatch(tr),
      },
    );
    const store = new UnconfirmedStore(owner, this.client);
    this.collab = new Collab(this.host(), this.authority, this.client, store, this.notices());
    this.suggestions = panel && this.panelIn(panel, owner);
    this.commenting = new Commenting(document.getElementById("commenting"), given.id, this.view, this.collab, owner);
    const cells = document.getElementById("map");
    this.map = cells && new TextMap(cells, document.getElementById("map-summary"), (id) => goTo(this.view, id));
    const tools = document.getElementById("tools");
    const bracketing = tools && new Bracketing(given.id, this.view, this.collab, tools);
    this.tools = tools && new Tools(tools, () => this.view, (name) => bracketing?.act(name) ?? false);

    const filter = document.getElementById("filter") as HTMLDetailsElement | null;
    this.filter = new Filter(filter, this.view, () => this.pairing);

    markAlive(this.client);
    this.listen();
    this.showRights();
    if (this.may?.draft) this.saving.show("saved", 0);
    if (version !== given.version) this.overlay(given.amendments, version);
    void this.restore();
  }

  private get writable(): boolean {
    return this.status === "draft" && (this.may?.draft ?? false) && !this.halted && !this.closed;
  }

  private attributes(): Record<string, string> {
    if (!this.writable) return { role: "group", "aria-label": say("text_label") };
    return { role: "textbox", "aria-multiline": "true", "aria-label": say("text_label_pen"), spellcheck: "true" };
  }

  private panelIn(panel: HTMLElement, owner: string): SuggestionPanel {
    return new SuggestionPanel(panel, {
      view: this.view,
      owner,
      version: () => this.collab.version,
      catchUp: () => this.collab.catchUp(),
      table: (tabling) => this.authority.table(tabling),
      keepDraft: (tabling, draft) => this.authority.keepDraft(tabling, draft),
      number: (kind, paragraph) => this.authority.number(kind, paragraph),
      mayTable: () => this.may?.amend ?? false,
    });
  }

  // The state of the editor.

  private stateOf(doc: Node, version: number): EditorState {
    return EditorState.create({ doc, plugins: this.plugins(collab({ version, clientID: this.client })) });
  }

  private plugins(together: Plugin): Plugin[] {
    return [...(this.may?.draft ? this.pen : []), together, ...this.shared];
  }

  private dispatch(tr: Transaction): void {
    const { state, transactions } = this.view.state.applyTransaction(tr);
    this.view.updateState(state);
    if (transactions.some((one) => one.docChanged && !one.getMeta(FROM_AUTHORITY))) this.collab.changed();
    if (transactions.some((one) => one.docChanged)) this.suggestions?.textChanged();
    this.tools?.show(state, this.writable);
  }

  private host() {
    const { view } = this;
    return {
      get state() {
        return view.state;
      },
      dispatch: (tr: Transaction) => view.dispatch(tr),
      replace: (doc: Node, version: number) => this.replace(doc, version),
    };
  }

  /** Puts a whole new document in the place of the present one; the cursor stays in its paragraph. */
  private replace(doc: Node, version: number): void {
    const { selection, doc: old } = this.view.state;
    const block = blockAt(old, selection.head);
    let state = this.stateOf(doc, version);
    const found = block && findBlock(doc, String(block.node.attrs.id));
    if (block && found) {
      const offset = Math.min(Math.max(0, selection.head - block.pos), found.node.nodeSize - 1);
      state = state.apply(state.tr.setSelection(Selection.near(doc.resolve(found.pos + offset))));
    }
    this.view.updateState(state);
    this.suggestions?.textChanged();
  }

  private notices(): Notices {
    return {
      saving: (saving, count) => {
        if (this.may?.draft || count > 0) this.saving.show(saving, count);
      },
      refused: (refusal, words) => {
        toast(refusal.sentence, "bad");
        this.kept.add(words, refusal.sentence);
      },
      dropped: (words) => this.kept.add(words, say("kept_gone")),
      halted: (refusal) => {
        toast(refusal.sentence, "bad");
        this.halted = true;
        this.showRights();
      },
      restored: (count, lost) => {
        if (count > 0) toast(say("restored"), "good");
        this.kept.add(lost, say("kept_gone"));
      },
      loaded: (state) => this.take(state),
      advanced: (version) => {
        if (this.waiting && this.waiting.version <= version) this.overlay(this.waiting.list, this.waiting.version);
      },
    };
  }

  // What comes from the live line.

  private listen(): void {
    const { text } = this;
    hear("steps", (message) => {
      if (message.text === text) this.collab.receive(message);
    });
    hear("overlay", (message) => {
      if (message.text !== text) return;
      this.overlaysHeard += 1;
      this.overlay(message.amendments as readonly Overlay[], message.version);
    });
    hear("status", (message) => {
      if (message.text === text) this.becomes(message.status);
    });
    hear("reading", ({ text: about, statuses }) => {
      if (about === text) this.view.dispatch(stand(this.view.state.tr, statuses));
    });
    hear("come", ({ id }) => goTo(this.view, id, "shown"));
    hear("resync", () => void this.refresh());
    hear("back", () => this.resume());
    hear("closed", () => {
      this.closed = true;
      this.showRights();
    });
    // Somebody who signed in again in another tab comes back to this one.
    addEventListener("focus", () => {
      if (this.halted) this.resume();
    });
    document.addEventListener("click", (event) => this.clicked(event));
    // What a form decides, it decides on the words that stand on this screen.
    document.addEventListener(
      "submit",
      (event) => {
        const seen = (event.target as HTMLFormElement).querySelector<HTMLInputElement>("[data-seen-version]");
        if (seen) seen.value = String(this.collab.version);
      },
      true,
    );
    // The single keys rest where one writes; these go on from there.
    this.view.dom.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
      if (by === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.walk(by, event.shiftKey);
    });
    if (location.hash.startsWith("#p-")) goTo(this.view, location.hash.slice(3));
  }

  private overlay(list: readonly Overlay[], version: number): void {
    this.waiting = null;
    if (version > this.collab.version) {
      this.waiting = { list, version };
      void this.collab.catchUp();
      return;
    }
    const maps = this.collab.mapsSince(version);
    if (maps === null) return void this.refresh();
    this.view.dispatch(lay(this.view.state.tr, carryOverlays(list, maps)));
    this.drawMap();
    this.filter.changed();
  }

  private becomes(status: string): void {
    this.status = status;
    this.showRights();
    // A page that was made at another time doesn't know yet what its seat may do with a draft.
    if (status === "draft" && this.may === null) setTimeout(() => void this.refresh(), Math.random() * SPREAD);
  }

  /** Asks for everything again, and brings the text up to it step by step, so that nothing typed here is touched. */
  private async refresh(): Promise<void> {
    const heard = this.overlaysHeard;
    try {
      const state = await this.authority.state();
      await this.collab.catchUp();
      this.take(state, heard === this.overlaysHeard);
    } catch {
      // The line is lost: it says so itself, and when it is back the room tells what was missed.
    }
  }

  /** Takes over what a fetched state says beside the document. */
  private take(state: TextState, withOverlay = true): void {
    this.status = state.status;
    if (state.status === "draft") this.may = state.may;
    this.showRights();
    if (withOverlay) this.overlay(state.amendments, state.amendments_version ?? state.version);
  }

  private resume(): void {
    this.halted = false;
    this.showRights();
    this.collab.resume();
    void this.restore();
  }

  /** What tabs of this seat that are gone have left unsent. What can't be asked now is asked when the line is back. */
  private async restore(): Promise<void> {
    if (this.restored) return;
    this.restored = true;
    try {
      await this.collab.restore();
    } catch {
      this.restored = false;
    }
  }

  // What the page shows.

  /** Read-only at once when the pen rests, and a pen's editor when it may write. */
  private showRights(): void {
    const { state } = this.view;
    const together = state.plugins.find((one) => !this.shared.includes(one) && !this.pen.includes(one));
    if (this.may?.draft && together && state.plugins.length <= this.shared.length + 1)
      this.view.updateState(state.reconfigure({ plugins: this.plugins(together) }));
    if (!this.writable) closeNumbering();
    this.view.setProps({});
    this.tools?.show(this.view.state, this.writable);
    const maySuggest = this.status === "draft" && ((this.may?.amend || this.may?.inside) ?? false) && !this.closed;
    for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-act="suggest"]'))
      button.disabled = !maySuggest;
    const word = STATUSES[this.status];
    for (const label of document.querySelectorAll<HTMLElement>(`[data-status-of="${this.text}"]`)) {
      if (word === undefined || label.dataset.is === this.status) continue;
      label.dataset.is = this.status;
      label.textContent = say(word);
    }
  }

  private paired(pairing: Pairing): void {
    this.pairing = pairing;
    this.drawMap();
    this.filter.changed();
  }

  private drawMap(): void {
    if (this.pairing === null) return;
    const { bracketed } = this.pairing;
    this.map?.draw(this.view.state.doc, { bracketed, open: overlaysOf(this.view.state).open });
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const way = target.closest<HTMLAnchorElement>('a[href*="#p-"]');
    if (way !== null && way.pathname === location.pathname) {
      const id = way.hash.slice(3);
      if (findBlock(this.view.state.doc, id) === null) return;
      event.preventDefault();
      return goTo(this.view, id);
    }
    switch (target.closest<HTMLElement>("[data-act]")?.dataset.act) {
      case "next":
        return this.walk(1);
      case "previous":
        return this.walk(-1);
      case "next-open":
        return this.walk(1, true);
      case "suggest":
        return this.suggestions?.open();
      case "amend":
        return this.suggestions?.amend(Number(target.closest<HTMLElement>("[data-amendment]")?.dataset.amendment));
      case "change-draft":
        return void this.changeDraft(Number(target.closest<HTMLElement>("[data-draft]")?.dataset.draft));
      case "comment":
        return this.commenting.open();
    }
  }

  private async changeDraft(id: number): Promise<void> {
    try {
      const draft = await this.authority.draft(id);
      goTo(this.view, draft.paragraph, "nearest");
      this.suggestions?.open(draft);
    } catch (error) {
      toast(error instanceof Refusal ? error.sentence : say("unreachable"), "bad");
    }
  }

  /** To the next paragraph, or the one before, of those that are shown. */
  private walk(by: 1 | -1, onlyOpen = false): void {
    step(this.view, by, (id) => this.filter.shows(id) && (!onlyOpen || this.isOpen(id)));
  }

  private isOpen(id: string): boolean {
    return overlaysOf(this.view.state).open.has(id) || (this.pairing?.bracketed.has(id) ?? false);
  }
}

whenReady(() => {
  const place = document.getElementById("editor");
  const given = document.getElementById("text-state")?.textContent;
  if (place && given) new TextPage(place, JSON.parse(given) as TextState);
});
