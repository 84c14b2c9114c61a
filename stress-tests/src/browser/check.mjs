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

async function accessible(tab, name, rules) {
  const { violations } = await tab.evaluate(
    options => window.axe.run(document, options), { resultTypes: ["violations"], ...rules });
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

// Each effect has all its parts; the index leads to it.
async function complete() {
  const { context, tab, name } = await open({ viewport: { width: 1000, height: 900 }, colorScheme: "light" });
  await tab.click("#all");
  const { effects, missing, parts } = await tab.evaluate(() => {
    const missing = [];
    let parts = 0;
    const expect = (truth, what) => {
      parts++;
      if (!truth) {
        missing.push(what);
      }
    };
    const articles = [...document.querySelectorAll("article")];
    for (const article of articles) {
      const { id } = article;
      const all = selector => [...article.querySelectorAll(selector)];
      const drawn = part => part.getBoundingClientRect().width > 0;
      const timed = all("[data-chart=times]").length > 0;
      expect(all(".reveal").every(drawn), `${id}: hidden`);
      expect(all(".question").length === 1, `${id}: no question`);
      expect(all(".code code").length > 1, `${id}: no code of its variants`);
      expect(timed || all("[data-chart=outcomes] tbody .track").length > 1, `${id}: no chart of outcomes`);
      expect(all("[data-chart=grid] .heat").length >= 9, `${id}: no grid`);
      expect(timed ? all("[data-chart=lines]").length === 1 : all("[data-chart=timeline]").length > 1,
        `${id}: no timelines`);
      expect(timed || all("[data-chart=fixes] tbody tr").length > 1, `${id}: no table of fixes`);
      expect(all(".onward a").length === 1, `${id}: no link onward`);
      const bars = all(".chart .track, .fixes .track").filter(drawn).flatMap(bar => [...bar.querySelectorAll("rect")]);
      expect(bars.length > 0 && bars.every(drawn), `${id}: a bar has no width`);
      expect(all("svg").every(svg => svg.getAttribute("aria-hidden") === "true" || svg.querySelector("title")),
        `${id}: a drawing without a text`);
      expect(all("table").every(table => table.caption?.textContent), `${id}: a table without a caption`);
      expect(articles.length === 1 || document.querySelector(`.index a[href="#${id}"]`), `${id}: not in the index`);
    }
    expect(document.querySelectorAll(".manual p").length === 1, "no paragraph on how to read the page");
    return { effects: articles.length, missing, parts };
  });
  expect(effects > 0, `${name}: no effects`);
  looked += parts;
  faults.push(...missing);
  await context.close();
  return effects;
}

// All widths and colour schemes. Contrast, which takes most of the time, depends on the scheme alone; all else that axe
// looks at depends on the width alone.
async function looks() {
  const { context, tab } = await open({ viewport: { width: 1000, height: 900 }, colorScheme: "light" });
  await tab.click("#all");
  await tab.evaluate(axe);
  for (const width of [1000, 360]) {
    await tab.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      const name = `${colorScheme} ${width}px`;
      await tab.emulateMedia({ colorScheme });
      const { wide, small } = await tab.evaluate(() => ({
        wide: document.documentElement.scrollWidth - window.innerWidth,
        small: [...document.querySelectorAll("button, .predict label, summary, .index a")]
          .map(part => part.getBoundingClientRect().height).filter(height => height > 0 && height < 24).length,
      }));
      expect(wide <= 0, `${name}: the page is ${wide} px too wide`);
      expect(small === 0, `${name}: ${small} things too small to touch`);
      if (width === 1000) {
        await accessible(tab, name, colorScheme === "light" ? {} : { runOnly: ["color-contrast"] });
      } else if (colorScheme === "light") {
        await accessible(tab, name, { rules: { "color-contrast": { enabled: false } } });
      }
    }
  }
  await context.close();
}

// The pictures that the documentation shows.
async function pictures() {
  for (const [picture, scheme, width, height, at] of [
    ["index-light", "light", 1000, 1180, null],
    ["effect-light", "light", 1000, 1500, "#store-buffering"],
    ["effect-dark", "dark", 1000, 1500, "#store-buffering"],
    ["phone", "light", 360, 780, "#r-store-buffering"],
  ]) {
    const { context, tab } = await open({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
    await tab.click("#all");
    const there = at && (await tab.locator(at).count()) > 0 ? at : at && "article";
    if (there) {
      await tab.evaluate(part => document.querySelector(part).scrollIntoView(), there);
    }
    await tab.screenshot({ path: `${shots}/${picture}.png` });
    await context.close();
  }
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
  await looks();
  if (shots) {
    await pictures();
  }
  for (const fault of faults) {
    console.error(`fault: ${fault}`);
  }
  console.log(`${effects} effects, ${looked} things looked at, ${faults.length} faults`);
} finally {
  await browser.close();
}
process.exit(faults.length > 0 ? 1 : 0);
