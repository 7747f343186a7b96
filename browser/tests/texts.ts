/** Small texts for tests. */
import type { Node } from "prosemirror-model";
import { schema } from "../editor/schema";

/** A stable id for the nth paragraph. */
export const id = (at: number): string => `p${String(at).padStart(9, "0")}`;

export const paragraph = (at: number, words: string, attrs: Record<string, unknown> = {}) => ({
  type: "paragraph",
  attrs: { id: id(at), number: "", role: "plain", level: 0, ...attrs },
  ...(words ? { content: [{ type: "text", text: words }] } : {}),
});

/** A text of paragraphs, numbered from 1 in the order given. */
export function text(...paragraphs: readonly string[]): Node {
  return schema.nodeFromJSON({ type: "doc", content: paragraphs.map((words, at) => paragraph(at + 1, words)) });
}

export const idsOf = (doc: Node): string[] => doc.children.map((block) => String(block.attrs.id));
export const wordsOf = (doc: Node): string[] => doc.children.map((block) => block.textContent);
