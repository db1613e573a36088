import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What axe finds serious or critical on the page, or on a part of it: what stops somebody from reading or working it. */
export async function serious(page: Page, part?: string): Promise<string[]> {
  const whole = new AxeBuilder({ page });
  const { violations } = await (part === undefined ? whole : whole.include(part)).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}

const TARGETS = 'button, select, textarea, input:not([type="file"]), .field-take, summary, a[href]';

/** Everything that a finger is meant to hit and could miss: below 44 px on a side. A field counts with its label around it. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(
    (targets) =>
      [...document.querySelectorAll<HTMLElement>(targets)]
        .filter((target) => target.checkVisibility())
        .map((target) => ({ target, box: (target.closest("label") ?? target).getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
        .map(
          ({ target, box }) =>
            `${target.textContent || target.ariaLabel || target.className}: ${box.width} × ${box.height}`,
        ),
    TARGETS,
  );

/** Both, by day and by night. */
export async function phoneFindings(page: Page): Promise<string[]> {
  const found = await smallTargets(page);
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours go over from one to the other; what is between is nobody's choice.
    await page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    });
    found.push(...(await serious(page)).map((one) => `${colorScheme} ${one}`));
  }
  return found;
}
