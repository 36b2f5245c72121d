import type {Page} from 'puppeteer-core';

/** What an expression gives in the page, however long it takes: a software adapter needs longer than the browser's protocol waits for any answer. */
export async function longCall<Result>(page: Page, expression: string): Promise<Result> {
  await page.evaluate(`
    globalThis.answer = undefined;
    void Promise.resolve(${expression}).then((value) => (answer = {value}), (error) => (answer = {error: String(error.stack)}));`);
  for (;;) {
    const answer = (await page.evaluate('answer')) as {value: Result; error?: string} | undefined;
    if (answer?.error !== undefined) throw new Error(answer.error);
    if (answer) return answer.value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
