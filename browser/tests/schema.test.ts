import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { DOMParser as Parser, DOMSerializer } from "prosemirror-model";
import spec from "../../src/communique/domain/texts/schema.json";
import { schema } from "../editor/schema";
import { id } from "./texts";

const text = (words: string, ...marks: unknown[]) => ({ type: "text", text: words, ...(marks.length ? { marks } : {}) });
const DOC = schema.nodeFromJSON({
  type: "doc",
  content: [
    { type: "title", attrs: { id: id(1) }, content: [text("Draft joint communiqué")] },
    { type: "heading", attrs: { id: id(2), level: 3, number: "II" }, content: [text("Recovery")] },
    {
      type: "paragraph",
      attrs: { id: id(3), number: "3 bis.", role: "operative", level: 2 },
      content: [
        text("We "),
        text("agreed", { type: "strong" }, { type: "em" }),
        text(" on H"),
        text("2", { type: "sub" }),
        text("O, see "),
        text("this", { type: "link", attrs: { href: "https://example.org/", title: "There" } }),
        { type: "break" },
        text("and"),
        { type: "footnote", attrs: { label: "1" }, content: [text("A note.")] },
      ],
    },
    {
      type: "table",
      attrs: { id: id(4) },
      content: [
        { type: "row", content: [{ type: "cell", attrs: { header: true }, content: [text("Head")] }] },
        { type: "row", content: [{ type: "cell", attrs: { header: false }, content: [text("Cell")] }] },
      ],
    },
  ],
});

test("the schema is the house's own: nodes, marks, contents, attributes and their order", () => {
  assert.deepEqual(Object.keys(schema.nodes), Object.keys(spec.nodes));
  assert.deepEqual(Object.keys(schema.marks), Object.keys(spec.marks));
  for (const [name, given] of Object.entries(spec.nodes as Record<string, { content?: string; attrs?: object }>)) {
    const type = schema.nodes[name];
    assert.equal(type?.spec.content, given.content, name);
    assert.deepEqual(type?.spec.attrs, given.attrs, name);
  }
});

test("every node and mark that can be seen is drawn", () => {
  for (const type of Object.values(schema.nodes))
    assert.ok(type.name === "doc" || type.isText || type.spec.toDOM, type.name);
  for (const type of Object.values(schema.marks)) assert.ok(type.spec.toDOM, type.name);
});

test("what is drawn is read again as it was", () => {
  DOC.check();
  body("");
  document.body.append(DOMSerializer.fromSchema(schema).serializeFragment(DOC.content));
  const read = Parser.fromSchema(schema).parse(document.body);
  assert.deepEqual(read.toJSON(), DOC.toJSON());
});

test("a paragraph carries its name, number, kind and depth in the page", () => {
  body("");
  document.body.append(DOMSerializer.fromSchema(schema).serializeNode(DOC.child(2)));
  const element = document.querySelector("p");
  assert.ok(element);
  assert.equal(element.id, `p-${id(3)}`);
  assert.deepEqual({ ...element.dataset }, { id: id(3), level: "2", role: "operative", number: "3 bis." });
  assert.equal(element.querySelector(":scope > .number")?.textContent, "3 bis.");
});

const pasted = (html: string) => {
  body(html);
  return Parser.fromSchema(schema).parse(document.body);
};

test("what is pasted keeps its words and loses what could do harm", () => {
  const doc = pasted('<p>See <a href="javascript:alert(1)">this</a> and <a href="/documents/">that</a></p><script>x</script>');
  assert.equal(doc.textContent, "See this and that");
  const links = doc.child(0).children.filter((one) => one.marks.length);
  assert.deepEqual(links.map((one) => one.marks[0]?.attrs.href), ["/documents/"]);
});

test("a link that came in another way is drawn without its target", () => {
  const link = schema.text("x", [schema.mark("link", { href: "javascript:alert(1)" })]);
  const paragraph = schema.nodes["paragraph"]?.create(null, link);
  assert.ok(paragraph);
  body("");
  document.body.append(DOMSerializer.fromSchema(schema).serializeNode(paragraph));
  assert.equal(document.querySelector("a")?.getAttribute("href"), "#");
});

test("a pasted page's headings, lists and bold words are read as the text's own", () => {
  const doc = pasted("<h2>Title</h2><ul><li>One <b>bold</b></li></ul><p style='font-weight:bold'>Two</p>");
  assert.deepEqual(doc.children.map((one) => one.type.name), ["heading", "paragraph", "paragraph"]);
  assert.equal(doc.child(1).child(1).marks[0]?.type.name, "strong");
});

test("attributes out of their range are brought into it", () => {
  const doc = pasted('<p class="paragraph" data-level="99" data-role="boss" data-number="3.">x</p>');
  assert.deepEqual([doc.child(0).attrs.level, doc.child(0).attrs.role], [4, "plain"]);
});
