import "./page";
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type TestContext } from "node:test";
import { backOff, Line, type LineState } from "../live/line";
import type { Message } from "../live/messages";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server that gives its answers in order, the last one again and again. */
async function serving(context: TestContext, ...answers: Answer[]): Promise<{ url: string; heard: IncomingMessage[] }> {
  const heard: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    heard.push(request);
    answers[Math.min(heard.length, answers.length) - 1]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live/rooms/1`, heard };
}

const stream =
  (words: string, ends = true): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`retry: 20\n\n${words}`);
    if (ends) setTimeout(() => response.end(), 10);
  };

const refusal =
  (status: number, body: string): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body);
  };

const CLOSED = 'event: closed\ndata: {"why":"seat_lost"}\n\n';

function listening(url: string, version = "3") {
  const messages: Message[] = [];
  const states: LineState[] = [];
  const line = new Line({
    url,
    version,
    onMessage: (message) => void messages.push(message),
    onState: (state) => void states.push(state),
  });
  return { line, messages, states, is: () => states.map((one) => one.is) };
}

test("the first connection says at which version the page was made, and later ones what was heard last", async (context) => {
  const { url, heard } = await serving(
    context,
    stream('id: 4\nevent: status\ndata: {"text":7,"status":"question"}\n\nid: 9\n\n'),
    stream(CLOSED),
  );
  const { line, messages, states, is } = listening(url);
  await line.run();
  assert.deepEqual(heard.map((one) => one.headers["last-event-id"]), ["3", "9"]);
  assert.deepEqual(messages.map((one) => one.kind), ["status"]);
  assert.deepEqual(is(), ["connecting", "live", "lost", "live", "closed"]);
  assert.deepEqual(states.at(-1), { is: "closed", why: "seat_lost" });
});

test("a page without a version names none", async (context) => {
  const { url, heard } = await serving(context, stream(CLOSED));
  await listening(url, "").line.run();
  assert.equal(heard[0]?.headers["last-event-id"], undefined);
});

test("who is turned away hears why, and does not knock again", async (context) => {
  for (const status of [401, 403, 404]) {
    const { url, heard } = await serving(context, refusal(status, '{"code":"x","sentence":"Not here."}'));
    const { line, states } = listening(url);
    await line.run();
    assert.deepEqual(states.at(-1), { is: "closed", why: "Not here." });
    assert.equal(heard.length, 1);
  }
});

test("a refusal that can't be read still closes the line", async (context) => {
  const { url } = await serving(context, refusal(401, "<html>"));
  const { line, states } = listening(url);
  await line.run();
  assert.deepEqual(states.at(-1), { is: "closed", why: "" });
});

test("a server that is down, or full, is tried again", async (context) => {
  const { url, heard } = await serving(
    context,
    stream(""),
    (request) => request.socket.destroy(),
    refusal(503, "{}"),
    stream(CLOSED),
  );
  const { line, states } = listening(url);
  await line.run();
  assert.equal(heard.length, 4);
  const attempts = states.flatMap((one) => (one.is === "lost" ? [one.attempt] : []));
  assert.deepEqual(attempts, [1, 2, 3]);
});

test("a message that the page chokes on doesn't cut the line", async (context) => {
  const status = 'event: status\ndata: {"text":7,"status":"draft"}\n\n';
  const { url, heard } = await serving(context, stream(`${status}${status}${CLOSED}`));
  let count = 0;
  const line = new Line({
    url,
    version: "",
    onMessage() {
      count += 1;
      throw new Error("choked");
    },
    onState: () => undefined,
  });
  await line.run();
  assert.deepEqual([count, heard.length], [2, 1]);
});

test("a line that is stopped stays quiet, and goes on where it was when it is run again", async (context) => {
  const { url, heard } = await serving(context, stream("id: 12\n\n", false), stream(CLOSED));
  const { line, is } = listening(url);
  const first = line.run();
  while (!is().includes("live")) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  line.stop();
  // Put away and taken up again in one instant, as the browser's back button does.
  await Promise.all([first, line.run()]);
  assert.deepEqual(heard.map((one) => one.headers["last-event-id"]), ["3", "12"]);
  assert.deepEqual(is(), ["connecting", "live", "connecting", "live", "closed"]);
});

test("a line that is cut, because the computer is offline, is lost at once and goes on where it was", async (context) => {
  const { url, heard } = await serving(context, stream("retry: 20\n\nid: 12\n\n", false), stream(CLOSED));
  const { line, is } = listening(url);
  const run = line.run();
  while (heard.length === 0 || !is().includes("live")) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  line.cut();
  await run;
  assert.deepEqual(heard.map((one) => one.headers["last-event-id"]), ["3", "12"]);
  assert.deepEqual(is(), ["connecting", "live", "lost", "live", "closed"]);
});

test("letters that a chunk cuts in half arrive whole", async (context) => {
  const bytes = Buffer.from('event: fragment\ndata: {"target":"a","html":"Hà Nội"}\n\n');
  const { url } = await serving(context, (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const middle = bytes.indexOf(Buffer.from("à")) + 1;
    response.write(bytes.subarray(0, middle));
    setTimeout(() => response.write(Buffer.concat([bytes.subarray(middle), Buffer.from(CLOSED)])), 20);
  });
  const { line, messages } = listening(url);
  await line.run();
  assert.deepEqual(messages[0]?.data, { target: "a", html: "Hà Nội" });
});

test("waits are what the server asked for three times, then double up to fifteen seconds, and are spread", () => {
  const waits = [1, 2, 3, 4, 5, 9].map((attempt) => backOff(attempt, 1000, 1));
  assert.deepEqual(waits, [1000, 1000, 1000, 2000, 4000, 15_000]);
  assert.equal(backOff(1, 1000, 0), 500);
  assert.equal(backOff(4, 2000, 0.5), 3000);
});
