// Runs Lighthouse, as on a phone, over one page of each kind that staff open first, and prints what it found.
//
//     make lighthouse
//
// Serves the folder SITE, gzipped as web servers do, on this machine alone, and ends by itself: with 1 where a page does not reach
// the scores below in three tries: whatever else a machine does makes it slower, never faster. CHROMIUM names the browser where it
// is not among the usual ones.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const NEEDED = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
const PAGES = ["", "can-i-share/", "protocols/", "protocols/domestic-abuse-marac/"];
const TRIES = 3;
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const KINDS = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".xml": "application/xml", ".json": "application/json", ".txt": "text/plain", ".woff2": "font/woff2" };
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const site = process.argv[2];
const serve = (request, response) => {
  const asked = normalize(decodeURIComponent(new URL(request.url, "http://site").pathname));
  let path = join(site, asked);
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
  const found = existsSync(path);
  response.writeHead(found ? 200 : 404, { "content-type": KINDS[extname(path)] ?? "application/octet-stream", "content-encoding": "gzip" });
  createReadStream(found ? path : join(site, "404.html")).pipe(createGzip()).pipe(response);
};

const server = createServer(serve).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));
const chrome = await launch({ chromePath: BROWSERS.find((path) => path && existsSync(path)), chromeFlags: FLAGS });
const kinds = Object.keys(NEEDED);
const line = (first, cells) => console.log(first.padEnd(34) + cells.map((cell) => String(cell).padStart(15)).join(""));
const scoresOf = (result) => kinds.map((kind) => Math.round(result.categories[kind].score * 100));
const reaches = (result) => result && scoresOf(result).every((score, index) => score >= NEEDED[kinds[index]]);
let failed = false;
try {
  line("page", kinds);
  for (const page of PAGES) {
    const address = `http://127.0.0.1:${server.address().port}/${page}`;
    let best;
    for (let tried = 0; tried < TRIES && !reaches(best); tried++) {
      const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: kinds, logLevel: "error" });
      if (!best || lhr.categories.performance.score > best.categories.performance.score) best = lhr;
    }
    const scores = scoresOf(best);
    line("/" + page, scores);
    kinds.forEach((kind, index) => {
      if (scores[index] >= NEEDED[kind]) return;
      failed = true;
      for (const { id, weight } of best.categories[kind].auditRefs) {
        const audit = best.audits[id];
        if (!weight || audit.score === null || audit.score >= 0.9) continue;
        console.log(`  ${kind}: ${audit.title}. ${audit.displayValue ?? ""}`);
        for (const item of (audit.details?.items ?? []).slice(0, 5)) console.log(`    ${item.node?.snippet ?? item.description ?? ""}`);
      }
    });
  }
} finally {
  chrome.kill();
  server.closeAllConnections();
  server.close();
}
process.exitCode = failed ? 1 : 0;
