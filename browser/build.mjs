// Builds what the browser loads into web/static/built/. Names stay plain: the web server adds content hashes.
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "communique", "web", "static", "built");
const watching = process.argv.includes("--watch");

/** @type {import("esbuild").BuildOptions} */
const options = {
  entryPoints: {
    theme: join(here, "theme.ts"),
    live: join(here, "live.ts"),
    editor: join(here, "editor.ts"),
    accounts: join(here, "accounts.ts"),
    style: join(here, "styles", "style.css"),
  },
  outdir: target,
  bundle: true,
  format: "iife",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  minify: !watching,
  sourcemap: watching ? "inline" : false,
  legalComments: "none",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  logLevel: "warning",
};

async function copyFlags() {
  const source = dirname(createRequire(import.meta.url).resolve("flag-icons/package.json"));
  const flags = join(source, "flags", "4x3");
  await mkdir(join(target, "flags"), { recursive: true });
  for (const name of await readdir(flags)) await cp(join(flags, name), join(target, "flags", name));
}

await rm(target, { recursive: true, force: true });
await copyFlags();
if (watching) await (await context(options)).watch();
else await build(options);
