import type { Browser } from "playwright-core";

/**
 * How fast a browser's processor is, as the BenchmarkIndex of Lighthouse counts it (`computeBenchmarkIndex`, written anew): texts of 10 000 letters put
 * together a second, and copies of 100 000 numbers a second, a tenth of each, and of the two the mean. By it DevTools calibrates its phones: 1 000 is a
 * mid-range one (a Pixel 5), 264 a cheap one (a Moto G Power of 2022).
 */
export const MID_RANGE_INDEX = 1000;
export const CHEAP_INDEX = 264;
const BENCH_MS = 500;

/** Runs in the page. */
function index(durationMs: number): number {
  const perSecond = (work: (turn: number) => void): number => {
    const began = Date.now();
    let turns = 0;
    // The clock is asked at each tenth turn alone.
    while (turns % 10 !== 0 || Date.now() - began < durationMs) work(turns++);
    return (turns * 1000) / (Date.now() - began);
  };
  const texts = perSecond(() => {
    let text = "";
    for (let i = 0; i < 10_000; i++) text += "a";
    if (text.length === 1) throw new Error("a text of 10 000 letters has one");
  });
  const lists = [Array.from({ length: 100_000 }, (_, i) => i), Array.from({ length: 100_000 }, (_, i) => i)] as const;
  const copies = perSecond((turn) => {
    const [from, to] = turn % 2 === 0 ? lists : ([lists[1], lists[0]] as const);
    for (let i = 0; i < from.length; i++) to[i] = from[i] as number;
  });
  return (texts + copies) / 20;
}

/** The index of a page of this browser, its processor `slower` times slower; the middle of three. */
export async function processorIndex(browser: Browser, slower = 1): Promise<number> {
  const page = await browser.newPage();
  try {
    const cdp = await page.context().newCDPSession(page);
    if (slower > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
    const found: number[] = [];
    for (let run = 0; run < 3; run++) found.push(await page.evaluate(index, BENCH_MS));
    return found.toSorted((a, b) => a - b)[1] as number;
  } finally {
    await page.close();
  }
}
