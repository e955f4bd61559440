// Collects into assets/dist what the pages use: vendor files, our own, one sprite of the icons named in icons.txt,
// and the licences of all of it. Source map comments go, as the maps are not shipped.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const finished = join(here, "dist");
const dist = join(here, `dist.${process.pid}`);  // put in place whole, so that a failed build leaves the last one

const VENDOR = {
  "tabler.css": "@tabler/core/dist/css/tabler.min.css",
  "tabler.js": "@tabler/core/dist/js/tabler.min.js",
  "htmx.js": "htmx.org/dist/htmx.min.js",
  "echarts.js": "echarts/dist/echarts.common.min.js",
  "echarts-zh.js": "echarts/i18n/langZH.js",
};

// What those files hold besides the packages they are taken from.
const PARTS = ["@tabler/core", "@popperjs/core", "@tabler/icons", "htmx.org", "echarts", "zrender", "tslib"];
const HOLDERS = {
  "@tabler/core": "The Tabler Authors; Bootstrap: The Bootstrap Authors",
  "@popperjs/core": "Federico Zivolo",
};

async function vendor() {
  for (const [name, path] of Object.entries(VENDOR)) {
    const text = await readFile(join(modules, path), "utf8");
    await writeFile(join(dist, "vendor", name), text.replace(/\n?(\/\*# sourceMappingURL=\S+ \*\/|\/\/# sourceMappingURL=\S+)\s*$/, "\n"));
  }
}

async function sprite() {
  const names = (await readFile(join(here, "icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all([...new Set(names)].map(symbol));
  await writeFile(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function symbol(name) {
  const path = join(modules, "@tabler/icons/icons/outline", `${name}.svg`);
  if (!existsSync(path)) throw new Error(`assets/icons.txt: there is no icon named ${name}`);
  const svg = (await readFile(path, "utf8")).replace(/<!--[^]*?-->/g, "");
  const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
  const line = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${line}>${drawing}</symbol>`;
}

async function licences() {
  const texts = await Promise.all(PARTS.map(licence));
  await writeFile(join(dist, "licences.txt"), texts.join("\n\n" + "=".repeat(80) + "\n\n"));
}

async function licence(name) {
  const folder = join(modules, name);
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => /^(licen[sc]e|notice|copying)/i.test(file) && !/^licenses$/i.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  if (existsSync(join(folder, "licenses")))
    for (const file of await readdir(join(folder, "licenses"))) texts.push(await readFile(join(folder, "licenses", file), "utf8"));
  if (!texts.length) {
    if (about.license !== "MIT" || !HOLDERS[name]) throw new Error(`${name}: no licence text, and not a known MIT one`);
    texts.push((await readFile(join(here, "mit.txt"), "utf8")).replace("HOLDER", HOLDERS[name]));
  }
  return `${name} ${about.version} (${about.license})\n\n${texts.join("\n\n")}`;
}

await mkdir(join(dist, "vendor"), { recursive: true });
try {
  await Promise.all([vendor(), sprite(), licences(), cp(join(here, "src"), dist, { recursive: true })]);
  await rm(finished, { recursive: true, force: true });
  await rename(dist, finished);
} finally {
  await rm(dist, { recursive: true, force: true });
}
