// Uses a notebook in Jupyter's classic page as a person does: runs cells, looks at what they show, interrupts.
// node quickstart.mjs URL_OF_NOTEBOOK CHROMIUM FOLDER_FOR_SCREENSHOTS; writes one JSON object of what was seen.
import { chromium } from 'playwright-core';

const [url, executablePath, screenshots] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const seen = {};
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 1400 } });
  await page.goto(url);
  await page.waitForFunction(() => window.Jupyter?.notebook?.kernel?.is_connected(), null, { timeout: 120_000 });

  const codeCells = await page.evaluate(() => Jupyter.notebook.get_cells()
    .flatMap((cell, i) => (cell.cell_type === 'code' ? [i] : [])));
  const run = (i) => page.evaluate((at) => Jupyter.notebook.get_cell(at).execute(), i);
  const output = (i) => page.evaluate((at) => Jupyter.notebook.get_cell(at).element.find('.output_area').clone()
    .find('style').remove().end().text(), i);
  const find = (i, selector) => page.evaluate(([at, css]) =>
    Jupyter.notebook.get_cell(at).element.find('.output_area ' + css).length, [i, selector]);
  const until = async (what, happens, millis = 60_000) => {
    for (const end = Date.now() + millis; Date.now() < end;) {
      if (await happens()) return true;
      await page.waitForTimeout(50);
    }
    throw new Error('not seen in time: ' + what);
  };
  const idle = () => page.evaluate(() => !document.querySelector('.code_cell.running'));
  const append = async (code) => {
    await page.evaluate((text) => Jupyter.notebook.insert_cell_at_bottom('code').set_text(text), code);
    return page.evaluate(() => Jupyter.notebook.ncells() - 1);
  };
  const picture = async (i, name) => {
    await page.evaluate((at) => Jupyter.notebook.get_cell(at).element[0].scrollIntoView(), i);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${screenshots}/${name}.png` });
  };

  for (const i of codeCells) {
    await run(i);
    await until('the end of cell ' + i, idle);
  }
  seen.errors = await page.evaluate(() => document.querySelectorAll('.output_error').length);
  seen.stderr = await page.evaluate(() => document.querySelectorAll('.output_stderr').length);

  // One question, typed live: its table and its chart.
  const question = await append('%inspect layer=1 head=2 pos=A1');
  const asked = Date.now();
  await run(question);
  await until('the chart of %inspect', async () => (await find(question, 'svg')) + (await find(question, 'img')) > 0);
  seen.inspectMillis = Date.now() - asked;
  await until('the end of %inspect', idle);
  seen.inspect = (await output(question)).slice(0, 400);
  seen.tables = await find(question, 'table');
  await picture(question, 'inspect');

  // A mistake is one line.
  const mistake = await append('%inspect layer=9 head=9 pos=-2');
  await run(mistake);
  await until('the mistake', async () => (await output(mistake)).length > 0);
  seen.mistake = (await output(mistake)).trim();

  // A long run shows how far it is, and ends when it is interrupted.
  const long = await append('%verify patch=heads@= answer=A1 change=F1,S1 n=400000');
  await run(long);
  await until('progress', async () => (await output(long)).includes('left'));
  await picture(long, 'progress');
  const stopped = Date.now();
  await page.evaluate(() => Jupyter.notebook.kernel.interrupt());
  // the page calls the kernel idle also when it has answered the interrupt alone
  await until('what is done', async () => (await output(long)).includes('Interrupted after'));
  await until('the end of the interrupted cell', idle);
  seen.interruptMillis = Date.now() - stopped;
  seen.interrupted = (await output(long)).trim().slice(0, 300);
  await picture(long, 'interrupted');

  const next = await append('40 + 2');
  await run(next);
  await until('the next cell', async () => (await output(next)).includes('42'));

  const complete = (code) => page.evaluate((text) => new Promise((resolve) => Jupyter.notebook.kernel.complete(
    text, text.length, (reply) => resolve(reply.content.matches))), code);
  seen.completed = await complete('%inspect layer=1 head=2 po');
  seen.sites = await complete('%inspect site=a1.');

  // What is restarted is empty, and its old process is gone (the caller looks).
  await page.evaluate(() => new Promise((resolve) => Jupyter.notebook.kernel.restart(resolve)));
  await until('the restarted kernel', () => page.evaluate(() => Jupyter.notebook.kernel.is_connected()));
  const fresh = await append('%query 615+861=');
  await run(fresh);
  await until('the restarted kernel\'s answer', async () => (await output(fresh)).length > 0);
  seen.afterRestart = (await output(fresh)).trim();
} finally {
  await browser.close();
  console.log(JSON.stringify(seen));
}
