import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState, TextSelection, type Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { Node } from "prosemirror-model";
import { fromElsewhere, readable } from "../editor/pasted";
import { pen, penWithinParagraph } from "../editor/pen";
import { text, wordsOf } from "./texts";

/** As Word puts a page on the clipboard, with things in it that no honest Word puts there. */
const WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm} @list l0:level1 {mso-level-text:"%1\\."} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:TrackRevisions/></w:WordDocument></xml><![endif]--><script>window.ran = "head"</script></head>
<body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal><span lang=EN-GB style='mso-fareast-language:EN-US'>Reaffirming the <b style='mso-bidi-font-weight:normal'>purposes</b> of the Charter,<o:p></o:p></span></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Decides to <ins cite="mailto:A" datetime="2020-09-08T10:00">promptly </ins><del cite="mailto:A" datetime="2020-09-08T10:00">eventually </del>[act - EU; G77 delete];<o:p></o:p></p>
<p class=MsoListParagraph style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>(a)<span>&nbsp; </span></span></span><![endif]>With <a href="javascript:window.ran='link'">one link</a>, <a href="https://example.org/x">another</a>;</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span>A point<span style='mso-special-character:comment'><a class=msocomanchor href="#_msocom_1">[MG1]</a></span></p>
<p class=MsoNormal onclick="window.ran='click'"><img src=x onerror="window.ran='image'">Kept<svg onload="window.ran='drawing'"><text>drawn</text></svg> words<iframe srcdoc="<script>parent.ran='frame'</script>"></iframe></p>
<p class=MsoNormal>A note<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> here.</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>One</p><p class=MsoNormal>line each</p></td><td><p class=MsoNormal>Two</p></td></tr></table>
<!--EndFragment-->
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1">[1]</a> Its words.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>[MG1] Not for the room</p></div></div>
</body></html>`;

function pastedInto(plugins: Plugin[], html: string, doc: Node = text("")): Node {
  body("<div id=editor></div>");
  const place = document.getElementById("editor");
  assert.ok(place);
  const state = EditorState.create({ doc, plugins });
  const view = new EditorView(place, { state: state.apply(state.tr.setSelection(TextSelection.atEnd(state.doc))) });
  view.pasteHTML(html, new Event("paste") as ClipboardEvent);
  const pasted = view.state.doc;
  view.destroy();
  pasted.check();
  return pasted;
}

test("what Word puts on the clipboard is pasted as the text that it is, with its numbers and levels", () => {
  const doc = pastedInto(pen(), WORD);
  const rows = doc.children.map((one) => [String(one.attrs.number ?? ""), Number(one.attrs.level ?? 0), one.textContent.trim()]);
  assert.deepEqual(rows, [
    ["", 0, "Reaffirming the purposes of the Charter,"],
    ["1.", 0, "Decides to promptly [act - EU; G77 delete];"],
    ["(a)", 1, "With one link, another;"],
    ["•", 0, "A point"],
    ["", 0, "Kept words"],
    ["", 0, "A noteIts words. here."],
    ["", 0, "Oneline eachTwo"],
  ]);
  const note = doc.child(5).child(1);
  assert.deepEqual([note.type.name, note.attrs.label, note.textContent], ["footnote", "1", "Its words."]);
  const cell = doc.child(6).child(0).child(0);
  assert.deepEqual(cell.children.map((one) => one.type.name), ["text", "break", "text"]);
});

test("nothing that is pasted runs, and no link leads to a script", () => {
  for (const plugins of [pen(), penWithinParagraph()]) {
    const doc = pastedInto(plugins, WORD);
    const json = JSON.stringify(doc.toJSON());
    assert.ok(json.includes("https://example.org/x"));
    assert.doesNotMatch(json, /javascript|onerror|onload|onclick|srcdoc|ran/);
    assert.doesNotMatch(json, /drawn|MG1|mso-|TrackRevisions|eventually|Not for the room/);
  }
  assert.equal((window as unknown as { ran?: string }).ran, undefined);
});

test("into one paragraph all of it is pasted with line breaks, and it stays one", () => {
  const doc = pastedInto(penWithinParagraph(), WORD, text("Before "));
  assert.equal(doc.childCount, 1);
  assert.ok(wordsOf(doc)[0]?.startsWith("Before Reaffirming the purposes"));
});

test("lists keep their numbers, whoever made them", () => {
  const html = '<ol start="3" type="a"><li>three</li><li><p>four</p><ul><li>deep</li></ul></li></ol><ol type="I"><li>one</li></ol>';
  const rows = pastedInto(pen(), html).children.map((one) => [one.attrs.number, one.attrs.level, one.textContent]);
  assert.deepEqual(rows, [["c.", 0, "three"], ["d.", 0, "four"], ["•", 1, "deep"], ["I.", 0, "one"]]);
});

test("signs for which the room would refuse all of it are left out, those that part words are blanks", () => {
  assert.equal(readable("a\u202eb\u2066c\u0000\ud83dd\u000be\u{1f600}\u200dم"), "abcd e\u{1f600}\u200dم");
  const doc = pastedInto(pen(), "<p>ab\u202bc\u000bd \u{1f600} ការអភិវឌ្ឍន៍ ກອງປະຊຸມ การประชุม အစည်းအဝေး</p>");
  assert.deepEqual(wordsOf(doc), ["abc d \u{1f600} ការអភិវឌ្ឍន៍ ກອງປະຊຸມ การประชุม အစည်းအဝေး"]);
});

test("attributes that the room would refuse are brought in order, also in what claims to be our own", () => {
  const slice = '<p data-pm-slice="1 1 []" class="block" data-id="x onmouseover=1" data-number="[5]  bis" data-level="99" data-role="boss">words</p>';
  const long = `<p data-id="p000000001" data-number="${"9".repeat(200)}">more <a href="https://example.org/a b">words</a></p>`;
  for (const html of [slice + long, long + slice.replace('data-pm-slice="1 1 []"', "")]) {
    for (const block of pastedInto(pen(), html, text("first", "last")).children) {
      assert.match(String(block.attrs.id), /^[a-z][a-z0-9]{9}$/);
      assert.match(String(block.attrs.number), /^[^[\]]{0,40}$/);
      assert.ok(block.attrs.level <= 4 && block.attrs.role === "plain");
      block.descendants((one) => assert.equal(one.marks.length, 0));
    }
  }
});

test("a numbered paragraph that is pasted into words gives them its words alone", () => {
  const html = "<ol><li>one</li></ol>";
  const within = pastedInto(pen(), html, text("Before "));
  assert.deepEqual(wordsOf(within), ["Before one"]);
});

test("a page without anything to keep is pasted as nothing", () => {
  assert.equal(fromElsewhere("<script>1</script><style>p{}</style><!-- x --><del>gone</del>").replace("<!-- x -->", "").trim(), "");
  assert.deepEqual(wordsOf(pastedInto(pen(), "<script>1</script>", text("as it was"))), ["as it was"]);
});
