import axe from "axe-core";
import { paintTheme } from "#ui/paint-theme.ts";

/** Least side of what a finger is meant to hit, px. */
const FINGER_PX = 44;
const TARGETS = 'button, select, textarea, input:not([type="file"]), .field-take, summary, a[href]';

/** Everything in a box that a finger is meant to hit and could miss, with its sides in px. A field counts with its label around it. */
function smallTargets(box: ParentNode): string[] {
  return [...box.querySelectorAll<HTMLElement>(TARGETS)]
    .map((target) => ({ target, sides: (target.closest("label") ?? target).getBoundingClientRect() }))
    .filter(({ sides: { width, height } }) => width > 0 && (width < FINGER_PX - 0.1 || height < FINGER_PX - 0.1))
    .map(
      ({ target, sides }) =>
        `small: ${target.textContent || target.ariaLabel || target.className} ${sides.width} × ${sides.height}`,
    );
}

/** Colours go over from one to the other; what is between is nobody's choice. */
async function colorsRest(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
}

/** What axe finds serious or critical on what stands on the page, in day and night colours; on a phone, targets too small for a finger as well. */
export async function findings(isPhone: boolean): Promise<string[]> {
  const found: string[] = isPhone ? smallTargets(document.body) : [];
  for (const theme of ["dark", "light"] as const) {
    paintTheme(theme);
    await colorsRest();
    const { violations } = await axe.run(document.body, { resultTypes: ["violations"] });
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        found.push(...nodes.map(({ html, any }) => `${theme} ${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ""}`));
  }
  return [...new Set(found)];
}
