// Hocuspocus as its guide starts it. The readers here say nothing once they have joined, so its time limit is long.
import { Server } from "@hocuspocus/server";

const port = Number(process.argv[2]);
const server = new Server({ port, address: "127.0.0.1", quiet: true, timeout: 600_000 });
await server.listen();
console.log(port);
