import { body } from "./page";
import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import test from "node:test";
import { sentenceIn } from "../live/requests";
import { getJson, LineLost, postJson, Refusal, refusalFrom } from "../wire";
import { say, words_in_english } from "../words";

test("the server's sentence is found in JSON and in a page", () => {
  assert.equal(sentenceIn('{"code":"stale","sentence":"The text has moved on."}', 409), "The text has moved on.");
  assert.equal(sentenceIn("<main><p data-sentence> Only the chair may. </p></main>", 403), "Only the chair may.");
});

test("an answer without a sentence says that it wasn't understood", () => {
  for (const text of ["", "<html><h1>502</h1>", "{}", "null", '{"sentence":5}', '{"sentence":""}'])
    assert.equal(sentenceIn(text, 502), say("unreadable"), text);
});

test("a refusal keeps its code and its facts, whatever else came", () => {
  const refusal = refusalFrom(409, { code: "stale", sentence: "Moved on.", facts: { version: 7 } });
  assert.deepEqual([refusal.status, refusal.code, refusal.sentence, refusal.facts], [409, "stale", "Moved on.", { version: 7 }]);
  assert.deepEqual([refusalFrom(500, "x").code, refusalFrom(500, null).facts], ["", {}]);
});

test("a write carries the proof, the seat and JSON; and each way to fail is told apart", async (context) => {
  body("");
  document.head.innerHTML = '<meta name="seat" content="31"><meta name="csrf" content="token">';
  let answer: readonly [number, string] = [200, '{"version":3}'];
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let sent = "";
    request.on("data", (piece) => (sent += String(piece)));
    request.on("end", () => {
      heard.push({ headers: request.headers, body: sent });
      response.writeHead(answer[0]).end(answer[1]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/texts/7/steps`;

  assert.deepEqual(await postJson(url, { steps: [] }), { version: 3 });
  assert.deepEqual([heard[0]?.headers["x-seat"], heard[0]?.headers["x-csrftoken"]], ["31", "token"]);
  assert.equal(heard[0]?.body, '{"steps":[]}');

  answer = [409, '{"code":"stale","sentence":"Moved on.","facts":{"version":9}}'];
  await assert.rejects(postJson(url, {}), (error) => error instanceof Refusal && error.code === "stale");
  answer = [200, "<html>a hotel's own page</html>"];
  await assert.rejects(getJson(url), (error) => error instanceof Refusal && error.sentence === say("unreadable"));
  for (const status of [500, 503, 429, 408]) {
    answer = [status, "{}"];
    await assert.rejects(getJson(url), LineLost, String(status));
  }
  server.close();
  server.closeAllConnections();
  await assert.rejects(getJson(url), LineLost);
});

test("a sentence has its facts filled in, and what it doesn't know is left to be seen", () => {
  assert.equal(say("open_count", { count: 3 }), "3 open");
  assert.equal(say("open_count"), "{count} open");
  for (const [word, sentence] of Object.entries(words_in_english)) assert.ok(sentence.trim(), word);
});
