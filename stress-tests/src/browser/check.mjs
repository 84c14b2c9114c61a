// Opens a field guide in Chromium and looks at all of it: node check.mjs PAGE [SHOTS]
// Ends with 1 and a list of what is wrong, or prints what was looked at. SHOTS is a folder for screenshots.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [page = "", shots] = process.argv.slice(2);
const url = pathToFileURL(resolve(page)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
let looked = 0;

function expect(truth, what) {
  looked++;
  if (!truth) {
    faults.push(what);
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(options) {
  // The page's own policy would keep the checker out too.
  const context = await browser.newContext({ offline: true, bypassCSP: true, ...options });
  const tab = await context.newPage();
  const name = `${options.colorScheme} ${options.viewport.width}px`;
  tab.on("console", message => message.type() === "error" && faults.push(`${name}: console: ${message.text()}`));
  tab.on("pageerror", error => faults.push(`${name}: script: ${error}`));
  tab.on("request", request => request.url() !== url && !request.url().startsWith("data:")
    && faults.push(`${name}: asks for ${request.url()}`));
  await tab.goto(url);
  return { context, tab, name };
}

async function accessible(tab, name) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  looked++;
  for (const { id, impact, help, nodes } of violations) {
    const say = `${name}: ${impact} ${id}: ${help} (${nodes.length}, first ${nodes[0].target.join(" ")})`;
    if (impact === "serious" || impact === "critical") {
      faults.push(say);
    } else {
      console.log(`note: ${say}`);
    }
  }
}

// By keyboard: tick a box, send the prediction, and be where the answer is.
async function keyboard() {
  const { context, tab, name } = await open({ viewport: { width: 1000, height: 900 }, colorScheme: "light" });
  const article = tab.locator("article").first();
  expect(await article.locator(".reveal").isHidden(), `${name}: the result is shown before the prediction`);
  await article.locator("input").first().focus();
  await tab.keyboard.press("Space");
  expect(await article.locator("input").first().isChecked(), `${name}: Space ticks nothing`);
  await tab.keyboard.press("Enter");
  expect(await article.locator(".reveal").isVisible(), `${name}: Enter does not show the result`);
  expect((await article.locator(".score").textContent()) !== "", `${name}: the prediction is not compared`);
  expect(await tab.evaluate(() => document.activeElement.className === "reveal"), `${name}: focus does not go to the result`);
  await tab.keyboard.press("Tab");
  expect(await tab.evaluate(() => document.activeElement !== document.body), `${name}: Tab leads out of the page`);
  await context.close();
}

async function complete() {
  const { context, tab, name } = await open({ viewport: { width: 1000, height: 900 }, colorScheme: "light" });
  await tab.click("#all");
  const articles = await tab.locator("article").all();
  expect(articles.length > 0, `${name}: no effects`);
  for (const article of articles) {
    const id = await article.getAttribute("id");
    const count = selector => article.locator(selector).count();
    const timed = (await count("[data-chart=times]")) > 0;
    expect(await article.locator(".reveal").isVisible(), `${id}: hidden`);
    expect((await count(".question")) === 1, `${id}: no question`);
    expect((await count(".code code")) > 1, `${id}: no code of its variants`);
    expect(timed || (await count("[data-chart=outcomes] tbody .track")) > 1, `${id}: no chart of outcomes`);
    expect((await count("[data-chart=grid] .heat")) >= 9, `${id}: no grid`);
    expect(timed ? (await count("[data-chart=lines]")) === 1 : (await count("[data-chart=timeline]")) > 0, `${id}: no timeline`);
    expect(timed || (await count("[data-chart=fixes] tbody tr")) > 1, `${id}: no table of fixes`);
    expect((await count(".onward a")) === 1, `${id}: no link onward`);
    const widths = await article.locator(".chart .track:visible rect, .fixes .track:visible rect").evaluateAll(
      bars => bars.map(bar => bar.getBoundingClientRect().width));
    expect(widths.length > 0 && widths.every(width => width > 0), `${id}: a bar has no width`);
    const svgs = await article.locator("svg").evaluateAll(
      all => all.filter(svg => svg.getAttribute("aria-hidden") !== "true" && !svg.querySelector("title")).length);
    expect(svgs === 0, `${id}: a drawing without a text`);
    const captions = await article.locator("table").evaluateAll(all => all.filter(table => !table.caption).length);
    expect(captions === 0, `${id}: a table without a caption`);
  }
  await context.close();
  return articles.length;
}

async function looks(width, colorScheme) {
  const { context, tab, name } = await open({ viewport: { width, height: 900 }, colorScheme });
  await tab.click("#all");
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide <= 0, `${name}: the page is ${wide} px too wide`);
  const small = await tab.locator("button:visible, .predict label:visible, summary:visible").evaluateAll(
    all => all.filter(part => part.getBoundingClientRect().height < 24).length);
  expect(small === 0, `${name}: ${small} things too small to touch`);
  await accessible(tab, name);
  if (shots) {
    const target = tab.locator("#store-buffering, article").first();
    const where = (await tab.locator("#store-buffering").count()) > 0 ? tab.locator("#store-buffering") : target;
    await where.screenshot({ path: `${shots}/field-guide-${colorScheme}-${width}.png` });
  }
  await context.close();
}

async function withoutScript() {
  const { context, tab, name } = await open({
    viewport: { width: 1000, height: 900 }, colorScheme: "light", javaScriptEnabled: false });
  expect(await tab.locator(".reveal").first().isVisible(), `${name}: without script the results are hidden`);
  await context.close();
}

try {
  await keyboard();
  const effects = await complete();
  await withoutScript();
  for (const width of [360, 1000]) {
    await looks(width, "light");
    await looks(width, "dark");
  }
  for (const fault of faults) {
    console.error(`fault: ${fault}`);
  }
  console.log(`${effects} effects, ${looked} things looked at, ${faults.length} faults`);
} finally {
  await browser.close();
}
process.exit(faults.length > 0 ? 1 : 0);
