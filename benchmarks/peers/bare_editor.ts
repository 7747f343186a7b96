/** The floor for the text on the screen: the same document in ProseMirror alone. */
import { baseKeymap } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { schema } from "../../browser/editor/schema";

const doc = Node.fromJSON(schema, JSON.parse(document.getElementById("doc")?.textContent ?? ""));
const mount = document.getElementById("editor");
if (mount) new EditorView({ mount }, { state: EditorState.create({ doc, plugins: [keymap(baseKeymap)] }) });
