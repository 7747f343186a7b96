// Bundles the browser code's tests and runs them with node's own test runner. Names given as arguments choose some.
import { spawn } from "node:child_process";
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
// Within node_modules, so that what isn't bundled is found from there; one folder for each run.
const target = join(here, "..", "..", "node_modules", ".browser-tests", String(process.pid));
const wanted = process.argv.slice(2);
const files = (await readdir(here)).filter((name) => name.endsWith(".test.ts"));
const chosen = files.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

await mkdir(target, { recursive: true });
try {
  await build({
    entryPoints: chosen.map((name) => join(here, name)),
    outdir: target,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: false,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["happy-dom"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  const tests = chosen.map((name) => join(target, name.replace(/\.ts$/, ".mjs")));
  const how = ["--enable-source-maps", "--test", "--test-reporter=spec", "--test-timeout=60000"];
  const node = spawn(process.execPath, [...how, ...tests], { stdio: "inherit" });
  process.exitCode = await new Promise((resolve) => node.on("close", (code) => resolve(code ?? 1)));
} finally {
  await rm(target, { recursive: true, force: true });
}
