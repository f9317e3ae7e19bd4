// How tables of ours look in a page that has JupyterLab's style sheets: which alignments texts and numbers have.
// node appearance.mjs URL_OF_PAGE CHROMIUM SCREENSHOT; writes one JSON object of what was seen.
import { chromium } from 'playwright-core';

const [url, executablePath, screenshot] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 6000 } });
  await page.goto(url);
  const alignments = (selector) => page.evaluate((css) => [...new Set([...document.querySelectorAll(css)]
    .map((cell) => getComputedStyle(cell).textAlign))], selector);
  console.log(JSON.stringify({
    sheets: await page.evaluate(() => document.querySelectorAll('.jp-RenderedHTMLCommon .inversionview').length),
    texts: await alignments('.inversionview td:not(.n)'),
    numbers: await alignments('.inversionview td.n'),
  }));
  await page.screenshot({ path: screenshot });
} finally {
  await browser.close();
}
