// Uses a report's tables as a person would: sorts, filters, opens a row; and looks for what must not run or be fetched.
// node report.mjs URL_OF_PAGE CHROMIUM SCREENSHOT; writes one JSON object of what was seen.
import { chromium } from 'playwright-core';

const [url, executablePath, screenshot] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  const requests = [];
  const sent = (request) => request.url().startsWith('http') && requests.push(`${request.url()} ${request.failure()?.errorText}`);
  page.on('requestfinished', sent);
  page.on('requestfailed', (request) => request.failure()?.errorText === 'csp' || sent(request)); // others were not sent
  await page.goto(url);
  const table = page.locator('.output.html table').first();
  const column = () => table.evaluate((one) => [...one.rows].filter((row) => row.cells.length > 1 && !row.hidden)
    .slice(1).map((row) => row.cells[1].textContent));
  const seen = { before: await column() };
  await table.locator('th').nth(1).click();
  seen.ascending = await column();
  await table.locator('th').nth(1).press('Enter');
  seen.descending = await column();
  await page.locator('input.filter').first().fill('row 11');
  seen.filtered = await column();
  await table.locator('tr.opens:visible').first().click();
  seen.opened = await table.locator('tr.opened').innerText();
  seen.evil = await page.evaluate(() => document.body.dataset.evil || 'none');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  seen.printedCode = await page.evaluate(() => [...document.querySelectorAll('details.source')].every((one) => one.open));
  seen.requests = requests;
  await page.screenshot({ path: screenshot, fullPage: true });
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(url);
  seen.withoutScript = await plain.locator('.output.html table').first().innerText();
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
